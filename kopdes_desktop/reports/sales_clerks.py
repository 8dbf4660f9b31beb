"""Penjualan per petugas: who sold how much, and gave how much away."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales, wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.security.queries import user_name

CODE = "sales_clerks"


@report(CODE, title=N_("Penjualan per petugas"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row a clerk, who sold most first."""
    found = sales.gathered(sales.documents(read, params), lambda row: row.clerk)
    made: list[Row] = [
        {"clerk": user_name(read, key), **sums, "user": key}
        for key, sums in sorted(found.items(), key=lambda each: (-each[1]["net"], each[0]))
    ]
    return Document(
        CODE,
        _("Penjualan per petugas"),
        letterhead(read),
        span(read, params, one_day=True),
        (
            Column("clerk", _("Petugas"), width=3),
            *sales.columns(),
            Column("user", _("Kunci petugas"), "number", paper=False),
        ),
        made,
        sales.totals(made),
        notes=(sales.explained(),),
        charts=(
            wares.bars(
                CODE,
                _("Siapa menjual berapa"),
                sales.told_of(made),
                {key: sums["net"] for key, sums in found.items()},
                {key: user_name(read, key) for key in found},
            ),
        ),
    )
