"""Whose year a result is: income, costs and 3-1402 belong to the book year that they stand in.

What closes a year takes them all along. So 3-1402 moves by the closing alone, and old books bring a
result to date only into the year in which these books begin; older surplus is 3-1401.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import periods, year_ends, years
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.work import Work

_RESULTS: Final = (*year_ends.INCOME, *year_ends.COSTS, year_ends.CURRENT)


def guard(_work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse lines by hand on the surplus of the year in hand, also by two. BadField."""
    if undone is not None or entry.kind == "opening":
        return False
    for n, line in enumerate(entry.lines):
        if line.account == year_ends.CURRENT:
            reason = _(
                N_(
                    "akun {code} hanya diisi oleh tutup tahun: SHU tahun berjalan adalah "
                    "pendapatan dikurangi beban. Catat di akun pendapatan atau beban; kesalahan "
                    "tahun lalu dikoreksi di akun 3-1404 dengan persetujuan orang kedua"
                )
            ).format(code=line.account)
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return False


def require_own_year(read: Reading, day: date, entry: Entry) -> None:
    """Refuse results of a book year before the first one that is kept here. BadField."""
    start = periods.books_from(read)
    if start is None or day >= years.year_of(read, start.first()).first:
        return
    for n, line in enumerate(entry.lines):
        if line.account.startswith(_RESULTS):
            reason = _(
                N_(
                    "{day} masih tahun buku sebelum pembukuan ini. Hasil tahun yang sudah lewat "
                    "ditulis sebagai SHU yang belum dibagi (akun {undivided}), bukan di akun "
                    "{code}, supaya tidak ikut menjadi SHU tahun ini"
                )
            ).format(day=wording.day(day), undivided=year_ends.UNDIVIDED, code=line.account)
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
