"""A collector's sheet: issued for a group, walked with, and brought back as one counted batch."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NotPermitted,
    UnknownMember,
)
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.builders import DAY, fact_count, lines_of, pay, seen, working_as

Household = list[MemberRow]


@pytest.fixture
def group(books: Session) -> Household:
    """Three members of RT01 who joined in January, one of whom has paid until March."""
    people = [builders.a_member(books.office, n, day=date(2026, 1, 10)) for n in (1, 2, 3)]
    office = books.office
    order: dict[str, Any] = {"code": "RT01", "name": "RT 01", "kind": "rt"}
    office.perform("members.set_group", {**order, "collector": people[2].number})
    numbers = [each.number for each in people]
    office.perform("members.assign", {"group": "RT01", "members": numbers})
    pay(office, people[1], "mandatory", months=3)
    return people


def issue(books: Session, **order: Any) -> Answer:
    return books.office.perform("savings.issue_sheet", {"group": "RT01", **order})


def collect(books: Session, *rows: dict[str, Any], counted: int, **how: Any) -> Answer:
    order = {"sheet": "LTG-KR-2026-000001", "rows": list(rows), "counted": counted, **how}
    return books.office.perform("savings.collect", order)


def paid_until(books: Session, member: MemberRow) -> str | None:
    return savings.dues(books.office.reading, member.key, DAY).paid_until


# --- issued --------------------------------------------------------------------------------------


def test_a_sheet_lists_what_each_of_the_group_owes_by_now(books: Session, group: Household) -> None:
    answer = issue(books)

    assert answer.number == "LTG-KR-2026-000001"
    assert answer.fact["d"]["month"] == "2026-02"
    assert answer.fact["d"]["rows"] == [
        [group[0].key, "mandatory", 20_000],
        [group[1].key, "mandatory", 0],
        [group[2].key, "mandatory", 20_000],
    ]
    sheet = savings.sheet(books.office.reading, "LTG-KR-2026-000001")
    assert [(row.member.number, row.due) for row in sheet.rows] == [
        ("0001", Rupiah(20_000)),
        ("0002", Rupiah(0)),
        ("0003", Rupiah(20_000)),
    ]
    assert savings.open_sheets(books.office.reading) == [sheet]
    builders.require_green(books.office)


def test_a_sheet_for_a_later_month_asks_for_the_months_up_to_it(
    books: Session, group: Household
) -> None:
    answer = issue(books, month="2026-04")

    assert [due for _member, _product, due in answer.fact["d"]["rows"]] == [40_000, 10_000, 40_000]
    assert group


def test_who_has_left_the_group_stands_on_no_further_sheet(
    books: Session, group: Household
) -> None:
    office = books.office
    office.perform("members.assign", {"group": "RT01", "members": [group[0].number], "leave": True})

    assert [row[0] for row in issue(books).fact["d"]["rows"]] == [group[1].key, group[2].key]


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"group": "RT99"}, "group"),
        ({"month": "2026-01"}, "month"),
        ({"month": "2027-03"}, "month"),
        ({"month": "Februari"}, "month"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_at_its_field(
    books: Session, group: Household, order: dict[str, str], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        issue(books, **order)

    assert refused.value.field == field
    assert group


def test_an_empty_group_has_no_sheet(books: Session) -> None:
    books.office.perform("members.set_group", {"code": "RT01", "name": "RT 01", "kind": "rt"})

    with pytest.raises(BadField) as refused:
        issue(books)

    assert refused.value.field == "group"


# --- collected -----------------------------------------------------------------------------------


def test_a_sheet_s_money_comes_in_as_one_entry(books: Session, group: Household) -> None:
    sheet = issue(books)

    answer = collect(
        books,
        {"member": group[0].number, "months": 2},
        {"member": group[2].key, "amount": 15_000},
        {"member": group[2].key, "product": "voluntary", "amount": 5_000},
        counted=40_000,
    )

    assert answer.number == "TGH-KR-2026-000001"
    assert (answer.fact["d"]["total"], answer.fact["d"]["counted"]) == (40_000, 40_000)
    assert seen(lines_of(books.office, answer.id))[:4] == [
        ("1-1101", 40_000, "KTR"),
        ("3-1102", -20_000, "KTR"),
        ("3-1102", -15_000, "KTR"),
        ("2-1101", -5_000, "USP"),
    ]
    assert paid_until(books, group[0]) == "2026-02"
    assert paid_until(books, group[2]) == "2026-01"
    assert savings.open_sheets(books.office.reading) == []
    found = savings.sheet(books.office.reading, sheet.id)
    assert found.collected_by == answer.id
    builders.require_green(books.office)


def test_the_same_member_and_product_twice_is_refused_at_its_row(
    books: Session, group: Household
) -> None:
    issue(books)
    rows: list[dict[str, Any]] = [
        {"member": group[0].key, "months": 1},
        {"member": group[0].key, "product": "voluntary", "amount": 5_000},
        {"member": group[0].number, "amount": 10_000},
    ]

    with pytest.raises(BadField) as refused:
        collect(books, *rows, counted=25_000)

    assert refused.value.field == "rows[2].member"
    assert "anggota 0001 sudah ada di baris 1" in refused.value.message
    assert "baris 3" in refused.value.message
    assert collect(books, *rows[:2], counted=15_000).number


@pytest.mark.parametrize(
    ("counted", "words"), [(19_000, "kurang Rp1.000"), (20_500, "lebih Rp500"), (0, "kurang")]
)
def test_cash_that_is_not_what_the_rows_say_is_refused_with_the_difference(
    books: Session, group: Household, counted: int, words: str
) -> None:
    issue(books)
    before = fact_count(books.office)

    with pytest.raises(BadField) as refused:
        collect(books, {"member": group[0].key, "months": 2}, counted=counted)

    assert refused.value.field == "counted"
    assert words in refused.value.message
    assert fact_count(books.office) == before


def test_a_sheet_is_collected_once(books: Session, group: Household) -> None:
    issue(books)
    collect(books, {"member": group[0].key, "months": 1}, counted=10_000)

    with pytest.raises(AlreadyDecided) as refused:
        collect(books, {"member": group[2].key, "months": 1}, counted=10_000)

    assert "LTG-KR-2026-000001" in refused.value.message
    assert paid_until(books, group[2]) is None


def test_money_of_a_stranger_to_the_sheet_is_refused(books: Session, group: Household) -> None:
    issue(books)
    stranger = builders.a_member(books.office, 9)

    with pytest.raises(BadField) as refused:
        collect(
            books,
            {"member": group[0].key, "months": 1},
            {"member": stranger.key, "months": 1},
            counted=20_000,
        )

    assert refused.value.field == "rows[1].member"
    with pytest.raises(UnknownMember):
        collect(books, {"member": "9999", "months": 1}, counted=10_000)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({}, "rows[0].amount"),
        ({"amount": 0}, "rows[0].amount"),
        ({"months": 99}, "rows[0].months"),
        ({"amount": 5, "product": "emas"}, "rows[0].product"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(
    books: Session, group: Household, row: dict[str, Any], field: str
) -> None:
    issue(books)

    with pytest.raises(BadField) as refused:
        collect(books, {"member": group[0].key, **row}, counted=5)

    assert refused.value.field == field


def test_a_sheet_nobody_knows_and_a_batch_of_nothing_are_refused(
    books: Session, group: Household
) -> None:
    issue(books)

    with pytest.raises(BadField) as unknown:
        collect(books, {"member": group[0].key, "months": 1}, counted=1, sheet="LTG-KR-2026-9")
    with pytest.raises(BadField) as nothing:
        collect(books, counted=0)

    assert (unknown.value.field, nothing.value.field) == ("sheet", "rows")


# --- ended without money -------------------------------------------------------------------------


def void(books: Session, **order: Any) -> Answer:
    order = {"sheet": "LTG-KR-2026-000001", "reason": "semua sedang di sawah", **order}
    return books.office.perform("savings.void_sheet", order)


def test_a_sheet_on_which_nobody_paid_is_ended_with_a_reason(
    books: Session, group: Household
) -> None:
    sheet = issue(books)

    answer = void(books)

    assert answer.fact["d"] == {"sheet": sheet.id, "reason": "semua sedang di sawah"}
    assert savings.open_sheets(books.office.reading) == []
    found = savings.sheet(books.office.reading, sheet.id)
    assert (found.collected_by, found.void) == (answer.id, True)
    assert savings.sheets(books.office.reading) == [found]
    assert paid_until(books, group[0]) is None
    builders.require_green(books.office)


def test_a_sheet_ends_once(books: Session, group: Household) -> None:
    issue(books)
    issue(books)
    void(books)
    collect(
        books, {"member": group[0].key, "months": 1}, counted=10_000, sheet="LTG-KR-2026-000002"
    )

    with pytest.raises(AlreadyDecided) as collected:
        collect(books, {"member": group[2].key, "months": 1}, counted=10_000)
    with pytest.raises(AlreadyDecided) as again:
        void(books)
    with pytest.raises(AlreadyDecided) as brought:
        void(books, sheet="LTG-KR-2026-000002")

    assert "sudah dibatalkan" in collected.value.message
    assert "sudah dibatalkan" in again.value.message
    assert "sudah diterima" in brought.value.message


@pytest.mark.parametrize(
    ("order", "field"), [({"reason": "  "}, "reason"), ({"sheet": "LTG-KR-2026-000009"}, "sheet")]
)
def test_a_sheet_that_cannot_be_ended_is_refused_at_its_field(
    books: Session, group: Household, order: dict[str, str], field: str
) -> None:
    issue(books)

    with pytest.raises(BadField) as refused:
        void(books, **order)

    assert refused.value.field == field
    assert group


def test_a_sheet_whose_money_was_taken_back_may_be_ended(books: Session, group: Household) -> None:
    issue(books)
    wrong = collect(books, {"member": group[0].key, "months": 2}, counted=20_000)
    books.office.perform("accounting.reverse", {"entry": wrong.id, "reason": "salah lembar"})

    void(books)

    assert savings.open_sheets(books.office.reading) == []
    builders.require_green(books.office)


def test_a_cashier_ends_a_sheet_and_an_outlet_s_laptop_does_not(
    books: Session, group: Household, laptops: builders.Laptops
) -> None:
    with working_as(books.office, "kasir"):
        issue(books)
        assert void(books).id
    assert group

    with pytest.raises(NotPermitted):
        laptops.outlets["GA"].office.perform(
            "savings.void_sheet", {"sheet": "LTG-KR-2026-000001", "reason": "x"}
        )


# --- what is left of it --------------------------------------------------------------------------


def test_what_a_row_still_owes_is_never_more_than_its_sheet_says(
    books: Session, group: Household
) -> None:
    issue(books)
    pay(books.office, group[0], "mandatory", amount=15_000)
    pay(books.office, group[2], "mandatory", months=5)
    read = books.office.reading
    sheets = savings.open_sheets(read)

    def left(today: date) -> list[int]:
        found = savings.still_owed(read, sheets, today)
        return [int(found[sheets[0].key, each.key, "mandatory"]) for each in group]

    assert left(DAY) == [5_000, 0, 0]
    assert left(date(2026, 9, 1)) == [5_000, 0, 0]


def test_a_batch_taken_back_opens_its_sheet_again(books: Session, group: Household) -> None:
    issue(books)
    wrong = collect(books, {"member": group[0].key, "months": 2}, counted=20_000)

    books.office.perform("accounting.reverse", {"entry": wrong.number, "reason": "salah lembar"})

    assert paid_until(books, group[0]) is None
    assert len(savings.open_sheets(books.office.reading)) == 1
    assert collect(books, {"member": group[0].key, "months": 1}, counted=10_000).number
    builders.require_green(books.office)


def test_a_cashier_collects_and_an_outlet_s_laptop_does_not(
    books: Session, group: Household, laptops: builders.Laptops
) -> None:
    with working_as(books.office, "kasir"):
        issue(books)
        answer = collect(books, {"member": group[0].key, "months": 1}, counted=10_000)
    assert answer.fact["d"]["box"] == "LACI-G1"

    outlet = laptops.outlets["GA"]
    for code, order in (
        ("savings.issue_sheet", {"group": "RT01"}),
        ("savings.collect", {"sheet": "LTG-GA-2026-000001", "rows": [], "counted": 0}),
    ):
        with pytest.raises(NotPermitted):
            outlet.office.perform(code, order)
    assert members.in_status(outlet.office.reading, "active")


def test_thirty_rows_come_in_at_once(books: Session) -> None:
    office = books.office
    people = [builders.a_member(office, n, day=date(2026, 1, 10)) for n in range(1, 31)]
    office.perform("members.set_group", {"code": "RT01", "name": "RT 01", "kind": "rt"})
    office.perform("members.assign", {"group": "RT01", "members": [each.key for each in people]})
    issue(books)

    rows = [{"member": each.number, "months": 2} for each in people]
    answer = collect(books, *rows, counted=600_000)

    assert answer.fact["d"]["total"] == 600_000
    assert {paid_until(books, each) for each in people} == {"2026-02"}
    builders.require_green(office)
