"""What a general journal entry may do to what is owed to consignors: nothing, but for openings.

Each sale says by item what it owes, and the settlement pays just that.
"""

from __future__ import annotations

from kopdes_desktop.consignment.postings import PAYABLE
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse a line by hand on the account of consignors. Raises BadField."""
    del work  # every guard is handed it; nothing in the books can make this right
    if undone is not None or entry.kind == "opening":
        return False
    for n, line in enumerate(entry.lines):
        if line.account == PAYABLE:
            reason = _(
                N_(
                    "utang kepada penitip mengikuti penjualan dan pembayarannya. Catat lewat "
                    "Titip jual, atau balik buktinya bila salah"
                )
            )
            raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    return False
