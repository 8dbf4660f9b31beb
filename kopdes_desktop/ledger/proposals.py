"""What is to be posted at a month's end, as every room proposes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah


class Proposal(Struct, frozen=True):
    """One line of the month-end list: the operation and the order that post it.

    `title` says in Indonesian what it is, `amount` what it comes to. What is a `whole` month's
    (depreciation, interest, tax) waits for the month's last day.
    """

    operation: str
    order: Mapping[str, object]
    title: str
    amount: Rupiah
    month: Month
    whole: bool = True

    def waits(self, today: date) -> bool:
        """Whether its month still runs, and it is a whole month's."""
        return self.whole and today < self.month.last()
