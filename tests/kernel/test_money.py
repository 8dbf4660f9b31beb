"""Rupiah is whole and closed; shares add up."""

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.money import NOTHING, Rupiah, split, total

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)
REFUSED: tuple[Callable[[Any, Any], Any], ...] = (
    operator.mul,
    operator.truediv,
    operator.floordiv,
    operator.mod,
    operator.pow,
    operator.lshift,
    operator.rshift,
    operator.and_,
    operator.or_,
    operator.xor,
    divmod,
)


@given(AMOUNTS, AMOUNTS)
def test_sums_and_differences_are_rupiah_again(a: int, b: int) -> None:
    one, other = Rupiah(a), Rupiah(b)

    for made, expected in (
        (one + other, a + b),
        (one - other, a - b),
        (-one, -a),
        (abs(one), abs(a)),
    ):
        assert type(made) is Rupiah
        assert int(made) == expected
    assert (one < other, one == other, one > other) == (a < b, a == b, a > b)


@pytest.mark.parametrize("wrong", [1.0, 0.1, True, False, "5", None, 5 + 0j])
def test_only_a_whole_number_becomes_rupiah(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Rupiah(wrong)


@pytest.mark.parametrize("other", [3, 3.0, True, Rupiah(3)])
@pytest.mark.parametrize("act", REFUSED)
def test_rupiah_is_not_multiplied_divided_or_shifted(
    act: Callable[[Any, Any], Any], other: Any
) -> None:
    with pytest.raises(TypeError):
        act(Rupiah(6), other)


@pytest.mark.parametrize("act", REFUSED)
def test_nothing_is_multiplied_by_rupiah(act: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TypeError):
        act(3, Rupiah(6))


@pytest.mark.parametrize("other", [3, 3.0, True])
@pytest.mark.parametrize("act", [operator.add, operator.sub])
def test_rupiah_and_a_bare_number_do_not_add(act: Callable[[Any, Any], Any], other: Any) -> None:
    with pytest.raises(TypeError):
        act(Rupiah(6), other)


@pytest.mark.parametrize("act", [operator.add, operator.sub])
def test_a_bare_number_and_rupiah_do_not_add(act: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(TypeError):
        act(3, Rupiah(6))


@pytest.mark.parametrize("act", [float, round, operator.invert, operator.pos])
def test_rupiah_has_no_float_and_is_not_rounded(act: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        act(Rupiah(5))


def test_a_float_that_computes_with_rupiah_never_becomes_rupiah() -> None:
    product = 1.5 * Rupiah(2)  # the float on the left is asked first: Python's rule

    with pytest.raises(TypeError):
        Rupiah(product)  # type: ignore[arg-type]


def test_sum_starts_with_a_bare_zero_and_is_refused_where_total_is_not() -> None:
    amounts = [Rupiah(1), Rupiah(2)]

    with pytest.raises(TypeError):
        sum(amounts)
    assert total(amounts) == Rupiah(3)
    assert type(total([])) is Rupiah
    assert total([]) == NOTHING


@given(AMOUNTS, WEIGHTS)
def test_shares_add_up_and_none_is_further_than_a_rupiah_from_its_due(
    amount: int, weights: list[int]
) -> None:
    parts = split(Rupiah(amount), weights)

    assert total(parts) == Rupiah(amount)
    assert all(type(part) is Rupiah for part in parts)
    for part, weight in zip(parts, weights, strict=True):
        due = Fraction(amount * weight, sum(weights))
        assert abs(int(part) - due) < 1
        assert part or due == 0 or abs(due) < 1


@given(st.integers(0, 10**12), WEIGHTS)
def test_the_largest_remainders_get_the_last_rupiah_and_the_earlier_wins_a_tie(
    amount: int, weights: list[int]
) -> None:
    parts = split(Rupiah(amount), weights)

    dues = [Fraction(amount * weight, sum(weights)) for weight in weights]
    rest = [due - (due.numerator // due.denominator) for due in dues]
    raised = [
        int(part) > due.numerator // due.denominator for part, due in zip(parts, dues, strict=True)
    ]
    wanted = sorted(range(len(weights)), key=lambda i: (-rest[i], i))[: sum(raised)]
    assert [i for i, up in enumerate(raised) if up] == sorted(wanted)


@given(AMOUNTS, WEIGHTS)
def test_a_negative_amount_is_shared_as_its_opposite(amount: int, weights: list[int]) -> None:
    assert split(Rupiah(-amount), weights) == [-part for part in split(Rupiah(amount), weights)]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [3, -1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(Rupiah(100), weights)
