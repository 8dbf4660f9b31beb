"""Every operation of the savings room, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import journal, periods
from kopdes_desktop.savings import (
    by_hand,
    draws,
    estimates,
    findings,
    moves,
    opening,
    payers,
    products,
    sheets,
    withdrawals,
)
from kopdes_desktop.savings.deposits import Deposit, Deposited, DepositedLine
from kopdes_desktop.savings.products import ProductOrder, RateOrder

__all__ = [
    "Deposit",
    "Deposited",
    "DepositedLine",
    "ProductOrder",
    "RateOrder",
    "draws",
    "estimates",
    "opening",
    "payers",
    "products",
    "sheets",
    "withdrawals",
]

journal.FOLLOWERS.append(moves.follow)
ledger.GUARDS.append(by_hand.guard)
periods.TIES.extend(findings.ALL)
