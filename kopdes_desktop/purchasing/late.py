"""What is found out about the cost of goods after they came: freight, discounts, other prices.

Goods that are still there become worth more or less; the share of those already sold goes to 5-1107
(RULES, Entries).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as goods_rules
from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Part
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import queries, rules
from kopdes_desktop.purchasing.rules import FreightBy
from kopdes_desktop.purchasing.tables import PURCHASE_LINE

#: What such moves are called on the stock card.
WHY = "late_price"
#: Units whose quantity is a weight; a litre weighs about a kilogram.
_KILO, _GRAM = {"kg", "kilo", "kilogram", "liter", "l"}, {"g", "gr", "gram"}
_OF_LINE = (
    PURCHASE_LINE.c.purchase == bindparam("of_purchase"),
    PURCHASE_LINE.c.line == bindparam("of_line"),
)
_CHANGED = Statement(
    update(PURCHASE_LINE)
    .where(*_OF_LINE)
    .values(
        net=PURCHASE_LINE.c.net + bindparam("more_net"),
        cost=PURCHASE_LINE.c.cost + bindparam("more_cost"),
    )
)


class LineChange(Fact, frozen=True, omit_defaults=True):
    """What a purchase's line costs more (or less): the supplier's way, and on the shelf."""

    purchase: int
    line: int
    net: Rupiah
    cost: Rupiah


class Revalued(NamedTuple):
    """The parts of a document that changes values, a place each, and what they post."""

    parts: tuple[Part, ...]
    shelved: tuple[StockSum, ...]


def change(books: Books, changes: Iterable[LineChange], *, sign: int = 1) -> None:
    """Lines of purchases as they are now known; back again with sign −1."""
    for each in changes:
        books.change(
            _CHANGED,
            of_purchase=each.purchase,
            of_line=each.line,
            more_net=sign * int(each.net),
            more_cost=sign * int(each.cost),
        )


def shared(found: queries.Purchase, amount: Rupiah, weights: Sequence[int]) -> list[Rupiah]:
    """An amount over a purchase's lines, those that went back wholly left out."""
    here = [
        weight if line.left > 0 else 0 for line, weight in zip(found.lines, weights, strict=True)
    ]
    return rules.spread(amount, here)


def revalued(
    work: Work, changes: Iterable[tuple[queries.Purchase, queries.BoughtLine, Rupiah]]
) -> Revalued:
    """Value by place: what is left of the goods takes its share, 5-1107 that of goods sold."""
    by_place: dict[str, dict[int, tuple[Rupiah, int]]] = {}
    for found, line, amount in changes:
        if amount:
            items = by_place.setdefault(found.place, {})
            before, bought = items.get(line.item, (NOTHING, 0))
            items[line.item] = (before + amount, bought + max(line.left, 0))
    parts: list[Part] = []
    posted: list[StockSum] = []
    revaluing = work.operation(stock.Revalue.code)
    for place, items in by_place.items():
        lines = tuple(
            _split(work, place, item, amount, bought)
            for item, (amount, bought) in items.items()
            if amount
        )
        if lines:
            order = stock.RevalueOrder(place=place, lines=lines, why=WHY)
            fact, part = work.part(revaluing, order)
            parts.append(part)
            posted += shelved(work, fact)
    return Revalued(tuple(parts), tuple(posted))


def _split(work: Work, place: str, item: int, amount: Rupiah, bought: int) -> stock.RevalueLine:
    """An item's share on the shelf, which is never worth less than nothing, and the rest."""
    if bought <= 0:
        return stock.RevalueLine(item, NOTHING, amount)
    late = stock.split_late(work, place, item, amount, bought)
    worth = Rupiah(max(stock.held(work, place, item).value, 0))
    kept = max(late.stock, NOTHING - worth)
    return stock.RevalueLine(item, kept, amount - kept)


def shelved(read: Reading, part: stock.AnyPart | Part) -> tuple[StockSum, ...]:
    """What a part posts: on the accounts of goods, and on 5-1107 for goods that are sold."""
    return (*stock.sums(read, part), *stock.mended(read, part))


def weights(by: FreightBy, lines: Iterable[tuple[goods.Item, int, str]]) -> list[int] | None:
    """What lines weigh (grams), where freight goes by weight: as said, or by the unit. BadField."""
    if by == "value":
        return None
    found: list[int] = []
    for n, (item, quantity, said) in enumerate(lines):
        unit = item.unit.casefold()
        if said:
            found.append(goods_rules.above_zero(said, field=f"lines[{n}].weight"))
        elif unit in _KILO:
            found.append(quantity)
        elif unit in _GRAM:
            found.append(max(quantity // THOUSAND, 1))
        else:
            reason = _(N_("isi berat {item} (kg), atau bagi ongkos angkut menurut nilai"))
            reason = reason.format(item=item.name)
            raise BadField(name="weight", reason=reason, field=f"lines[{n}].weight")
    return found
