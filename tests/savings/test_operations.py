"""Taking in savings: one receipt, several products and members, and nothing that may not be."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    BadDay,
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NotActive,
    PeriodClosed,
    Refusal,
    UnknownMember,
)
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.builders import DAY, approval, fact_count, lines_of, pay, record, seen, working_as


@pytest.fixture
def member(books: Session) -> MemberRow:
    """Approved in January, so that January's dues are late in February."""
    return builders.a_member(books.office, 1, day=date(2026, 1, 10))


def months(answer: Answer, n: int = 0) -> list[list[Any]]:
    found: list[list[Any]] = answer.fact["d"]["lines"][n].get("months", [])
    return found


def balance(books: Session, member: MemberRow, product: str) -> int:
    return int(savings.balance(books.office.reading, member.key, product))


def deposit(books: Session, member: MemberRow | str, *lines: dict[str, Any], **how: Any) -> Answer:
    name = member if isinstance(member, str) else member.key
    return books.office.perform("savings.deposit", {"member": name, "lines": list(lines), **how})


# --- what is taken -------------------------------------------------------------------------------


def test_one_receipt_holds_several_products_and_one_entry(
    books: Session, member: MemberRow
) -> None:
    answer = deposit(
        books,
        member,
        {"product": "principal", "amount": 100_000},
        {"product": "mandatory", "months": 2},
        {"product": "voluntary", "amount": 25_000},
    )

    assert answer.number == "SMP-KR-2026-000001"
    assert answer.fact["d"]["total"] == 145_000
    assert seen(lines_of(books.office, answer.id)) == [
        ("1-1101", 145_000, "KTR"),
        ("3-1101", -100_000, "KTR"),
        ("3-1102", -20_000, "KTR"),
        ("2-1101", -25_000, "USP"),
        ("1-1901", 25_000, "USP"),
        ("1-1901", -25_000, "KTR"),
    ]
    assert {line.key for line in lines_of(books.office, answer.id)} == {None, member.key}
    assert balance(books, member, "principal") == 100_000
    builders.require_green(books.office)


def test_dues_in_months_are_the_oldest_first(books: Session, member: MemberRow) -> None:
    first = deposit(books, member, {"product": "mandatory", "months": 2})
    second = deposit(books, member, {"product": "mandatory", "months": 1})

    assert months(first) == [["2026-01", 10_000, 10_000], ["2026-02", 10_000, 10_000]]
    assert months(second) == [["2026-03", 10_000, 10_000]]
    state = savings.dues(books.office.reading, member.key, DAY)
    assert (state.paid_until, state.arrears_months, int(state.arrears)) == ("2026-03", 0, 0)


def test_a_month_may_be_paid_in_parts(books: Session, member: MemberRow) -> None:
    first = deposit(books, member, {"product": "mandatory", "amount": 4_000})
    second = deposit(books, member, {"product": "mandatory", "amount": 9_000})
    third = deposit(books, member, {"product": "mandatory", "months": 1})

    assert months(first) == [["2026-01", 4_000, 10_000]]
    assert months(second) == [["2026-01", 6_000, 10_000], ["2026-02", 3_000, 10_000]]
    assert months(third) == [["2026-02", 7_000, 10_000]]
    builders.require_green(books.office)


def test_two_lines_of_one_receipt_do_not_pay_the_same_month(
    books: Session, member: MemberRow
) -> None:
    answer = deposit(
        books,
        member,
        {"product": "mandatory", "amount": 15_000},
        {"product": "mandatory", "months": 1},
        {"product": "principal", "amount": 60_000},
        {"product": "principal", "amount": 40_000},
    )

    assert months(answer, 0) == [["2026-01", 10_000, 10_000], ["2026-02", 5_000, 10_000]]
    assert months(answer, 1) == [["2026-02", 5_000, 10_000]]
    with pytest.raises(BadField):
        deposit(books, member, {"product": "principal", "amount": 1})
    builders.require_green(books.office)


