"""Penjualan per barang: how much of each was sold; each line opens its documents."""

from __future__ import annotations

from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales, wares
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "sales_items"


@report(CODE, title=N_("Penjualan per barang"), asks=("from", "to", "unit", "place"))
def build(read: Reading, params: Params) -> Document:
    """A row an item, what earned most first; returns are taken off."""
    items = wares.by_key(read)
    found = sales.sold(read, params)
    made = [
        {
            **wares.named(items, read, each.item),
            "quantity": quantities.decimal(each.quantity),
            "off": int(each.off),
            "net": int(each.net),
        }
        for each in sorted(found, key=lambda each: (-int(each.net), each.item))
    ]
    return Document(
        CODE,
        _("Penjualan per barang"),
        letterhead(read),
        span(read, params, one_day=True),
        (
            *wares.columns(),
            Column("quantity", _("Banyaknya"), "quantity"),
            Column("unit", _("Satuan")),
            Column("off", _("Potongan"), "money"),
            Column("net", _("Jumlah"), "money"),
        ),
        made,
        {name: sum(int(str(row[name])) for row in made) for name in ("off", "net")},
        notes=(sales.explained(),),
        about=wares.about(read, params),
        charts=(
            wares.bars(
                CODE,
                _("Barang terlaris"),
                _("{n} barang, seluruhnya {amount}.").format(
                    n=len(found), amount=wording.rupiah(sum(int(each.net) for each in found))
                ),
                {each.item: int(each.net) for each in found},
                {each.item: str(wares.named(items, read, each.item)["item"]) for each in found},
            ),
        ),
    )
