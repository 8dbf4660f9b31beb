"""Exit, dismissal and death: rights against debts in one entry, the queue, the heirs (B13, B14)."""

import csv
import random
from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    DuplicateNik,
    InsufficientBalance,
    NeedsApproval,
    NotActive,
    NotPermitted,
    NotReversible,
    SelfApproval,
)
from kopdes_desktop.membership import queries, slips
from kopdes_desktop.office.log import logged
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.accounting.test_recipes import SOURCE
from tests.builders import approval, balance, fact_count, lines_of, pay, seen, working_as
from tests.membership.village import a_saver, decide, of_key, owe, prepay, refund, row, settle

#: Of the recipe, with the running interest accrued before it is settled (RULES, Entries): 1-1303
#: stands where the table books it straight to income.
B13 = [
    ("3-1101", 100_000, "KTR"),
    ("3-1102", 360_000, "KTR"),
    ("2-1101", 250_000, "USP"),
    ("1-1301", -300_000, "USP"),
    ("1-1303", -6_000, "USP"),
    ("1-1201", -54_000, "G1"),
    ("2-1106", -350_000, "KTR"),
    ("1-1901", 56_000, "USP"),
    ("1-1901", -56_000, "KTR"),
    ("1-1901", 54_000, "G1"),
    ("1-1901", -54_000, "KTR"),
]


def an_heir(session: Session, member: int, name: str = "Melati", **fields: Any) -> int:
    order = {"member": member, "name": name, "relation": "child", **fields}
    return session.office.perform("members.add_heir", order).id


def a_borrower(session: Session) -> int:
    office = session.office
    member = a_saver(office)
    for account, amount, unit in (
        ("1-1301", 300_000, "USP"),
        ("1-1303", 6_000, "USP"),
        ("1-1201", 54_000, "G1"),
    ):
        owe(office, account, member.key, amount, unit)
    return member.key


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages are not beside this checkout")
def test_this_is_the_book_s_own_recipe() -> None:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = [each for each in csv.DictReader(file) if each["recipe"] == "B13"]

    signs, accrued = {"D": 1, "K": -1}, {"4-1201": "1-1303"}
    assert [
        (
            accrued.get(each["account"], each["account"]),
            int(each["example_amount"]) * signs[each["side"]],
            each["unit"],
        )
        for each in rows
    ] == B13


def test_all_rights_stand_against_all_debts_in_one_entry(books: Session) -> None:
    office = books.office
    key = a_borrower(books)

    answer = settle(office, "0001")

    assert answer.number == "KLR-KR-2026-000001"
    assert sorted(seen(lines_of(office, answer.number))) == sorted(B13)
    said = answer.fact["d"]
    assert (said["refundable"], said["rest"]) == (350_000, 0)
    assert [each["account"] for each in said["debts"]] == ["1-1303", "1-1301", "1-1201"]
    assert of_key(office, "2-1106", key) == -350_000
    left = row(books, key)
    assert (left.status, left.left, left.number) == ("left", builders.DAY, "0001")
    builders.require_green(office)


def test_equity_that_goes_out_says_so_for_the_statement_of_changes(books: Session) -> None:
    office = books.office
    a_saver(office)

    lines = lines_of(office, settle(office, "0001").number or "")

    moved = {line.account: line.movement for line in lines if line.account.startswith("3-")}
    assert moved == {"3-1101": "pengembalian", "3-1102": "pengembalian"}


