"""Shares that add up, prices that earn what they should, quotas and bills in order."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.purchasing import rules

AMOUNTS = st.lists(st.integers(0, 5_000_000).map(Rupiah), min_size=1, max_size=12)


@given(AMOUNTS, st.integers(0, 100), st.integers(0, 900_000).map(Rupiah))
def test_discount_and_freight_are_shared_without_losing_a_rupiah(
    amounts: list[Rupiah], percent: int, freight: Rupiah
) -> None:
    off = Rupiah(int(total(amounts)) * percent // 100)

    lines = rules.costed(amounts, off, freight)

    assert total(line.net for line in lines) == total(amounts) - off
    assert total(line.cost for line in lines) == total(amounts) - off + freight
    assert min(line.net for line in lines) >= NOTHING


@given(
    st.integers(1, 2_000_000),
    st.integers(1, 500_000),
    st.integers(0, 300),
    st.sampled_from([1, 100, 500]),
)
def test_a_suggested_price_earns_the_margin_and_less_than_a_step_more(
    value: int, quantity: int, percent: int, step: int
) -> None:
    price = int(rules.suggested(value, quantity, str(percent), step))

    exact = Decimal(value) * 1000 * (100 + percent) / (Decimal(quantity) * 100)
    assert exact <= price < exact + step
    assert price % step == 0


@given(st.integers(1, 90_000), st.integers(0, 5_000_000).map(Rupiah), st.data())
def test_a_line_that_goes_back_piece_by_piece_is_refunded_to_the_rupiah(
    quantity: int, net: Rupiah, data: st.DataObject
) -> None:
    gone, given_back = 0, NOTHING
    while gone < quantity:
        back = data.draw(st.integers(max(1, quantity // 4), quantity))
        back = min(back, quantity - gone)
        part = rules.refund(net, quantity, gone, given_back, back)
        gone, given_back = gone + back, given_back + part

    assert given_back == net


def test_a_margin_is_shown_in_percent_of_cost() -> None:
    assert rules.margin_of(Rupiah(13_000), 300_000, 25_000) == Decimal("8.3")
    assert rules.margin_of(Rupiah(11_000), 300_000, 25_000) == Decimal("-8.3")
    assert rules.margin_of(Rupiah(11_000), 0, 25_000) is None


def test_a_delivery_fills_one_quota_after_the_other_and_exceeds_the_last() -> None:
    quotas = [rules.Quota(1, 30), rules.Quota(2, -5), rules.Quota(3, 40)]

    assert rules.drawn(quotas, 50) == [(1, 30), (3, 20)]
    assert rules.drawn(quotas, 90) == [(1, 30), (3, 60)]


def test_half_a_dozen_and_a_half_comes_to_no_base_unit() -> None:
    assert rules.in_base_units(500, 12_000, field="quantity") == 6_000
    with pytest.raises(BadField, match="tidak habis"):
        rules.in_base_units(1, 1_500, field="quantity")
