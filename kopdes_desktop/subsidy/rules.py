"""For which time a limit counts, and how that time is called. Pure functions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from kopdes_desktop.goods import rules as goods
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

Period = Literal["day", "week", "month", "season", "year"]
Per = Literal["person", "family"]

PERIOD_WORDS = {
    "day": N_("sehari"),
    "week": N_("seminggu"),
    "month": N_("sebulan"),
    "season": N_("semusim tanam"),
    "year": N_("setahun"),
}
PER_WORDS = {"person": N_("per orang (NIK)"), "family": N_("per keluarga (KK)")}
#: e-RDKK divides a year into three planting seasons of four months.
_SEASON = 4
_NAMES = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"\d{4}-\d{2}"),
    "season": re.compile(r"(\d{4})-MT([123])"),
    "year": re.compile(r"\d{4}"),
}
_EXAMPLES = {
    "day": "2026-11-21",
    "week": "2026-W47",
    "month": "2026-11",
    "season": "2026-MT3",
    "year": "2026",
}


class Span(Struct, frozen=True):
    """The time a limit counts for: its name in the books, first and last day."""

    name: str
    first: date
    last: date


def span(period: str, day: date) -> Span:
    """The time that a day lies in."""
    if period == "day":
        return Span(day.isoformat(), day, day)
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        year, week, _weekday = day.isocalendar()
        return Span(f"{year}-W{week:02d}", monday, monday + timedelta(days=6))
    if period == "month":
        month = Month.of(day)
        return Span(str(month), month.first(), month.last())
    if period == "season":
        n = (day.month - 1) // _SEASON
        last = Month(f"{day.year}-{(n + 1) * _SEASON:02d}").last()
        return Span(f"{day.year}-MT{n + 1}", date(day.year, n * _SEASON + 1, 1), last)
    return Span(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))


def span_named(period: str, name: str) -> Span:
    """The time of this name: 2026-11-21, 2026-W47, 2026-11, 2026-MT3, 2026. Raises BadField."""
    found = _NAMES[period].fullmatch(name.strip().upper())
    try:
        if found:
            return span(period, _inside(period, found))
    except ValueError:
        pass
    example = _EXAMPLES[period]
    reason = _(N_("masa jatah program ini ditulis seperti {example}")).format(example=example)
    raise BadField(name="period", reason=reason, field="period")


def _inside(period: str, found: re.Match[str]) -> date:
    """A day of the time that a name stands for. Raises ValueError."""
    if period == "week":
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    if period == "season":
        return date(int(found[1]), int(found[2]) * _SEASON, 1)
    tail = {"day": "", "month": "-01", "year": "-01-01"}[period]
    return date.fromisoformat(found[0] + tail)


def in_words(period: str, within: Span) -> str:
    """How people call a time: 21/11/2026, minggu 16/11/2026, November 2026, MT 3 2026, 2026."""
    if period == "day":
        return wording.short_day(within.first)
    if period == "week":
        return _(N_("minggu {day}")).format(day=wording.short_day(within.first))
    if period == "month":
        return wording.month(within.first)
    if period == "season":
        season = within.first.month // _SEASON + 1
        return _(N_("musim tanam {n} {year}")).format(n=season, year=within.first.year)
    return within.name


def amount_of(text: str, *, field: str) -> int:
    """A quantity that is not below zero, in thousandths. Raises BadField."""
    found = goods.thousandths(text.strip(), field=field)
    if found < 0:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name=field, reason=reason, field=field)
    return found
