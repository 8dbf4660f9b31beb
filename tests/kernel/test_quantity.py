"""Quantities are exact thousandths of one unit; a price rounds once a line."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.quantity import Price, Quantity, Unit
from tests.kernel.test_rate import half_up

KG, PCS = Unit("kg"), Unit("pcs")
THOUSANDTHS = st.integers(-(10**15), 10**15)


@given(THOUSANDTHS, THOUSANDTHS)
def test_quantities_of_one_unit_add_and_subtract(a: int, b: int) -> None:
    one, other = Quantity(a, KG), Quantity(b, KG)

    assert one + other == Quantity(a + b, KG)
    assert one - other == Quantity(a - b, KG)
    assert -one == Quantity(-a, KG)


@given(THOUSANDTHS)
def test_what_is_written_is_read_again(thousandths: int) -> None:
    quantity = Quantity(thousandths, KG)

    assert Quantity.of(str(quantity), KG) == quantity
    assert "e" not in str(quantity).lower()


@given(st.integers(-(10**40), 10**40))
@example(12345678901234567890123456789001)
def test_a_long_number_is_read_exactly(thousandths: int) -> None:
    whole, rest = divmod(abs(thousandths), 1000)
    text = f"{'-' if thousandths < 0 else ''}{whole}.{rest:03d}"

    assert Quantity.of(text, KG).thousandths == thousandths


@pytest.mark.parametrize(
    ("text", "thousandths", "written"),
    [
        ("3", 3000, "3"),
        ("0.25", 250, "0.25"),
        ("-1.500", -1500, "-1.5"),
        ("100", 100_000, "100"),
        ("0", 0, "0"),
    ],
)
def test_a_quantity_is_written_without_idle_zeros(
    text: str, thousandths: int, written: str
) -> None:
    assert Quantity.of(text, KG).thousandths == thousandths
    assert str(Quantity.of(text, KG)) == written


@pytest.mark.parametrize(
    "text",
    ["0.0001", "1.0005", "", "tiga", "NaN", "Infinity", "-inf", "1e400", "1,5", "1 000", "1_000"],
)
def test_what_is_no_decimal_of_three_places_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        Quantity.of(text, KG)


def test_two_units_never_mix() -> None:
    with pytest.raises(ValueError, match="do not mix"):
        Quantity(1, KG) + Quantity(1, PCS)
    with pytest.raises(ValueError, match="do not mix"):
        Quantity(1, KG) - Quantity(1, PCS)
    with pytest.raises(ValueError, match="no price for"):
        Price(Rupiah(1), KG).times(Quantity(1, PCS))


@given(st.integers(-(10**10), 10**10), st.integers(-(10**9), 10**9))
def test_a_line_is_the_exact_product_rounded_once_away_from_zero(
    amount: int, thousandths: int
) -> None:
    line = Price(Rupiah(amount), KG).times(Quantity(thousandths, KG))

    assert type(line) is Rupiah
    assert int(line) == half_up(Fraction(amount * thousandths, 1000))
