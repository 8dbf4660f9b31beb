"""Money is taken up, its interest grows, it is paid back; books and tracker agree throughout."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.borrowings import lenders, queries
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    InsufficientBalance,
    NeedsApproval,
    NotReversible,
    PeriodClosed,
    Refusal,
)
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import by_hand
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.reports import report
from kopdes_desktop.reports.glance import GlanceSource
from tests.builders import (
    DAY,
    a_member,
    approval,
    findings,
    lines_of,
    record,
    require_green,
    require_rebuilt,
    seen,
)

FEBRUARY = Month("2026-02")


def take(office: Office, *, second: bool = False, **fields: Any) -> Answer:
    order = {
        "lender": "BRI Unit Ngemplak",
        "account": "2-2101",
        "principal": 500_000_000,
        "rate": "6",
        "months": 72,
        "grace": 8,
        "first_due": "2026-02-28",
        "box": "1-1111",
        "decision_no": "03/RA/2026",
        **fields,
    }
    order = {k: v for k, v in order.items() if v is not None}
    return office.perform("borrowings.take", order, approval=approval() if second else None)


def pay(office: Office, loan: Answer, *, second: bool = False, **fields: Any) -> Answer:
    order = {"loan": loan.number, "box": "1-1111", **fields}
    return office.perform("borrowings.pay", order, approval=approval() if second else None)


def accrue(office: Office) -> Answer:
    """The interest of February, on its last day."""
    office.named_day = date(2026, 2, 28)
    return office.perform("borrowings.accrue", {"month": "2026-02"})


def change(office: Office, loan: Answer, today: date, **fields: Any) -> Answer:
    office.named_day = today
    order = {"loan": loan.number, "first_due": "2028-01-10", "months": 24, "reason": "adendum"}
    return office.perform("borrowings.change_schedule", order | fields)


def loan_of(office: Office, answer: Answer) -> queries.Borrowing:
    return queries.require_borrowing(office.reading, answer.number or "")


def reverse(office: Office, answer: Answer) -> None:
    office.perform("accounting.reverse", {"entry": answer.number, "reason": "salah catat"})


def test_a_bank_loan_lives_from_the_day_it_comes_to_its_accrued_instalment(books: Session) -> None:
    office = books.office
    loan = take(office, fee=5_000_000)
    proposed = queries.proposals(office.reading, FEBRUARY)
    accrued = accrue(office)
    paid = pay(office, loan, principal=7_812_500, interest=2_600_000, penalty=10_000)

    assert seen(lines_of(office, loan.number or "")) == [
        ("1-1111", 495_000_000, "KTR"),
        ("6-1208", 5_000_000, "KTR"),
        ("2-2101", -500_000_000, "KTR"),
    ]
    assert [(each.operation, int(each.amount)) for each in proposed] == [
        ("borrowings.accrue", 2_500_000)
    ]
    assert seen(lines_of(office, accrued.number or "")) == [
        ("6-9101", 2_500_000, "KTR"),
        ("2-1502", -2_500_000, "KTR"),
    ]
    assert seen(lines_of(office, paid.number or "")) == [
        ("2-2101", 7_812_500, "KTR"),
        ("2-1502", 2_500_000, "KTR"),
        ("6-9101", 100_000, "KTR"),
        ("6-9109", 10_000, "KTR"),
        ("1-1111", -10_422_500, "KTR"),
    ]
    assert loan_of(office, loan).accrued == NOTHING
    require_green(office)


def test_an_amount_alone_pays_interest_first(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")

    first = pay(office, loan, amount=1_060_000)
    early = pay(office, loan, amount=500_000)

    assert (first.fact["d"]["principal"], first.fact["d"]["interest"]) == (1_000_000, 60_000)
    assert (early.fact["d"]["principal"], early.fact["d"]["interest"]) == (445_000, 55_000)


def test_a_late_instalment_asks_for_no_interest_that_is_not_due_yet(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")
    accrue(office)
    assert loan_of(office, loan).accrued > Rupiah(60_000)

    late = pay(office, loan, amount=1_060_000)

    assert (late.fact["d"]["principal"], late.fact["d"]["interest"]) == (1_000_000, 60_000)


def test_participation_capital_has_no_schedule_and_no_interest(books: Session) -> None:
    office = books.office
    capital = take(
        office, account="2-2104", principal=10_000_000, rate="0", method="none", months=0, grace=0
    )

    assert seen(lines_of(office, capital.number or "")) == [
        ("1-1111", 10_000_000, "KTR"),
        ("2-2104", -10_000_000, "KTR"),
    ]
    assert loan_of(office, capital).next_due(DAY) is None
    assert queries.proposals(office.reading, FEBRUARY) == []
    pay(office, capital, principal=4_000_000)
    assert loan_of(office, capital).left == Rupiah(6_000_000)


def test_interest_is_accrued_once_and_taken_back_as_a_whole(books: Session) -> None:
    office = books.office
    loan = take(office)
    accrued = accrue(office)

    with pytest.raises(AlreadyDecided):
        accrue(office)
    with pytest.raises(NotReversible):
        reverse(office, loan)
    reverse(office, accrued)
    assert loan_of(office, loan).recognised == NOTHING
    reverse(office, loan)
    assert queries.borrowings(office.reading) == []
    require_green(office)


def test_paid_interest_holds_its_accrual_until_the_payment_is_taken_back(books: Session) -> None:
    office = books.office
    loan = take(office)
    accrued = accrue(office)
    paid = pay(office, loan, amount=2_500_000)

    with pytest.raises(NotReversible):
        reverse(office, accrued)
    reverse(office, paid)
    reverse(office, accrued)
    assert loan_of(office, loan).interest_paid == NOTHING
    assert queries.payments(office.reading, loan.id) == []
    require_green(office)


def test_a_lump_of_the_old_books_becomes_a_borrowing_by_name(books: Session) -> None:
    office = books.office
    lines = [
        {"account": "3-1501", "amount": 30_050_000, "unit": "KTR"},
        {"account": "2-2102", "amount": -30_000_000, "unit": "KTR"},
        {"account": "2-1502", "amount": -50_000, "unit": "KTR"},
    ]
    office.perform("accounting.open_balances", {"day": "2026-01-01", "lines": lines})
    known: dict[str, Any] = {
        "account": "2-2102",
        "box": None,
        "opening": True,
        "decision_no": None,
        "grace": 0,
    }

    with pytest.raises(BadField, match=r"Rp50\.000") as more:
        take(office, principal=20_000_000, interest_owed=50_001, **known)
    loan = take(office, principal=20_000_000, interest_owed=50_000, **known)

    assert more.value.field == "interest_owed"
    moved = [int(each.amount) for each in lines_of(office, loan.number or "")]
    assert moved == [20_000_000, -20_000_000, 50_000, -50_000]
    assert loan_of(office, loan).accrued == Rupiah(50_000)
    assert queries.unassigned(office.reading, "2-1502") == NOTHING
    assert queries.unassigned(office.reading, "2-2102") == Rupiah(10_000_000)
    assert findings(office) == {}


def test_what_was_owed_before_opens_against_the_opening_equity(books: Session) -> None:
    office = books.office
    known: dict[str, Any] = {"box": None, "opening": True, "decision_no": None}
    known["day"] = "2026-01-01"

    with pytest.raises(NeedsApproval, match="Januari 2026"):
        take(office, principal=20_000_000, interest_owed=100_000, **known)
    loan = take(office, second=True, principal=20_000_000, interest_owed=100_000, **known)

    assert seen(lines_of(office, loan.number or "")) == [
        ("3-1501", 20_100_000, "KTR"),
        ("2-2101", -20_000_000, "KTR"),
        ("2-1502", -100_000, "KTR"),
    ]
    assert loan_of(office, loan).accrued == Rupiah(100_000)
    require_green(office)


def test_other_terms_leave_what_was_paid(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")
    pay(office, loan, amount=1_060_000)
    office.perform(
        "borrowings.change_schedule",
        {"loan": loan.number, "first_due": "2026-05-10", "months": 22, "reason": "adendum 1"},
    )

    found = loan_of(office, loan)

    assert [int(part.principal) for part in found.parts[:2]] == [1_000_000, 500_000]
    assert found.unpaid()[0].due == date(2026, 5, 10)
    assert sum(int(part.principal) for part in found.parts) == 12_000_000
    require_green(office)


def test_a_year_ahead_splits_what_is_owed(books: Session) -> None:
    office = books.office
    take(office, principal=24_000_000, months=24, grace=0)
    lpdb = take(office, account="2-2102", principal=1_200_000, months=12, grace=0)
    pay(office, lpdb, principal=300_000)

    assert queries.current_portion(office.reading, DAY) == {
        "2-2101": Rupiah(12_000_000),
        "2-2102": Rupiah(900_000),
    }
    assert queries.current_portion(office.reading, date(2026, 1, 31)) == {}


def test_thirteen_weeks_tell_what_leaves_the_cash_boxes(books: Session) -> None:
    office = books.office
    take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")

    weeks = queries.forecast(office.reading, DAY)
    late = queries.forecast(office.reading, date(2026, 3, 15))

    assert [int(week.amount) for week in weeks[:2]] == [0, 1_060_000]
    assert sum(int(week.amount) for week in weeks) == 1_060_000 + 1_055_000 + 1_050_000
    assert int(late[0].amount) == 1_060_000 + 1_055_000


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"lender": "  "}, "lender"),
        ({"lender": "BRI, hubungi 0812 3456 7890"}, "lender"),
        ({"lender": "BRI", "party": "0001"}, "lender"),
        ({"lender": " — "}, "lender"),
        ({"lender": "Bpk. Kenanga"}, "party"),
        ({"lender": "Kenanga Sari"}, "party"),
        ({"lender": "BRI a.n. Kenanga"}, "party"),
        ({"lender": "UD Pak Kenanga"}, "party"),
        ({"lender": "Kenanga", "account": "2-2104"}, "party"),
        ({"account": "2-1201"}, "account"),
        ({"decision_no": ""}, "decision_no"),
        ({"box": None}, "box"),
        ({"first_due": "2026-01-01"}, "first_due"),
        ({"first_due": "9999-12-31"}, "first_due"),
        ({"fee": 500_000_000}, "fee"),
        ({"fee": -1}, "fee"),
        ({"ceiling": 1}, "ceiling"),
        ({"interest_owed": 5}, "interest_owed"),
        ({"rate": "banyak"}, "rate"),
        ({"purpose": "x" * 200}, "purpose"),
    ],
)
def test_a_borrowing_that_cannot_be_is_refused_at_its_field(
    books: Session, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        take(books.office, **fields)

    assert refused.value.field == field


def test_payments_that_cannot_be_are_refused(books: Session) -> None:
    office = books.office
    loan = take(office, principal=1_000_000, months=10, grace=0)

    for fields, field in (
        ({"amount": 2_000_000}, "amount"),
        ({"principal": 1_000_001}, "principal"),
        ({"amount": 0}, "amount"),
        ({"amount": 5, "principal": 5}, "amount"),
        ({"interest": -5}, "interest"),
        ({"amount": 5, "box": "KAS KECIL"}, "box"),
    ):
        with pytest.raises(BadField) as refused:
            pay(office, loan, **fields)
        assert refused.value.field == field
    with pytest.raises(InsufficientBalance):
        pay(office, loan, amount=500_000, box="KAS")


def test_nobody_alone_lends_to_the_cooperative_and_pays_himself(books: Session) -> None:
    office = books.office
    own: dict[str, Any] = {"lender": None, "party": "bendahara", "account": "2-2104"}
    own |= {"rate": "0", "method": "none", "months": 0, "grace": 0}

    with pytest.raises(NeedsApproval, match="Uang milik sendiri"):
        take(office, **own)
    loan = take(office, second=True, **own)
    with pytest.raises(NeedsApproval, match="Uang milik sendiri"):
        pay(office, loan, principal=1)
    pay(office, loan, second=True, principal=1)
    require_green(office)


@pytest.mark.parametrize(
    "fields",
    [
        {"interest": 9_000_000},
        {"penalty": 3_000_000},
        {"principal": 1_000_000, "interest": 60_000, "penalty": 106_001},
    ],
)
def test_no_one_pays_more_than_the_schedule_asks_for_alone(
    fields: dict[str, Any], books: Session
) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")

    with pytest.raises(NeedsApproval, match="lebih dari jadwal"):
        pay(office, loan, **fields)
    assert pay(office, loan, second=True, **fields).number


def test_small_penalties_of_a_month_are_added_up(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")
    pay(office, loan, penalty=60_000)

    with pytest.raises(NeedsApproval, match=r"Rp120\.000"):
        pay(office, loan, penalty=60_000)


def test_once_a_year_was_closed_no_old_borrowing_is_opened(books: Session) -> None:
    office = books.office
    known: dict[str, Any] = {"box": None, "opening": True, "decision_no": None}
    office.named_day = date(2027, 1, 5)
    office.perform("accounting.close_year", {"year": "2026"})

    with pytest.raises(BadField, match="koreksi tahun lalu"):
        take(office, second=True, first_due="2027-02-28", **known)


def test_a_borrowing_that_nobody_knows_is_not_paid(books: Session) -> None:
    order = {"loan": "PJK-KR-2026-000099", "box": "1-1111", "amount": 5}

    with pytest.raises(BadField) as refused:
        books.office.perform("borrowings.pay", order)

    assert refused.value.field == "loan"


def test_no_journal_by_hand_goes_past_the_tracker(books: Session) -> None:
    office = books.office
    loan = take(office)
    line = {"account": "2-2101", "amount": 1_000, "unit": "KTR", "key": loan.id}

    with pytest.raises(BadField, match="Pinjaman koperasi"):
        record(office, line, ("1-1111", -1_000, "KTR"))


@pytest.mark.parametrize("account", ["2-2101", "2-2102", "2-2103", "2-2104"])
def test_nobody_borrows_by_a_journal_entry(account: str, books: Session) -> None:
    lines = (("1-1111", 50_000_000, "KTR"), (account, -50_000_000, "KTR"))
    with pytest.raises(BadField, match="Rapat Anggota"):
        record(books.office, *lines)
    with pytest.raises(NeedsApproval):
        record(books.office, *lines, kind="adjustment")
    made = [dict(zip(("account", "amount", "unit"), line, strict=True)) for line in lines]
    order = {"text": "Koreksi", "kind": "adjustment", "lines": made}

    books.office.perform("accounting.record", order, approval=approval())

    require_green(books.office)


def test_what_stands_on_borrowed_capital_beside_the_tracker_turns_the_proof_red(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_hand, "GUARDS", [])
    made = record(books.office, ("1-1111", 7, "KTR"), ("2-2101", -7, "KTR"))

    assert "borrowings" in findings(books.office)
    reverse(books.office, made)
    require_green(books.office)


def test_reports_say_what_is_owed_and_that_it_ties(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, months=12, grace=0, first_due="2026-02-10")
    pay(office, loan, amount=1_060_000)

    def made(code: str, **given: str) -> Any:
        found = report.find(code)
        return report.make(office.reading, code, found.params(given, DAY))

    owed = made("borrowings")
    schedule = made("borrowing_schedule", document=loan.number or "")

    assert owed.totals["left"] == 11_000_000
    assert owed.rows[0]["next_due"] == date(2026, 3, 10)
    assert "Sama dengan buku besar" in owed.notes[0]
    assert schedule.rows[0]["state"] == "lunas"
    assert schedule.totals["principal"] == 12_000_000
    assert schedule.totals["paid"] == 1_060_000
    with pytest.raises(BadField):
        made("borrowing_schedule", document="PJK-KR-2026-000099")


def test_a_later_agreement_changes_no_past_balance_sheet(books: Session) -> None:
    office, then = books.office, date(2026, 2, 28)
    loan = take(office, principal=24_000_000, months=24, grace=0, first_due="2026-03-10")
    before = queries.current_portion(office.reading, then)
    glanced = GlanceSource(office.reading.database).sheet(then)

    changed = change(office, loan, date(2026, 3, 20))

    assert changed.number is not None
    assert before == {"2-2101": Rupiah(12_000_000)}
    assert queries.current_portion(office.reading, then) == before
    assert GlanceSource(office.reading.database).sheet(then) == glanced
    assert queries.current_portion(office.reading, date(2026, 3, 20)) == {"2-2101": NOTHING}
    require_green(office)
    require_rebuilt(office)


def test_a_change_of_terms_is_taken_back_by_its_number(books: Session) -> None:
    office = books.office
    loan = take(office, principal=24_000_000, months=24, grace=0, first_due="2026-03-10")
    first = loan_of(office, loan)
    changed = change(office, loan, date(2026, 3, 20))
    again = change(office, loan, date(2026, 3, 20), first_due="2029-01-10", rate="9")
    undo = {"reason": "tidak jadi ditandatangani"}

    with pytest.raises(NotReversible):
        office.perform("borrowings.restore_schedule", {"change": changed.number, **undo})
    office.perform("borrowings.restore_schedule", {"change": again.number, **undo})
    assert loan_of(office, loan).parts[1].due == date(2028, 1, 10)
    office.perform("borrowings.restore_schedule", {"change": changed.number, **undo})

    assert loan_of(office, loan) == first
    assert findings(office) == {}, "no number is taken twice"
    with pytest.raises(BadField):
        office.perform("borrowings.restore_schedule", {"change": changed.number, **undo})
    require_rebuilt(office)


def test_interest_that_had_fallen_due_is_owed_under_other_terms_too(books: Session) -> None:
    office = books.office
    loan = take(office, principal=24_000_000, months=24, grace=0, first_due="2026-03-10")

    change(office, loan, date(2026, 3, 20))

    found = loan_of(office, loan)
    assert (found.parts[0].due, int(found.parts[0].interest)) == (date(2026, 3, 20), 120_000)
    assert found.to_accrue(date(2026, 3, 20)) == Rupiah(120_000)
    assert found.to_accrue(date(2026, 2, 28)) == Rupiah(86_667), "26 of 36 days, as agreed then"


def test_terms_change_neither_before_the_last_change_nor_in_a_locked_month(books: Session) -> None:
    office = books.office
    loan = take(office, principal=24_000_000, months=24, grace=0, first_due="2026-03-10")
    changed = change(office, loan, date(2026, 3, 20))

    with pytest.raises(BadField) as early:
        change(office, loan, date(2026, 3, 20), day="2026-03-19", late="surat terlambat")
    assert early.value.field == "day"
    office.named_day = date(2026, 4, 1)
    for month in ("2026-01", "2026-02", "2026-03"):
        office.perform("accounting.close_month", {"month": month})
    with pytest.raises(PeriodClosed):
        change(office, loan, date(2026, 4, 1), day="2026-03-21", late="surat terlambat")
    order = {"change": changed.number, "reason": "keliru"}
    with pytest.raises(PeriodClosed):
        office.perform("borrowings.restore_schedule", order)


def test_while_a_month_lasts_only_what_has_grown_by_today_is_accrued(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, rate="12", months=12, grace=0)
    office.named_day = date(2026, 2, 15)

    office.perform("borrowings.accrue", {"month": "2026-02"})

    assert loan_of(office, loan).accrued == Rupiah(120_000 * 13 // 26)


def test_paying_all_back_leaves_no_accrued_interest_behind(books: Session) -> None:
    office = books.office
    loan = take(office, principal=12_000_000, rate="12", months=12, grace=0)
    record(office, ("1-1111", 100_000, "KTR"), ("4-9101", -100_000, "KTR"), ref="Nota 1")
    accrue(office)

    paid = pay(office, loan, principal=12_000_000, interest=50_000)

    assert seen(lines_of(office, paid.number or "")) == [
        ("2-2101", 12_000_000, "KTR"),
        ("2-1502", 120_000, "KTR"),
        ("6-9101", -70_000, "KTR"),
        ("1-1111", -12_050_000, "KTR"),
    ]
    assert (loan_of(office, loan).left, loan_of(office, loan).accrued) == (NOTHING, NOTHING)
    assert queries.to_accrue(office.reading, date(2027, 12, 31)) == []
    require_green(office)
    reverse(office, paid)
    assert loan_of(office, loan).accrued == Rupiah(120_000)
    require_green(office)


def test_a_person_who_lends_stands_in_the_books_by_his_key_alone(books: Session) -> None:
    office = books.office
    member = a_member(office, 3)
    made = take(office, lender=None, party=member.number, account="2-2104")

    found = queries.require_borrowing(office.reading, made.number or "")
    assert (found.party, found.lender) == (member.key, f"Anggota {member.number}")
    assert member.name is not None
    assert found.lender in made.fact["d"]["entry"]["text"]
    assert member.name not in str(made.fact)
    assert lenders.shown(office.reading, found) == f"{found.lender} ({member.name})"
