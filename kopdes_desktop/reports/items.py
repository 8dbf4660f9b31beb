"""Daftar barang: everything that is sold, with what it costs on a day and what it may cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.goods.shelf import Shelf
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "items"


@report(CODE, title=N_("Daftar barang dan harga"), asks=("day", "group"))
def build(read: Reading, params: Params) -> Document:
    """A row an item and pack by name; `group` is a category's code."""
    made = list(rows(read, params))
    without = sum(row["price"] is None for row in made if not row["pack"])
    over = [row for row in made if row["mark"]]
    return Document(
        CODE,
        _("Daftar barang dan harga"),
        letterhead(read),
        on_day(params.day),
        (
            *wares.columns(),
            Column("pack", _("Kemasan")),
            Column("unit", _("Satuan")),
            Column("category", _("Kategori")),
            Column("barcode", _("Barcode"), width=2),
            Column("price", _("Harga"), "money"),
            Column("member_price", _("Anggota"), "money"),
            Column("ceiling", _("HET"), "money"),
            Column("minimum", _("Minimum"), "quantity"),
            Column("mark", _("Tanda")),
        ),
        made,
        {},
        notes=tuple(
            words.format(n=n)
            for words, n in (
                (_("{n} barang belum mempunyai harga jual."), without),
                (_("{n} harga di atas HET."), len(over)),
            )
            if n
        ),
        charts=tuple(_categories(made, without)),
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """The unit of each item first, then its packs."""
    shelf = Shelf.load(read, params.day)
    called = {each.code: each.name for each in goods.categories(read)}
    for each in shelf.find("", max(len(shelf), 1)):
        item = each.item
        if params.group is not None and item.category != params.group:
            continue
        ceiling = shelf.ceiling(each)
        for pack, factor in {"": THOUSAND, **each.packs}.items():
            price = shelf.price(each, member=False, pack=pack)
            most = rules.times(ceiling.amount, factor) if ceiling is not None else None
            yield {
                "code": item.code,
                "item": item.name,
                "pack": pack or None,
                "unit": item.unit,
                "category": called.get(item.category or ""),
                "barcode": ", ".join(one.code for one in each.codes if one.pack == pack) or None,
                "price": price,
                "member_price": shelf.price(each, member=True, pack=pack),
                "ceiling": most,
                "minimum": rules.decimal(item.minimum) if item.minimum and not pack else None,
                "mark": _("di atas HET") if most and price and price > most else None,
            }


def _categories(made: Sequence[Row], without: int) -> Iterator[Chart]:
    """How many items each category has, where there are several."""
    counts: dict[str, int] = {}
    for row in made:
        if not row["pack"]:
            name = str(row["category"] or _("tanpa kategori"))
            counts[name] = counts.get(name, 0) + 1
    if len(counts) > 1:
        told = _("{n} barang, {without} di antaranya belum mempunyai harga.").format(
            n=sum(counts.values()), without=without
        )
        names = {each: each for each in counts}
        yield wares.bars(CODE, _("Barang per kategori"), told, counts, names, money=False)
