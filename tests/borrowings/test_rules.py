"""Schedules come out to the rupiah; grace, day by day interest, and what is left of an instalment.

Published schedules: shared vectors/loans.json.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.borrowings import rules
from kopdes_desktop.borrowings.rules import METHODS, Method, Part, Terms
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total

FIRST = date(2026, 1, 31)


def terms(
    principal: int, months: int, rate: str, method: Method = "equal_principal", grace: int = 0
) -> Terms:
    return Terms(Rupiah(principal), Decimal(rate), months, grace, method, FIRST)


@pytest.mark.parametrize(
    ("asked", "at", "principal", "interest"),
    [
        (terms(30_000_000, 12, "12", "flat"), 0, 2_500_000, 300_000),
        (terms(90_000_000, 36, "12", "flat"), 35, 2_500_000, 900_000),
        (terms(9_000_000, 12, "12", "flat"), 0, 750_000, 90_000),
        (terms(12_000_000, 24, "5", "flat"), 0, 500_000, 50_000),
        (terms(120_000_000, 12, "10"), 0, 10_000_000, 1_000_000),
        (terms(120_000_000, 12, "10"), 1, 10_000_000, 916_667),
        (terms(120_000_000, 12, "10"), 11, 10_000_000, 83_333),
        (terms(100_000_000, 24, "12"), 1, 4_166_667, 958_333),
        (terms(100_000_000, 24, "12"), 3, 4_166_667, 875_000),
        (terms(500_000_000, 60, "16", "annuity"), 0, 5_492_362, 6_666_667),
    ],
)
def test_published_schedules_come_out(asked: Terms, at: int, principal: int, interest: int) -> None:
    part = rules.schedule(asked)[at]

    assert (part.principal, part.interest) == (Rupiah(principal), Rupiah(interest))


def test_in_grace_only_interest_is_paid_and_the_rest_takes_the_principal() -> None:
    parts = rules.schedule(terms(500_000_000, 72, "6", grace=8))

    assert [part.amount for part in parts[:8]] == [Rupiah(2_500_000)] * 8
    assert parts[8] == Part(date(2026, 9, 30), Rupiah(7_812_500), Rupiah(2_500_000))
    assert len(parts) == 72
    assert parts[-1].due == date(2031, 12, 31)


@given(
    st.integers(1, 10**12),
    st.integers(1, 120),
    st.integers(0, 3000),
    st.sampled_from(METHODS),
    st.integers(0, 24),
)
def test_a_schedule_pays_back_exactly_what_was_borrowed(
    principal: int, months: int, hundredths: int, method: Method, grace: int
) -> None:
    rate = "0" if method == "none" else str(Decimal(hundredths + 1) / 100)
    asked = terms(principal, months, rate, method, min(grace, months - 1))

    parts = rules.schedule(asked)

    assert total(part.principal for part in parts) == asked.principal
    assert all(part.principal >= NOTHING and part.interest >= NOTHING for part in parts)
    assert rules.earned(parts, FIRST, parts[-1].due) == total(part.interest for part in parts)


def test_interest_grows_day_by_day_up_to_its_due_day() -> None:
    parts = [
        Part(date(2026, 2, 12), NOTHING, Rupiah(3_100)),
        Part(date(2026, 3, 12), NOTHING, Rupiah(2_800)),
    ]
    start = date(2026, 1, 12)

    days = (date(2026, 1, 11), date(2026, 1, 12), date(2026, 1, 31), date(2026, 2, 12))
    assert [int(rules.earned(parts, start, day)) for day in days] == [0, 0, 1_900, 3_100]
    assert rules.earned(parts, start, date(2026, 2, 28)) == Rupiah(3_100 + 1_600)


def test_what_was_paid_covers_the_oldest_instalment_first() -> None:
    parts = rules.schedule(terms(1_200, 3, "12"))

    left = rules.unpaid(parts, Rupiah(500), Rupiah(12))

    assert left == [
        Part(date(2026, 2, 28), Rupiah(300), Rupiah(8)),
        Part(date(2026, 3, 31), Rupiah(400), Rupiah(4)),
    ]


def test_a_changed_schedule_keeps_what_was_paid_and_what_has_grown() -> None:
    parts = rules.schedule(terms(1_200, 3, "12"))
    day = date(2026, 2, 10)

    kept = rules.settled(parts, (Rupiah(500), Rupiah(12)), Rupiah(15), day)

    assert kept == [parts[0], Part(day, Rupiah(100), Rupiah(3))]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (terms(0, 12, "6"), "principal"),
        (terms(1_000, 0, "6"), "months"),
        (terms(1_000, 361, "6"), "months"),
        (terms(1_000, 12, "6", grace=12), "grace"),
        (terms(1_000, 12, "6", "none"), "rate"),
        (terms(1_000, 12, "0", "flat"), "rate"),
    ],
)
def test_terms_without_a_schedule_are_refused(asked: Terms, field: str) -> None:
    with pytest.raises(BadField) as refused:
        rules.require_terms(asked)

    assert refused.value.field == field
