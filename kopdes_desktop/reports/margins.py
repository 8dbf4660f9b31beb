"""Laba kotor per barang: what each item brought, what it had cost, and what is left of it."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales, wares
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.sales import queries

CODE = "margins"
_SUMMED = ("net", "cost", "margin")


@report(CODE, title=N_("Laba kotor per barang"), asks=("from", "to"))
def build(read: Reading, params: Params) -> Document:
    """A row an item, what left least first: those are to be priced anew."""
    items = wares.by_key(read)
    made = []
    for each in queries.items_sold(read, params.first or params.until, params.until):
        margin = int(each.net) - int(each.cost)
        if not (each.net or each.cost):
            continue
        made.append(
            {
                **wares.named(items, read, each.item),
                "net": int(each.net),
                "cost": int(each.cost),
                "margin": margin,
                "percent": sales.percent(margin, each.net),
            }
        )
    made.sort(key=lambda row: (int(str(row["margin"])), str(row["code"])))
    sums: dict[str, object] = {name: sum(int(str(row[name])) for row in made) for name in _SUMMED}
    return Document(
        CODE,
        _("Laba kotor per barang"),
        letterhead(read),
        span(read, params),
        (
            *wares.columns(),
            Column("net", _("Penjualan bersih"), "money"),
            Column("cost", _("HPP"), "money"),
            Column("margin", _("Laba kotor"), "money"),
            Column("percent", _("Persen"), "quantity"),
        ),
        made,
        sums,
        notes=(
            _("HPP barang titipan nol: bagian penitip bukan beban koperasi, tetapi utangnya."),
            sales.explained(),
        ),
    )
