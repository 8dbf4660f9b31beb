"""Months count, and moments know their zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.dates import ZONES, Month, as_utc, in_zone, stamp

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=40_000)).map(
    lambda gone: datetime(1990, 1, 1, tzinfo=UTC) + gone
)


@given(DAYS)
def test_a_day_lies_in_its_month_and_nowhere_else(day: date) -> None:
    month = Month.of(day)

    assert month.first() <= day <= month.last()
    assert month.first().day == 1
    assert month.last() + timedelta(days=1) == month.next().first()
    assert Month(str(month)) == month
    assert month.next().plus(-1) == month


@given(DAYS, st.integers(-1200, 1200), st.integers(-1200, 1200))
def test_months_add_like_numbers(day: date, a: int, b: int) -> None:
    month = Month.of(day)

    assert month.plus(a).plus(b) == month.plus(a + b)
    assert (month.plus(a) > month) == (a > 0)
    assert month.plus(0) == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-1",
        "26-01",
        "2026-01-01",
        "202601",
        "Januari",
        "2026-W1",
        " 2026-01",
    ],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  Python's own words, in several forms
        Month(text)


@given(MOMENTS, st.sampled_from(sorted(ZONES)))
def test_a_stamp_tells_the_moment_and_its_offset(moment: datetime, zone: str) -> None:
    written = stamp(moment, zone)

    told = datetime.fromisoformat(written)
    assert abs(told - moment) < timedelta(milliseconds=1)
    assert told.utcoffset() == ZONES[zone].utcoffset(None)
    assert in_zone(moment, zone) == moment


@given(MOMENTS, MOMENTS)
def test_moments_in_utc_sort_as_text(one: datetime, other: datetime) -> None:
    if abs(one - other) >= timedelta(milliseconds=1):
        assert (as_utc(one) < as_utc(other)) == (one < other)