def test_twelve_months_ahead_is_the_ceiling(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadField) as months_refused:
        deposit(books, member, {"product": "mandatory", "months": 15})
    with pytest.raises(BadField) as amount_refused:
        deposit(books, member, {"product": "mandatory", "amount": 140_001})

    paid = deposit(books, member, {"product": "mandatory", "months": 14})

    assert months(paid)[-1][0] == "2027-02"
    assert "14 bulan" in months_refused.value.message
    assert "Rp1" in amount_refused.value.message
    with pytest.raises(BadField):
        deposit(books, member, {"product": "mandatory", "months": 1})


def test_one_payer_pays_for_his_household_on_one_receipt(books: Session, member: MemberRow) -> None:
    wife = builders.a_member(books.office, 2, day=date(2026, 1, 10))

    answer = deposit(
        books,
        member,
        {"product": "mandatory", "months": 1},
        {"product": "mandatory", "months": 2, "member": wife.number},
        {"product": "voluntary", "amount": 5_000, "member": wife.key},
        payer=member.number,
    )

    assert [line["member"] for line in answer.fact["d"]["lines"]] == [
        member.key,
        wife.key,
        wife.key,
    ]
    assert answer.fact["d"]["payer"] == member.key
    assert (balance(books, member, "mandatory"), balance(books, wife, "mandatory")) == (
        10_000,
        20_000,
    )
    builders.require_green(books.office)


def test_a_clerk_s_drawer_receives_and_units_settle_through_the_office(
    books: Session, member: MemberRow
) -> None:
    with working_as(books.office, "kasir"):
        answer = deposit(books, member, {"product": "voluntary", "amount": 30_000})

    assert answer.fact["d"]["box"] == "LACI-G1"
    assert seen(lines_of(books.office, answer.id)) == [
        ("1-1103", 30_000, "G1"),
        ("2-1101", -30_000, "USP"),
        ("1-1901", -30_000, "G1"),
        ("1-1901", 30_000, "KTR"),
        ("1-1901", 30_000, "USP"),
        ("1-1901", -30_000, "KTR"),
    ]
    assert [x.other for x in lines_of(books.office, answer.id) if x.auto] == [
        "KTR",
        "G1",
        "KTR",
        "USP",
    ]


def test_cash_goes_into_the_box_that_is_named(books: Session, member: MemberRow) -> None:
    answer = deposit(books, member, {"product": "voluntary", "amount": 5_000}, cash="BRI")
    by_account = deposit(books, member, {"product": "voluntary", "amount": 5_000}, cash="1-1111")

    assert answer.fact["d"]["box"] == by_account.fact["d"]["box"] == "BRI"
    assert builders.balance(books.office, "1-1111") == 10_000


