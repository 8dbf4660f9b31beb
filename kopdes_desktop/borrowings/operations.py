"""Everything that can be done to borrowed capital, and what is watched of the general journal."""

from __future__ import annotations

from kopdes_desktop.borrowings import by_hand as guarding
from kopdes_desktop.borrowings import findings, lenders
from kopdes_desktop.borrowings.changing import ChangeSchedule, RestoreSchedule
from kopdes_desktop.borrowings.paying import Accrue, Pay
from kopdes_desktop.borrowings.taking import Take
from kopdes_desktop.ledger import by_hand, periods
from kopdes_desktop.members import third_parties

__all__ = ["Accrue", "ChangeSchedule", "Pay", "RestoreSchedule", "Take"]

by_hand.GUARDS.append(guarding.guard)
periods.TIES.append(findings.borrowings)
third_parties.NEEDED.append(lenders.still_owed)
