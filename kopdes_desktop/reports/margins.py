"""Laba kotor per barang: what each item brought, what it had cost, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales, wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "margins"
_SUMMED = ("net", "cost", "margin")


@report(CODE, title=N_("Laba kotor per barang"), asks=("from", "to", "unit", "place"))
def build(read: Reading, params: Params) -> Document:
    """A row an item, what left least first: those are to be priced anew."""
    items = wares.by_key(read)
    made: list[Row] = []
    for each in sales.sold(read, params):
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
        span(read, params, one_day=True),
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
        about=wares.about(read, params),
        charts=(_most(made),),
    )


def _most(made: Sequence[Row]) -> Chart:
    """What the shop lives on: the items that leave most."""
    left = {str(row["code"]): int(str(row["margin"])) for row in made}
    names = {str(row["code"]): str(row["item"]) for row in made}
    return wares.bars(
        CODE, _("Barang dengan laba kotor terbesar"), sales.told_of(made), left, names
    )
