"""Netting of rights and debts: nothing lost, nothing below zero, the by-laws' order."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import BadDay, BadField
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.entry import unit_sums
from kopdes_desktop.membership import postings, rules
from kopdes_desktop.membership.rules import Claim

MEMBER, USER = 77, 88
ORDER = "1-1303,1-1301,1-1201,1-1205"
AMOUNTS = st.integers(1, 5_000_000).map(Rupiah)


def claims(places: list[tuple[str, str, int]]) -> st.SearchStrategy[list[Claim]]:
    """Some of these places, each once, with any amount."""
    drawn = st.lists(st.tuples(st.sampled_from(places), AMOUNTS), unique_by=lambda each: each[0])
    return drawn.map(
        lambda found: [Claim(account, amount, unit, key) for (account, unit, key), amount in found]
    )


RIGHTS = claims(
    [
        ("3-1101", "KTR", MEMBER),
        ("3-1102", "KTR", MEMBER),
        ("2-1101", "USP", MEMBER),
        ("2-1103", "USP", MEMBER),
        ("2-1107", "KTR", MEMBER),
        ("2-1401", "KTR", MEMBER),
    ]
)
DEBTS = claims(
    [
        ("1-1201", "G1", MEMBER),
        ("1-1201", "G2", MEMBER),
        ("1-1205", "KTR", USER),
        ("1-1301", "USP", MEMBER),
        ("1-1303", "USP", MEMBER),
        ("1-1509", "KTR", MEMBER),
    ]
)


@given(RIGHTS, DEBTS)
def test_what_goes_back_is_rights_less_debts_and_never_less_than_nothing(
    rights: list[Claim], debts: list[Claim]
) -> None:
    have, owe = (sum(int(each.amount) for each in side) for side in (rights, debts))

    netting = rules.net(rights, rules.in_order(debts, ORDER))

    assert netting.refundable == max(have - owe, 0)
    assert netting.rest == max(owe - have, 0)
    assert sum(int(part) for _debt, part in netting.paid) == min(have, owe)
    assert all(0 <= part <= debt.amount for debt, part in netting.paid)


@given(RIGHTS, DEBTS)
def test_a_debt_is_paid_in_part_only_when_those_before_it_are_paid_whole(
    rights: list[Claim], debts: list[Claim]
) -> None:
    netting = rules.net(rights, rules.in_order(debts, ORDER))

    whole = [part == debt.amount for debt, part in netting.paid]
    first_short = whole.index(False) if False in whole else len(whole)
    assert all(part == 0 for _debt, part in netting.paid[first_short + 1 :])


@given(DEBTS, st.permutations(ORDER.split(",")))
def test_debts_stand_in_the_by_laws_order_and_the_unnamed_last(
    debts: list[Claim], order: list[str]
) -> None:
    found = [each.account for each in rules.in_order(debts, ", ".join(order))]

    ranks = [order.index(code) if code in order else len(order) for code in found]
    assert ranks == sorted(ranks)
    assert Counter(found) == Counter(each.account for each in debts)


@given(RIGHTS, DEBTS)
def test_the_entry_balances_in_every_unit_and_leaves_nobody_below_zero(
    rights: list[Claim], debts: list[Claim]
) -> None:
    netting = rules.net(rights, rules.in_order(debts, ORDER))

    made = postings.settled("Penyelesaian", MEMBER, rights, netting)

    assert (made is None) == (not rights and not any(d.account == "1-1201" for d in debts))
    if made is None:
        return
    assert not any(unit_sums(made.lines).values())
    after = {(c.account, c.unit, c.key): -int(c.amount) for c in rights}
    after |= {(c.account, c.unit, c.key): int(c.amount) for c in debts}
    for line in made.lines:
        if line.key is not None:
            place = (line.account, line.unit, line.key)
            after[place] = after.get(place, 0) + int(line.amount)
    for (account, _unit, _key), amount in after.items():
        assert amount * (1 if account.startswith("1") else -1) >= 0
        if account[0] != "1" and account != rules.REFUNDABLE:
            assert amount == 0
    assert after.get((rules.REFUNDABLE, "KTR", MEMBER), 0) == -netting.refundable
    assert sum(a for place, a in after.items() if place[0] == rules.STORE_CREDIT) == 0
    left = sum(a for place, a in after.items() if place[0].startswith("1"))
    assert left == netting.rest


def test_a_day_of_leaving_lies_between_joining_and_today() -> None:
    joined, today = date(2026, 1, 5), date(2026, 2, 2)

    assert rules.require_day(joined, today, since=joined) == joined
    with pytest.raises(BadDay):
        rules.require_day(date(2026, 1, 4), today, since=joined)
    with pytest.raises(BadDay):
        rules.require_day(date(2026, 2, 3), today, since=joined)


def test_what_has_to_be_said_is_said() -> None:
    assert rules.require_words("  7 / PENG ", "harus diisi", "decision_no") == "7 / PENG"
    with pytest.raises(BadField):
        rules.require_words(" \n ", "harus diisi", "decision_no")
