"""Every operation of the room, so that the catalogue is whole."""

from __future__ import annotations

from kopdes_desktop.banking import queries
from kopdes_desktop.banking.counting import CountCash
from kopdes_desktop.banking.reconciling import Reconcile
from kopdes_desktop.banking.settling import SettleUnknown
from kopdes_desktop.banking.statements import BookRow, ReadStatement
from kopdes_desktop.ledger import periods

periods.LOCKS.append(queries.unlocked)

__all__ = ["BookRow", "CountCash", "ReadStatement", "Reconcile", "SettleUnknown"]
