"""A rate rounds once, half up, whatever its length."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.rate import Rate, plain_percent

SHARES = st.decimals(-5, 5, allow_nan=False, allow_infinity=False, places=4) | st.builds(
    Decimal, st.integers(-(10**40), 10**40).map(lambda n: f"{n}e-40")
)


def half_up(exact: Fraction) -> int:
    sign = -1 if exact < 0 else 1
    return sign * ((2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator))


@given(SHARES, st.integers(-(10**13), 10**13))
def test_a_share_is_the_exact_product_rounded_once_away_from_zero(
    share: Decimal, amount: int
) -> None:
    found = Rate(share).of(Rupiah(amount))

    assert type(found) is Rupiah
    assert int(found) == half_up(Fraction(share) * amount)


def test_a_long_share_just_below_a_half_is_not_rounded_twice() -> None:
    share = Decimal("0.4999999999999999999999999999999999999")

    assert Rate(share).of(Rupiah(1)) == Rupiah(0)


@pytest.mark.parametrize(
    ("percent", "amount", "expected"),
    [
        ("1.5", 1_000_000, 15_000),
        ("0.3", 600_000, 1_800),
        ("10", 5, 1),
        ("10", -5, -1),
        ("10", 4, 0),
    ],
)
def test_written_percent_is_a_hundredth(percent: str, amount: int, expected: int) -> None:
    assert Rate.percent(percent).of(Rupiah(amount)) == Rupiah(expected)


@pytest.mark.parametrize("wrong", [0.015, 1, "1.5", Decimal("NaN"), Decimal("Infinity"), None])
def test_a_rate_is_a_finite_decimal(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Rate(wrong)


def test_percent_that_is_no_number_is_refused() -> None:
    with pytest.raises(InvalidOperation):
        Rate.percent("satu")


@pytest.mark.parametrize(("typed", "kept"), [("6", "6"), (" 6,50 % ", "6.5"), ("0", "0")])
def test_a_percentage_is_kept_plainly(typed: str, kept: str) -> None:
    assert plain_percent(typed, field="rate") == kept


@pytest.mark.parametrize("typed", ["", "enam", "-1", "101", "NaN", "1e9", "1e-400", "0.00001"])
def test_what_is_no_percentage_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(BadField) as refused:
        plain_percent(typed, field="rate")

    assert refused.value.field == "rate"
