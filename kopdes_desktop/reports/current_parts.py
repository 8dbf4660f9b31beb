"""Which part of a balance falls due within a year, as the rooms know it (bagian lancar)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kopdes_desktop.borrowings import queries as borrowings
from kopdes_desktop.ledger.entry import OFFICE_UNIT
from kopdes_desktop.statements.sheets import Split

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

#: The line of what falls due within a year.
CURRENT = "borrowings_current"


def splits(read: Reading, day: date, unit: str | None = None) -> Iterator[Split]:
    """Of each borrowing's account the principal that is to be paid within a year of the day.

    All that is borrowed is the office's.
    """
    if unit not in {None, OFFICE_UNIT}:
        return
    for account, amount in borrowings.current_portion(read, day).items():
        if amount:
            yield Split(account, CURRENT, -int(amount))
