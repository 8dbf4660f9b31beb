"""Which months money covers: the oldest first, each at its own rate, none beyond the ceiling."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(DUES)
def test_arrears_are_the_months_up_to_now(owed: Dues) -> None:
    late = [month for month in owed.unpaid() if month <= owed.today]

    assert owed.arrears() == (len(late), total(owed.lacking(month) for month in late))


@given(DUES)
def test_paid_until_is_the_end_of_the_unbroken_run(owed: Dues) -> None:
    until = owed.paid_until()

    if until is None:
        assert owed.lacking(START) > NOTHING
        return
    month = START
    while month <= until:
        assert owed.lacking(month) == NOTHING
        month = month.next()
    ceiling = max(owed.today, START).plus(owed.ahead)
    assert until == ceiling or owed.lacking(until.next()) > NOTHING


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
