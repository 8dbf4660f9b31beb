"""What lies in a cash box beyond the books, or lacks there: a count says so, no entry by hand.

Who counts, who has seen it, and above which sum another officer agrees is asked by the count and by
the end of a shift (domain/RULES, Control). Written by hand, money could leave a safe by a sentence.
"""

from __future__ import annotations

from typing import Final

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work

#: Cash short and cash over.
ACCOUNTS: Final = frozenset({"6-1402", "4-9104"})
_BY_COUNT = N_(
    "uang yang kurang atau lebih dicatat lewat Kas & bank, halaman Hitung kas, atau saat giliran "
    "kasir ditutup. Koreksi lain ditulis sebagai jurnal penyesuaian yang disetujui orang kedua"
)


def guard(_work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse a cash box against a difference in an ordinary entry; true where two are needed.

    Raises BadField.
    """
    if undone is not None or entry.kind == "opening":
        return False
    touched = [n for n, line in enumerate(entry.lines) if line.account in ACCOUNTS]
    if not touched or all(line.box is None for line in entry.lines):
        return False
    if entry.kind == "ordinary":
        field = f"lines[{touched[0]}].account"
        raise BadField(name="account", reason=_(_BY_COUNT), field=field)
    return True
