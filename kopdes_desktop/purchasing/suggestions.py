"""A price for goods that have become dearer: cost plus margin, rounded up, never above the ceiling.

The margin is a share of cost (laba dari harga beli): of the item, of its category, or the setting.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.valuation import Cost
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import PRICE_STEP, PURCHASE_MARGIN, setting
from kopdes_desktop.purchasing import rules


class NewCost(Struct, frozen=True):
    """What an item costs now: so many thousandths of its base unit for so much."""

    item: int
    quantity: int
    cost: Rupiah


class Suggestion(Struct, frozen=True):
    """What an item cost and was sold for, what it costs now, and a price that keeps the margin.

    `price` is None where it never had one; `capped` says that the ceiling (HET) is lower than the
    margin wants.
    """

    item: goods.Item
    before: Rupiah | None
    now: Rupiah
    price: Rupiah | None
    old_margin: Decimal | None
    suggested: Rupiah
    margin: Decimal | None
    ceiling: Rupiah | None

    @property
    def capped(self) -> bool:
        """Whether the ceiling says how much, not the margin."""
        return self.suggested == self.ceiling


def suggestions(read: Reading, place: str, day: date, costs: Iterable[NewCost]) -> list[Suggestion]:
    """Of these goods those whose price no longer earns the margin."""
    step = max(setting(read, PRICE_STEP), 1)
    usual = Decimal(setting(read, PURCHASE_MARGIN))
    made: dict[int, Suggestion] = {}
    for each in costs:
        found = _suggestion(read, each, place=place, day=day, step=step, usual=usual)
        if found is not None:
            made[each.item] = found
    return list(made.values())


def _suggestion(
    read: Reading, new: NewCost, *, place: str, day: date, step: int, usual: Decimal
) -> Suggestion | None:
    item = goods.require_item(read, new.item)
    if new.quantity <= 0 or new.cost <= Rupiah(0):
        return None
    margin = goods.margin_of(read, item)
    wanted = rules.suggested(
        int(new.cost), new.quantity, str(usual if margin is None else margin), step
    )
    ceiling = goods.ceiling_at(read, item, day)
    if ceiling is not None and wanted > ceiling:
        wanted = ceiling
    price = goods.price_at(read, item, day, member=False)
    if price is not None and price >= wanted:
        return None
    known = _known_cost(read, place, item.key)
    return Suggestion(
        item=item,
        before=rules.unit_cost(known.value, known.quantity) if known else None,
        now=rules.unit_cost(int(new.cost), new.quantity),
        price=price,
        old_margin=rules.margin_of(price, known.value, known.quantity) if known and price else None,
        suggested=wanted,
        margin=rules.margin_of(wanted, int(new.cost), new.quantity),
        ceiling=ceiling,
    )


def _known_cost(read: Reading, place: str, item: int) -> Cost | None:
    """What it costs on the shelf, or what it last cost."""
    held = stock.held(read, place, item)
    if held.quantity > 0:
        return Cost(held.quantity, held.value)
    return stock.last_cost(read, place, item)
