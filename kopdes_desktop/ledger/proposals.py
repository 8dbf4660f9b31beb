"""What is to be posted at a month's end, as every room proposes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of the month-end list: the operation and the order that post it.

    `title` says in Indonesian what it is, `amount` what it comes to.
    """

    operation: str
    order: Mapping[str, object]
    title: str
    amount: Rupiah
    month: Month
