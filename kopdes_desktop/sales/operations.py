"""Every operation of the sales room, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.sales import advances, bons, by_hand, claims, returns, selling

__all__ = ["advances", "bons", "claims", "returns", "selling"]

ledger.GUARDS.append(by_hand.guard)
