"""Which journal goods of others make: recipes I02 to I04. Taking them in makes none (I01)."""

from __future__ import annotations

from collections.abc import Iterable

from kopdes_desktop.consignment.rules import Share
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.entry import Entry, Line, credit, debit, entry

#: What is owed to consignors, by owner, in the unit whose shelf sold it.
PAYABLE = "2-1203"
#: What the cooperative keeps of the price, by line of business.
COMMISSION = "4-1303"
#: Goods of others that got lost are made good at our cost.
SHORTAGE = "5-1105"
DEPOSIT_MOVEMENT = "setoran"


def sold(share: Share, quantity: int, amount: Rupiah, unit: str, lini: str) -> list[Line]:
    """The credits of a sold line (I02): the owner's share, and of what was paid the rest as ours.

    `quantity` in thousandths; negative for goods that come back. A discount comes off our part.
    """
    owed = share.of(quantity)
    lines = [
        credit(PAYABLE, owed, unit, key=share.owner),
        credit(COMMISSION, amount - owed, unit, lini=lini),
    ]
    return [line for line in lines if line.amount != NOTHING]


def settled(text: str, owner: int, units: Iterable[tuple[str, Rupiah]], paid: Line) -> Entry:
    """Debit what each unit owes the owner, credit what pays it (I03)."""
    return entry(text, *(debit(PAYABLE, amount, unit, key=owner) for unit, amount in units), paid)


def made_good(
    text: str, unit: str, losses: Iterable[tuple[str, Rupiah]], owner: int, whole: Rupiah
) -> Entry:
    """Debit the shortage by line of business, credit the owner (I04)."""
    return entry(
        text,
        *(debit(SHORTAGE, amount, unit, lini=lini) for lini, amount in losses),
        credit(PAYABLE, whole, unit, key=owner),
    )
