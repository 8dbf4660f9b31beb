"""A purchase while it is typed: what each line is, how it is paid, and the order it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from kopdes_desktop.goods import typed
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.purchasing import rules
from kopdes_desktop.purchasing.suggestions import NewCost

_COUNT = re.compile(r"([\d.,]+)\s*([^\d.,\s].*)?")


class Bought(Struct, frozen=True):
    """One line: an item, so many thousandths of a pack that holds `size`, and what all cost."""

    item: Item
    count: int
    pack: str = ""
    size: int = THOUSAND
    amount: Rupiah | None = None
    expires: date | None = None

    @property
    def quantity(self) -> int:
        """Thousandths of the base unit."""
        return self.count * self.size // THOUSAND

    @property
    def unit(self) -> str:
        """What is counted."""
        return self.pack or self.item.unit

    def order(self, sell: Rupiah | None = None) -> dict[str, Any]:
        """The line of an order."""
        line: dict[str, Any] = {"item": self.item.key, "quantity": decimal(self.count)}
        if self.pack:
            line["pack"] = self.pack
        if self.amount is not None:
            line["amount"] = int(self.amount)
        if self.expires is not None:
            line["expires"] = self.expires.isoformat()
        if sell is not None:
            line["sell"] = int(sell)
        return line

    def body(self) -> dict[str, Any]:
        """As it is kept, in plain values."""
        return {
            "item": self.item.key,
            "count": self.count,
            "pack": self.pack,
            "size": self.size,
            "amount": None if self.amount is None else int(self.amount),
            "expires": None if self.expires is None else self.expires.isoformat(),
        }


class Draft(Struct, frozen=True):
    """A purchase as far as it is typed. `days` make it a debt, `advance` uses money paid before.

    `do_no` names the partner's DO that it is fetched by, where it is not this month's.
    """

    lines: tuple[Bought, ...] = ()
    supplier: int | None = None
    order: str = ""
    off: Rupiah = NOTHING
    freight: Rupiah = NOTHING
    by_weight: bool = False
    box: str = ""
    days: int | None = None
    advance: Rupiah = NOTHING
    do_no: str = ""
    prices: Mapping[int, Rupiah] = field(default_factory=dict)

    @property
    def goods(self) -> Rupiah:
        """What the lines cost."""
        return total(line.amount or NOTHING for line in self.lines)

    @property
    def whole(self) -> Rupiah:
        """What all of it comes to."""
        return self.goods - self.off + self.freight

    @property
    def used(self) -> Rupiah:
        """What of the advance pays for it."""
        return min(self.advance, self.whole)

    def line(self, item: int) -> Bought | None:
        """The line of an item."""
        return next((line for line in self.lines if line.item.key == item), None)

    def having(self, line: Bought) -> Draft:
        """With this line instead of that of its item, or with one more."""
        if self.line(line.item.key) is None:
            return replace(self, lines=(*self.lines, line))
        lines = tuple(line if each.item.key == line.item.key else each for each in self.lines)
        return replace(self, lines=lines)

    def only(self, items: Iterable[int]) -> Draft:
        """Without the lines of other items."""
        known = set(items)
        return replace(self, lines=tuple(x for x in self.lines if x.item.key in known))

    def costs(self) -> list[NewCost]:
        """What each item comes to with discount and freight (by value), for new prices."""
        amounts = [line.amount or NOTHING for line in self.lines]
        costs = rules.costed(amounts, min(self.off, self.goods), self.freight)
        return [
            NewCost(line.item.key, line.quantity, cost.cost)
            for line, cost in zip(self.lines, costs, strict=True)
        ]

    def receive(self, place: str) -> dict[str, Any]:
        """The order that takes it in."""
        order: dict[str, Any] = {
            "place": place,
            "lines": [line.order(self.prices.get(line.item.key)) for line in self.lines],
        }
        if self.supplier is not None:
            order["supplier"] = self.supplier
        if self.order:
            order["order"] = self.order
        if self.do_no and self.supplier is not None:
            order["do_no"] = self.do_no
        for name, amount in (("off", self.off), ("freight", self.freight), ("advance", self.used)):
            if amount:
                order[name] = int(amount)
        if self.freight and self.by_weight:
            order["freight_by"] = "weight"
        if self.days is not None:
            order["days"] = self.days
        elif self.box and self.used < self.whole:
            order["paid_from"] = self.box
        return order

    def wanted(self, place: str) -> dict[str, Any]:
        """The order that asks a supplier for it."""
        lines = [line.order() for line in self.lines]
        return {"supplier": self.supplier, "place": place, "lines": lines}

    def body(self) -> dict[str, Any]:
        """As it is kept, in plain values; prices are suggested anew."""
        return {
            "lines": [line.body() for line in self.lines],
            "supplier": self.supplier,
            "order": self.order,
            "off": int(self.off),
            "freight": int(self.freight),
            "by_weight": self.by_weight,
            "box": self.box,
            "days": self.days,
            "advance": int(self.advance),
            "do_no": self.do_no,
        }


def draft_of(body: Mapping[str, Any], items: Mapping[int, Item]) -> Draft:
    """What was kept, without goods that are sold no more. KeyError, TypeError, ValueError."""
    lines = tuple(
        Bought(
            items[line["item"]],
            line["count"],
            line["pack"],
            line["size"],
            None if line["amount"] is None else Rupiah(line["amount"]),
            None if line["expires"] is None else date.fromisoformat(line["expires"]),
        )
        for line in body["lines"]
        if line["item"] in items
    )
    return Draft(
        lines,
        body["supplier"],
        body["order"],
        Rupiah(body["off"]),
        Rupiah(body["freight"]),
        body["by_weight"],
        body["box"],
        body["days"],
        Rupiah(body["advance"]),
        body.get("do_no", ""),
    )


def counted(text: str, item: Item, packs: Mapping[str, int]) -> tuple[int, str, int]:
    """A count, the pack that it counts and its size: "2", "2,5" or "2 sak". Raises BadField."""
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        reason = _(N_("ketik banyaknya, misalnya 2 atau 2 dus"))
        raise BadField(name="quantity", reason=reason, field="quantity")
    count, word = typed.quantity(found[1]), (found[2] or "").strip().casefold()
    if not word or item.unit.casefold().startswith(word):
        return count, "", THOUSAND
    for pack, size in packs.items():
        if pack.casefold().startswith(word):
            return count, pack, size
    reason = _(N_("{item} tidak punya kemasan {pack}; yang ada {known}")).format(
        item=item.name, pack=word, known=", ".join([item.unit, *packs])
    )
    raise BadField(name="pack", reason=reason, field="pack")


def priced(line: Bought, amount: Rupiah, *, each: bool) -> Bought:
    """The line with its total, typed so or as the price of one."""
    whole = rules.line_amount(amount, line.count) if each else amount
    return replace(line, amount=whole)
