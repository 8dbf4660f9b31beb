"""Persediaan: what lies in each place on a day and what it is worth; does the ledger agree?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.inventory import cards, places
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import half_up
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "stock"


@report(CODE, title=N_("Persediaan barang"), asks=("day", "place"))
def build(read: Reading, params: Params) -> Document:
    """A row an item and place; goods that are gone are left out, those below zero are not."""
    items = wares.by_key(read)
    held = _held(read, params)
    made = list(rows(read, items, held, several=params.place is None))
    return Document(
        CODE,
        _("Persediaan barang"),
        letterhead(read),
        on_day(params.day),
        (
            *([Column("place", _("Tempat"))] if params.place is None else []),
            *wares.columns(),
            Column("quantity", _("Stok"), "quantity"),
            Column("unit", _("Satuan")),
            Column("minimum", _("Minimum"), "quantity"),
            Column("cost", _("Pokok satuan"), "money"),
            Column("value", _("Nilai"), "money"),
            Column("mark", _("Tanda")),
        ),
        made,
        {"value": sum(int(str(row["value"])) for row in made)},
        notes=tuple(_notes(read, params, items, held)),
        about=wares.about(read, params),
        charts=tuple(_charts(items, held)),
    )


def _held(read: Reading, params: Params) -> dict[tuple[str, int], Held]:
    only = wares.place_of(read, params)
    return {
        (place, item): held
        for (place, item), held in cards.lying_on(read, params.day).items()
        if only is None or place == only.code
    }


def rows(
    read: Reading,
    items: Mapping[int, Item],
    held: Mapping[tuple[str, int], Held],
    *,
    several: bool,
) -> Iterator[Row]:
    """By place and name."""

    def order(at: tuple[str, int]) -> tuple[str, str, int]:
        return at[0], str(wares.named(items, read, at[1])["item"]).casefold(), at[1]

    for place, key in sorted(held, key=order):
        lies = held[place, key]
        if lies.quantity == 0 and lies.value == 0:
            continue
        item = items.get(key)
        minimum = item.minimum if item is not None else 0
        yield {
            **({"place": place} if several else {}),
            **wares.named(items, read, key),
            "quantity": quantities.decimal(lies.quantity),
            "minimum": quantities.decimal(minimum) if minimum else None,
            "cost": half_up(lies.value * THOUSAND, lies.quantity) if lies.quantity > 0 else None,
            "value": lies.value,
            "mark": _mark(lies.quantity, minimum),
        }


def _charts(items: Mapping[int, Item], held: Mapping[tuple[str, int], Held]) -> Iterator[Chart]:
    """Where the money lies: by line of business, and in which items."""
    by_lini: dict[str, int] = {}
    by_item: dict[int, int] = {}
    for (_place, key), lies in held.items():
        item = items.get(key)
        if item is not None and lies.value > 0:
            by_lini[item.lini] = by_lini.get(item.lini, 0) + lies.value
            by_item[key] = by_item.get(key, 0) + lies.value
    worth = sum(by_item.values())
    told = _("Seluruhnya {amount}.").format(amount=wording.rupiah(worth))
    words = {lini: _(quantities.LINI_WORDS.get(lini, lini)) for lini in by_lini}
    yield wares.bars("stock_lini", _("Nilai persediaan per lini"), told, by_lini, words)
    names = {key: items[key].name for key in by_item}
    yield wares.bars("stock_items", _("Barang bernilai terbesar"), told, by_item, names)


def _mark(quantity: int, minimum: int) -> str:
    """What needs an eye."""
    if quantity < 0:
        return _("MINUS")
    return _("di bawah minimum") if quantity < minimum else ""


def _notes(
    read: Reading,
    params: Params,
    items: Mapping[int, Item],
    held: Mapping[tuple[str, int], Held],
) -> Sequence[str]:
    """Below the list of all places: each account's goods beside the ledger."""
    if params.place is not None:
        return ()
    units = {place.code: place.unit for place in places.places(read)}
    sums: dict[tuple[str, str], int] = {}
    for (place, key), lies in held.items():
        item = items.get(key)
        if item is not None and item.kind == "goods" and item.account is not None:
            on = (item.account, units[place])
            sums[on] = sums.get(on, 0) + lies.value
    return wares.ties(read, params.day, sums)
