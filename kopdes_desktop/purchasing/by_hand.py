"""What a general journal entry may not do: move what a supplier is owed past his bills."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import queries
from kopdes_desktop.purchasing.postings import PAYABLE_ACCOUNT


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse lines on a supplier's payable but by what buys and pays. BadField.

    What was owed before the books began stands without a supplier, and is paid by hand.
    """
    if undone is not None:
        return False
    for n, line in enumerate(entry.lines):
        known = line.account == PAYABLE_ACCOUNT and line.key is not None
        if known and queries.supplier(work, line.key or 0) is not None:
            reason = _(
                N_("utang kepada pemasok dicatat dan dibayar lewat Pembelian, per nota pembelian")
            )
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return False
