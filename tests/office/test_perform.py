"""The one door: who may, what is remembered, and that a refusal leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    BadField,
    DatabaseReadOnly,
    InsufficientBalance,
    KeyReused,
    NeedsApproval,
    NotPermitted,
    Refusal,
    SelfApproval,
    SignatureNeeded,
    SignInRefused,
    UnknownMember,
    UnknownOperation,
)
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.actor import Approval, Level
from kopdes_desktop.office.operation import CATALOGUE
from kopdes_desktop.office.transaction import Request
from kopdes_desktop.security.operations import FailuresOrder
from tests import builders
from tests.builders import PIN, fact_count, working_as


def test_a_key_gives_its_first_answer_again_and_no_second_fact(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    first = builders.pay(office, member, amount=5_000, key="loket-1")
    before = fact_count(office)

    again = builders.pay(office, member, amount=5_000, key="loket-1")

    assert (again.number, again.id, again.fact, again.op) == (
        first.number,
        first.id,
        first.fact,
        first.op,
    )
    assert (first.again, again.again) == (False, True)
    assert fact_count(office) == before


def test_a_key_is_remembered_when_the_books_are_opened_again(practice: Path) -> None:
    with builders.open_books(practice) as session:
        member = builders.a_member(session.office)
        first = builders.pay(session.office, member, amount=5_000, key="loket-1")

    with builders.open_books(practice) as later:
        again = builders.pay(later.office, member, amount=5_000, key="loket-1")

    assert (again.id, again.again) == (first.id, True)


@pytest.mark.parametrize(
    ("op", "order"),
    [
        ("savings.deposit", {"product": "voluntary", "amount": 5_001}),
        ("savings.deposit", {"product": "mandatory", "amount": 5_000}),
        ("members.change", {}),
    ],
)
def test_a_key_that_stands_for_another_order_is_refused(
    books: Session, op: str, order: dict[str, Any]
) -> None:
    office = books.office
    member = builders.a_member(office)
    builders.pay(office, member, amount=5_000, key="loket-1")
    before = fact_count(office)
    given: dict[str, Any] = (
        {"member": member.key, "lines": [order]}
        if op == "savings.deposit"
        else {"member": member.key, "fields": {"job": "tani"}}
    )

    with pytest.raises(KeyReused):
        office.perform(op, given, key="loket-1")

    assert fact_count(office) == before


def test_two_operations_with_the_same_words_are_two_orders(books: Session) -> None:
    office = books.office
    office.perform("day.open", {"day": "2026-02-02"})
    office.perform("day.close", {}, key="k")

    with pytest.raises(KeyReused):
        office.perform("security.change_password", {}, key="k")


def test_the_same_order_spelled_otherwise_is_the_same_order(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    one = f'{{"member":{member.key},"lines":[{{"product":"voluntary","amount":5000}}]}}'
    other = f'{{"lines": [{{"amount": 5000, "product": "voluntary"}}], "member": {member.key}}}'

    first = office.perform("savings.deposit", one, key="k")

    assert office.perform("savings.deposit", other, key="k").id == first.id


def test_a_refused_order_keeps_no_key(books: Session) -> None:
    office = books.office
    with pytest.raises(UnknownMember):
        office.perform("savings.deposit", {"member": "0001", "lines": []}, key="k")
    member = builders.a_member(office)

    assert not builders.pay(office, member, amount=5_000, key="k").again


def test_keys_of_two_persons_do_not_meet(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    first = builders.pay(office, member, amount=5_000, key="k")

    with working_as(office, "kasir"):
        second = builders.pay(office, member, amount=7_000, key="k")

    assert first.id != second.id


def test_a_refusal_leaves_no_fact_no_number_and_no_balance(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    before = fact_count(office)

    for _time in range(3):
        with pytest.raises(InsufficientBalance):
            builders.record(office, ("1-1101", -5, "KTR"), ("6-1201", 5, "KTR"))

    assert fact_count(office) == before
    assert builders.pay(office, member, amount=5_000).number == "SMP-KR-2026-000001"
    builders.require_green(office)


def test_several_orders_are_all_or_none(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    line = {"product": "voluntary", "amount": 5_000}
    good = Request("savings.deposit", {"member": member.key, "lines": [line]}, key="a")
    bad = Request("savings.deposit", {"member": "9999", "lines": [line]})
    before = fact_count(office)

    with pytest.raises(UnknownMember):
        office.perform_all([good, good, bad])

    assert fact_count(office) == before
    one, other = office.perform_all([good, Request(good.op, good.order)], batch=True)
    assert [one.number, other.number] == ["SMP-KR-2026-000001", "SMP-KR-2026-000002"]
    assert one.fact["batch"] == other.fact["batch"] == one.id
    builders.require_green(office)


def test_who_listens_hears_each_fact_once_and_only_after_its_commit(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    heard: list[tuple[str, bool]] = []
    office.listen(lambda stamp, _fact: heard.append((stamp.kind, office.database.in_transaction)))

    builders.pay(office, member, amount=5_000, key="k")
    builders.pay(office, member, amount=5_000, key="k")
    with pytest.raises(Refusal):
        builders.pay(office, member, amount=-1)

    assert heard == [("savings.deposit", False)]


def test_nobody_signed_in_may_nothing(books: Session) -> None:
    books.office.actor = None

    with pytest.raises(NotPermitted):
        books.office.perform("day.open", {"day": "2026-02-03"})
    with pytest.raises(NotPermitted):
        books.office.read("report.journal", members.search, "a")
    assert books.office.may("day.open") is Level.NO


def test_an_unknown_operation_is_refused_by_name(books: Session) -> None:
    with pytest.raises(UnknownOperation) as refused:
        books.office.perform("savings.steal", {})

    assert "savings.steal" in refused.value.message


@pytest.mark.parametrize(
    "login", ["pengawas", "pendamping", "admin", "kasir", "ketua", "bendahara"]
)
def test_every_role_may_do_exactly_what_the_matrix_says(books: Session, login: str) -> None:
    office = books.office
    with working_as(office, login):
        role = office.signed_in.role
        for code in CATALOGUE:
            level = books.staff.matrix.level(role, code)
            made = Level.NO if level is Level.SECOND else level
            assert office.may(code) is made
            if made is Level.NO:
                with pytest.raises(NotPermitted):
                    office.perform(code, {})


def test_a_program_s_own_operation_is_not_given_by_hand(books: Session) -> None:
    accept = {"dev": "x", "number": 1, "after": 0, "to": 1, "head": "x"}

    with pytest.raises(BadField):
        books.office.perform("sync.accept", accept)
    with pytest.raises(NotPermitted):
        books.office.perform("device.join", {"number": 1, "series": "GA", "seed": "x"})


# --- the second person ---------------------------------------------------------------------------


def a_receipt_of_the_clerk(books: Session) -> int:
    member = builders.a_member(books.office)
    with working_as(books.office, "kasir"):
        return builders.pay(books.office, member, amount=5_000).id


def test_a_clerk_needs_a_second_person_to_void(books: Session) -> None:
    receipt = a_receipt_of_the_clerk(books)
    order = {"entry": receipt, "reason": "salah orang"}

    with working_as(books.office, "kasir") as office:
        with pytest.raises(NeedsApproval):
            office.perform("accounting.reverse", order)
        answer = office.perform("accounting.reverse", order, approval=builders.approval())

    assert answer.fact["appr"]["role"] == "chair"
    assert answer.fact["by"]["role"] == "cashier"
    assert PIN not in str(answer.fact)


@pytest.mark.parametrize(
    ("by", "pin", "refusal"),
    [
        ("kasir", PIN, SelfApproval),
        ("pengawas", PIN, NotPermitted),
        ("ketua", "654321", SignInRefused),
        ("ketua", "", SignInRefused),
        ("hantu", PIN, SignInRefused),
    ],
)
def test_the_second_person_is_another_who_may_and_proves_it(
    books: Session, by: str, pin: str, refusal: type[Refusal]
) -> None:
    receipt = a_receipt_of_the_clerk(books)
    before = fact_count(books.office)

    with working_as(books.office, "kasir") as office, pytest.raises(refusal):
        office.perform(
            "accounting.reverse",
            {"entry": receipt, "reason": "x"},
            approval=Approval(by, "boleh", pin),
        )

    assert fact_count(books.office) == before


def test_one_person_under_two_names_is_still_one_person(books: Session) -> None:
    office = books.office
    receipt = a_receipt_of_the_clerk(books)
    clerk = office.database.connection.execute(
        "SELECT person FROM user WHERE login='kasir'"
    ).fetchone()[0]
    office.database.connection.execute("UPDATE user SET person=? WHERE login='ketua'", (clerk,))

    with working_as(office, "kasir"), pytest.raises(SelfApproval):
        office.perform(
            "accounting.reverse", {"entry": receipt, "reason": "x"}, approval=builders.approval()
        )


def test_nobody_approves_without_a_reason(books: Session) -> None:
    receipt = a_receipt_of_the_clerk(books)

    with working_as(books.office, "kasir") as office, pytest.raises(BadField) as refused:
        office.perform(
            "accounting.reverse",
            {"entry": receipt, "reason": "x"},
            approval=Approval("ketua", " ", PIN),
        )

    assert refused.value.field == "approval.reason"


def test_an_officer_signs_with_his_password_and_never_with_his_pin_alone(books: Session) -> None:
    office = books.office
    office.perform("accounting.close_month", {"month": "2026-01"})
    reopen = {"month": "2026-01", "reason": "keliru"}

    with pytest.raises(SignInRefused):
        office.perform(
            "accounting.reopen_month", reopen, approval=Approval("ketua", "x", PIN, "salah sekali")
        )
    with working_as(office, "ketua"), pytest.raises(SignatureNeeded):
        office.perform(
            "accounting.reopen_month",
            reopen,
            approval=Approval("bendahara", "x", PIN, builders.PASSWORD),
        )
    answer = office.perform("accounting.reopen_month", reopen, approval=builders.approval())

    assert len(answer.fact["sigs"]) == 2


def test_a_pin_is_refused_after_five_wrong_tries_even_when_it_is_right(books: Session) -> None:
    receipt = a_receipt_of_the_clerk(books)

    def approve(pin: str) -> None:
        with working_as(books.office, "kasir") as office:
            office.perform(
                "accounting.reverse",
                {"entry": receipt, "reason": "x"},
                approval=Approval("ketua", "x", pin),
            )

    for n in range(5):
        with pytest.raises(SignInRefused):
            approve(f"00000{n}")
    with pytest.raises(SignInRefused) as locked:
        approve(PIN)

    assert "lima kali" in locked.value.message


def test_a_right_pin_forgets_the_wrong_ones_before_it(books: Session) -> None:
    for _round in range(3):
        for n in range(4):
            with pytest.raises(SignInRefused):
                books.switch("ketua", f"00000{n}")
        books.switch("ketua", PIN)

    assert books.office.signed_in.name == "ketua"


def test_a_pin_is_worth_nothing_twelve_hours_after_the_password(books: Session) -> None:
    books.staff.opened_at -= 12 * 3600 + 1

    with pytest.raises(SignInRefused) as refused:
        books.switch("ketua", PIN)

    assert "12 jam" in refused.value.message


def test_books_that_may_not_be_written_are_still_read(books: Session) -> None:
    office = books.office
    builders.a_member(office)
    office.read_only = "tertinggal"

    with pytest.raises(DatabaseReadOnly):
        builders.a_member(office, 2)

    assert len(office.read("read.members", members.search, "Anggota")) == 1


GROUP = {"code": "RT01", "name": "RT 01", "kind": "rt"}


def test_a_batch_too_writes_first_what_the_session_owes(books: Session) -> None:
    office = books.office
    heard: list[str] = []
    office.listen(lambda stamp, _fact: heard.append(stamp.kind))
    office.beforehand = [("security.note_failures", FailuresOrder({}, 2))]

    office.together(lambda deal: deal.then("members.set_group", GROUP))

    assert [kind for kind in heard if kind != "day.open"] == [
        "security.note_failures",
        "members.set_group",
    ]
    assert office.beforehand == []
