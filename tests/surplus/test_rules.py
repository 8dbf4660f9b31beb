"""A surplus is shared to the rupiah, by percentages that make a hundred."""

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.surplus import rules
from kopdes_desktop.surplus.rules import DEALINGS, SAVINGS, Base, Bases, Share

#: As the book of recipes has it (N04): 40, 25, 20, and three times five.
USUAL = (
    Share("reserve", "40", "3-1301"),
    Share(DEALINGS, "25", "2-1401"),
    Share(SAVINGS, "20", "2-1401"),
    Share("officers", "5", "2-1402"),
    Share("education", "5", "2-1403"),
    Share("social", "5", "2-1404"),
)


def asked(*percents: str) -> tuple[Share, ...]:
    return tuple(
        Share(head.code, percent, "") for head, percent in zip(rules.HEADS, percents, strict=False)
    )


@given(
    surplus=st.integers(1, 10**12),
    carried=st.integers(0, 10**9),
    cuts=st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5),
    figures=st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=40
    ),
    outside=st.integers(0, 10**10),
    whose=st.sampled_from(("members", "all")),
    strangers=st.sampled_from(("divided", "reserve")),
)
def test_every_rupiah_of_a_surplus_is_given_once(
    *,
    surplus: int,
    carried: int,
    cuts: list[int],
    figures: list[tuple[int, int]],
    outside: int,
    whose: rules.Whose,
    strangers: rules.Strangers,
) -> None:
    ends = [0, *sorted(cuts), 1_000_000]
    percents = [rules.plain(Decimal(b - a) / 10_000) for a, b in pairwise(ends)]
    shares = [
        Share(each.code, percent, each.account)
        for each, percent in zip(USUAL, percents, strict=True)
    ]
    bases = Bases(tuple(Base(n, *both) for n, both in enumerate(figures)), outside)

    made = rules.plan(
        Rupiah(surplus), Rupiah(carried), shares, bases, whose=whose, strangers=strangers
    )

    rules.require_whole(shares)
    assert made.carried + made.strangers + total(x.amount for x in made.pools) == made.surplus
    if not made.lacking:
        assert made.proof == NOTHING
    assert all(part.by_savings >= NOTHING <= part.by_dealings for part in made.parts)


@given(
    pool=st.integers(0, 10**10),
    own=st.lists(st.integers(0, 10**9), min_size=1, max_size=60).filter(any),
)
def test_no_share_is_a_rupiah_or_more_from_its_exact_part(pool: int, own: list[int]) -> None:
    made, outside = rules.by_base(Rupiah(pool), own)

    assert outside == NOTHING
    assert sum(map(int, made)) == pool
    whole = sum(own)
    for part, figure in zip(made, own, strict=True):
        assert abs(int(part) * whole - pool * figure) < whole


def test_an_old_loss_is_covered_before_anything_is_divided() -> None:
    bases = Bases((Base(1, 100, 100),))

    made = rules.plan(Rupiah(10_000), Rupiah(4_000), USUAL, bases)

    assert (made.carried, made.divided, made.pool("reserve")) == (4_000, 6_000, 2_400)


def test_what_falls_on_strangers_goes_to_the_reserve() -> None:
    bases = Bases((Base(1, 100, 300), Base(2, 100, 300)), outside=400)

    ours = rules.plan(Rupiah(10_000), NOTHING, USUAL, bases)
    all_of_it = rules.plan(Rupiah(10_000), NOTHING, USUAL, bases, whose="all")
    kept = rules.plan(Rupiah(10_000), NOTHING, USUAL, bases, strangers="reserve")

    assert [int(part.by_dealings) for part in ours.parts] == [1_250, 1_250]
    assert [int(part.by_dealings) for part in all_of_it.parts] == [750, 750]
    assert (all_of_it.turned, all_of_it.proof) == (1_000, 0)
    assert (kept.strangers, kept.divided) == (4_000, 6_000)


def test_what_strangers_brought_goes_to_the_reserve_once() -> None:
    bases = Bases((Base(1, 100, 300),), outside=100)
    asked = [Share(DEALINGS, "50", rules.MEMBERS), Share("reserve", "50", rules.RESERVE)]

    made = rules.plan(Rupiah(1_000), NOTHING, asked, bases, whose="all", strangers="reserve")

    assert (made.strangers, made.turned, made.shared) == (250, 0, 375)


def test_a_pool_without_a_base_is_named_and_refused() -> None:
    made = rules.plan(Rupiah(10_000), NOTHING, USUAL, Bases((Base(1, 100, 0),)))

    assert made.lacking == (DEALINGS,)
    with pytest.raises(BadField) as refused:
        rules.require_shareable(made)
    assert "Rp2.500" in str(refused.value)


def test_a_loss_shares_nothing() -> None:
    made = rules.plan(Rupiah(-5), NOTHING, USUAL, Bases((Base(1, 100, 100),)))

    assert (made.surplus, made.shared, made.divided) == (0, 0, 0)


# --- percentages ---------------------------------------------------------------------------------


def test_percentages_of_the_published_list_that_make_105_are_refused_with_their_sum() -> None:
    with pytest.raises(BadField) as refused:
        rules.require_shares(asked("40", "20", "20", "5", "5", "5", "5", "5"))

    assert "105 %" in str(refused.value)


def test_headings_know_their_accounts_and_nothing_of_zero_percent_is_kept() -> None:
    made = rules.require_shares(asked("40", "25", "20", "5", "5", "2,5", "2.5", "0"))

    assert [(x.code, x.percent, x.account) for x in made][-2:] == [
        ("social", "2.5", "2-1404"),
        ("development", "2.5", "2-1405"),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda: Share("reserve", "abc", ""), "shares[0].percent"),
        (lambda: Share("reserve", "-1", ""), "shares[0].percent"),
        (lambda: Share("reserve", "100.00001", ""), "shares[0].percent"),
        (lambda: Share("reserve", "100", "2-1401"), "shares[0].account"),
        (lambda: Share(DEALINGS, "100", "3-1301"), "shares[0].account"),
        (lambda: Share("staff", "100", "1-1101", "Dana karyawan"), "shares[0].account"),
        (lambda: Share("staff", "100", "2-1402"), "shares[0].name"),
    ],
)
def test_a_heading_that_cannot_stand_is_refused_by_its_field(
    change: Callable[[], Share], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        rules.require_shares([change()])

    assert refused.value.field == field


def test_a_heading_written_twice_is_refused() -> None:
    with pytest.raises(BadField):
        rules.require_shares([Share("reserve", "50", ""), Share("reserve", "50", "")])


# --- what is unpaid ------------------------------------------------------------------------------


def test_payments_pay_the_oldest_year_first() -> None:
    shares = [("2026", Rupiah(300)), ("2025", Rupiah(200))]

    left = rules.unpaid(Rupiah(350), shares)

    assert [(x.year, int(x.left)) for x in left] == [("2025", 50), ("2026", 300)]


def test_what_the_old_books_owed_comes_before_every_year() -> None:
    left = rules.unpaid(Rupiah(550), [("2025", Rupiah(200)), ("2026", Rupiah(300))])

    assert [(x.year, int(x.left)) for x in left] == [(None, 50), ("2025", 200), ("2026", 300)]
