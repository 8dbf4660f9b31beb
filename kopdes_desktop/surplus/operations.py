"""Every operation of the surplus, by one import; each group stands in a file of its own."""

from __future__ import annotations

from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.surplus import by_hand, deciding, paying, spending

__all__ = ["deciding", "paying", "spending"]

ledger.GUARDS.append(by_hand.guard)
