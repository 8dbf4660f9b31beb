"""Straight-line depreciation in whole rupiah: the months add up to what is depreciated.

What was taken by a month is rounded once, from the whole; a month's own amount is the difference
to the month before, so that no rupiah is lost (UU PPh Pasal 11; SAK EP, Bab 15).
"""

from __future__ import annotations

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up


class Plan(Struct, frozen=True):
    """How an asset loses its value: `months` from `first` on, `base` was taken before them.

    No months mean that it keeps its value (land).
    """

    cost: Rupiah
    salvage: Rupiah
    months: int
    first: Month
    base: Rupiah = NOTHING

    @property
    def last(self) -> Month:
        """The month after which nothing more is taken."""
        return self.first.plus(max(self.months, 1) - 1)


def taken_by(plan: Plan, month: Month) -> Rupiah:
    """What has been depreciated by the end of a month, all before the plan included."""
    if not plan.months:
        return plan.base
    run = min(plan.first.through(month), plan.months)
    return plan.base + Rupiah(half_up(int(plan.cost - plan.salvage - plan.base) * run, plan.months))


def granted_part(left: Rupiah, amount: Rupiah, rest: Rupiah) -> Rupiah:
    """How much of a deferred grant goes with so much of what is left to be depreciated (K04b)."""
    if not rest:
        return NOTHING
    return Rupiah(half_up(int(left) * int(amount), int(rest)))
