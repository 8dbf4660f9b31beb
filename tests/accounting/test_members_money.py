"""A general journal entry does not go round the operations that move members' money."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import approval, pay

CORRECTIONS = ("adjustment", "prior-period")
Given = tuple[str, int, str]


@pytest.fixture
def office(books: Session) -> Office:
    lines = [
        {"account": "1-1101", "amount": 5_000_000, "unit": "KTR"},
        {"account": "3-1201", "amount": -5_000_000, "unit": "KTR"},
    ]
    books.office.perform("accounting.open_balances", {"day": "2026-01-01", "lines": lines})
    return books.office


@pytest.fixture
def member(office: Office) -> MemberRow:
    """Two months of dues, part of the principal, and something to take out."""
    made = builders.a_member(office, 1, day=date(2026, 1, 5))
    pay(office, made, "principal", amount=60_000)
    pay(office, made, "mandatory", months=2)
    pay(office, made, amount=300_000)
    return made


def by_hand(
    office: Office,
    line: Given,
    key: int,
    against: Given | None = None,
    *,
    second: bool = False,
    kind: str = "ordinary",
) -> Any:
    """One line on somebody's account, and the rest out of, or into, the safe."""
    account, amount, unit = line
    other, rest, place = against or ("1-1101", -amount, "KTR")
    lines = [
        {"account": account, "amount": amount, "unit": unit, "key": key},
        {"account": other, "amount": rest, "unit": place},
    ]
    order = {"text": "Jurnal", "lines": lines, "kind": kind}
    return office.perform("accounting.record", order, approval=approval() if second else None)


def leaves(office: Office, member: MemberRow) -> int:
    order = {"member": member.key, "reason": "request"}
    return office.perform("membership.settle", order, approval=approval()).id


def take_back(office: Office, entry: int | str | None, *, second: bool = False) -> None:
    """Reverse an entry; with a second person where two people made it."""
    order = {"entry": entry, "reason": "salah"}
    office.perform("accounting.reverse", order, approval=approval() if second else None)


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("3-1101", 60_000, "KTR"), "Catat penyelesaian anggota"),
        (("3-1102", 10_000, "KTR"), "balik buktinya"),
        (("3-1102", -10_000, "KTR"), "Catat sebagai setoran simpanan wajib"),
    ],
)
def test_principal_and_dues_are_moved_by_their_own_operations(
    office: Office, member: MemberRow, line: Given, says: str, second: bool
) -> None:
    before = builders.fact_count(office)

    with pytest.raises(BadField) as refused:
        by_hand(office, line, member.key, second=second)

    assert refused.value.field == "lines[0].account"
    assert says in refused.value.message
    assert builders.fact_count(office) == before


def test_a_principal_takes_by_hand_what_it_lacks_and_not_a_rupiah_more(
    office: Office, member: MemberRow
) -> None:
    with pytest.raises(BadField) as refused:
        by_hand(office, ("3-1101", -40_001, "KTR"), member.key)
    assert "kurang Rp40.000 lagi" in refused.value.message

    by_hand(office, ("3-1101", -40_000, "KTR"), member.key)
    builders.require_green(office)


def test_a_refund_in_the_queue_is_not_paid_by_hand(office: Office, member: MemberRow) -> None:
    leaves(office, member)

    with pytest.raises(BadField) as refused:
        by_hand(office, ("2-1106", 10_000, "KTR"), member.key, second=True)

    assert "Catat pengembalian" in refused.value.message


def test_titipan_is_not_paid_back_by_hand(office: Office) -> None:
    applicant = builders.an_applicant(office, 7)
    money = {"application": applicant, "amount": 50_000, "cash": "KAS"}
    office.perform("membership.prepay", money)

    with pytest.raises(BadField) as refused:
        by_hand(office, ("2-1107", 50_000, "KTR"), applicant, second=True)

    assert refused.value.field == "lines[0].account"
    by_hand(office, ("2-1107", 50_000, "KTR"), applicant, second=True, kind="adjustment")
    builders.require_green(office)


@pytest.mark.parametrize("amount", [1, 50_000])
@pytest.mark.parametrize("against", [None, ("6-1201", 0, "KTR")])
def test_savings_taken_by_hand_need_a_second_person_whatever_they_come_to(
    office: Office, member: MemberRow, amount: int, against: Given | None
) -> None:
    rest = (against[0], -amount, against[2]) if against else None
    with pytest.raises(NeedsApproval) as refused:
        by_hand(office, ("2-1101", amount, "USP"), member.key, rest)

    assert "berapa pun jumlahnya" in refused.value.message
    by_hand(office, ("2-1101", amount, "USP"), member.key, rest, second=True)
    builders.require_green(office)


