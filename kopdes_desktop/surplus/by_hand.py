"""What a general journal entry may not do: pay a member's share past the list of the surplus."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work
from kopdes_desktop.surplus import rules


def guard(_work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse an ordinary entry that pays a member's share; true where a second person is needed.

    Raises BadField.
    """
    if undone is not None or entry.kind == "opening":
        return False
    drawn = [
        n
        for n, line in enumerate(entry.lines)
        if line.account == rules.MEMBERS and line.key is not None and line.amount > NOTHING
    ]
    if drawn and entry.kind == "ordinary":
        reason = _(
            N_(
                "SHU anggota dibayar lewat SHU, halaman Bayar. Koreksi lain ditulis sebagai jurnal "
                "penyesuaian yang disetujui orang kedua"
            )
        )
        raise BadField(name="account", reason=reason, field=f"lines[{drawn[0]}].account")
    return bool(drawn)
