"""For which time a limit counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.subsidy import rules

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("period", "name", "first", "last", "words"),
    [
        ("day", "2026-11-21", date(2026, 11, 21), date(2026, 11, 21), "21/11/2026"),
        ("week", "2026-W47", date(2026, 11, 16), date(2026, 11, 22), "minggu 16/11/2026"),
        ("month", "2026-11", date(2026, 11, 1), date(2026, 11, 30), "November 2026"),
        ("season", "2026-MT3", date(2026, 9, 1), date(2026, 12, 31), "musim tanam 3 2026"),
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_a_day_lies_in_a_named_time(
    period: str, name: str, first: date, last: date, words: str
) -> None:
    within = rules.span(period, DAY)

    assert within == rules.Span(name, first, last)
    assert rules.in_words(period, within) == words
    assert rules.span_named(period, f" {name.lower()} ") == within


@given(st.sampled_from(list(rules.PERIOD_WORDS)), st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_the_name_of_a_time_leads_back_to_it(period: str, day: date) -> None:
    within = rules.span(period, day)

    assert within.first <= day <= within.last
    assert rules.span_named(period, within.name) == within


@pytest.mark.parametrize("name", ["", "besok", "2026-13", "2026-W60", "2026-MT4", "2026-11-31"])
@pytest.mark.parametrize("period", list(rules.PERIOD_WORDS))
def test_a_time_of_another_kind_is_refused_with_an_example(period: str, name: str) -> None:
    with pytest.raises(BadField, match="masa jatah program ini ditulis seperti 2026"):
        rules.span_named(period, name)


def test_a_limit_is_never_below_zero() -> None:
    assert rules.amount_of(" 0.25 ", field="limit") == 250
    for wrong in ("-1", "0,25", "banyak", "1.2345", ""):
        with pytest.raises(BadField) as refused:
            rules.amount_of(wrong, field="limit")
        assert refused.value.field == "limit"
