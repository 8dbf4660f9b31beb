"""Entries by hand on the accounts of stock: goods and journal move together, or not at all.

Where a unit keeps places, its stock is written by goods that come and go. What old books left there
without goods is corrected by an adjustment that a second person has seen.
"""

from __future__ import annotations

from kopdes_desktop.inventory import places
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger.by_hand import Undone
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.work import Work

_STOCK_ACCOUNTS = "1-14"


def guard(work: Work, entry: Entry, undone: Undone | None) -> bool:
    """Refuse an ordinary entry on stock that is kept by goods. Raises BadField.

    True where the rest needs a second person; taking a document back never does for its goods.
    """
    if undone is not None or not any(x.account.startswith(_STOCK_ACCOUNTS) for x in entry.lines):
        return False
    units = {place.unit for place in places.places(work)}
    touched = [
        n
        for n, line in enumerate(entry.lines)
        if line.account.startswith(_STOCK_ACCOUNTS) and line.unit in units
    ]
    if touched and entry.kind == "ordinary":
        reason = _(
            N_(
                "stok unit {unit} dicatat per barang: pakai pembelian, barang keluar, atau opname. "
                "Sisa saldo tanpa barang dikoreksi dengan jurnal penyesuaian dan orang kedua"
            )
        ).format(unit=entry.lines[touched[0]].unit)
        raise BadField(name="account", reason=reason, field=f"lines[{touched[0]}].account")
    return bool(touched)