def test_money_into_savings_by_hand_needs_nobody_else(office: Office, member: MemberRow) -> None:
    by_hand(office, ("2-1101", -5_000, "USP"), member.key)

    builders.require_green(office)


@pytest.mark.parametrize("kind", CORRECTIONS)
@pytest.mark.parametrize(
    "line",
    [
        ("3-1101", 60_000, "KTR"),
        ("3-1101", -900_000, "KTR"),
        ("3-1102", -7_000, "KTR"),
        ("2-1101", -7_000, "USP"),
        ("2-1101", 7_000, "USP"),
        ("2-1107", -7_000, "KTR"),
    ],
)
def test_a_correction_takes_two_people_and_leaves_the_books_green(
    office: Office, member: MemberRow, kind: str, line: Given
) -> None:
    with pytest.raises(NeedsApproval):
        by_hand(office, line, member.key, kind=kind)

    by_hand(office, line, member.key, kind=kind, second=True)
    builders.require_green(office)


def test_a_correction_leaves_the_months_that_are_paid_covered(
    office: Office, member: MemberRow
) -> None:
    extra = by_hand(
        office, ("3-1102", -30_000, "KTR"), member.key, kind="adjustment", second=True
    ).number
    by_hand(office, ("3-1102", 10_000, "KTR"), member.key, kind="adjustment", second=True)
    with pytest.raises(BadField) as refused:
        by_hand(office, ("3-1102", 20_001, "KTR"), member.key, kind="adjustment", second=True)
    assert "balik dahulu bukti setorannya" in refused.value.message

    with pytest.raises(NotReversible):
        take_back(office, extra, second=True)

    pay(office, member, "mandatory", amount=30_000)
    builders.require_green(office)


def test_a_receipt_of_dues_is_reversed_with_its_months(office: Office, member: MemberRow) -> None:
    paid = pay(office, member, "mandatory", months=3).number

    office.perform("accounting.reverse", {"entry": paid, "reason": "salah anggota"})

    builders.require_green(office)


@pytest.mark.parametrize("kind", ["ordinary", *CORRECTIONS])
@pytest.mark.parametrize(
    ("line", "left"),
    [
        (("2-1101", -7_000, "USP"), True),
        (("3-1101", -7_000, "KTR"), True),
        (("2-1107", -7_000, "KTR"), True),
        (("2-1106", -7_000, "KTR"), False),
    ],
)
def test_no_money_is_written_to_whom_it_cannot_belong(
    office: Office, member: MemberRow, kind: str, line: Given, left: bool
) -> None:
    if left:
        leaves(office, member)

    with pytest.raises(BadField):
        by_hand(office, line, member.key, kind=kind, second=True)

    builders.require_green(office)


def test_nobody_is_owed_titipan_who_is_in_no_register(office: Office) -> None:
    with pytest.raises(BadField):
        by_hand(office, ("2-1107", -7_000, "KTR"), 4711)


def test_a_withdrawal_of_who_has_left_is_not_taken_back(office: Office, member: MemberRow) -> None:
    drawn = {"member": member.key, "product": "voluntary", "amount": 5_000, "cash": "KAS"}
    number = office.perform("savings.withdraw", drawn).number
    ended = leaves(office, member)

    with pytest.raises(NotReversible) as refused:
        take_back(office, number)

    assert "bukan anggota aktif" in refused.value.message
    take_back(office, ended, second=True)
    take_back(office, number)
    builders.require_green(office)


def test_an_exit_is_not_taken_back_over_a_refund_written_by_hand(
    office: Office, member: MemberRow
) -> None:
    ended = leaves(office, member)
    more = by_hand(office, ("2-1106", -9_000, "KTR"), member.key).number

    with pytest.raises(NotReversible) as refused:
        take_back(office, ended, second=True)

    assert "pengembalian dari jurnal lain" in refused.value.message
    take_back(office, more)
    take_back(office, ended, second=True)
    builders.require_green(office)


def test_an_exit_with_titipan_left_is_taken_back_whole(office: Office, member: MemberRow) -> None:
    by_hand(office, ("2-1107", -8_000, "KTR"), member.key)
    ended = leaves(office, member)

    take_back(office, ended, second=True)

    builders.require_green(office)


def test_opening_balances_are_written_as_before(office: Office, member: MemberRow) -> None:
    lines = [
        {"account": "3-1102", "amount": -25_000, "unit": "KTR", "key": member.key},
        {"account": "3-1501", "amount": 25_000, "unit": "KTR"},
    ]
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": lines})

    builders.require_green(office)
