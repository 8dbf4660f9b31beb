"""Penjualan per jam: when the shop is busy."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "sales_hours"


@report(CODE, title=N_("Penjualan per jam"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row an hour of the day, from the first in which anything was sold to the last."""
    found = sales.gathered(sales.documents(read, params), lambda row: row.hour)
    empty = dict.fromkeys(sales.SUMMED, 0)
    hours = range(min(found), max(found) + 1) if found else range(0)
    made = [{"hour": f"{hour:02d}.00", **found.get(hour, empty)} for hour in hours]
    return Document(
        CODE,
        _("Penjualan per jam"),
        letterhead(read),
        span(read, params),
        (Column("hour", _("Jam")), *sales.columns()),
        made,
        sales.totals(made),
        notes=(sales.explained(),),
    )
