"""What the screen of assets asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.assets import classes, queries
from kopdes_desktop.assets.queries import Asset, Move
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import chart, periods
from kopdes_desktop.members.parties import party_words
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.accounting.book_screen import allowed, box_choices, unit_choices
from kopdes_desktop.ui.accounting.other_side import Others, others
from kopdes_desktop.ui.door import Session

RIGHT = "report.assets"
ACQUIRE, CHANGE, DEPRECIATE = "assets.acquire", "assets.change", "assets.depreciate"
DISPOSE, LEND, PAY, WITHDRAW = "assets.dispose", "assets.lend_in", "assets.pay", "assets.withdraw"
_DEEDS = (ACQUIRE, CHANGE, DEPRECIATE, DISPOSE, LEND, PAY, WITHDRAW)

Choices = tuple[tuple[str, str], ...]


class Step(Struct, frozen=True):
    """A line of a card's history, and the book value after it."""

    move: Move
    value: Rupiah


class Card(Struct, frozen=True):
    """A card, the name of its unit, and what happened to it."""

    asset: Asset
    unit: str
    steps: tuple[Step, ...]

    @property
    def tone(self) -> str:
        """What is gone stands back."""
        return "" if self.asset.live else "muted"

    @property
    def untouched(self) -> bool:
        """Whether nothing was posted from it, so that it can be withdrawn."""
        made = self.asset.source == queries.OPENING
        return made and self.asset.live and self.asset.taken == self.asset.opened_taken


class Page(Struct, frozen=True):
    """All that the screen shows, and what may be done."""

    cards: tuple[Card, ...]
    month: Month | None
    due: Rupiah
    uncarded: tuple[tuple[str, Rupiah], ...]
    boxes: Choices
    units: Choices
    accounts: Choices
    others: Others
    sellers: Mapping[int, str]
    may: frozenset[str]


def page(session: Session, today: date) -> Page:
    """Read it."""
    office = session.office
    return office.read(RIGHT, _page, today, allowed(office, _DEEDS))


def _page(read: Reading, today: date, may: frozenset[str]) -> Page:
    found = sorted(queries.assets(read), key=lambda each: (not each.live, each.account or "9"))
    month = _month_due(read, today)
    closed = chart.closed(read)
    units = {unit.code: unit.name for unit in chart.units(read)}
    names = {code: name for code, name in chart.names(read).items() if code not in closed}
    return Page(
        tuple(
            Card(each, units.get(each.unit, each.unit), _steps(read, each))
            for each in found
            if each.how != "mistake"
        ),
        month,
        total(each.amount for each in queries.due(read, month)) if month else NOTHING,
        tuple(queries.uncarded(read)),
        box_choices(read),
        unit_choices(read),
        tuple((code, _(name)) for code, name in names.items() if classes.kind_of(code)),
        others(read),
        {each.party: party_words(read, each.party) for each in found if each.party is not None},
        may,
    )


def _month_due(read: Reading, today: date) -> Month | None:
    """The first open month, up to this one, that lacks its depreciation."""
    last = Month.of(today)
    month = periods.first_open(read, periods.books_from(read) or last)
    while month <= last:
        if queries.due(read, month):
            return month
        month = periods.first_open(read, month.next())
    return None


def _steps(read: Reading, each: Asset) -> tuple[Step, ...]:
    value, made = NOTHING, []
    for move in queries.moves(read, each.key):
        value += move.cost - move.taken
        made.append(Step(move, value))
    return tuple(made)
