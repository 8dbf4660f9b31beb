"""Savings of an old register: lumps that fill months, and estimates that wait for the board."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    NeedsApproval,
    NotActive,
    NotPermitted,
    OpeningAgreed,
    PeriodClosed,
)
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.imports import BeginOrder, imports, take_in
from kopdes_desktop.office.transaction import Answer, Transaction
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.opening import TakeOverLine, TakeOverOrder
from tests import builders
from tests.builders import DAY, approval, lines_of, pay, seen

#: The register's own day, before the books began.
THEN = "2025-12-31"


@pytest.fixture
def member(books: Session) -> MemberRow:
    """Joined in July, long before these books."""
    return builders.a_member(books.office, 1, day=date(2025, 7, 5))


def take_over(books: Session, member: MemberRow, day: str = THEN, **amounts: int) -> Answer:
    lines = [{"product": code, "amount": amount} for code, amount in amounts.items()]
    return books.office.perform(
        "savings.take_over", {"member": member.key, "lines": lines, "day": day}
    )


def decide(books: Session, *, owed: bool, **order: Any) -> Answer:
    return books.office.perform(
        "savings.settle_estimates",
        {"decision_no": "07/PENG", "owed": owed, **order},
        approval=approval(),
    )


def months(answer: Answer, n: int = 0) -> list[tuple[str, int]]:
    return [(month, part) for month, part, _owed in answer.fact["d"]["lines"][n]["months"]]


def state(books: Session, member: MemberRow) -> savings.DuesState:
    return savings.dues(books.office.reading, member.key, DAY)


def grid(books: Session, member: MemberRow, year: int) -> list[str]:
    found = savings.grid(books.office.reading, member.key, year, DAY)
    return [each.state for each in found]


# --- taken over ----------------------------------------------------------------------------------


def test_a_register_s_savings_stand_against_the_opening_balance(
    books: Session, member: MemberRow
) -> None:
    answer = take_over(books, member, principal=100_000, mandatory=35_000, voluntary=12_000)

    assert answer.number == "SAW-KR-2025-000001"
    assert answer.fact["bd"] == THEN
    assert "late" not in answer.fact
    assert seen(lines_of(books.office, answer.id)) == [
        ("3-1501", 147_000, "KTR"),
        ("3-1101", -100_000, "KTR"),
        ("3-1102", -35_000, "KTR"),
        ("2-1101", -12_000, "USP"),
        ("1-1901", 12_000, "USP"),
        ("1-1901", -12_000, "KTR"),
    ]
    posted = balances.posted(books.office.reading, answer.id)
    assert posted is not None
    assert (posted.kind, posted.posted_on) == ("opening", date(2025, 12, 31))
    assert {line.movement for line in lines_of(books.office, answer.id)} == {"saldo awal", None}
    builders.require_green(books.office)


def test_a_lump_of_dues_fills_months_oldest_first_from_the_first_due_one(
    books: Session, member: MemberRow
) -> None:
    answer = take_over(books, member, mandatory=35_000)

    assert months(answer) == [
        ("2025-07", 10_000),
        ("2025-08", 10_000),
        ("2025-09", 10_000),
        ("2025-10", 5_000),
    ]
    assert answer.fact["d"]["estimated"] == "2025-12"


def test_months_before_the_first_rate_cost_the_first_rate(
    books: Session, member: MemberRow
) -> None:
    rates = savings.rates(books.office.reading, "mandatory")

    assert rates[0][0] == date(2026, 1, 1)
    assert savings.rate_at(books.office.reading, "mandatory", date(2025, 7, 1)) == Rupiah(10_000)
    assert member.joined is not None
    assert savings.rate_at(books.office.reading, "principal", member.joined) == Rupiah(100_000)


def test_what_is_over_is_prepaid_beyond_any_ceiling(books: Session, member: MemberRow) -> None:
    answer = take_over(books, member, mandatory=305_000)

    assert months(answer)[-1] == ("2028-01", 5_000)
    assert state(books, member).paid_until == "2027-12"
    assert state(books, member).next_month is None
    assert grid(books, member, 2027) == ["ahead"] * 12
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([], "lines"),
        ([{"product": "emas", "amount": 1}], "lines[0].product"),
        ([{"product": "mandatory", "amount": 0}], "lines[0].amount"),
        ([{"product": "mandatory", "amount": -1}], "lines[0].amount"),
        ([{"product": "mandatory", "amount": 1}] * 2, "lines[1].product"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_at_its_field(
    books: Session, member: MemberRow, lines: list[dict[str, Any]], field: str
) -> None:
    order = {"member": member.key, "lines": lines, "day": THEN}

    with pytest.raises(BadField) as refused:
        books.office.perform("savings.take_over", order)

    assert refused.value.field == field


def test_a_register_of_tomorrow_is_no_old_register(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadDay):
        take_over(books, member, day="2026-02-03", mandatory=10_000)


def test_only_members_savings_are_taken_over(books: Session) -> None:
    waiting = builders.an_applicant(books.office, 5)
    order = {"member": waiting, "lines": [{"product": "principal", "amount": 1}], "day": THEN}

    with pytest.raises(NotActive):
        books.office.perform("savings.take_over", order)


def test_nothing_is_taken_over_into_a_closed_month(books: Session, member: MemberRow) -> None:
    books.office.perform("accounting.close_month", {"month": "2026-01"})

    with pytest.raises(PeriodClosed):
        take_over(books, member, day="2026-01-31", mandatory=10_000)


def test_nothing_is_taken_over_once_the_opening_balances_are_agreed(
    books: Session, member: MemberRow
) -> None:
    kept = take_over(books, member, principal=100_000)
    cash = {"account": "1-1101", "amount": 100_000, "unit": "KTR"}
    against = {"account": "3-1501", "amount": -100_000, "unit": "KTR"}
    books.office.perform("accounting.open_balances", {"day": THEN, "lines": [cash, against]})
    books.office.perform("accounting.agree_opening", {"explanation": "cocok"}, approval=approval())

    with pytest.raises(OpeningAgreed):
        take_over(books, member, mandatory=10_000)
    with pytest.raises(OpeningAgreed):
        books.office.perform("accounting.reverse", {"entry": kept.id, "reason": "x"})


def test_what_was_taken_over_goes_back_whole(books: Session, member: MemberRow) -> None:
    made = take_over(books, member, principal=100_000, mandatory=35_000)

    books.office.perform("accounting.reverse", {"entry": made.number, "reason": "salah baca"})

    assert builders.balance(books.office, "3-1501") == 0
    assert builders.balance(books.office, "3-1102") == 0
    assert state(books, member).paid_until is None
    assert state(books, member).estimated_months == 0
    assert state(books, member).arrears_months == 8
    assert savings.estimates(books.office.reading, DAY) == []
    builders.require_green(books.office)


# --- estimates -----------------------------------------------------------------------------------


def test_a_shortage_of_the_old_register_is_owed_by_nobody_yet(
    books: Session, member: MemberRow
) -> None:
    take_over(books, member, mandatory=35_000)

    found = state(books, member)

    assert (found.estimated_months, int(found.estimated)) == (3, 25_000)
    assert (found.arrears_months, int(found.arrears)) == (2, 20_000)
    assert (found.paid_until, found.next_month) == ("2025-09", "2026-01")
    assert grid(books, member, 2025) == ["none"] * 6 + ["paid"] * 3 + ["estimated"] * 3
    assert grid(books, member, 2026)[:3] == ["late", "due", "due"]
    (waiting,) = savings.estimates(books.office.reading, DAY)
    assert (waiting.member.key, waiting.months, int(waiting.amount)) == (member.key, 3, 25_000)
    assert waiting.until == "2025-12"


def test_new_money_pays_new_months_while_the_estimate_waits(
    books: Session, member: MemberRow
) -> None:
    take_over(books, member, mandatory=35_000)

    paid = pay(books.office, member, "mandatory", months=2)

    assert months(paid) == [("2026-01", 10_000), ("2026-02", 10_000)]
    assert state(books, member).arrears_months == 0
    assert state(books, member).estimated_months == 3


def test_the_board_declares_estimates_settled_up_to_the_opening_day(
    books: Session, member: MemberRow
) -> None:
    take_over(books, member, mandatory=35_000)

    answer = decide(books, owed=False)

    assert answer.fact["d"] == {"decision_no": "07/PENG", "owed": False}
    assert savings.estimates(books.office.reading, DAY) == []
    found = state(books, member)
    assert (found.estimated_months, found.arrears_months) == (0, 2)
    assert found.paid_until == "2025-12"
    assert grid(books, member, 2025)[6:] == ["paid"] * 6
    builders.require_green(books.office)


def test_the_board_declares_estimates_owed_like_any_other_month(
    books: Session, member: MemberRow
) -> None:
    take_over(books, member, mandatory=35_000)

    decide(books, owed=True, members=[member.number])

    found = state(books, member)
    assert (found.estimated_months, found.arrears_months, int(found.arrears)) == (0, 5, 45_000)
    assert grid(books, member, 2025)[6:] == ["paid"] * 3 + ["part", "late", "late"]
    paid = pay(books.office, member, "mandatory", amount=15_000)
    assert months(paid) == [("2025-10", 5_000), ("2025-11", 10_000)]
    builders.require_green(books.office)


def test_the_board_may_decide_member_by_member(books: Session, member: MemberRow) -> None:
    other = builders.a_member(books.office, 2, day=date(2025, 7, 5))
    take_over(books, member, mandatory=35_000)
    take_over(books, other, mandatory=15_000)

    decide(books, owed=True, members=[other.key])

    assert [each.member.key for each in savings.estimates(books.office.reading, DAY)] == [
        member.key
    ]
    assert state(books, other).arrears_months == 7
    decide(books, owed=False)
    assert state(books, other).arrears_months == 7
    assert state(books, member).arrears_months == 2
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"decision_no": "  "}, "decision_no"),
        ({"members": []}, "members"),
        ({"members": ["0002"]}, "members[0]"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(
    books: Session, member: MemberRow, order: dict[str, Any], field: str
) -> None:
    builders.a_member(books.office, 2)
    take_over(books, member, mandatory=35_000)

    with pytest.raises(BadField) as refused:
        decide(books, owed=False, **order)

    assert refused.value.field == field


def test_without_an_estimate_there_is_nothing_to_decide(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadField):
        decide(books, owed=False)
    take_over(books, member, mandatory=35_000)
    decide(books, owed=False)

    with pytest.raises(BadField):
        decide(books, owed=True)


def test_the_treasurer_does_not_decide_for_the_board(books: Session, member: MemberRow) -> None:
    take_over(books, member, mandatory=35_000)

    with pytest.raises(NeedsApproval):
        books.office.perform("savings.settle_estimates", {"decision_no": "1", "owed": False})


def test_a_decision_stands_when_a_later_lump_is_taken_back(
    books: Session, member: MemberRow
) -> None:
    take_over(books, member, mandatory=35_000)
    decide(books, owed=False)
    later = take_over(books, member, day="2026-01-31", mandatory=10_000)

    assert savings.has_open_estimates(books.office.reading, member.key)
    books.office.perform("accounting.reverse", {"entry": later.id, "reason": "ganda"})

    found = savings.dues_of(books.office.reading, member, "mandatory", DAY)
    assert (found.estimated_until, found.settled_until) == (None, Month("2025-12"))
    builders.require_green(books.office)


# --- with an import ------------------------------------------------------------------------------


def test_an_import_of_savings_goes_out_again_whole(books: Session, member: MemberRow) -> None:
    other = builders.a_member(books.office, 2, day=date(2025, 7, 5))
    begin = BeginOrder("savings", "0" * 64, 2, date(2025, 12, 31))

    def work(deal: Transaction) -> None:
        for who in (member, other):
            lines = (TakeOverLine("mandatory", Rupiah(35_000)),)
            deal.then("savings.take_over", TakeOverOrder(who.key, lines, date(2025, 12, 31)))

    key, _made = take_in(books.office, begin, ["savings.take_over"], work)
    assert builders.balance(books.office, "3-1102") == -70_000

    books.office.perform("import.undo", {"import": key, "reason": "berkas salah"})

    assert imports(books.office.reading)[0].undone_by is not None
    assert builders.balance(books.office, "3-1102") == 0
    assert state(books, member).estimated_months == 0
    with pytest.raises(AlreadyDecided):
        books.office.perform("import.undo", {"import": key, "reason": "lagi"})
    builders.require_green(books.office)


def test_receipts_of_an_import_go_out_again_too(books: Session, member: MemberRow) -> None:
    begin = BeginOrder("savings", "1" * 64, 1)

    def work(deal: Transaction) -> None:
        order = {"member": member.key, "lines": [{"product": "voluntary", "amount": 9_000}]}
        deal.then("savings.deposit", order)

    key, _made = take_in(books.office, begin, ["savings.deposit"], work)

    books.office.perform("import.undo", {"import": key, "reason": "berkas salah"})

    assert int(savings.balance(books.office.reading, member.key, "voluntary")) == 0
    builders.require_green(books.office)


@pytest.mark.parametrize("code", ["savings.take_over", "savings.settle_estimates"])
def test_an_outlet_s_laptop_takes_nothing_over(laptops: builders.Laptops, code: str) -> None:
    order: dict[str, Any] = (
        {"member": "0001", "lines": [], "day": THEN}
        if code == "savings.take_over"
        else {"decision_no": "1", "owed": False}
    )

    with pytest.raises(NotPermitted):
        laptops.outlets["GA"].office.perform(code, order, approval=approval("bendahara"))
