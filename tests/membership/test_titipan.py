"""An applicant's money: his until the board decides, then savings, or his again (B01, B02, B16)."""

import csv
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NotActive,
    NotPermitted,
)
from kopdes_desktop.membership import queries
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.accounting.test_recipes import SOURCE
from tests.builders import Laptops, balance, fact_count, lines_of, seen, working_as
from tests.membership.village import decide, of_key, prepay, refund, row

#: journal_recipes.csv: account, amount (debit +), unit.
RECIPES = {
    "B01": [("1-1101", 110_000, "KTR"), ("2-1107", -110_000, "KTR")],
    "B02": [
        ("2-1107", 110_000, "KTR"),
        ("3-1101", -100_000, "KTR"),
        ("3-1102", -10_000, "KTR"),
    ],
    "B14": [("2-1106", 350_000, "KTR"), ("1-1101", -350_000, "KTR")],
    "B16": [("2-1107", 110_000, "KTR"), ("1-1101", -110_000, "KTR")],
}


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages are not beside this checkout")
@pytest.mark.parametrize("name", sorted(RECIPES))
def test_these_are_the_book_s_own_recipes(name: str) -> None:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = [each for each in csv.DictReader(file) if each["recipe"] == name]

    signs = {"D": 1, "K": -1}
    assert [
        (each["account"], int(each["example_amount"]) * signs[each["side"]], each["unit"])
        for each in rows
    ] == RECIPES[name]


def test_money_of_an_applicant_waits_under_his_own_key(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)

    answer = prepay(office, applicant, 110_000)

    assert answer.number == "TTP-KR-2026-000001"
    assert seen(lines_of(office, answer.number)) == RECIPES["B01"]
    assert queries.prepaid(office.reading, applicant) == 110_000
    assert savings.balance(office.reading, applicant, "principal") == 0
    builders.require_green(office)


def test_a_yes_makes_principal_and_the_first_month_of_it(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000)

    answer = decide(office, applicant)

    said = answer.fact["d"]
    assert seen(lines_of(office, said["document"])) == RECIPES["B02"]
    assert said["lines"][1]["months"] == [["2026-02", 10_000, 10_000]]
    assert queries.prepaid(office.reading, applicant) == 0
    assert savings.balance(office.reading, applicant, "principal") == 100_000
    assert str(savings.dues(office.reading, applicant, builders.DAY).paid_until) == "2026-02"
    builders.require_green(office)


@pytest.mark.parametrize(
    ("amount", "principal", "dues", "left"),
    [
        (60_000, 60_000, 0, 0),
        (100_000, 100_000, 0, 0),
        (104_000, 100_000, 4_000, 0),
        (500_000, 100_000, 130_000, 270_000),
    ],
)
def test_titipan_fills_principal_then_months_and_no_more_than_they_take(
    books: Session, amount: int, principal: int, dues: int, left: int
) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, amount - 10_000)
    prepay(office, applicant, 10_000)

    decide(office, applicant)

    assert savings.balance(office.reading, applicant, "principal") == principal
    assert savings.balance(office.reading, applicant, "mandatory") == dues
    assert queries.prepaid(office.reading, applicant) == left
    builders.require_green(office)


def test_what_is_over_goes_back_to_the_new_member(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 500_000)
    decide(office, applicant)

    answer = refund(office, "0001")

    assert answer.fact["d"]["amount"] == 270_000
    assert of_key(office, "2-1107", applicant) == 0
    with pytest.raises(BadField):
        refund(office, "0001")
    builders.require_green(office)


def test_dues_of_an_earlier_decision_start_in_its_month(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 120_000)

    said = decide(office, applicant, day="2026-01-20").fact["d"]

    assert [month for month, _part, _owed in said["lines"][1]["months"]] == ["2026-01", "2026-02"]


def test_a_no_pays_back_what_was_left_here(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000)

    said = decide(office, applicant, approved=False).fact["d"]

    assert said["document"] == "PGM-KR-2026-000001"
    assert seen(lines_of(office, said["document"])) == RECIPES["B16"]
    assert (said["paid_back"], said["box"], balance(office, "2-1107")) == (110_000, "KAS", 0)
    builders.require_green(office)


