"""The statements of any day and span: posisi keuangan, PHU, arus kas, out of the ledger alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from msgspec import Struct

from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import chart, statement_sums, years
from kopdes_desktop.ledger.statement_sums import EntryFlow, Flow, FlowEntry
from kopdes_desktop.ledger.sums import Span
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.statements.figures import Figures, Part, filled
from kopdes_desktop.statements.lines import Name, Place, by_movement, placed
from kopdes_desktop.statements.sheets import BalanceSheet, Income, Split, income_of, sheet_of

_DAY = timedelta(days=1)


class CashFlow(Struct, frozen=True):
    """Arus kas of a span, direct.

    `opening` is where the flows begin, with what the old books handed over meanwhile: `taken_over`.
    """

    first: date
    last: date
    opening: Rupiah
    closing: Rupiah
    figures: Figures
    taken_over: Rupiah = NOTHING

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


def places_in(read: Reading, statement: Name) -> Mapping[str, Place]:
    """Where each account of these books stands."""
    return chart.made_of(read, _placing(statement))


@cache
def _placing(statement: Name) -> Callable[[Mapping[str, chart.Account]], Mapping[str, Place]]:
    return lambda cards: placed(statement, cards.values())


def cash_accounts(read: Reading) -> frozenset[str]:
    """The accounts that are cash and bank in the balance sheet."""
    places = places_in(read, "balance_sheet")
    return frozenset(code for code, place in places.items() if place.line == "cash")


def cash_flow(read: Reading, first: date, last: date, unit: str | None = None) -> CashFlow:
    """What came in and went out, by purpose: entries with a cash line only, each as a whole."""
    span = Span(first, last, unit)
    cash, places = cash_accounts(read), places_in(read, "cash_flow")
    whole = {code for code, place in places.items() if place.per_entry} - cash
    sides = statement_sums.turned(read, span)
    flows, opened = statement_sums.flows(read, cash, span, sides)
    apart = list(_apart(read, cash, span))
    kept = (flow for flow in flows if flow.account not in whole)
    parts = _by_line(_without(kept, apart), places)
    of_whole = statement_sums.whole_flows(read, cash, whole, span)
    parts += [part for _entry, part in _by_entry(_placed(of_whole, places) + apart)]
    begins = 0
    if first > date.min:
        before = statement_sums.turned(read, Span(date.min, first - _DAY, unit))
        begins = sum(each.amount for each in before if each.card.code in cash)
    moved = sum(each.amount for each in sides if each.card.code in cash)
    return CashFlow(
        first,
        last,
        Rupiah(begins + opened),
        Rupiah(begins + moved),
        filled("cash_flow", parts),
        Rupiah(opened),
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
    cash, places = cash_accounts(read), places_in(read, "cash_flow")
    whole = {code for code, place in places.items() if place.per_entry} - cash
    place, found = places[account], statement_sums.entry_flows(read, cash, account, span)
    apart = list(_apart(read, cash, span))
    of_whole = statement_sums.whole_flows(read, cash, whole, span)
    amounts = {
        entry: -int(part.amount)
        for entry, part in _by_entry(_placed(of_whole, places) + apart)
        if (part.line, part.account) == (line, account)
    }
    if place.per_entry or amounts:
        return [(each, Rupiah(amounts[each.entry])) for each in found if each.entry in amounts]
    less = {flow.entry: flow for _place, flow in apart if flow.account == account}
    told = []
    for each in found:
        came, went = each.money_in, each.money_out
        if each.entry in less:
            (rest,) = _without([Flow(account, came, went)], [(place, less[each.entry])])
            came, went = rest.money_in, rest.money_out
        amount = came * (line == place.line) + went * (line == place.other)
        if amount:
            told.append((each, Rupiah(amount)))
    return told


_Flows = list[tuple[Place, EntryFlow]]


def _placed(flows: Iterable[EntryFlow], places: Mapping[str, Place]) -> _Flows:
    return [(places[flow.account], flow) for flow in flows]


def _apart(read: Reading, cash: Iterable[str], span: Span) -> Iterator[tuple[Place, EntryFlow]]:
    """What a tag brings to another line than its account's: an asset's price paid later."""
    for (account, movement), place in by_movement("cash_flow").items():
        for flow in statement_sums.tagged_flows(read, frozenset(cash), account, movement, span):
            yield place, flow


def _without(flows: Iterable[Flow], apart: _Flows) -> Iterator[Flow]:
    """What is left of accounts' flows without those lines."""
    for flow in flows:
        came, went = flow.money_in, flow.money_out
        for _place, each in apart:
            if each.account == flow.account:
                if (each.amount > 0) != each.back:
                    came -= each.amount
                else:
                    went -= each.amount
        yield Flow(flow.account, came, went)


def _by_entry(flows: _Flows) -> list[tuple[int, Part]]:
    """A disposal is one amount: price, book value and gain together are what was received."""
    together: dict[tuple[int, str, str], list[EntryFlow]] = {}
    for place, flow in flows:
        together.setdefault((flow.entry, place.line, place.other), []).append(flow)
    parts: list[tuple[int, Part]] = []
    for (entry, line_in, line_out), lines_of_it in together.items():
        came = sum(flow.amount for flow in lines_of_it) * (-1 if lines_of_it[0].back else 1)
        line = line_in if came >= 0 else line_out
        parts += [(entry, Part(line, flow.account, -flow.amount)) for flow in lines_of_it]
    return parts
