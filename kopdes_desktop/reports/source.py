"""What a report that can be had at a glance asks of the books. Pure: loads no SQL.

Two answer: the office (`office_source`), and the books that were opened for a glance (`glance`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kopdes_desktop.ledger.years import BookYears
    from kopdes_desktop.paper.document import Letterhead, Signer
    from kopdes_desktop.statements.sheets import BalanceSheet, Income


class Source(Protocol):
    """The books, or a unit of theirs."""

    @property
    def unit(self) -> str | None:
        """The unit in words; None for the whole cooperative."""

    @property
    def years(self) -> BookYears:
        """Its book years."""

    def letterhead(self) -> Letterhead:
        """Who issues the paper."""

    def signers(self) -> tuple[Signer, ...]:
        """Who signs a statement."""

    def names(self) -> Mapping[str, str]:
        """What accounts are called."""

    def balances(self, day: date) -> Mapping[str, int]:
        """The balance of every account that moved up to and with a day (debit +), by code."""

    def sheet(self, day: date) -> BalanceSheet:
        """The balance sheet of a day, with what falls due within a year apart."""

    def income(self, first: date, last: date) -> Income:
        """The results of a span."""
