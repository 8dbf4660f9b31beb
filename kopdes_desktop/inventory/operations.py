"""Every operation of the inventory room, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.inventory import (
    by_hand,
    count_closing,
    counting,
    opening,
    places,
    proofs,
    repacking,
    stock,
    transfers,
    writing_off,
)
from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import periods

__all__ = [
    "count_closing",
    "counting",
    "opening",
    "places",
    "repacking",
    "stock",
    "transfers",
    "writing_off",
]

ledger.GUARDS.append(by_hand.guard)
periods.TIES.append(proofs.untied)