def test_who_keeps_no_box_has_to_name_one(books: Session, member: MemberRow) -> None:
    books.office.perform(
        "security.add_user",
        {"name": "kasir2", "person": "Kasir Dua", "role": "cashier"},
        approval=approval(),
    )
    with working_as(books.office, "kasir2"):
        with pytest.raises(BadField) as refused:
            deposit(books, member, {"product": "voluntary", "amount": 5_000})
        assert deposit(books, member, {"product": "voluntary", "amount": 5_000}, cash="KAS").number

    assert refused.value.field == "cash"


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"product": "voluntary"}, "amount"),
        ({"product": "voluntary", "amount": 5, "months": 1}, "amount"),
        ({"product": "voluntary", "amount": 0}, "amount"),
        ({"product": "voluntary", "amount": -5_000}, "amount"),
        ({"product": "voluntary", "months": 1}, "months"),
        ({"product": "mandatory", "months": 0}, "months"),
        ({"product": "mandatory", "months": -1}, "months"),
        ({"product": "mandatory", "amount": -1}, "amount"),
        ({"product": "principal", "amount": 100_001}, "amount"),
        ({"product": "principal", "months": 1}, "months"),
        ({"product": "emas", "amount": 5_000}, "lines[0].product"),
        ({"product": "", "amount": 5_000}, "lines[0].product"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(
    books: Session, member: MemberRow, line: dict[str, Any], field: str
) -> None:
    before = fact_count(books.office)

    with pytest.raises(BadField) as refused:
        deposit(books, member, line)

    assert refused.value.field == field
    assert fact_count(books.office) == before


@pytest.mark.parametrize("months_wanted", [0, -1])
def test_months_begin_at_one_whatever_may_be_paid(
    books: Session, member: MemberRow, months_wanted: int
) -> None:
    with pytest.raises(BadField) as refused:
        deposit(books, member, {"product": "mandatory", "months": months_wanted})

    assert "jumlah bulan mulai dari 1" in refused.value.message
    assert "paling banyak" not in refused.value.message


@pytest.mark.parametrize("months_wanted", [10**6, 2**62])
def test_any_number_of_months_beyond_the_ceiling_is_refused_in_words(
    books: Session, member: MemberRow, months_wanted: int
) -> None:
    with pytest.raises(BadField) as refused:
        deposit(books, member, {"product": "mandatory", "months": months_wanted})

    assert refused.value.field == "months"


def test_a_receipt_says_something(books: Session, member: MemberRow) -> None:
    with pytest.raises(BadField) as refused:
        deposit(books, member)

    assert refused.value.field == "lines"


def test_only_active_members_save(books: Session, member: MemberRow) -> None:
    waiting = builders.an_applicant(books.office, 5)
    rejected = builders.an_applicant(books.office, 6)
    books.office.perform(
        "membership.decide", {"application": rejected, "approved": False, "decision_no": "1"}
    )
    line = {"product": "voluntary", "amount": 5_000}

    for key in (waiting, rejected):
        with pytest.raises(NotActive) as for_himself:
            books.office.perform("savings.deposit", {"member": key, "lines": [line]})
        with pytest.raises(NotActive) as by_another:
            deposit(books, member, {**line, "member": key})
        assert for_himself.value.field == "member"
        assert by_another.value.field == "lines[0].member"


def test_nobody_is_unknown_politely(books: Session, member: MemberRow) -> None:
    line = {"product": "voluntary", "amount": 5_000}

    for order in (
        {"member": "9999", "lines": [line]},
        {"member": 7, "lines": [line]},
        {"member": member.key, "lines": [{**line, "member": "9999"}]},
        {"member": member.key, "lines": [line], "payer": "9999"},
    ):
        with pytest.raises(UnknownMember):
            books.office.perform("savings.deposit", order)


# --- days ----------------------------------------------------------------------------------------


def test_a_late_document_keeps_its_day_and_its_reason(books: Session, member: MemberRow) -> None:
    today = pay(books.office, member, amount=1_000)
    late = pay(books.office, member, amount=5_000, day="2026-01-31", late="buku tertinggal")

    assert (late.fact["bd"], late.fact["late"]) == ("2026-01-31", "buku tertinggal")
    assert "late" not in today.fact
    assert late.number == "SMP-KR-2026-000002"  # numbers follow posting order
    assert builders.balance(books.office, "1-1101", date(2026, 1, 31)) == 5_000
    builders.require_green(books.office)


@pytest.mark.parametrize(
    ("how", "refusal", "field"),
    [
        ({"day": "2026-01-31"}, BadDay, "late"),
        ({"day": "2026-01-31", "late": "  "}, BadDay, "late"),
        ({"day": "2026-02-03"}, BadDay, "day"),
        ({"day": "2026-02-03", "late": "x"}, BadDay, "day"),
        ({"day": "2025-12-31", "late": "x"}, Refusal, "day"),
    ],
)
def test_a_document_is_dated_backwards_only_with_a_reason_and_never_forwards(
    books: Session, member: MemberRow, how: dict[str, str], refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        pay(books.office, member, amount=5_000, **how)

    assert refused.value.field == field


def test_today_needs_no_reason(books: Session, member: MemberRow) -> None:
    assert "late" not in pay(books.office, member, amount=5_000, day="2026-02-02").fact


def test_nothing_is_posted_into_a_closed_month(books: Session, member: MemberRow) -> None:
    books.office.perform("accounting.close_month", {"month": "2026-01"})

    with pytest.raises(PeriodClosed) as refused:
        pay(books.office, member, amount=5_000, day="2026-01-31", late="x")

    assert "Januari 2026" in refused.value.message
    assert "Februari 2026" in refused.value.message


# --- rates ---------------------------------------------------------------------------------------


def test_a_new_rate_holds_from_its_month_on(books: Session, member: MemberRow) -> None:
    books.office.perform(
        "savings.set_rate",
        {"product": "mandatory", "from": "2026-03-01", "amount": 15_000, "decision_no": "RAT 1"},
    )

    paid = deposit(books, member, {"product": "mandatory", "months": 4})

    assert months(paid) == [
        ["2026-01", 10_000, 10_000],
        ["2026-02", 10_000, 10_000],
        ["2026-03", 15_000, 15_000],
        ["2026-04", 15_000, 15_000],
    ]
    builders.require_green(books.office)


def test_months_paid_ahead_stay_paid_when_the_rate_rises(books: Session, member: MemberRow) -> None:
    prepaid = deposit(books, member, {"product": "mandatory", "months": 4})
    part = deposit(books, member, {"product": "mandatory", "amount": 4_000})
    books.office.perform(
        "savings.set_rate",
        {"product": "mandatory", "from": "2026-03-01", "amount": 15_000, "decision_no": "RAT 1"},
    )

    rest = deposit(books, member, {"product": "mandatory", "months": 2})

    assert months(prepaid)[-1] == ["2026-04", 10_000, 10_000]
    assert months(part) == [["2026-05", 4_000, 10_000]]
    assert months(rest) == [["2026-05", 11_000, 15_000], ["2026-06", 15_000, 15_000]]
    builders.require_green(books.office)


def test_a_month_whose_receipt_was_voided_is_owed_at_the_new_rate(
    books: Session, member: MemberRow
) -> None:
    prepaid = deposit(books, member, {"product": "mandatory", "months": 3})
    books.office.perform(
        "savings.set_rate",
        {"product": "mandatory", "from": "2026-03-01", "amount": 15_000, "decision_no": "RAT 1"},
    )
    books.office.perform("accounting.reverse", {"entry": prepaid.id, "reason": "salah orang"})

    again = deposit(books, member, {"product": "mandatory", "months": 3})

    assert [[month, part] for month, part, _owed in months(again)] == [
        ["2026-01", 10_000],
        ["2026-02", 10_000],
        ["2026-03", 15_000],
    ]
    builders.require_green(books.office)


@pytest.mark.parametrize(
    "change",
    [{"amount": -1}, {"product": "emas"}, {"from": "2026-01-01"}],
)
def test_a_rate_that_cannot_be_is_refused(books: Session, change: dict[str, Any]) -> None:
    order = {"product": "mandatory", "from": "2026-05-01", "amount": 5, "decision_no": "1"}

    with pytest.raises(BadField):
        books.office.perform("savings.set_rate", {**order, **change})


def test_a_member_owes_the_principal_of_his_own_day(books: Session, member: MemberRow) -> None:
    books.office.perform(
        "savings.set_rate",
        {"product": "principal", "from": "2026-02-01", "amount": 150_000, "decision_no": "RAT"},
    )
    later = builders.a_member(books.office, 2)

    with pytest.raises(BadField):
        pay(books.office, member, "principal", amount=100_001)
    assert pay(books.office, member, "principal", amount=100_000).number
    assert pay(books.office, later, "principal", amount=150_000).number


# --- reversal ------------------------------------------------------------------------------------


def test_a_reversal_takes_back_balances_and_dues(books: Session, member: MemberRow) -> None:
    kept = deposit(books, member, {"product": "mandatory", "months": 1})
    wrong = deposit(
        books,
        member,
        {"product": "principal", "amount": 100_000},
        {"product": "mandatory", "months": 3},
        {"product": "voluntary", "amount": 7_000},
    )

    books.office.perform("accounting.reverse", {"entry": wrong.number, "reason": "salah orang"})

    assert {p: balance(books, member, p) for p in ("principal", "mandatory", "voluntary")} == {
        "principal": 0,
        "mandatory": 10_000,
        "voluntary": 0,
    }
    assert savings.dues(books.office.reading, member.key, DAY).paid_until == "2026-01"
    again = deposit(books, member, {"product": "mandatory", "months": 1})
    assert months(again) == [["2026-02", 10_000, 10_000]]
    assert pay(books.office, member, "principal", amount=100_000).number
    assert kept.number != again.number
    builders.require_green(books.office)


def test_money_that_is_gone_from_the_drawer_cannot_be_given_back_by_a_reversal(
    books: Session, member: MemberRow
) -> None:
    receipt = pay(books.office, member, amount=50_000)
    record(books.office, ("6-1201", 40_000, "KTR"), ("1-1101", -40_000, "KTR"))

    with pytest.raises(InsufficientBalance):
        books.office.perform("accounting.reverse", {"entry": receipt.id, "reason": "x"})

    assert balance(books, member, "voluntary") == 50_000


def test_nobody_voids_his_own_savings_alone(books: Session) -> None:
    treasurer = books.office.signed_in.person
    member = builders.a_member(books.office, 1)
    books.office.perform(
        "security.add_user",
        {"name": "juru", "person": member.key, "role": "treasurer"},
        approval=approval(),
    )
    receipt = pay(books.office, member, amount=5_000)

    with working_as(books.office, "juru"), pytest.raises(NeedsApproval):
        books.office.perform("accounting.reverse", {"entry": receipt.id, "reason": "x"})

    assert member.key != treasurer


# --- products ------------------------------------------------------------------------------------

PRODUCT = {
    "code": "hari-raya",
    "name": "Simpanan Hari Raya",
    "kind": "voluntary",
    "account": "2-1103",
    "unit": "USP",
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "principal"}, "code"),
        ({"account": "1-1101"}, "account"),
        ({"account": "9-9999"}, "account"),
        ({"account": "2-1101"}, "account"),
        ({"unit": "XX"}, "unit"),
        ({"kind": "emas"}, "kind"),
    ],
)
def test_a_product_that_cannot_be_is_refused(
    books: Session, change: dict[str, str], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        books.office.perform("savings.add_product", {**PRODUCT, **change})

    assert refused.value.field == field


def test_a_further_product_takes_money_like_the_others(books: Session, member: MemberRow) -> None:
    books.office.perform("savings.add_product", PRODUCT)

    pay(books.office, member, "hari-raya", amount=9_000)
    pay(books.office, member, "voluntary", amount=1_000)

    assert balance(books, member, "hari-raya") == 9_000
    builders.require_green(books.office)


def test_voluntary_savings_want_their_legal_basis(books: Session) -> None:
    books.office.perform("settings.change", {"fields": {"savings.voluntary_basis": ""}})

    with pytest.raises(BadField):
        books.office.perform("savings.add_product", PRODUCT)


def test_a_month_paid_in_full_stays_paid_when_the_rate_changes(
    books: Session, member: MemberRow
) -> None:
    deposit(books, member, {"product": "mandatory", "months": 3})
    books.office.perform(
        "savings.set_rate",
        {"product": "mandatory", "from": "2026-03-01", "amount": 20_000, "decision_no": "RAT 2"},
    )

    paid = deposit(books, member, {"product": "mandatory", "months": 1})

    assert months(paid) == [["2026-04", 20_000, 20_000]]


def test_a_month_paid_in_part_owes_the_new_rate(books: Session, member: MemberRow) -> None:
    deposit(books, member, {"product": "mandatory", "amount": 24_000})
    books.office.perform(
        "savings.set_rate",
        {"product": "mandatory", "from": "2026-03-01", "amount": 20_000, "decision_no": "RAT 2"},
    )

    paid = deposit(books, member, {"product": "mandatory", "months": 1})

    assert months(paid) == [["2026-03", 16_000, 20_000]]
