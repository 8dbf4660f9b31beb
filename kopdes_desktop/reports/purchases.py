"""Pembelian: every purchase of some days, line by line; each line opens its entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.purchasing import queries, rules
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "purchases"
#: More days than this are drawn month by month.
_DAYS_DRAWN = 31


@report(CODE, title=N_("Pembelian barang"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row a line, by day and document, as later corrections and returns left it."""
    found = _found(read, params)
    made = list(rows(read, found))
    return Document(
        CODE,
        _("Pembelian barang"),
        letterhead(read),
        span(read, params),
        (
            Column("date", _("Tanggal"), "day"),
            Column("number", _("Pembelian")),
            Column("supplier", _("Pemasok"), width=2),
            Column("bill_no", _("Faktur")),
            *wares.columns(),
            Column("quantity", _("Banyak"), "quantity"),
            Column("unit", _("Satuan")),
            Column("returned", _("Diretur"), "quantity"),
            Column("each", _("Pokok satuan"), "money"),
            Column("net", _("Harga"), "money"),
            Column("cost", _("Harga pokok"), "money"),
            Column("entry", _("Kunci jurnal"), "number", paper=False),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in ("net", "cost")},
        notes=(
            _("Harga pokok memuat ongkos angkut dan potongan; retur tidak dikurangkan di sini."),
        ),
        charts=tuple(_charts(read, found)),
    )


def _found(read: Reading, params: Params) -> list[queries.Purchase]:
    first = params.first or date.min
    return [
        each
        for each in queries.purchases(read, first, params.until)
        if params.unit is None or each.unit == params.unit
    ]


def rows(read: Reading, found: Sequence[queries.Purchase]) -> Iterator[Row]:
    """Document by document."""
    known = _suppliers(read)
    items = wares.by_key(read)
    for each in found:
        for line in each.lines:
            yield {
                "date": each.day,
                "number": each.number,
                "supplier": known.get(each.supplier or 0) or _("pasar"),
                "bill_no": each.bill_no,
                **wares.named(items, read, line.item),
                "quantity": quantities.decimal(line.quantity),
                "returned": quantities.decimal(line.returned) if line.returned else None,
                "each": int(rules.unit_cost(int(line.cost), line.quantity)),
                "net": int(line.net),
                "cost": int(line.cost),
                "entry": each.key,
            }


def _suppliers(read: Reading) -> Mapping[int, str]:
    return {each.key: each.label for each in queries.suppliers(read)}


def _charts(read: Reading, found: Sequence[queries.Purchase]) -> Iterator[Chart]:
    """How much when, from whom, and of what."""
    whole = sum(int(each.total) for each in found)
    told = _("{n} pembelian, {amount}.").format(n=len(found), amount=wording.rupiah(whole))
    title = _("Pembelian dari waktu ke waktu")
    when = _by_time(found)
    values = (Series(title, tuple(when.values())),)
    yield Chart("purchases_time", title, told, "columns", tuple(when), values)
    known = _suppliers(read)
    by_supplier: dict[int, int] = {}
    by_item: dict[int, int] = {}
    for each in found:
        key = each.supplier or 0
        by_supplier[key] = by_supplier.get(key, 0) + int(each.total)
        for line in each.lines:
            by_item[line.item] = by_item.get(line.item, 0) + int(line.cost)
    names = {key: known.get(key) or _("pasar") for key in by_supplier}
    yield wares.bars("purchases_suppliers", _("Dari siapa"), told, by_supplier, names)
    called = {key: goods.require_item(read, key).name for key in by_item}
    yield wares.bars("purchases_items", _("Barang terbanyak dibeli"), told, by_item, called)


def _by_time(found: Sequence[queries.Purchase]) -> dict[str, int]:
    """Sums by day, or by month where there are many days."""
    days = sorted({each.day for each in found})
    by_month = bool(days) and (days[-1] - days[0]).days > _DAYS_DRAWN
    sums: dict[str, int] = {}
    for each in found:
        label = wording.month(Month.of(each.day)) if by_month else str(each.day.day)
        sums[label] = sums.get(label, 0) + int(each.total)
    return sums
