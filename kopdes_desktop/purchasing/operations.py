"""Every operation of buying, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import periods
from kopdes_desktop.purchasing import (
    advances,
    allocations,
    by_hand,
    corrections,
    findings,
    opening,
    orders,
    payments,
    receipts,
    returns,
    suppliers,
)

__all__ = [
    "advances",
    "allocations",
    "corrections",
    "opening",
    "orders",
    "payments",
    "receipts",
    "returns",
    "suppliers",
]

ledger.GUARDS.append(by_hand.guard)
periods.TIES.append(findings.payables)
