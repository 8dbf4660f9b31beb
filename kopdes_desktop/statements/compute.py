"""The statements of any day and span: posisi keuangan, PHU, arus kas, out of the ledger alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, statement_sums, years
from kopdes_desktop.ledger.statement_sums import EntryFlow, Flow, FlowEntry, Held, Span
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.statements.figures import Figures, Part, filled
from kopdes_desktop.statements.lines import Card, Place, lines, place_of, placed

_DAY = timedelta(days=1)
#: For an account of a type that no statement knows.
UNPLACED = Place("other_assets", "other_payables", per_entry=False)


class Split(NamedTuple):
    """A part of an account's balance that is shown on another line (debit +).

    So a room tells which part of a borrowing falls due within a year.
    """

    account: str
    line: str
    amount: int


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """Posisi keuangan of a day."""

    day: date
    figures: Figures

    @property
    def assets(self) -> Rupiah:
        """Jumlah aset."""
        return self.figures.of("assets")

    @property
    def liabilities(self) -> Rupiah:
        """Jumlah liabilitas."""
        return self.figures.of("liabilities")

    @property
    def equity(self) -> Rupiah:
        """Jumlah ekuitas."""
        return self.figures.of("equity")

    @property
    def surplus(self) -> Rupiah:
        """SHU of the book year in which the day lies: 3-1402 and open income and expense."""
        return self.figures.of("surplus")

    @property
    def cash(self) -> Rupiah:
        """Kas dan setara kas."""
        return self.figures.of("cash")

    @property
    def balances(self) -> bool:
        """Whether assets are liabilities and equity."""
        return self.assets == self.liabilities + self.equity


@dataclass(frozen=True, slots=True)
class Income:
    """Perhitungan hasil usaha of a span, closing entries left out."""

    first: date
    last: date
    figures: Figures

    @property
    def surplus(self) -> Rupiah:
        """SHU, or the loss below zero."""
        return self.figures.of("result")


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Arus kas of a span, direct. `opening` holds what opening entries brought in meanwhile."""

    first: date
    last: date
    opening: Rupiah
    closing: Rupiah
    figures: Figures

    @property
    def net(self) -> Rupiah:
        """By how much cash grew."""
        return self.figures.of("net")

    @property
    def difference(self) -> Rupiah:
        """What the flows leave unexplained of cash and bank; zero."""
        return self.closing - self.opening - self.net

    @property
    def ties(self) -> bool:
        """Whether the flows lead from one balance to the other to the rupiah."""
        return self.difference == 0


def balance_sheet(
    read: Reading, day: date, unit: str | None = None, splits: Iterable[Split] = ()
) -> BalanceSheet:
    """The balance sheet of the whole cooperative, or of a unit with what it owes the office."""
    year = years.year_of(read, day)
    held = statement_sums.held(read, day, year.start, unit)
    return BalanceSheet(day, sheet_of(held, whole=unit is None, splits=splits))


def sheet_of(held: Iterable[Held], *, whole: bool, splits: Iterable[Split] = ()) -> Figures:
    """The same from balances that somebody has in hand."""
    apart: dict[str, list[Split]] = {}
    for split in splits:
        apart.setdefault(split.account, []).append(split)
    known = lines("balance_sheet")
    parts: list[Part] = []
    for each in held:
        for line, amount in _sides(each, apart.get(each.card.code, ())):
            meets = known[line].whole if whole else ""
            parts.append(Part(meets or line, each.card.code, amount))
    return filled("balance_sheet", parts)


def _sides(held: Held, splits: Iterable[Split]) -> Iterator[tuple[str, int]]:
    """An account's lines: what is split off, last years' open result, and the rest by its side."""
    card, amount, before = held
    place = place_of("balance_sheet", card) or UNPLACED
    for split in splits:
        amount -= split.amount
        yield split.line, split.amount
    if before and place.line == "surplus" and card.code != statement_sums.RESULT:
        yield "prior_surplus", before
        amount -= before
    yield place.line if amount * card.sign >= 0 else place.other, amount


