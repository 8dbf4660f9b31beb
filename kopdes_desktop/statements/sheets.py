"""Posisi keuangan and PHU out of balances that somebody has in hand. Pure: loads no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.sums import RESULT, Held, Span, Turned
from kopdes_desktop.statements.figures import Figures, Part, filled
from kopdes_desktop.statements.lines import Place, lines, place_of

#: For an account of a type that no statement knows.
UNPLACED = Place("other_assets", "other_payables", per_entry=False)


class Split(NamedTuple):
    """A part of an account's balance that is shown on another line (debit +).

    So a room tells which part of a borrowing falls due within a year.
    """

    account: str
    line: str
    amount: int


class BalanceSheet(Struct, frozen=True):
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


class Income(Struct, frozen=True):
    """Perhitungan hasil usaha of a span, closing entries left out."""

    first: date
    last: date
    figures: Figures

    @property
    def surplus(self) -> Rupiah:
        """SHU, or the loss below zero."""
        return self.figures.of("result")


def sheet_of(
    day: date, held: Iterable[Held], splits: Iterable[Split] = (), *, whole: bool = True
) -> BalanceSheet:
    """The balance sheet of the whole cooperative, or of a unit with what it owes the office."""
    apart: dict[str, list[Split]] = {}
    for split in splits:
        apart.setdefault(split.account, []).append(split)
    known = lines("balance_sheet")
    parts: list[Part] = []
    for each in held:
        for line, amount in _sides(each, apart.get(each.card.code, ())):
            meets = known[line].whole if whole else ""
            parts.append(Part(meets or line, each.card.code, amount))
    return BalanceSheet(day, filled("balance_sheet", parts))


def _sides(held: Held, splits: Iterable[Split]) -> Iterator[tuple[str, int]]:
    """An account's lines: what is split off, last years' open result, and the rest by its side."""
    card, amount, before = held
    place = place_of("balance_sheet", card) or UNPLACED
    for split in splits:
        amount -= split.amount
        yield split.line, split.amount
    if before and place.line == "surplus" and card.code != RESULT:
        yield "prior_surplus", before
        amount -= before
    yield place.line if amount * card.sign >= 0 else place.other, amount


def income_of(turned: Iterable[Turned], closed: Mapping[str, int], span: Span) -> Income:
    """Income and expense of a span: what moved, less what closing entries did (`closed`)."""
    parts: list[Part] = []
    for each in turned:
        place = place_of("income", each.card)
        if place is not None:
            code = each.card.code
            parts.append(Part(place.line, code, each.amount - closed.get(code, 0)))
    return Income(span.first, span.last, filled("income", parts))
