"""The statements of any day and span: posisi keuangan, PHU, arus kas, out of the ledger alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, statement_sums, years
from kopdes_desktop.ledger.statement_sums import EntryFlow, Flow, FlowEntry
from kopdes_desktop.ledger.sums import Span
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.statements.figures import Figures, Part, filled
from kopdes_desktop.statements.lines import Card, Place, placed
from kopdes_desktop.statements.sheets import BalanceSheet, Income, Split, income_of, sheet_of

_DAY = timedelta(days=1)


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
    return sheet_of(day, held, splits, whole=unit is None)


def income(read: Reading, first: date, last: date, unit: str | None = None) -> Income:
    """Income and expense from one day to another, both included."""
    span = Span(first, last, unit)
    return income_of(statement_sums.turned(read, span), statement_sums.closing(read, span), span)


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