def test_a_no_may_leave_the_money_until_he_comes_for_it(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000)

    said = decide(office, applicant, approved=False, pay_back=False).fact["d"]

    assert "entry" not in said
    assert queries.prepaid(office.reading, applicant) == 110_000
    assert refund(office, applicant, amount=40_000).number == "PGM-KR-2026-000001"
    assert refund(office, applicant).number == "PGM-KR-2026-000002"
    assert queries.prepaid(office.reading, applicant) == 0
    builders.require_green(office)


def test_a_box_without_the_money_pays_nothing_back(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000, cash="BRI")
    before = fact_count(office)

    with pytest.raises(InsufficientBalance):
        decide(office, applicant, approved=False)

    assert fact_count(office) == before
    assert row(books, applicant).status == "applicant"


def test_a_chair_who_keeps_no_box_says_which_one_pays(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000)
    with working_as(office, "ketua"):
        for cash in ({}, {"cash": "JALAN-G1"}, {"cash": "TIDAK-ADA"}):
            with pytest.raises(BadField) as refused:
                decide(office, applicant, approved=False, **cash)
            assert refused.value.field == "cash"
        decide(office, applicant, approved=False, cash="KAS")

    assert balance(office, "2-1107") == 0


def test_an_applicant_may_have_his_money_back_before_the_board_decides(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000)

    refund(office, applicant)

    assert "entry" not in decide(office, applicant).fact["d"]
    builders.require_green(office)


@pytest.mark.parametrize("amount", [0, -1])
def test_titipan_is_more_than_nothing(books: Session, amount: int) -> None:
    applicant = builders.an_applicant(books.office)

    with pytest.raises(BadField) as refused:
        prepay(books.office, applicant, amount)

    assert refused.value.field == "amount"


def test_only_an_applicant_leaves_titipan(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, 1)
    rejected = builders.an_applicant(office, 2)
    decide(office, rejected, approved=False)

    with pytest.raises(BadField) as saver:
        prepay(office, member.key, 10_000)
    with pytest.raises(NotActive) as turned_away:
        prepay(office, rejected, 10_000)

    assert "setoran simpanan" in saver.value.message
    assert "ditolak" in turned_away.value.message


def test_a_clerk_takes_titipan_and_pays_none_back_alone(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    with working_as(office, "kasir"):
        prepay(office, applicant, 110_000)
        with pytest.raises(NeedsApproval):
            refund(office, applicant)
    with working_as(office, "pengawas"), pytest.raises(NotPermitted):
        prepay(office, applicant, 110_000)


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("membership.prepay", {"application": "0001", "amount": 1}),
        ("membership.refund", {"member": "0001"}),
        ("membership.settle", {"member": "0001", "reason": "request"}),
        ("membership.adopt", {"name": "Melati", "joined": "2025-08-01"}),
        ("membership.void", {"member": "0001", "reason": "x"}),
        ("members.add_heir", {"member": "0001", "name": "Melati", "relation": "child"}),
        ("members.set_group", {"code": "RT1", "name": "RT 01", "kind": "rt"}),
        ("members.set_photo", {"member": "0001", "what": "photo", "image": ""}),
    ],
)
def test_an_outlet_s_laptop_does_none_of_this(
    laptops: Laptops, code: str, order: dict[str, Any]
) -> None:
    outlet = laptops.outlets["GA"].office

    with pytest.raises(NotPermitted):
        outlet.perform(code, order)


def test_a_receipt_taken_back_leaves_nothing_to_decide_over(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    answer = prepay(office, applicant, 110_000)
    office.perform("accounting.reverse", {"entry": answer.number, "reason": "salah orang"})

    assert queries.prepaid(office.reading, applicant) == 0
    assert "entry" not in decide(office, applicant).fact["d"]
    builders.require_green(office)


def test_titipan_that_became_savings_cannot_be_taken_back(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    answer = prepay(office, applicant, 110_000)
    decide(office, applicant)

    with pytest.raises(InsufficientBalance):
        office.perform("accounting.reverse", {"entry": answer.number, "reason": "salah orang"})


def test_an_admission_s_entry_taken_back_makes_titipan_again(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 110_000)
    document = decide(office, applicant).fact["d"]["document"]

    office.perform("accounting.reverse", {"entry": document, "reason": "salah pindah"})

    assert queries.prepaid(office.reading, applicant) == 110_000
    assert savings.dues(office.reading, applicant, builders.DAY).paid_until is None
    assert row(books, applicant).status == "active"
    builders.require_green(office)
