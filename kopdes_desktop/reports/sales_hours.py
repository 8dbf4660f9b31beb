"""Penjualan per jam: when the shop is busy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import sales
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report

CODE = "sales_hours"


@report(CODE, title=N_("Penjualan per jam"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row an hour of the day, from the first in which anything was sold to the last."""
    found = sales.gathered(sales.documents(read, params), lambda row: row.hour)
    empty = dict.fromkeys(sales.SUMMED, 0)
    hours = range(min(found), max(found) + 1) if found else range(0)
    made: list[Row] = [{"hour": f"{hour:02d}.00", **found.get(hour, empty)} for hour in hours]
    return Document(
        CODE,
        _("Penjualan per jam"),
        letterhead(read),
        span(read, params, one_day=True),
        (Column("hour", _("Jam")), *sales.columns()),
        made,
        sales.totals(made),
        notes=(sales.explained(),),
        charts=tuple(_by_hour(made)),
    )


def _by_hour(made: Sequence[Row]) -> Iterator[Chart]:
    """When most is sold, where there are several hours."""
    if len(made) > 1:
        labels = tuple(str(row["hour"])[:2] for row in made)
        yield sales.columns_of(CODE, _("Penjualan dan laba kotor per jam"), labels, made, made)
