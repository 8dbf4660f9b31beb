"""Which journal a deposit makes: cash to the box that received it, each product to its own account.

Recipes B03, B04, B06; the sub-ledger key is the member, the movement is *setoran*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.entry import Entry, credit, debit, entry

DEPOSIT_MOVEMENT = "setoran"


@dataclass(frozen=True, slots=True)
class Credited:
    """One member's share of a deposit in one product's account and unit."""

    member: int
    account: str
    unit: str
    amount: Rupiah


def deposited(text: str, box: Box, shares: Iterable[Credited]) -> Entry:
    """Debit the receiving box with the whole, credit each product's account by member."""
    each = list(shares)
    cash = debit(box.account, total(s.amount for s in each), box.unit, box=box.code)
    return entry(
        text,
        cash,
        *(
            credit(s.account, s.amount, s.unit, key=s.member, movement=DEPOSIT_MOVEMENT)
            for s in each
        ),
    )
