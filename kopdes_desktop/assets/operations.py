"""Everything that can be done to assets, and what is watched of the general journal."""

from __future__ import annotations

from kopdes_desktop.assets import by_hand as guarding
from kopdes_desktop.assets import findings, sellers
from kopdes_desktop.assets.acquiring import Acquire, LendIn
from kopdes_desktop.assets.changing import Change
from kopdes_desktop.assets.depreciation import Depreciate
from kopdes_desktop.assets.disposing import Dispose, PayAsset, Withdraw
from kopdes_desktop.ledger import by_hand, periods
from kopdes_desktop.members import third_parties

__all__ = ["Acquire", "Change", "Depreciate", "Dispose", "LendIn", "PayAsset", "Withdraw"]

by_hand.GUARDS.append(guarding.guard)
periods.TIES.append(findings.cards)
third_parties.NEEDED.append(sellers.still_owed)
