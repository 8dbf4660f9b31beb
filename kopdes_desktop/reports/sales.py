"""Penjualan per hari: what was sold, taken back and given away, what it cost and what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.sales import queries
from kopdes_desktop.sales.queries import SaleRow
from kopdes_desktop.tills import queries as shifts

CODE = "sales"
SUMMED = ("times", "sales", "returns", "off", "net", "cost", "margin")
KeyT = TypeVar("KeyT", date, int)


@report(CODE, title=N_("Penjualan per hari"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row a day; its documents are in `sales_list`."""
    made = [
        {"date": day, **sums}
        for day, sums in sorted(gathered(documents(read, params), lambda row: row.day).items())
    ]
    return Document(
        CODE,
        _("Penjualan per hari"),
        letterhead(read),
        span(read, params),
        (Column("date", _("Tanggal"), "day"), *columns()),
        made,
        totals(made),
        notes=(explained(),),
    )


# --- what all reports of sales share ------------------------------------------------------------


def documents(read: Reading, params: Params) -> Iterator[SaleRow]:
    """Sales, returns and voids of the days that are asked for, in one unit or all."""
    units: dict[int, str] = {}
    for row in queries.sales(read, params.first or params.until, params.until):
        if params.unit is not None:
            if row.shift not in units:
                shift = shifts.shift(read, row.shift)
                units[row.shift] = shift.unit if shift else ""
            if units[row.shift] != params.unit:
                continue
        yield row


def gathered(rows: Iterable[SaleRow], by: Callable[[SaleRow], KeyT]) -> dict[KeyT, dict[str, int]]:
    """The sums of documents by day, clerk or hour."""
    found: dict[KeyT, dict[str, int]] = {}
    for row in rows:
        sums = found.setdefault(by(row), dict.fromkeys(SUMMED, 0))
        sums["times"] += {"sale": 1, "void": -1}.get(row.what, 0)
        sums["returns" if row.what == "return" else "sales"] += int(row.net)
        sums["off"] += int(row.off)
        sums["net"] += int(row.net)
        sums["cost"] += int(row.cost)
        sums["margin"] += int(row.net) - int(row.cost)
    return found


def columns() -> tuple[Column, ...]:
    """What every report of sales tells of a day, a clerk or an hour."""
    return (
        Column("times", _("Struk"), "number"),
        Column("sales", _("Penjualan"), "money"),
        Column("returns", _("Retur"), "money"),
        Column("net", _("Bersih"), "money"),
        Column("off", _("Potongan"), "money"),
        Column("cost", _("HPP"), "money"),
        Column("margin", _("Laba kotor"), "money"),
    )


def totals(rows: Iterable[Row]) -> dict[str, object]:
    """The sums of all rows."""
    each = list(rows)
    return {name: sum(int(str(row[name])) for row in each) for name in SUMMED}


def explained() -> str:
    """What the figures mean."""
    return _(
        "Setelah potongan; yang batal tidak dihitung, retur dikurangkan. Pembayaran bon bukan "
        "penjualan."
    )


def percent(part: Rupiah | int, whole: Rupiah | int) -> str | None:
    """A share in percent with one decimal ("12.5"); nothing of nothing."""
    if int(whole) == int(NOTHING):
        return None
    tenths = half_up(1000 * int(part), abs(int(whole)))
    return str(Decimal(tenths if int(whole) > 0 else -tenths) / 10)
