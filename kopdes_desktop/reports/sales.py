"""Penjualan per hari: what was sold, taken back and given away, what it cost and what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from msgspec.structs import replace

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports import wares
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import span
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.sales import queries
from kopdes_desktop.sales.queries import SaleRow
from kopdes_desktop.security import queries as users
from kopdes_desktop.tills import queries as shifts

CODE = "sales"
SUMMED = ("times", "sales", "returns", "off", "net", "cost", "margin")
#: So many days stay apart in a chart.
_DAYS = 31
_HOURS = 24
KeyT = TypeVar("KeyT", date, int)


@report(CODE, title=N_("Penjualan per hari"), asks=("from", "to", "unit"))
def build(read: Reading, params: Params) -> Document:
    """A row a day; its documents are in `sales_list`."""
    made: list[Row] = [
        {"date": day, **sums}
        for day, sums in sorted(gathered(documents(read, params), lambda row: row.day).items())
    ]
    return Document(
        CODE,
        _("Penjualan per hari"),
        letterhead(read),
        span(read, params, one_day=True),
        (Column("date", _("Tanggal"), "day"), *columns()),
        made,
        totals(made),
        notes=(explained(),),
        charts=tuple(_by_day(made)),
    )


def _by_day(made: Sequence[Row]) -> Iterator[Chart]:
    """Sales and what is left of them, the last days on which anything was sold."""
    days = [day for row in made[-_DAYS:] if isinstance(day := row["date"], date)]
    if len(days) > 1:
        labels = tuple(wording.short_day(day)[:5] for day in days)
        yield columns_of(CODE, _("Penjualan dan laba kotor per hari"), labels, made[-_DAYS:], made)


# --- what all reports of sales share ------------------------------------------------------------


def documents(read: Reading, params: Params) -> Iterator[SaleRow]:
    """Sales, returns and voids of the days that are asked for, narrowed to what is named.

    Where an item is named, each document counts with its lines of that item alone.
    Raises BadField for an item, clerk, place or hour that there is not.
    """
    first = params.first or params.until
    item = goods.require_item(read, params.item, field="item") if params.item else None
    parts = queries.with_item(read, item.key, first, params.until) if item else None
    clerk, hour = _clerk(read, params), _hour(params)
    place = wares.place_of(read, params)
    at: dict[int, tuple[str, str]] = {}
    for row in queries.sales(read, first, params.until):
        if row.shift not in at:
            shift = shifts.shift(read, row.shift)
            at[row.shift] = (shift.unit, shift.place) if shift else ("", "")
        unit, code = at[row.shift]
        if (
            (params.unit is None or unit == params.unit)
            and (place is None or code == place.code)
            and (parts is None or row.key in parts)
            and (clerk is None or row.clerk == clerk)
            and (hour is None or row.hour == hour)
        ):
            if parts is None:
                yield row
            else:
                of = parts[row.key]
                yield replace(row, net=of.net, off=of.off, cost=of.cost)


def _clerk(read: Reading, params: Params) -> int | None:
    """The key of the clerk who is asked for, by sign-in name or key. Raises BadField."""
    if params.clerk is None:
        return None
    name = params.clerk.strip()
    return users.require_user(read, int(name) if name.isdecimal() else name, field="clerk").key


def _hour(params: Params) -> int | None:
    """The hour that is asked for, as 8 or 08.00. Raises BadField."""
    if params.hour is None:
        return None
    text = params.hour.strip().partition(".")[0]
    if not (text.isdecimal() and int(text) < _HOURS):
        reason = _("tulis jam 0 sampai 23")
        raise BadField(name="hour", reason=reason, field="hour")
    return int(text)


def sold(read: Reading, params: Params) -> list[queries.ItemSold]:
    """What was sold of each item in the days, unit and place that are asked for."""
    place = wares.place_of(read, params)
    return queries.items_sold(
        read,
        params.first or params.until,
        params.until,
        unit=params.unit,
        place=place.code if place else None,
    )


def told_of(rows: Iterable[Row]) -> str:
    """What all rows come to, beside a chart of some of them."""
    each = list(rows)
    sums = {name: sum(int(str(row[name])) for row in each) for name in ("net", "margin")}
    return _("Bersih {net}, laba kotor {margin}.").format(
        net=wording.rupiah(sums["net"]), margin=wording.rupiah(sums["margin"])
    )


def columns_of(
    code: str, title: str, labels: tuple[str, ...], shown: Sequence[Row], made: Sequence[Row]
) -> Chart:
    """Sales beside what is left of them."""
    series = tuple(
        Series(name, tuple(int(str(row[key])) for row in shown))
        for key, name in (("net", _("Bersih")), ("margin", _("Laba kotor")))
    )
    return Chart(code, title, told_of(made), "columns", labels, series)


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