def test_debts_above_rights_take_them_all_and_store_credit_moves_on(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    owe(office, "3-1101", member.key, -100_000, "KTR")
    owe(office, "1-1301", member.key, 80_000, "USP")
    owe(office, "1-1201", member.key, 70_000, "G1")

    said = settle(office, "0001").fact["d"]

    assert (said["refundable"], said["rest"]) == (0, 50_000)
    assert of_key(office, "1-1301", member.key) == 0
    assert of_key(office, "1-1201", member.key) == 0
    assert of_key(office, "1-1202", member.key) == 50_000
    assert balance(office, "2-1106") == 0
    builders.require_green(office)


def test_other_debts_stay_where_they_are_when_rights_do_not_reach(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    owe(office, "3-1101", member.key, -100_000, "KTR")
    owe(office, "1-1301", member.key, 130_000, "USP")

    said = settle(office, "0001").fact["d"]

    assert said["rest"] == 30_000
    assert of_key(office, "1-1301", member.key) == 30_000
    assert of_key(office, "1-1202", member.key) == 0
    builders.require_green(office)


def test_the_by_laws_say_which_debt_comes_first(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    owe(office, "3-1101", member.key, -100_000, "KTR")
    owe(office, "1-1301", member.key, 80_000, "USP")
    owe(office, "1-1201", member.key, 70_000, "G1")
    office.perform("settings.change", {"fields": {"exit.debt_order": "1-1201, 1-1301"}})

    said = settle(office, "0001").fact["d"]

    assert [each["account"] for each in said["debts"]] == ["1-1201", "1-1301"]
    assert of_key(office, "1-1202", member.key) == 0
    assert of_key(office, "1-1301", member.key) == 50_000
    builders.require_green(office)


def test_an_order_of_debts_that_names_the_queue_itself_pays_nobody_twice(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    owe(office, "2-1106", member.key, -5_000, "KTR")
    office.perform("settings.change", {"fields": {"exit.debt_order": "2-1106,1-1101,9-9999"}})

    said = settle(office, "0001").fact["d"]

    assert said["refundable"] == 710_000
    assert of_key(office, "2-1106", member.key) == -715_000
    builders.require_green(office)


def test_a_clerk_s_own_shortage_counts_when_he_leaves_as_a_member(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    user = office.perform(
        "security.add_user",
        {"name": "kasir9", "person": member.key, "role": "cashier"},
        approval=approval(),
    )
    owe(office, "1-1205", user.id, 5_000, "KTR")

    said = settle(office, "0001").fact["d"]

    assert said["debts"] == [{"account": "1-1205", "amount": 5_000, "unit": "KTR", "key": user.id}]
    assert of_key(office, "1-1205", user.id) == 0
    assert said["refundable"] == 705_000
    builders.require_green(office)


def test_titipan_that_was_left_over_goes_with_the_rest(books: Session) -> None:
    office = books.office
    applicant = builders.an_applicant(office)
    prepay(office, applicant, 500_000)
    decide(office, applicant)

    said = settle(office, "0001").fact["d"]

    assert said["refundable"] == 500_000
    assert {each["account"] for each in said["rights"]} == {"2-1107", "3-1101", "3-1102"}
    builders.require_green(office)


def test_who_has_nothing_leaves_without_an_entry(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)

    said = settle(office, "0001").fact["d"]

    assert "entry" not in said
    assert row(books, member.key).status == "left"
    assert settle(office, builders.a_member(office, 2).key).number == "KLR-KR-2026-000002"
    builders.require_green(office)


def test_prepaid_months_come_back_whole(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    pay(office, member, "mandatory", months=6)

    assert settle(office, "0001").fact["d"]["refundable"] == 60_000


def test_arrears_are_not_deducted_and_stop_in_the_month_of_leaving(books: Session) -> None:
    office = books.office
    member = builders.a_member(office, day=date(2026, 1, 5))
    pay(office, member, "principal", amount=100_000)

    assert settle(office, "0001", day="2026-02-01").fact["d"]["refundable"] == 100_000

    owed = savings.dues_of(office.reading, row(books, member.key), "mandatory", date(2026, 6, 1))
    assert owed.unpaid() == [Month("2026-01")]


def test_a_reason_marks_a_settlement_that_is_recorded_later(books: Session) -> None:
    office = books.office
    builders.a_member(office, day=date(2026, 1, 5))

    key = settle(office, "0001", day="2026-02-01", late="surat baru datang").id

    said = logged(office.reading, key)
    assert said is not None
    assert (said.stamp.late, said.stamp.bd) == ("surat baru datang", builders.DAY)
    builders.require_green(office)


def test_the_dead_do_not_apply_and_are_not_admitted(books: Session) -> None:
    office = books.office
    a_saver(office, 1)
    settle(office, "0001", "death")
    words = r"tercatat meninggal dunia \(KLR-KR-2026-000001\)"

    with pytest.raises(BadField, match=words):
        builders.an_applicant(office, 1)

    unknown = office.perform("membership.apply", {"name": "Melati Kantil"}).id
    office.perform("members.change", {"member": unknown, "fields": {"nik": builders.nik(1)}})
    yes = {"application": unknown, "approved": True, "decision_no": "1"}
    with pytest.raises(BadField, match=words):
        office.perform("membership.decide", yes)
    office.perform("membership.decide", {**yes, "approved": False})


def test_who_left_at_his_own_request_may_apply_again(books: Session) -> None:
    a_saver(books.office, 1)
    settle(books.office, "0001")

    assert builders.an_applicant(books.office, 1)


# --- who may ----------------------------------------------------------------------------------


def test_a_treasurer_settles_nobody_alone_and_a_clerk_nobody_at_all(books: Session) -> None:
    office = books.office
    a_saver(office)
    order = {"member": "0001", "reason": "request", "decision_no": "1"}

    with pytest.raises(NeedsApproval):
        office.perform("membership.settle", order)
    with working_as(office, "kasir"), pytest.raises(NotPermitted):
        office.perform("membership.settle", order, approval=approval())
    with working_as(office, "ketua"):
        office.perform("membership.settle", order)

    assert row(books, "0001").status == "left"


def as_user(session: Session, person: int, name: str, role: str) -> None:
    session.office.perform(
        "security.add_user",
        {"name": name, "person": person, "role": role},
        approval=approval(),
    )
    builders.give_pins(session.office)


def test_nobody_settles_himself(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    as_user(books, member.key, "ketua2", "chair")
    before = fact_count(office)
    order = {"member": "0001", "reason": "request", "decision_no": "1"}

    with working_as(office, "ketua2"), pytest.raises(SelfApproval):
        office.perform("membership.settle", order, approval=approval())
    with pytest.raises(SelfApproval):
        office.perform("membership.settle", order, approval=approval("ketua2"))

    assert fact_count(office) == before


def test_a_family_s_settlement_and_refund_take_somebody_from_outside(books: Session) -> None:
    office = books.office
    card = "3310010101010001"
    a_saver(office, 1, kk=card)
    officer = builders.a_member(office, 2, kk=card)
    as_user(books, officer.key, "ketua2", "chair")
    order = {"member": "0001", "reason": "request", "decision_no": "1"}

    with working_as(office, "ketua2"), pytest.raises(NeedsApproval):
        office.perform("membership.settle", order)
    with pytest.raises(SelfApproval):
        office.perform("membership.settle", order, approval=approval("ketua2"))
    settle(office, "0001")
    with working_as(office, "ketua2"), pytest.raises(NeedsApproval):
        refund(office, "0001", cash="KAS")


@pytest.mark.parametrize(
    ("how", "refusal", "field"),
    [
        ({"reason": "dismissal", "decision_no": " "}, BadField, "decision_no"),
        ({"reason": "dismissal", "decision_no": None}, BadField, "decision_no"),
        ({"day": "2026-02-03"}, BadDay, "day"),
        ({"day": "2026-01-31"}, BadDay, "day"),
        ({"reason": "bosan"}, BadField, "reason"),
    ],
)
def test_an_impossible_settlement_is_refused_at_its_field(
    books: Session, how: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    office = books.office
    a_saver(office)
    before = fact_count(office)
    order = {"member": "0001", "reason": "request", "decision_no": "1", **how}
    said = {name: value for name, value in order.items() if value is not None}

    with pytest.raises(refusal) as refused:
        office.perform("membership.settle", said, approval=approval())

    assert getattr(refused.value, "field", None) == field
    assert fact_count(office) == before


def test_a_membership_ends_once_and_only_where_there_is_one(books: Session) -> None:
    office = books.office
    a_saver(office)
    applicant = builders.an_applicant(office, 2)
    settle(office, "0001")

    with pytest.raises(AlreadyDecided):
        settle(office, "0001")
    with pytest.raises(NotActive):
        settle(office, applicant)
    with pytest.raises(NotActive):
        pay(office, row(books, "0001"), "mandatory", months=1)


# --- the queue --------------------------------------------------------------------------------


def test_who_left_first_stands_first_in_the_queue(books: Session) -> None:
    office = books.office
    for n in (1, 2, 3):
        a_saver(office, n, day=date(2026, 1, 5))
    settle(office, "0003", day="2026-01-31")
    settle(office, "0001", day="2026-02-02")
    settle(office, "0002", day="2026-02-01")

    queue = queries.refund_queue(office.reading)

    assert [each.member.number for each in queue] == ["0003", "0002", "0001"]
    assert [each.since.isoformat() for each in queue] == ["2026-01-31", "2026-02-01", "2026-02-02"]
    assert sum(int(each.amount) for each in queue) == -balance(office, "2-1106")


def test_a_refund_goes_out_of_the_box_and_out_of_the_queue(books: Session) -> None:
    office = books.office
    a_borrower(books)
    settle(office, "0001")
    owe(office, "1-1101", 0, 1_000_000, "KTR")

    answer = refund(office, "0001")

    assert answer.number == "PGM-KR-2026-000001"
    assert seen(lines_of(office, answer.number)) == [
        ("2-1106", 350_000, "KTR"),
        ("1-1101", -350_000, "KTR"),
    ]
    assert queries.refund_queue(office.reading) == []
    builders.require_green(office)


def test_a_refund_may_come_in_parts_and_never_above_what_is_owed(books: Session) -> None:
    office = books.office
    a_borrower(books)
    settle(office, "0001")
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    refund(office, "0001", amount=200_000)
    before = fact_count(office)

    with pytest.raises(InsufficientBalance) as refused:
        refund(office, "0001", amount=150_001)
    for amount in (0, -5):
        with pytest.raises(BadField):
            refund(office, "0001", amount=amount)

    assert "Rp150.000" in refused.value.message
    assert "Rp150.001" in refused.value.message
    assert fact_count(office) == before
    assert refund(office, "0001").fact["d"]["amount"] == 150_000
    with pytest.raises(BadField):
        refund(office, "0001")


def test_an_empty_box_refunds_nobody(books: Session) -> None:
    office = books.office
    a_saver(office)
    settle(office, "0001")

    with pytest.raises(InsufficientBalance):
        refund(office, "0001")


# --- death ------------------------------------------------------------------------------------


def a_death(session: Session, **how: Any) -> tuple[int, int, int]:
    """A member who died, and his two heirs, the first of them authorised."""
    office = session.office
    member = a_saver(office)
    first, second = an_heir(session, member.key), an_heir(session, member.key, "Kenanga")
    settle(office, "0001", "death", heirs=[first, second], **how)
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    return member.key, first, second


def test_after_a_death_only_the_authorised_heir_takes_the_money(books: Session) -> None:
    office = books.office
    key, first, second = a_death(books)
    stranger = an_heir(books, builders.a_member(office, 2).key)
    letter = {"letter_no": "470/12/2026"}

    for how in ({}, {"heir": second, **letter}, {"heir": stranger, **letter}, {"heir": key}):
        with pytest.raises(BadField) as refused:
            refund(office, "0001", **how)
        assert refused.value.field == "heir"
    with pytest.raises(BadField) as without:
        refund(office, "0001", heir=first)
    assert without.value.field == "letter_no"

    said = refund(office, "0001", heir=first, **letter).fact["d"]

    assert (said["heir"], said["letter_no"], said["amount"]) == (first, "470/12/2026", 710_000)
    assert row(books, key).status == "left"
    builders.require_green(office)


def test_the_letter_may_lie_with_the_settlement_already(books: Session) -> None:
    _key, first, _second = a_death(books, letter_no="470/12/2026")

    assert refund(books.office, "0001", heir=first).fact["d"]["heir"] == first


def test_an_officer_who_inherits_does_not_pay_himself_alone(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    officer = builders.a_member(office, 2)
    as_user(books, officer.key, "ketua2", "chair")
    heir = an_heir(books, member.key, nik=builders.nik(2))
    settle(office, "0001", "death", heirs=[heir], letter_no="470/1")
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    order = {"member": "0001", "heir": heir, "cash": "KAS"}

    with working_as(office, "ketua2"), pytest.raises(NeedsApproval):
        office.perform("membership.refund", order)
    with pytest.raises(SelfApproval):
        office.perform("membership.refund", order, approval=approval("ketua2"))

    with working_as(office, "ketua2"):
        office.perform("membership.refund", order, approval=approval())


def test_heirs_who_come_later_are_named_then(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    settle(office, "0001", "death")
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    heir = an_heir(books, member.key)

    refund(office, "0001", heir=heir, letter_no="470/1")

    builders.require_green(office)


def test_a_letter_of_resignation_may_stand_without_a_decision(books: Session) -> None:
    office = books.office
    a_saver(office)
    order = {"member": "0001", "reason": "request", "day": "2026-02-02"}

    answer = office.perform("membership.settle", order, approval=approval())

    assert "decision_no" not in answer.fact["d"]
    assert not any("Keputusan" in line for line in slips.minutes(office.reading, answer.id).about)


def test_the_heir_of_one_who_left_before_these_books_comes_with_a_letter(books: Session) -> None:
    office = books.office
    key = office.perform(
        "membership.adopt",
        {"name": "Melati", "joined": "2025-08-01", "left": "2025-11-30", "number": "0417"},
    ).id
    owe(office, "2-1106", key, -100_000, "KTR")
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    heir = an_heir(books, key)

    with pytest.raises(BadField) as refused:
        refund(office, "0417", heir=heir)
    assert refused.value.field == "letter_no"
    refund(office, "0417", heir=heir, letter_no="470/1", amount=60_000)
    refund(office, "0417")

    assert queries.refund_queue(office.reading) == []
    builders.require_green(office)


def test_heirs_belong_to_a_death_and_to_their_own(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    heir = an_heir(books, member.key)
    other = an_heir(books, builders.a_member(office, 2).key)

    with pytest.raises(BadField) as alive:
        settle(office, "0001", heirs=[heir])
    with pytest.raises(BadField) as foreign:
        settle(office, "0001", "death", heirs=[heir, other])

    assert alive.value.field == "heirs"
    assert foreign.value.field == "heirs[1]"


def test_a_living_leaver_takes_his_money_himself(books: Session) -> None:
    office = books.office
    member = a_saver(office)
    heir = an_heir(books, member.key)
    settle(office, "0001")
    owe(office, "1-1101", 0, 1_000_000, "KTR")

    with pytest.raises(BadField) as refused:
        refund(office, "0001", heir=heir)

    assert refused.value.field == "heir"


# --- taking back, coming again -----------------------------------------------------------------


def test_a_settlement_taken_back_makes_him_a_member_as_before(books: Session) -> None:
    office = books.office
    key = a_borrower(books)
    before = row(books, key)
    answer = settle(office, "0001")

    office.perform(
        "accounting.reverse",
        {"entry": answer.number, "reason": "batal keluar"},
        approval=approval(),
    )

    assert row(books, key) == before
    assert of_key(office, "2-1106", key) == 0
    assert of_key(office, "3-1102", key) == -360_000
    assert settle(office, "0001").fact["d"]["refundable"] == 350_000
    builders.require_green(office)


def test_a_settlement_whose_money_was_paid_stands(books: Session) -> None:
    office = books.office
    a_borrower(books)
    answer = settle(office, "0001")
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    paid = refund(office, "0001", amount=1)

    with pytest.raises(NotReversible) as refused:
        office.perform(
            "accounting.reverse",
            {"entry": answer.number, "reason": "batal keluar"},
            approval=approval(),
        )
    assert "pengembaliannya sudah dibayar" in refused.value.message

    office.perform("accounting.reverse", {"entry": paid.number, "reason": "salah hitung"})
    office.perform(
        "accounting.reverse",
        {"entry": answer.number, "reason": "batal keluar"},
        approval=approval(),
    )
    assert row(books, "0001").status == "active"
    builders.require_green(office)


def test_who_left_may_ask_again_and_gets_a_new_number(books: Session) -> None:
    office = books.office
    key = a_saver(office).key
    answer = settle(office, "0001")

    again = builders.an_applicant(office, 1)
    decide(office, again)

    assert (row(books, again).number, row(books, key).number) == ("0002", "0001")
    with pytest.raises(NotReversible):
        office.perform(
            "accounting.reverse",
            {"entry": answer.number, "reason": "batal keluar"},
            approval=approval(),
        )
    with pytest.raises(DuplicateNik):
        builders.an_applicant(office, 1)
    builders.require_green(office)


def test_any_members_leave_the_books_green_and_the_queue_equal_to_the_ledger(
    books: Session,
) -> None:
    office, draw = books.office, random.Random(2026)  # noqa: S311  amounts to try, no secrets
    places = [
        ("3-1101", -1, "KTR"),
        ("3-1102", -1, "KTR"),
        ("2-1101", -1, "USP"),
        ("2-1401", -1, "KTR"),
        ("1-1201", 1, "G1"),
        ("1-1301", 1, "USP"),
        ("1-1303", 1, "USP"),
        ("1-1205", 1, "KTR"),
    ]
    expected: dict[int, int] = {}
    for n in range(1, 16):
        key = builders.a_member(office, n).key
        net = 0
        for account, sign, unit in draw.sample(places, draw.randint(0, len(places))):
            amount = draw.randint(1, 400_000)
            owe(office, account, key, sign * amount, unit)
            net -= sign * amount
        said = settle(office, key).fact["d"]
        assert (said["refundable"], said["rest"]) == (max(net, 0), max(-net, 0))
        expected[key] = max(net, 0)

    queue = {each.member.key: int(each.amount) for each in queries.refund_queue(office.reading)}
    assert queue == {key: amount for key, amount in expected.items() if amount}
    assert sum(queue.values()) == -balance(office, "2-1106")
    assert balance(office, "1-1201") == balance(office, "3-1101") == balance(office, "2-1401") == 0
    builders.require_green(office)
