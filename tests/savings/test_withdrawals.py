"""Money out of savings: never below zero, over the limit or one's own only with a second person."""

from datetime import date, timedelta
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.kernel.errors import (
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NotActive,
    NotPermitted,
    SelfApproval,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.builders import DAY, MORNING, approval, lines_of, pay, seen, working_as

CARD = "3310010101010001"


@pytest.fixture
def member(books: Session) -> MemberRow:
    """Three million rupiah of voluntary savings, in the office's box."""
    made = builders.a_member(books.office, 1, day=date(2026, 1, 10))
    pay(books.office, made, amount=3_000_000)
    return made


def withdraw(
    books: Session, member: MemberRow, amount: int, product: str = "voluntary", **how: Any
) -> Answer:
    second = how.pop("approval", None)
    order = {"member": member.key, "product": product, "amount": amount, **how}
    return books.office.perform("savings.withdraw", order, approval=second)


def balance(books: Session, member: MemberRow, product: str = "voluntary") -> int:
    return int(savings.balance(books.office.reading, member.key, product))


def a_user(books: Session, member: MemberRow, name: str, role: str) -> None:
    """A member who also works here."""
    books.office.perform(
        "security.add_user",
        {"name": name, "person": member.key, "role": role},
        approval=approval(),
    )
    builders.give_pins(books.office)


# --- what is paid out ----------------------------------------------------------------------------


def test_a_withdrawal_debits_his_savings_and_credits_the_box(
    books: Session, member: MemberRow
) -> None:
    answer = withdraw(books, member, 150_000)

    assert answer.number == "TRK-KR-2026-000001"
    assert seen(lines_of(books.office, answer.id)) == [
        ("2-1101", 150_000, "USP"),
        ("1-1101", -150_000, "KTR"),
        ("1-1901", -150_000, "USP"),
        ("1-1901", 150_000, "KTR"),
    ]
    first = lines_of(books.office, answer.id)[0]
    assert (first.key, first.movement) == (member.key, "pengembalian")
    assert balance(books, member) == 2_850_000
    builders.require_green(books.office)


def test_all_of_it_may_be_taken_and_nothing_more(books: Session, member: MemberRow) -> None:
    withdraw(books, member, 3_000_000, approval=approval())

    with pytest.raises(InsufficientBalance):
        withdraw(books, member, 1)

    assert balance(books, member) == 0
    builders.require_green(books.office)


def test_more_than_he_has_is_refused_even_with_approval(books: Session, member: MemberRow) -> None:
    with pytest.raises(InsufficientBalance) as refused:
        withdraw(books, member, 3_000_001, approval=approval())

    assert "Rp3.000.000" in refused.value.message
    assert balance(books, member) == 3_000_000


def test_what_is_not_there_on_its_day_cannot_be_taken_late(
    books: Session, member: MemberRow
) -> None:
    with pytest.raises(InsufficientBalance):
        withdraw(books, member, 10_000, day="2026-01-31", late="slip tertinggal")


def test_a_box_that_is_empty_pays_nothing(books: Session, member: MemberRow) -> None:
    with pytest.raises(InsufficientBalance) as refused:
        withdraw(books, member, 10_000, cash="BRI")

    assert refused.value.field == "amount"


def test_cash_on_its_way_pays_nothing(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadField) as refused:
        withdraw(books, member, 10_000, cash="JALAN-G1")
    with pytest.raises(BadField):
        pay(books.office, member, amount=10_000, cash="JALAN-G1")

    assert refused.value.field == "cash"


@pytest.mark.parametrize("product", ["principal", "mandatory"])
def test_principal_and_dues_are_paid_back_only_at_the_exit(
    books: Session, member: MemberRow, product: str
) -> None:
    pay(books.office, member, product, amount=10_000)

    with pytest.raises(BadField) as refused:
        withdraw(books, member, 10_000, product)

    assert refused.value.field == "product"
    assert "keluar" in refused.value.message


@pytest.mark.parametrize(
    ("amount", "product", "field"),
    [(0, "voluntary", "amount"), (-5_000, "voluntary", "amount"), (5_000, "emas", "product")],
)
def test_what_cannot_be_paid_is_refused_at_its_field(
    books: Session, member: MemberRow, amount: int, product: str, field: str
) -> None:
    with pytest.raises(BadField) as refused:
        withdraw(books, member, amount, product)

    assert refused.value.field == field


def test_only_a_member_withdraws(books: Session) -> None:
    waiting = builders.an_applicant(books.office, 5)

    with pytest.raises(NotActive):
        books.office.perform(
            "savings.withdraw", {"member": waiting, "product": "voluntary", "amount": 1}
        )


# --- the day's limit -----------------------------------------------------------------------------


def test_the_limit_itself_needs_nobody(books: Session, member: MemberRow) -> None:
    assert withdraw(books, member, 1_000_000).number


def test_over_the_limit_a_second_person_is_needed(books: Session, member: MemberRow) -> None:
    with pytest.raises(NeedsApproval) as refused:
        withdraw(books, member, 1_000_001)

    answer = withdraw(books, member, 1_000_001, approval=approval(reason="untuk panen"))

    assert "Rp1.000.000" in refused.value.message
    assert answer.fact["appr"]["reason"] == "untuk panen"


def test_splitting_a_withdrawal_does_not_help(books: Session, member: MemberRow) -> None:
    withdraw(books, member, 600_000)
    withdraw(books, member, 400_000)

    with pytest.raises(NeedsApproval) as refused:
        withdraw(books, member, 1)

    assert "Rp1.000.001" in refused.value.message
    assert int(savings.withdrawn_on(books.office.reading, member.key, DAY)) == 1_000_000


def test_several_products_and_several_boxes_share_one_limit(
    books: Session, member: MemberRow
) -> None:
    books.office.perform(
        "savings.add_product",
        {
            "code": "hari-raya",
            "name": "Simpanan Hari Raya",
            "kind": "voluntary",
            "account": "2-1103",
            "unit": "USP",
        },
    )
    pay(books.office, member, "hari-raya", amount=500_000, cash="BRI")
    withdraw(books, member, 900_000)

    with pytest.raises(NeedsApproval):
        withdraw(books, member, 100_001, "hari-raya", cash="BRI")


def test_dating_the_parts_differently_does_not_help_either(books: Session) -> None:
    old = builders.a_member(books.office, 2, day=date(2026, 1, 10))
    pay(books.office, old, amount=3_000_000, day="2026-01-28", late="buku")
    withdraw(books, old, 600_000, day="2026-01-29", late="slip tertinggal")
    withdraw(books, old, 400_000, day="2026-01-30", late="slip tertinggal")

    for how in ({}, {"day": "2026-01-31", "late": "slip tertinggal"}):
        with pytest.raises(NeedsApproval) as refused:
            withdraw(books, old, 1, **how)
        assert "Rp1.000.001" in refused.value.message
    day = date(2026, 1, 29)
    assert int(savings.withdrawn_on(books.office.reading, old.key, day)) == 600_000


def test_a_withdrawal_taken_back_counts_no_more(books: Session, member: MemberRow) -> None:
    wrong = withdraw(books, member, 900_000)
    books.office.perform("accounting.reverse", {"entry": wrong.number, "reason": "salah orang"})

    assert withdraw(books, member, 900_000).number
    builders.require_green(books.office)


def test_every_member_has_a_limit_of_his_own_and_every_day_a_new_one(
    books: Session, member: MemberRow
) -> None:
    other = builders.a_member(books.office, 2, day=date(2026, 1, 10))
    pay(books.office, other, amount=1_000_000)
    withdraw(books, member, 1_000_000)
    withdraw(books, other, 1_000_000)

    books.office.named_day = date(2026, 2, 3)
    books.office.clock = SetClock(MORNING + timedelta(days=1))

    assert withdraw(books, member, 1_000_000).number


def test_the_limit_is_the_cooperative_s_own(books: Session, member: MemberRow) -> None:
    books.office.perform("settings.change", {"fields": {"savings.withdraw_limit": 50_000}})

    with pytest.raises(NeedsApproval) as refused:
        withdraw(books, member, 50_001)

    assert "Rp50.000" in refused.value.message


def test_a_cashier_always_needs_a_second_person(books: Session, member: MemberRow) -> None:
    with working_as(books.office, "kasir"):
        with pytest.raises(NeedsApproval):
            withdraw(books, member, 1_000, cash="KAS")
        assert withdraw(books, member, 1_000, cash="KAS", approval=approval("bendahara")).number
    with working_as(books.office, "pengawas"), pytest.raises(NotPermitted):
        withdraw(books, member, 1_000, cash="KAS")


# --- one's own and one's family's ----------------------------------------------------------------


def test_nobody_pays_out_his_own_savings_alone(books: Session, member: MemberRow) -> None:
    a_user(books, member, "juru", "treasurer")

    with working_as(books.office, "juru"):
        with pytest.raises(NeedsApproval) as refused:
            withdraw(books, member, 1_000, cash="KAS")
        assert withdraw(books, member, 1_000, cash="KAS", approval=approval()).number

    assert "keluarga" in refused.value.message


def test_nor_those_of_his_family(books: Session) -> None:
    husband = builders.a_member(books.office, 2, kk=CARD)
    wife = builders.a_member(books.office, 3, kk=CARD)
    stranger = builders.a_member(books.office, 4, kk=CARD[:-1] + "2")
    for each in (wife, stranger):
        pay(books.office, each, amount=50_000)
    a_user(books, husband, "juru", "treasurer")

    with working_as(books.office, "juru"):
        with pytest.raises(NeedsApproval):
            withdraw(books, wife, 1_000, cash="KAS")
        assert withdraw(books, stranger, 1_000, cash="KAS").number


def test_two_who_have_no_family_card_are_no_family(books: Session, member: MemberRow) -> None:
    other = builders.a_member(books.office, 2)
    a_user(books, other, "juru", "treasurer")

    with working_as(books.office, "juru"):
        assert withdraw(books, member, 1_000, cash="KAS").number


def test_he_who_approves_is_neither_the_member_nor_his_family(books: Session) -> None:
    chair = builders.a_member(books.office, 2, kk=CARD)
    child = builders.a_member(books.office, 3, kk=CARD)
    for each in (chair, child):
        pay(books.office, each, amount=50_000)
    a_user(books, chair, "ketua2", "chair")

    for whose in (chair, child):
        with pytest.raises(SelfApproval):
            withdraw(books, whose, 1_000, approval=approval("ketua2"))
        assert withdraw(books, whose, 1_000, approval=approval("ketua")).number


# --- from voluntary savings into dues and principal ----------------------------------------------


def transfer(
    books: Session, member: MemberRow, *, approval: Approval | None = None, **order: Any
) -> Answer:
    return books.office.perform(
        "savings.transfer",
        {"member": member.key, "from": "voluntary", **order},
        approval=approval,
    )


def test_a_transfer_pays_the_oldest_months_from_voluntary_savings(
    books: Session, member: MemberRow
) -> None:
    answer = transfer(books, member, to="mandatory", months=3, letter="01/KUASA")

    assert answer.number == "PDB-KR-2026-000001"
    assert answer.fact["d"]["amount"] == 30_000
    assert [month for month, *_ in answer.fact["d"]["lines"][0]["months"]] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert answer.fact["d"]["letter"] == "01/KUASA"
    assert seen(lines_of(books.office, answer.id)) == [
        ("2-1101", 30_000, "USP"),
        ("3-1102", -30_000, "KTR"),
        ("1-1901", -30_000, "USP"),
        ("1-1901", 30_000, "KTR"),
    ]
    assert savings.dues(books.office.reading, member.key, DAY).paid_until == "2026-03"
    builders.require_green(books.office)


def test_a_transfer_fills_the_principal_and_no_more(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadField):
        transfer(books, member, to="principal", amount=100_001)

    transfer(books, member, to="principal", amount=100_000)

    assert balance(books, member, "principal") == 100_000
    assert balance(books, member) == 2_900_000


def test_nobody_moves_his_own_or_his_family_s_savings_alone(books: Session) -> None:
    husband = builders.a_member(books.office, 2, kk=CARD)
    wife = builders.a_member(books.office, 3, kk=CARD)
    stranger = builders.a_member(books.office, 4, kk=CARD[:-1] + "2")
    for each in (husband, wife, stranger):
        pay(books.office, each, amount=50_000)
    a_user(books, husband, "juru", "treasurer")

    with working_as(books.office, "juru"):
        for whose in (husband, wife):
            with pytest.raises(NeedsApproval) as refused:
                transfer(books, whose, to="principal", amount=1_000)
            assert "Pemindahan" in refused.value.message
            made = transfer(books, whose, to="principal", amount=1_000, approval=approval())
            assert made.number
        assert transfer(books, stranger, to="principal", amount=1_000).number
    with pytest.raises(SelfApproval):
        transfer(books, wife, to="principal", amount=1_000, approval=approval("juru"))


def test_a_transfer_is_no_withdrawal(books: Session, member: MemberRow) -> None:
    transfer(books, member, to="mandatory", months=2)

    assert int(savings.withdrawn_on(books.office.reading, member.key, DAY)) == 0


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"to": "voluntary", "amount": 1_000}, "to"),
        ({"to": "emas", "amount": 1_000}, "to"),
        ({"to": "mandatory"}, "amount"),
        ({"to": "mandatory", "amount": 0}, "amount"),
        ({"to": "mandatory", "months": 99}, "months"),
        ({"to": "principal", "months": 1}, "months"),
        ({"to": "mandatory", "amount": 1_000, "from": "principal"}, "from"),
        ({"to": "mandatory", "amount": 1_000, "from": "emas"}, "from"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused_at_its_field(
    books: Session, member: MemberRow, order: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        transfer(books, member, **order)

    assert refused.value.field == field


def test_a_transfer_takes_no_more_than_there_is(books: Session) -> None:
    poor = builders.a_member(books.office, 2, day=date(2026, 1, 10))
    pay(books.office, poor, amount=15_000)

    with pytest.raises(InsufficientBalance):
        transfer(books, poor, to="mandatory", months=2)


def test_a_transfer_taken_back_leaves_everything_as_it_was(
    books: Session, member: MemberRow
) -> None:
    made = transfer(books, member, to="mandatory", months=3)

    books.office.perform("accounting.reverse", {"entry": made.id, "reason": "salah"})

    assert balance(books, member) == 3_000_000
    assert balance(books, member, "mandatory") == 0
    assert savings.dues(books.office.reading, member.key, DAY).paid_until is None
    builders.require_green(books.office)


@pytest.mark.parametrize("code", ["savings.withdraw", "savings.transfer"])
def test_an_outlet_s_laptop_pays_nothing_out(laptops: builders.Laptops, code: str) -> None:
    outlet = laptops.outlets["GA"].office
    member = members.in_status(outlet.reading, "active")[0]
    order: dict[str, Any] = {"member": member.key, "amount": 1_000}
    order |= (
        {"product": "voluntary"}
        if code == "savings.withdraw"
        else {"from": "voluntary", "to": "mandatory"}
    )

    with pytest.raises(NotPermitted):
        outlet.perform(code, order, approval=approval("bendahara"))
