"""The cart's figures: what is merged, what is taken off, what is given back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.sales import cart
from kopdes_desktop.sales.cart import Cart, CartLine

RICE = CartLine(1, "Beras", "kg", listed=Rupiah(14_000))
NOODLES = CartLine(2, "Mi", "pcs", listed=Rupiah(3_500))
LINES = st.builds(
    CartLine,
    item=st.integers(1, 5),
    name=st.just("x"),
    unit=st.just("pcs"),
    quantity=st.integers(1, 30_000),
    listed=st.integers(0, 200_000).map(Rupiah),
    off=st.integers(0, 50_000).map(Rupiah),
    off_percent=st.sampled_from(["", "5", "12.5", "100"]),
)
CARTS = st.builds(
    Cart,
    lines=st.lists(LINES, max_size=6).map(tuple),
    off=st.integers(0, 400_000).map(Rupiah),
    off_percent=st.sampled_from(["", "3", "50"]),
    rounding=st.sampled_from([1, 100, 500]),
)


def test_the_same_goods_come_onto_one_line() -> None:
    made = Cart().add(NOODLES).add(RICE).add(replace(NOODLES, quantity=2_000))

    assert [(line.item, line.quantity) for line in made.lines] == [(2, 3_000), (1, 1_000)]
    assert made.total == Rupiah(24_500)


def test_the_same_goods_under_other_terms_stay_apart() -> None:
    made = Cart().add(NOODLES)

    for other in (
        replace(NOODLES, typed=Rupiah(3_000)),
        replace(NOODLES, pack="dus", size=40_000),
        replace(NOODLES, buyer="3310011503800001"),
        replace(NOODLES, off=Rupiah(100)),
    ):
        assert len(made.add(other).lines) == 2


def test_a_line_without_a_quantity_goes() -> None:
    made = Cart((RICE, NOODLES))

    assert made.put(0, replace(RICE, quantity=0)).lines == (NOODLES,)
    assert made.remove(1).lines == (RICE,)


def test_a_quarter_kilo_is_rounded_once() -> None:
    made = Cart((replace(RICE, quantity=250, listed=Rupiah(13_999)),))

    assert made.total == Rupiah(3_500)


def test_prices_are_asked_by_how_many_are_in_the_whole_cart() -> None:
    asked: list[tuple[int, str, int, bool]] = []

    def price(item: int, pack: str, count: int, member: bool) -> Rupiah:
        asked.append((item, pack, count, member))
        return Rupiah(3_400 if count >= 10_000 else 3_500)

    made = Cart((replace(NOODLES, quantity=8_000), replace(NOODLES, quantity=4_000, lot="A")), 77)
    priced = made.priced(price)

    assert asked == [(2, "", 12_000, True)] * 2
    assert [line.price for line in priced.lines] == [Rupiah(3_400)] * 2


def test_a_typed_price_stands_above_the_list() -> None:
    made = Cart((replace(NOODLES, typed=Rupiah(3_000)),)).priced(lambda *_asked: Rupiah(9_999))

    assert made.total == Rupiah(3_000)


def test_change_and_quick_notes() -> None:
    made = Cart((replace(RICE, quantity=1_250),))

    assert made.total == Rupiah(17_500)
    assert made.change(Rupiah(20_000)) == Rupiah(2_500)
    assert made.change(Rupiah(10_000)) == Rupiah(-7_500)
    assert list(cart.quick_notes(made.total)) == [17_500, 18_000, 20_000, 50_000]
    assert list(cart.quick_notes(NOTHING)) == []


@pytest.mark.parametrize(
    ("amount", "to", "wanted"),
    [(17_249, 500, 17_000), (17_250, 500, 17_000), (17_251, 500, 17_500), (17_251, 1, 17_251)],
)
def test_cash_is_rounded_to_coins_that_there_are(amount: int, to: int, wanted: int) -> None:
    assert cart.rounded(Rupiah(amount), to) == Rupiah(wanted)


@pytest.mark.parametrize("text", ["", "-1", "101", "x", "NaN", "Infinity"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(BadField):
        cart.require_percent(text, field="off_percent")


def test_a_percentage_is_written_plainly() -> None:
    assert cart.require_percent("12,50 %", field="off_percent") == "12.5"


@given(CARTS)
def test_what_lines_lose_is_what_the_whole_loses(made: Cart) -> None:
    assert made.gross - total(made.reductions) == made.total
    assert made.total >= NOTHING
    for line, off in zip(made.lines, made.reductions, strict=True):
        assert NOTHING <= off <= line.gross
    assert abs(int(made.cash_total) - int(made.total)) * 2 <= made.rounding


@given(CARTS)
def test_quick_notes_never_fall_short(made: Cart) -> None:
    notes = cart.quick_notes(made.total)

    assert all(note >= made.total for note in notes)
    assert list(notes) == sorted(set(notes))
