"""The books as the office reads them, for reports that can be had at a glance as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kopdes_desktop.ledger import balances, chart, years
from kopdes_desktop.ledger.years import BookYears
from kopdes_desktop.office import letterhead as kop
from kopdes_desktop.office.books import Reading
from kopdes_desktop.paper.document import Letterhead, Signer
from kopdes_desktop.reports import current_parts
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.sheets import BalanceSheet, Income


class OfficeSource:
    """A `source.Source`. Raises BadField for an unknown unit."""

    def __init__(self, read: Reading, unit: str | None = None) -> None:
        """Of the whole cooperative, or of a unit."""
        shown = None if unit is None else chart.unit(read, unit)
        self._read, self._unit = read, unit
        self.unit = None if shown is None else f"{shown.code} {shown.name}"

    @property
    def years(self) -> BookYears:
        """Its book years."""
        return years.of_books(self._read)

    def letterhead(self) -> Letterhead:
        """Who issues the paper."""
        return kop.letterhead(self._read)

    def signers(self) -> tuple[Signer, ...]:
        """Who signs a statement."""
        return kop.officers(self._read, "chair", "treasurer")

    def names(self) -> Mapping[str, str]:
        """What accounts are called."""
        return chart.names(self._read)

    def balances(self, day: date) -> Mapping[str, int]:
        """The balance of every account that moved up to and with a day (debit +), by code."""
        return balances.balances_at(self._read, day, self._unit)

    def sheet(self, day: date) -> BalanceSheet:
        """The balance sheet of a day, with what falls due within a year apart."""
        splits = current_parts.splits(self._read, day, self._unit)
        return compute.balance_sheet(self._read, day, self._unit, splits)

    def income(self, first: date, last: date) -> Income:
        """The results of a span."""
        return compute.income(self._read, first, last, self._unit)
