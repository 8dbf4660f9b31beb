"""A year's budget beside what happened: by account, by unit or for the whole cooperative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.budgets import rules
from kopdes_desktop.budgets.tables import BUDGET, BUDGET_LINE
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import chart, movements
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading

_VERSIONS = Statement(
    select(BUDGET).where(BUDGET.c.year == bindparam("of_year")).order_by(BUDGET.c.key)
)
_LINES = Statement(
    select(BUDGET_LINE.c.account, BUDGET_LINE.c.unit, BUDGET_LINE.c.amount).where(
        BUDGET_LINE.c.budget == bindparam("of_budget")
    )
)

Amounts = Mapping[tuple[str, str], Rupiah]


class Version(Struct, frozen=True):
    """A budget of a year as it was set on a day; `number` counts from 1."""

    key: int
    year: str
    day: date
    decision_no: str
    note: str
    number: int


class PlanRow(Struct, frozen=True):
    """An account: the year before, the budget, what happened, and the next year's budget."""

    section: str
    account: str
    name: str
    before: Rupiah
    planned: Rupiah
    actual: Rupiah
    coming: Rupiah

    @property
    def percent(self) -> int | None:
        """The actual in percent of the budget."""
        return rules.share(self.actual, self.planned)

    def by_now(self, gone: tuple[int, int]) -> Rupiah:
        """What of the budget belongs to so many days of so many."""
        return rules.so_far(self.section, self.planned, gone)

    @property
    def left(self) -> Rupiah:
        """The budget less the actual."""
        return self.planned - self.actual


class Sums(Struct, frozen=True):
    """The same four figures of several accounts."""

    before: Rupiah
    planned: Rupiah
    actual: Rupiah
    coming: Rupiah

    @property
    def percent(self) -> int | None:
        """The actual in percent of the budget."""
        return rules.share(self.actual, self.planned)


class Plan(Struct, frozen=True):
    """A year's budget, the version that counts, and the next year's."""

    year: BookYear
    version: Version | None
    coming: Version | None
    rows: tuple[PlanRow, ...]

    def of_section(self, name: str) -> list[PlanRow]:
        """The rows of a section by account."""
        return [row for row in self.rows if row.section == name]

    def sums(self, names: Iterable[str]) -> Sums:
        """The figures of some sections together."""
        wanted = set(names)
        rows = [row for row in self.rows if row.section in wanted]
        return Sums(
            total(row.before for row in rows),
            total(row.planned for row in rows),
            total(row.actual for row in rows),
            total(row.coming for row in rows),
        )

    def surplus(self) -> Sums:
        """What is left of income after all costs (SHU)."""
        costs = set(rules.ORDER) - rules.INCOME - {rules.INVESTMENT}
        earned, spent = self.sums(rules.INCOME), self.sums(costs)
        return Sums(
            earned.before - spent.before,
            earned.planned - spent.planned,
            earned.actual - spent.actual,
            earned.coming - spent.coming,
        )


def versions(read: Reading, year: BookYear) -> list[Version]:
    """Every budget that was set for a year, the latest last."""
    return [
        Version(row[0], row[1], date.fromisoformat(row[2]), row[3], row[4], n)
        for n, row in enumerate(read.rows(_VERSIONS, of_year=year.name), 1)
    ]


def current(read: Reading, year: BookYear) -> Version | None:
    """The budget of a year that counts; None while there is none."""
    found = versions(read, year)
    return found[-1] if found else None


def amounts(read: Reading, version: Version | None) -> dict[tuple[str, str], Rupiah]:
    """What a version plans, by account and unit."""
    if version is None:
        return {}
    return {(row[0], row[1]): Rupiah(row[2]) for row in read.rows(_LINES, of_budget=version.key)}


def actual(read: Reading, year: BookYear) -> dict[tuple[str, str], Rupiah]:
    """What a year earned and cost, by account and unit, above zero for both; closings left out.

    Of assets it is what was bought: neither what the old books had, nor less by what was sold.
    """
    sums: dict[tuple[str, str], Rupiah] = {}
    span = read, year.start, year.end
    for investing, found in ((False, movements.moved(*span)), (True, movements.bought(*span))):
        for place, amount in found.items():
            name = rules.section(place.account)
            if name is not None and (name == rules.INVESTMENT) is investing:
                key = place.account, place.unit
                sums[key] = sums.get(key, NOTHING) + rules.signed(name, amount)
    return sums


def plan(read: Reading, year: BookYear, unit: str | None = None) -> Plan:
    """A year's budget and what came of it, for one unit or all together."""
    version, coming = current(read, year), current(read, year.after())
    figures = [
        _by_account(each, unit)
        for each in (
            actual(read, year.before()),
            amounts(read, version),
            actual(read, year),
            amounts(read, coming),
        )
    ]
    names = chart.names(read)
    codes = sorted({code for each in figures for code, amount in each.items() if amount})
    rows = [
        PlanRow(
            rules.section(code) or rules.INVESTMENT,
            code,
            _(names.get(code, code)),
            *(each.get(code, NOTHING) for each in figures),
        )
        for code in codes
    ]
    return Plan(
        year,
        version,
        coming,
        tuple(sorted(rows, key=lambda row: (rules.ORDER.index(row.section), row.account))),
    )


def _by_account(found: Amounts, unit: str | None) -> dict[str, Rupiah]:
    sums: dict[str, Rupiah] = {}
    for (code, where), amount in found.items():
        if unit in {None, where}:
            sums[code] = sums.get(code, NOTHING) + amount
    return sums
