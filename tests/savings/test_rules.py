"""Which months money covers: the oldest first, each at its own rate, none beyond the ceiling."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.savings import rules
from kopdes_desktop.savings.rules import Dues

START = Month("2026-01")
RATES = st.lists(st.integers(0, 50_000), min_size=1, max_size=4)
PAID = st.dictionaries(st.integers(0, 30), st.integers(-50_000, 60_000), max_size=10)


def dues(rates: list[int], paid: dict[int, int], today: int, ahead: int) -> Dues:
    """Rates change every five months; the last one holds."""

    def rate(month: Month) -> Rupiah:
        gone = (int(month[:4]) - 2026) * 12 + int(month[5:]) - 1
        return Rupiah(rates[min(gone // 5, len(rates) - 1)])

    known = {str(START.plus(n)): Rupiah(amount) for n, amount in paid.items()}
    return Dues(START, START.plus(today), ahead, rate, known)


DUES = st.builds(dues, RATES, PAID, st.integers(-3, 24), st.integers(0, 15))
MONTHS = st.one_of(st.none(), st.integers(-2, 30).map(START.plus))
#: Any state of an old register's estimates, of somebody who stays or has left.
ALL = st.builds(
    lambda owed, estimated, settled, last: replace(
        owed, estimated_until=estimated, settled_until=settled, last=last
    ),
    DUES,
    MONTHS,
    MONTHS,
    MONTHS,
)
FAR = START.plus(60)


def reckoned(owed: Dues) -> list[Month]:
    """The months that may be paid, one by one, as the rule says it."""
    found: list[Month] = []
    month = START
    while month <= max(owed.today, START).plus(owed.ahead):
        left = owed.last is not None and month > owed.last
        waits = owed.estimated_until is not None and month <= owed.estimated_until
        waived = owed.settled_until is not None and month <= owed.settled_until
        if owed.lacking(month) and not (left or waits or waived):
            found.append(month)
        month = month.next()
    return found


@given(DUES)
def test_months_that_lack_something_come_oldest_first_and_end_at_the_ceiling(owed: Dues) -> None:
    unpaid = owed.unpaid()

    assert unpaid == sorted(set(unpaid))
    assert all(owed.lacking(month) > NOTHING for month in unpaid)
    assert all(START <= month <= max(owed.today, START).plus(owed.ahead) for month in unpaid)
    month = START
    while month <= max(owed.today, START).plus(owed.ahead):
        assert (month in unpaid) == (owed.rate(month) > owed.paid.get(month, NOTHING))
        month = month.next()


@given(DUES, st.integers(1, 10**6))
def test_an_amount_fills_each_month_before_the_next_and_adds_up(owed: Dues, amount: int) -> None:
    unpaid = owed.unpaid()
    room = total(owed.lacking(month) for month in unpaid)
    if amount > int(room):
        with pytest.raises(BadField) as refused:
            rules.amount_paid(owed, Rupiah(amount))
        assert refused.value.field == "amount"
        return

    shares = rules.amount_paid(owed, Rupiah(amount))

    assert total(part for _month, part in shares) == Rupiah(amount)
    assert [month for month, _part in shares] == unpaid[: len(shares)]
    assert all(part == owed.lacking(month) for month, part in shares[:-1])
    assert all(NOTHING < part <= owed.lacking(month) for month, part in shares)


@given(DUES, st.integers(-5, 40))
def test_months_cost_what_each_of_them_lacks(owed: Dues, months: int) -> None:
    unpaid = owed.unpaid()
    if not 1 <= months <= len(unpaid):
        with pytest.raises(BadField) as refused:
            rules.months_paid(owed, months)
        assert refused.value.field == "months"
        return

    shares = rules.months_paid(owed, months)

    assert shares == [(month, owed.lacking(month)) for month in unpaid[:months]]
    assert rules.amount_paid(owed, total(part for _month, part in shares)) == shares


@given(ALL)
def test_nobody_owes_what_is_an_estimate_or_settled_or_after_he_left(owed: Dues) -> None:
    assert owed.unpaid() == reckoned(owed)


@given(ALL)
def test_arrears_are_the_months_up_to_now(owed: Dues) -> None:
    late = [month for month in reckoned(owed) if month <= owed.today]

    assert owed.arrears() == (len(late), total(owed.lacking(month) for month in late))


@given(ALL)
def test_an_estimate_is_what_would_be_owed_but_for_the_board_s_decision(owed: Dues) -> None:
    decided = replace(owed, estimated_until=None)
    waiting = [month for month in reckoned(decided) if month not in reckoned(owed)]

    assert owed.estimated() == (len(waiting), total(owed.lacking(month) for month in waiting))


@given(ALL)
def test_paid_until_is_the_end_of_the_unbroken_run(owed: Dues) -> None:
    until = owed.paid_until()

    month = START
    while until is not None and month <= until:
        assert owed.lacking(month) == NOTHING or owed.is_settled(month)
        month = month.next()
    end = FAR if owed.last is None else owed.last
    if month <= end and month <= owed.ceiling:
        assert owed.lacking(month) > NOTHING
        assert not owed.is_settled(month)


@given(ALL, st.integers(0, 10**6))
def test_what_fills_dues_leaves_the_rest_untouched(owed: Dues, amount: int) -> None:
    shares, rest = rules.filled(owed, Rupiah(amount))

    assert int(total(part for _month, part in shares)) + int(rest) == amount
    assert [month for month, _part in shares] == reckoned(owed)[: len(shares)]
    assert not rest or len(shares) == len(reckoned(owed))


@given(ALL, st.integers(0, 10**6))
def test_a_lump_taken_over_fills_months_oldest_first_without_a_ceiling(
    owed: Dues, amount: int
) -> None:
    shares = rules.taken_over(owed, Rupiah(amount))

    months = [month for month, _part in shares]
    assert months == sorted(set(months))
    assert all(part == owed.lacking(month) for month, part in shares[:-1])
    assert all(NOTHING < part <= owed.lacking(month) for month, part in shares)
    assert total(part for _month, part in shares) <= Rupiah(amount)
    if owed.last is None and owed.rate(FAR) > Rupiah(1_000):  # a hundred years are enough
        assert total(part for _month, part in shares) == Rupiah(amount)
    skipped = [x for x in rules.span(START, months[-1]) if x not in months] if months else []
    assert all(owed.lacking(month) == NOTHING for month in skipped)


@given(ALL, st.integers(-3, 40))
def test_a_month_in_the_grid_says_what_the_reckoning_says(owed: Dues, n: int) -> None:
    month = START.plus(n)
    state, paid = owed.state(month), owed.paid.get(month, NOTHING)
    lacks = owed.lacking(month) > NOTHING

    if state in {"late", "due", "part"}:
        assert lacks
        assert not owed.is_estimated(month)
    if month in reckoned(owed):
        assert state == ("part" if paid > NOTHING else "late" if month < owed.today else "due")
    if state == "estimated":
        assert lacks
        assert owed.is_estimated(month)
    if state == "ahead":
        assert month > owed.today
        assert paid > NOTHING
    if state == "none":
        assert month < START or not owed.rate(month) or (owed.last and month > owed.last)


def test_a_month_paid_in_part_owes_the_rest_of_its_own_rate() -> None:
    owed = dues([10_000, 15_000], {4: 4_000, 5: 4_000}, 0, 12)

    assert owed.lacking(START.plus(4)) == Rupiah(6_000)
    assert owed.lacking(START.plus(5)) == Rupiah(11_000)


def test_a_month_once_paid_in_full_lacks_nothing_at_any_rate() -> None:
    owed = dues([10_000, 15_000], {5: 10_000}, 0, 12)
    settled = replace(owed, settled=frozenset({START.plus(5)}))

    assert settled.lacking(START.plus(5)) == NOTHING
    assert START.plus(5) not in settled.unpaid()


@pytest.mark.parametrize(
    ("joined", "until", "first"),
    [
        (date(2026, 1, 15), 15, "2026-01"),
        (date(2026, 1, 16), 15, "2026-02"),
        (date(2026, 12, 31), 15, "2027-01"),
        (date(2026, 1, 31), 31, "2026-01"),
    ],
)
def test_the_first_due_is_the_approval_month_or_the_next(
    joined: date, until: int, first: str
) -> None:
    assert rules.first_due(joined, until) == first


@pytest.mark.parametrize(
    ("left", "last"),
    [(None, None), (date(2026, 3, 1), "2026-02"), (date(2026, 1, 31), "2025-12")],
)
def test_the_month_of_leaving_owes_nothing(left: date | None, last: str | None) -> None:
    assert rules.last_due(left) == last


def test_who_left_in_his_first_month_owes_and_pays_nothing() -> None:
    owed = replace(dues([10_000], {}, 5, 12), last=START.plus(-1))

    assert owed.unpaid() == []
    assert owed.arrears() == (0, NOTHING)
    assert owed.paid_until() is None
    assert rules.taken_over(owed, Rupiah(5_000)) == []


def test_a_lump_that_goes_beyond_the_ceiling_is_prepaid_and_shown_so() -> None:
    owed = dues([10_000], {}, 1, 12)
    shares = rules.taken_over(owed, Rupiah(305_000))

    paid = {str(month): part for month, part in shares}
    settled = frozenset(month for month, part in paid.items() if part == Rupiah(10_000))
    after = replace(owed, paid=paid, settled=settled)

    assert len(shares) == 31
    assert shares[-1] == (START.plus(30), Rupiah(5_000))
    assert after.paid_until() == START.plus(29)
    assert after.unpaid() == []
    assert after.state(START.plus(29)) == "ahead"


@pytest.mark.parametrize(
    ("amount", "paid", "fits"),
    [
        (100, 0, True),
        (101, 0, False),
        (60, 40, True),
        (61, 40, False),
        (1, 100, False),
        (1, 150, False),
    ],
)
def test_the_principal_takes_no_more_than_it_lacks(amount: int, paid: int, fits: bool) -> None:
    if fits:
        rules.require_principal(Rupiah(amount), Rupiah(100), Rupiah(paid))
    else:
        with pytest.raises(BadField):
            rules.require_principal(Rupiah(amount), Rupiah(100), Rupiah(paid))
