"""What the screen of taxes asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.members.parties import party_words
from kopdes_desktop.office.books import Reading
from kopdes_desktop.taxes import queries, rules
from kopdes_desktop.taxes.queries import Bill, TaxPayment, TaxRow
from kopdes_desktop.taxes.rules import Tax, TaxRate
from kopdes_desktop.ui.accounting.book_screen import allowed, box_choices, unit_choices
from kopdes_desktop.ui.accounting.other_side import Others, others
from kopdes_desktop.ui.door import Session

RIGHT = "report.taxes"
ACCRUE, PAY, SET = "taxes.accrue", "taxes.pay", "taxes.set_rate"
WITHHOLD = "taxes.withhold"
_DEEDS = (ACCRUE, PAY, SET, WITHHOLD)


class Held(Struct, frozen=True):
    """A month of a tax on screen: how it stands, and what can be paid of it now."""

    row: TaxRow
    state: str
    payable: Rupiah

    @property
    def same(self) -> tuple[str, Month]:
        """What names it."""
        return self.row.tax.code, self.row.month


class Page(Struct, frozen=True):
    """A year's months of every tax, the rates that hold today, and what may be done."""

    year: BookYear
    years: Sequence[BookYear]
    rows: tuple[Held, ...]
    rates: tuple[tuple[Tax, TaxRate], ...]
    payments: tuple[TaxPayment, ...]
    bills: tuple[Bill, ...]
    boxes: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    others: Others
    paid_to: Mapping[int, str]
    may: frozenset[str]

    def to_pay(self) -> Rupiah:
        """What is posted and not paid, of all shown months."""
        return total(held.payable for held in self.rows)


def page(session: Session, today: date, wanted: str | None) -> Page:
    """Read the year of this name, the present one otherwise."""
    office = session.office
    return office.read(RIGHT, _page, today, wanted, allowed(office, _DEEDS))


def _page(read: Reading, today: date, wanted: str | None, may: frozenset[str]) -> Page:
    known = years.kept(read, today)
    year = next((each for each in known if each.name == wanted), known[0])
    until = max(min(year.end, Month.of(today)), year.start)
    rows = [_held(read, row, today) for row in queries.rows(read, year.start, until)]
    rows.sort(key=lambda held: held.row.month, reverse=True)
    own = queries.taxes_here(read)
    held_now = [
        (tax, rate)
        for tax in rules.shipped().values()
        if (tax.payable is None or tax in own)
        and (rate := queries.rate(read, tax.code, today)) is not None
    ]
    return Page(
        year,
        known,
        tuple(rows),
        tuple(held_now),
        tuple(each for each in queries.payments(read) if year.start <= each.month <= year.end),
        tuple(each for each in queries.withheld(read) if year.start <= each.month <= year.end),
        box_choices(read),
        unit_choices(read),
        others(read),
        {x.party: party_words(read, x.party) for x in queries.withheld(read) if x.party},
        may,
    )


def _held(read: Reading, row: TaxRow, today: date) -> Held:
    known = queries.month_of_tax(read, row.tax.code, row.month)
    free = max(queries.without_key(read, row.tax), NOTHING) if known.key is None else known.left
    return Held(row, row.state(today), min(max(row.left, NOTHING), free))
