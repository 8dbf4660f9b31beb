"""What a general journal entry may not do: take up, move or pay a borrowing past its tracker."""

from __future__ import annotations

from kopdes_desktop.borrowings import queries, rules
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work

_KEPT = frozenset({*rules.ACCOUNTS, rules.INTEREST_OWED})


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse ordinary lines on borrowed capital, and any under a known borrowing's key. BadField.

    True where an adjustment touches borrowed capital: it needs a second person.
    """
    if undone is not None or entry.kind == "opening":
        return False
    touched = False
    for n, line in enumerate(entry.lines):
        if line.account not in _KEPT:
            continue
        if line.key is not None and queries.borrowing(work, line.key) is not None:
            reason = _(N_("pinjaman ini dicatat dan dibayar lewat Pinjaman koperasi"))
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
        if line.account not in rules.ACCOUNTS:
            continue
        touched = True
        if entry.kind == "ordinary":
            reason = _(
                N_(
                    "pinjaman koperasi diambil dan dibayar lewat Pinjaman koperasi, dengan "
                    "keputusan Rapat Anggota; pinjaman dari buku lama dirinci di sana dahulu. "
                    "Koreksi lain ditulis sebagai jurnal penyesuaian yang disetujui orang kedua"
                )
            )
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return touched
