"""Every operation of buying, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.purchasing import (
    advances,
    allocations,
    corrections,
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
    "orders",
    "payments",
    "receipts",
    "returns",
    "suppliers",
]
