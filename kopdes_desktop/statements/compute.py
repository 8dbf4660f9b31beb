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
from kopdes_desktop.statements.lines import Card, Place, lines, placed

_DAY = timedelta(days=1)


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
    cards = chart.accounts(read)
    return BalanceSheet(day, sheet_of(held, cards, whole=unit is None, splits=splits))


def sheet_of(
    held: Mapping[str, Held],
    cards: Mapping[str, chart.Account],
    *,
    whole: bool,
    splits: Iterable[Split] = (),
) -> Figures:
    """The same from balances that somebody has in hand."""
    places = placed("balance_sheet", cards.values())
    known = lines("balance_sheet")
    apart: dict[str, list[Split]] = {}
    for split in splits:
        apart.setdefault(split.account, []).append(split)
    return filled(
        "balance_sheet",
        (
            part._replace(line=known[part.line].whole or part.line) if whole else part
            for code, balance in held.items()
            for part in _sides(cards[code], places[code], balance, apart.get(code, []))
        ),
    )


def _sides(card: chart.Account, place: Place, balance: Held, splits: list[Split]) -> Iterator[Part]:
    """An account's parts: what is split off, last years' open result, and the rest by its side."""
    amount = balance.amount
    for split in splits:
        amount -= split.amount
        yield Part(split.line, card.code, split.amount)
    if place.line == "surplus" and card.code != statement_sums.RESULT:
        yield Part("prior_surplus", card.code, balance.before)
        amount -= balance.before
    yield Part(place.line if amount * card.sign >= 0 else place.other, card.code, amount)


def income(read: Reading, first: date, last: date, unit: str | None = None) -> Income:
    """Income and expense from one day to another, both included."""
    span = Span(first, last, unit)
    closed = statement_sums.closing(read, span)
    places = placed("income", chart.accounts(read).values())
    parts = (
        Part(places[code].line, code, amount - closed.get(code, 0))
        for code, amount in statement_sums.moved(read, span).items()
        if code in places
    )
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
    parts = _by_line(statement_sums.flows(read, cash, whole, span), places)
    of_entries = _by_entry(statement_sums.whole_flows(read, cash, whole, span), places)
    parts += [part for _entry, part in of_entries]
    before = statement_sums.moved(read, Span(date.min, first - _DAY, unit))
    moved = statement_sums.moved(read, span)
    begins = sum(before.get(code, 0) for code in cash)
    return CashFlow(
        first,
        last,
        Rupiah(begins + statement_sums.opened(read, cash, span)),
        Rupiah(begins + sum(moved.get(code, 0) for code in cash)),
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
