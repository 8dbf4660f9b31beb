"""Entries by hand, reversals, cash on the move, opening balances."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    InsufficientBalance,
    NotReversible,
    PeriodClosed,
    Refusal,
    Unbalanced,
    UnknownMember,
)
from kopdes_desktop.ledger import balances
from tests import builders
from tests.builders import balance, fact_count, lines_of, record, seen, working_as


@pytest.fixture
def office_cash(books: Session) -> Session:
    """A million in the safe and at the bank, from before the books began."""
    lines = [
        {"account": "1-1101", "amount": 1_000_000, "unit": "KTR"},
        {"account": "1-1111", "amount": 1_000_000, "unit": "KTR"},
        {"account": "3-1501", "amount": -2_000_000, "unit": "KTR"},
    ]
    books.office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": lines})
    return books


def move(books: Session, origin: str, target: str, amount: int, **how: Any) -> Any:
    order = {"from": origin, "to": target, "amount": amount, **how}
    return books.office.perform("accounting.move_cash", order)


def reverse(books: Session, entry: int | str | None, **how: Any) -> Any:
    return books.office.perform("accounting.reverse", {"entry": entry, "reason": "salah", **how})


# --- by hand -------------------------------------------------------------------------------------


def test_an_entry_by_hand_gets_a_number_and_stands(office_cash: Session) -> None:
    answer = record(office_cash.office, ("6-1201", 45_000, "KTR"), ("1-1101", -45_000, "KTR"))

    assert answer.number == "JRN-KR-2026-000001"
    posted = balances.posted(office_cash.office.reading, answer.id)
    assert posted is not None
    assert (posted.kind, posted.text, posted.bd) == ("ordinary", "Jurnal", builders.DAY)
    assert lines_of(office_cash.office, answer.id)[1].box == "KAS"
    builders.require_green(office_cash.office)


def test_every_unit_is_balanced_through_the_office_by_the_program(office_cash: Session) -> None:
    answer = record(
        office_cash.office,
        {"account": "1-1401", "amount": 300_000, "unit": "G1"},
        {"account": "6-1201", "amount": 100_000, "unit": "USP"},
        ("1-1101", -400_000, "KTR"),
    )

    added = [line for line in lines_of(office_cash.office, answer.id) if line.auto]
    assert seen(added) == [
        ("1-1901", -300_000, "G1"),
        ("1-1901", 300_000, "KTR"),
        ("1-1901", -100_000, "USP"),
        ("1-1901", 100_000, "KTR"),
    ]
    builders.require_green(office_cash.office)


SPENT = [("6-1201", 5, "KTR"), ("1-1101", -5, "KTR")]


@pytest.mark.parametrize(
    ("lines", "refusal", "field"),
    [
        ([("6-1201", 5, "KTR"), ("1-1101", -4, "KTR")], Unbalanced, None),
        ([("6-1201", 5, "KTR")], BadField, "lines"),
        ([], BadField, "lines"),
        ([("6-1201", 0, "KTR"), ("1-1101", 0, "KTR")], BadField, "lines"),
        ([("6-1201", 5, "KTR"), ("1-1101", -5, "KTR"), ("6-1202", 0, "KTR")], BadField, "lines"),
        ([("9-9999", 5, "KTR"), ("1-1101", -5, "KTR")], BadField, "lines[0].account"),
        ([("3-1201", -5, "USP"), ("1-1101", 5, "KTR")], BadField, "lines[0].unit"),
        ([("1-1401", 5, "KTR"), ("1-1101", -5, "KTR")], BadField, "lines[0].unit"),
        ([("2-2101", -5, "G1"), ("1-1101", 5, "KTR")], BadField, "lines[0].unit"),
        ([("2-1101", -5, "KTR"), ("1-1101", 5, "KTR")], BadField, "lines[0].unit"),
        ([("6-1201", 5, "XX"), ("1-1101", -5, "KTR")], BadField, "lines[0].unit"),
        ([("1-0000", 5, "KTR"), ("1-1101", -5, "KTR")], BadField, "lines[0].account"),
        ([("1-1901", 5, "KTR"), ("1-1101", -5, "KTR")], BadField, "lines[0].account"),
        (
            [
                ("6-1201", 5, "KTR"),
                {"account": "1-1101", "amount": -5, "unit": "KTR", "box": "BRI"},
            ],
            BadField,
            "lines[1].box",
        ),
        (
            [
                {"account": "6-1201", "amount": 5, "unit": "KTR", "box": "KAS"},
                ("1-1101", -5, "KTR"),
            ],
            BadField,
            "lines[0].box",
        ),
        ([("6-1201", 5, "KTR"), ("1-1101", -5, "G1")], BadField, "lines[1].unit"),
        (
            [
                {"account": "6-1201", "amount": 5, "unit": "KTR", "movement": "sulap"},
                ("1-1101", -5, "KTR"),
            ],
            BadField,
            "lines[0].movement",
        ),
        ([("1-1101", 5, "KTR"), ("3-1101", -5, "KTR")], BadField, "lines[1].key"),
        (
            [
                ("1-1101", 5, "KTR"),
                {"account": "3-1101", "amount": -5, "unit": "KTR", "key": "0009"},
            ],
            UnknownMember,
            "lines[1].key",
        ),
        ([("4-1101", -5, "G1"), ("1-1103", 5, "G1")], BadField, "lines[0].lini"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_place(
    office_cash: Session, lines: list[Any], refusal: type[Refusal], field: str | None
) -> None:
    before = fact_count(office_cash.office)

    with pytest.raises(refusal) as refused:
        record(office_cash.office, *lines)

    assert refused.value.field == field or field is None
    assert fact_count(office_cash.office) == before


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"kind": "closing"}, "kind"),
        ({"kind": "reversal"}, "kind"),
        ({"kind": "opening"}, "kind"),
        ({"kind": "sulap"}, "kind"),
    ],
)
def test_an_entry_by_hand_has_words_and_a_kind_that_people_write(
    office_cash: Session, how: dict[str, str], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        record(office_cash.office, *SPENT, **how)

    assert refused.value.field == field


@pytest.mark.parametrize("kind", ["ordinary", "adjustment", "prior-period"])
def test_the_kind_of_an_entry_is_kept(office_cash: Session, kind: str) -> None:
    answer = record(office_cash.office, *SPENT, kind=kind)

    posted = balances.posted(office_cash.office.reading, answer.id)
    assert posted is not None
    assert posted.kind == kind


def test_the_line_of_business_is_the_account_s_own_or_asked_for(office_cash: Session) -> None:
    own = record(office_cash.office, ("1-1401", 5, "G1"), ("1-1101", -5, "KTR"))
    named = record(
        office_cash.office,
        {"account": "5-1101", "amount": 5, "unit": "G1", "lini": "sembako"},
        {"account": "1-1401", "amount": -5, "unit": "G1", "lini": "sembako"},
    )

    assert lines_of(office_cash.office, own.id)[0].lini == "sembako"
    assert [x.lini for x in lines_of(office_cash.office, named.id)] == ["sembako", "sembako"]


def test_an_account_stands_in_the_unit_that_keeps_it_or_where_it_arises(
    office_cash: Session,
) -> None:
    office = office_cash.office
    member = builders.a_member(office)

    owed = record(
        office,
        {"account": "1-1201", "amount": 7, "unit": "G1", "key": member.number},
        {"account": "4-9109", "amount": -7, "unit": "G1"},
    )
    arose = record(office, ("6-1201", 5, "USP"), ("6-1201", 5, "G1"), ("1-1101", -10, "KTR"))

    assert lines_of(office, owed.id)[0].key == member.key
    assert seen(lines_of(office, arose.id))[:2] == [("6-1201", 5, "USP"), ("6-1201", 5, "G1")]
    builders.require_green(office)


def test_a_bank_money_without_a_name_lies_under_its_own_entry(office_cash: Session) -> None:
    answer = record(office_cash.office, ("1-1111", 5_000, "KTR"), ("2-1108", -5_000, "KTR"))

    assert lines_of(office_cash.office, answer.id)[1].key == answer.id


# --- below zero ----------------------------------------------------------------------------------


def test_a_box_gives_no_more_than_lies_in_it(office_cash: Session) -> None:
    with pytest.raises(InsufficientBalance) as refused:
        move(office_cash, "KAS", "KECIL", 1_000_001)
    move(office_cash, "KAS", "KECIL", 1_000_000)
    with pytest.raises(InsufficientBalance):
        move(office_cash, "KAS", "BRI", 1)

    assert refused.value.message == (
        "Saldo Brankas Bendahara tidak cukup: ada Rp1.000.000, diminta Rp1.000.001."
    )
    builders.require_green(office_cash.office)


def test_money_that_was_not_there_yet_is_not_spent_by_a_late_document(office_cash: Session) -> None:
    office = office_cash.office
    record(
        office,
        ("6-1201", 900_000, "KTR"),
        ("1-1101", -900_000, "KTR"),
        day="2026-01-15",
        late="x",
        ref="PLN 1/26",
    )
    record(office, ("1-1101", 500_000, "KTR"), ("3-1201", -500_000, "KTR"))

    with pytest.raises(InsufficientBalance):
        move(office_cash, "KAS", "BRI", 100_001, day="2026-01-20", late="x")
    with pytest.raises(InsufficientBalance):
        move(office_cash, "KAS", "BRI", 100_001, day="2026-01-10", late="x")
    move(office_cash, "KAS", "BRI", 100_000, day="2026-01-10", late="x")
    move(office_cash, "KAS", "BRI", 500_000)

    builders.require_green(office)


def test_a_member_s_account_is_not_overdrawn_by_hand(office_cash: Session) -> None:
    office = office_cash.office
    member = builders.a_member(office)
    builders.pay(office, member, amount=5_000)

    with pytest.raises(InsufficientBalance):
        record(
            office,
            {"account": "2-1101", "amount": 5_001, "unit": "USP", "key": member.number},
            {"account": "1-1101", "amount": -5_001, "unit": "KTR"},
        )


# --- cash on the move ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "target", "amount", "field"),
    [
        ("KAS", "KAS", 5, "to"),
        ("KAS", "1-1101", 5, "to"),
        ("KAS", "BRI", 0, "amount"),
        ("KAS", "BRI", -5, "amount"),
        ("HILANG", "BRI", 5, "from"),
        ("KAS", "HILANG", 5, "to"),
    ],
)
def test_cash_moves_between_two_boxes_that_there_are(
    office_cash: Session, origin: str, target: str, amount: int, field: str
) -> None:
    with pytest.raises(BadField) as refused:
        move(office_cash, origin, target, amount)

    assert refused.value.field == field


def test_cash_on_its_way_lies_in_the_outlet_s_way_box_until_it_is_taken(
    office_cash: Session,
) -> None:
    office = office_cash.office

    there = move(office_cash, "KAS", "LACI-G1", 300_000, transit=True)
    assert there.fact["d"]["bound_for"] == "LACI-G1"
    assert (balance(office, "1-1105"), balance(office, "1-1103")) == (300_000, 0)
    move(office_cash, "JALAN-G1", "LACI-G1", 300_000)
    with working_as(office, "kasir"):
        move(office_cash, "LACI-G1", "KAS", 120_000, transit=True)
    move(office_cash, "JALAN-G1", "KAS", 120_000)

    assert (balance(office, "1-1105"), balance(office, "1-1103")) == (0, 180_000)
    assert balance(office, "1-1101") == 820_000
    builders.require_green(office)


def test_between_two_boxes_of_the_office_nothing_is_on_its_way(office_cash: Session) -> None:
    with pytest.raises(BadField) as refused:
        move(office_cash, "KAS", "BRI", 5, transit=True)

    assert refused.value.field == "transit"


def test_money_of_the_savings_unit_is_not_lent_to_an_outlet(office_cash: Session) -> None:
    move(office_cash, "KAS", "USP", 100_000)

    for transit in (False, True):
        with pytest.raises(BadField):
            move(office_cash, "USP", "LACI-G1", 50_000, transit=transit)

    move(office_cash, "USP", "KAS", 100_000)
    builders.require_green(office_cash.office)


# --- reversal ------------------------------------------------------------------------------------


def test_a_reversal_is_the_exact_negation_by_number_or_key(office_cash: Session) -> None:
    office = office_cash.office
    by_number = record(office, ("1-1401", 7_000, "G1"), ("1-1101", -7_000, "KTR"))
    by_key = move(office_cash, "KAS", "BRI", 9_000)

    one = reverse(office_cash, by_number.number)
    other = reverse(office_cash, by_key.id)

    for back, original in ((one, by_number), (other, by_key)):
        assert [(-a, b, c) for b, a, c in seen(lines_of(office, back.id))] == [
            (a, b, c) for b, a, c in seen(lines_of(office, original.id))
        ]
    assert (one.number, other.number) == ("BLK-KR-2026-000001", "BLK-KR-2026-000002")
    assert balance(office, "1-1101") == 1_000_000
    builders.require_green(office)


def test_an_entry_is_reversed_once_and_a_reversal_never(office_cash: Session) -> None:
    entry = record(office_cash.office, *SPENT)
    back = reverse(office_cash, entry.id)
    before = fact_count(office_cash.office)

    with pytest.raises(AlreadyDecided):
        reverse(office_cash, entry.number)
    with pytest.raises(NotReversible):
        reverse(office_cash, back.id)
    with pytest.raises(NotReversible):
        reverse(office_cash, back.number)

    assert fact_count(office_cash.office) == before


@pytest.mark.parametrize("entry", ["JRN-KR-2026-000099", 5, "", "x"])
def test_what_was_never_posted_is_not_reversed(office_cash: Session, entry: int | str) -> None:
    with pytest.raises(BadField) as refused:
        reverse(office_cash, entry)

    assert refused.value.field == "entry"


def test_a_fact_without_entry_is_not_reversed(office_cash: Session) -> None:
    applicant = builders.an_applicant(office_cash.office)

    with pytest.raises(BadField):
        reverse(office_cash, applicant)


def test_a_reversal_has_its_reason(office_cash: Session) -> None:
    entry = record(office_cash.office, *SPENT)

    with pytest.raises(BadField) as refused:
        reverse(office_cash, entry.id, reason="  ")

    assert refused.value.field == "reason"


def test_an_opening_is_taken_back_like_any_entry(office_cash: Session) -> None:
    reverse(office_cash, "SAW-KR-2026-000001") if balances.posted(
        office_cash.office.reading, "SAW-KR-2026-000001"
    ) else reverse(office_cash, "SAW-KR-2025-000001")

    assert balance(office_cash.office, "1-1101") == 0
    assert balance(office_cash.office, "1-1101", date(2026, 1, 31)) == 1_000_000
    builders.require_green(office_cash.office)


def test_a_closed_month_s_entry_is_reversed_in_an_open_one(office_cash: Session) -> None:
    entry = record(office_cash.office, *SPENT, day="2026-01-20", late="x")
    office_cash.office.perform("accounting.close_month", {"month": "2026-01"})

    reverse(office_cash, entry.id)

    assert balance(office_cash.office, "6-1201", date(2026, 1, 31)) == 5
    assert balance(office_cash.office, "6-1201") == 0
    builders.require_green(office_cash.office)


# --- opening balances ----------------------------------------------------------------------------


def open_balances(books: Session, day: str, *lines: tuple[str, int, str]) -> Any:
    made = [dict(zip(("account", "amount", "unit"), each, strict=True)) for each in lines]
    return books.office.perform("accounting.open_balances", {"day": day, "lines": made})


PAIR = [("1-1101", 10, "KTR"), ("3-1501", -10, "KTR")]


def test_opening_balances_may_lie_before_the_books_began(books: Session) -> None:
    answer = open_balances(books, "2025-12-31", *PAIR)

    posted = balances.posted(books.office.reading, answer.id)
    assert posted is not None
    assert (posted.kind, posted.posted_on) == ("opening", date(2025, 12, 31))
    assert {line.movement for line in lines_of(books.office, answer.id)} == {"saldo awal"}
    assert "31 Desember 2025" in posted.text
    builders.require_green(books.office)


def test_opening_balances_of_members_may_come_as_a_lump_that_is_shown(books: Session) -> None:
    open_balances(books, "2025-12-31", ("3-1501", 90, "KTR"), ("3-1101", -90, "KTR"))

    builders.require_rebuilt(books.office)
    assert set(builders.findings(books.office)) <= {"subledgers"}


def test_no_opening_comes_after_a_month_was_closed_over_it(books: Session) -> None:
    open_balances(books, "2025-12-31", *PAIR)
    books.office.perform("accounting.close_month", {"month": "2026-01"})

    for day in ("2025-12-31", "2026-01-01"):
        with pytest.raises(PeriodClosed):
            open_balances(books, day, *PAIR)

    assert open_balances(books, "2026-02-01", *PAIR).number


def test_an_opening_is_of_no_day_to_come(books: Session) -> None:
    with pytest.raises(BadDay) as refused:
        open_balances(books, "2026-02-03", *PAIR)

    assert refused.value.field == "day"


def test_inter_unit_lines_of_an_opening_are_the_program_s_too(books: Session) -> None:
    with pytest.raises(BadField):
        open_balances(books, "2025-12-31", ("1-1103", 5, "G1"), ("1-1901", -5, "G1"))

    answer = open_balances(books, "2025-12-31", ("1-1103", 5, "G1"), ("3-1501", -5, "KTR"))
    assert seen(lines_of(books.office, answer.id))[2:] == [
        ("1-1901", -5, "G1"),
        ("1-1901", 5, "KTR"),
    ]


def test_why_something_is_undone_names_no_papers_of_a_person(books: Session) -> None:
    office = books.office
    made = record(office, ("1-1101", 5_000, "KTR"), ("4-9109", -5_000, "KTR"))
    order = {"entry": made.number, "reason": "salah, NIK 3310 0101 0160 0001"}

    with pytest.raises(BadField) as refused:
        office.perform("accounting.reverse", order)
    assert refused.value.field == "reason"
    by_phone = builders.approval(reason="lewat 0812-3456-7890")
    with pytest.raises(BadField) as refused:
        office.perform("accounting.reverse", {**order, "reason": "salah"}, approval=by_phone)
    assert refused.value.field == "approval.reason"
    assert office.perform("accounting.reverse", {**order, "reason": "salah"}).id
