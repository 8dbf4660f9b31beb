"""What the screen of the budget asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.budgets import queries, rules
from kopdes_desktop.budgets.queries import Amounts, Version
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart, years
from kopdes_desktop.ledger.chart import Account, Unit
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.accounting.book_screen import allowed
from kopdes_desktop.ui.door import Session

RIGHT = "report.budget"
SET = "budgets.set"
_CONTRA = "contra_revenue"
#: Whose account: of each account and unit one line.
Where = tuple[str, str]


class Line(Struct, frozen=True):
    """An account of a unit: the year before, what is planned, what happened.

    A `contra` one only takes off what another account earned, where it is planned with it.
    """

    section: str
    where: Where
    name: str
    unit: str
    before: Rupiah
    planned: Rupiah
    actual: Rupiah
    contra: bool = False

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.before or self.planned or self.actual)


class Page(Struct, frozen=True):
    """A year's lines, those of accounts that nobody has used too; `gone` months of the year before.

    `days` of this year are over, of so many; all of them where it does not run.
    `may` says whether whoever sits here may set a budget.
    """

    year: BookYear
    years: Sequence[BookYear]
    version: Version | None
    lines: tuple[Line, ...]
    gone: int
    days: tuple[int, int]
    accounts: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    may: bool


def page(session: Session, today: date, wanted: str | None) -> Page:
    """Read the year of this name, the present one otherwise."""
    office = session.office
    return office.read(RIGHT, _page, today, wanted, bool(allowed(office, (SET,))))


def _page(read: Reading, today: date, wanted: str | None, may: bool) -> Page:  # noqa: FBT001
    known = years.kept(read, today)
    offered = [known[0].after(), *known]
    year = next((each for each in offered if each.name == wanted), known[0])
    version = queries.current(read, year)
    figures = (
        queries.actual(read, year.before()),
        queries.amounts(read, version),
        queries.actual(read, year),
    )
    units = chart.units(read)
    cards = [
        card
        for card in chart.accounts(read).values()
        if card.type != chart.HEADER and rules.section(card.code) is not None
    ]
    return Page(
        year,
        offered,
        version,
        tuple(_lines(cards, units, figures)),
        _gone(year.before(), today),
        rules.elapsed(year.start.first(), year.end.last(), today),
        tuple(
            (card.code, f"{_(card.name)} ({card.code})") for card in cards if card.type != _CONTRA
        ),
        tuple((unit.code, f"{unit.name} ({unit.code})") for unit in units),
        may,
    )


def _gone(year: BookYear, today: date) -> int:
    """How many months of a year have begun."""
    return sum(month.first() <= today for month in year.months())


def _lines(
    cards: Sequence[Account], units: Sequence[Unit], figures: tuple[Amounts, Amounts, Amounts]
) -> Iterator[Line]:
    """Every usual place of every account, and every other place that holds something."""
    contra = {card.code for card in cards if card.type == _CONTRA}
    planned = [card for card in cards if card.code not in contra]
    usual = {(card.code, unit) for card in planned for unit in _units_of(card, units)}
    held = {where for each in figures for where, amount in each.items() if amount}
    names = {card.code: _(card.name) for card in cards}
    called = {unit.code: unit.name for unit in units}
    places = usual | {where for where in held if where[0] in names}
    ranked = sorted(
        places, key=lambda where: (rules.ORDER.index(rules.section(where[0]) or ""), where)
    )
    for where in ranked:
        before, plan, actual = (each.get(where, NOTHING) for each in figures)
        section, unit = rules.section(where[0]) or "", called.get(where[1], where[1])
        name, less = names[where[0]], where[0] in contra
        yield Line(section, where, name, unit, before, plan, actual, less)


def _units_of(card: Account, units: Sequence[Unit]) -> list[str]:
    """The units that keep an account; the office for what arises anywhere."""
    kind = chart.OWNERS.get(card.owner_unit or "", "office")
    return [unit.code for unit in units if unit.kind == kind]