def income(read: Reading, first: date, last: date, unit: str | None = None) -> Income:
    """Income and expense from one day to another, both included."""
    span = Span(first, last, unit)
    closed = statement_sums.closing(read, span)
    parts: list[Part] = []
    for each in statement_sums.turned(read, span):
        place = place_of("income", each.card)
        if place is not None:
            code = each.card.code
            parts.append(Part(place.line, code, each.amount - closed.get(code, 0)))
    return Income(first, last, filled("income", parts))


def surplus(read: Reading, year: BookYear, unit: str | None = None) -> Rupiah:
    """SHU of a book year, whether it is closed or not."""
    return income(read, year.first, year.last, unit).surplus


def cash_accounts(cards: Iterable[Card]) -> frozenset[str]:
    """The accounts of a chart that are cash and bank in the balance sheet."""
    places = placed("balance_sheet", cards)
    return frozenset(code for code, place in places.items() if place.line == "cash")


def cash_flow(read: Reading, first: date, last: date, unit: str | None = None) -> CashFlow:
    """What came in and went out, by purpose: entries with a cash line only, each as a whole."""
    span, cards = Span(first, last, unit), chart.accounts(read).values()
    cash, places = cash_accounts(cards), placed("cash_flow", cards)
    whole = {code for code, place in places.items() if place.per_entry} - cash
    sides = statement_sums.turned(read, span)
    flows, opened = statement_sums.flows(read, cash, span, sides)
    parts = _by_line((flow for flow in flows if flow.account not in whole), places)
    of_entries = _by_entry(statement_sums.whole_flows(read, cash, whole, span), places)
    parts += [part for _entry, part in of_entries]
    before = statement_sums.turned(read, Span(date.min, first - _DAY, unit))
    begins = sum(each.amount for each in before if each.card.code in cash)
    moved = sum(each.amount for each in sides if each.card.code in cash)
    return CashFlow(
        first,
        last,
        Rupiah(begins + opened),
        Rupiah(begins + moved),
        filled("cash_flow", parts),
    )


def _by_line(flows: Iterable[Flow], places: Mapping[str, Place]) -> list[Part]:
    parts: list[Part] = []
    for flow in flows:
        place = places[flow.account]
        parts.append(Part(place.line, flow.account, -flow.money_in))
        parts.append(Part(place.other, flow.account, -flow.money_out))
    return parts


def flow_entries(
    read: Reading, line: str, account: str, span: Span
) -> list[tuple[FlowEntry, Rupiah]]:
    """The entries with cash behind what an account brings to a line of the cash flow."""
    cards = chart.accounts(read).values()
    cash, places = cash_accounts(cards), placed("cash_flow", cards)
    whole = {code for code, place in places.items() if place.per_entry} - cash
    place, found = places[account], statement_sums.entry_flows(read, cash, account, span)
    if not place.per_entry:
        amounts = (
            (each, each.money_in * (line == place.line) + each.money_out * (line == place.other))
            for each in found
        )
        return [(each, Rupiah(amount)) for each, amount in amounts if amount]
    together = _by_entry(statement_sums.whole_flows(read, cash, whole, span), places)
    here = {entry for entry, part in together if (part.line, part.account) == (line, account)}
    return [(each, Rupiah(each.money_in + each.money_out)) for each in found if each.entry in here]


def _by_entry(flows: Iterable[EntryFlow], places: Mapping[str, Place]) -> list[tuple[int, Part]]:
    """A disposal is one amount: price, book value and gain together are what was received."""
    together: dict[tuple[int, str, str], list[EntryFlow]] = {}
    for flow in flows:
        place = places[flow.account]
        together.setdefault((flow.entry, place.line, place.other), []).append(flow)
    parts: list[tuple[int, Part]] = []
    for (entry, line_in, line_out), lines_of_it in together.items():
        came = sum(flow.amount for flow in lines_of_it) * (-1 if lines_of_it[0].back else 1)
        line = line_in if came >= 0 else line_out
        parts += [(entry, Part(line, flow.account, -flow.amount)) for flow in lines_of_it]
    return parts
