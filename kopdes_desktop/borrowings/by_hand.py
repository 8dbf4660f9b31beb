"""What a general journal entry may not do: move a borrowing past its tracker."""

from __future__ import annotations

from kopdes_desktop.borrowings import queries, rules
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work

_KEPT = frozenset({*rules.ACCOUNTS, rules.INTEREST_OWED})


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse lines under a known borrowing's key but by what takes up and pays. BadField.

    What the old books left without a borrowing's key may be moved by hand.
    """
    if undone is not None:
        return False
    for n, line in enumerate(entry.lines):
        if line.account not in _KEPT or line.key is None:
            continue
        if queries.borrowing(work, line.key) is not None:
            reason = _(N_("pinjaman ini dicatat dan dibayar lewat Pinjaman koperasi"))
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return False
