"""Every operation of the consignment room, by one import."""

from __future__ import annotations

from kopdes_desktop.consignment import by_hand, consignors, findings, losses, settling, shelves
from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import periods

__all__ = ["consignors", "losses", "settling", "shelves"]

ledger.GUARDS.append(by_hand.guard)
periods.TIES.extend(findings.ALL)
