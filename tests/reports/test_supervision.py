"""What supervisors look at: own and family, late, taken back, approved, over the limit, cut up."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports.report import find, make
from kopdes_desktop.reports.supervision import WORDS
from tests import builders
from tests.builders import DAY, approval
from tests.reports.cooperative import Coop, go_to

LIMIT = 1_000_000


@pytest.fixture
def office(practice: Path) -> Iterator[Office]:
    with builders.open_books(practice) as session:
        yield session.office


@pytest.fixture
def saver(office: Office) -> MemberRow:
    """A member with plenty to take out."""
    member = builders.a_member(office, 1)
    builders.pay(office, member, amount=9_000_000)
    return member


def listed(office: Office, kind: str, **given: str) -> list[dict[str, object]]:
    report = find("supervision")
    params = report.params(given, office.today())
    rows = office.read(report.right, make, "supervision", params).rows
    return [dict(row) for row in rows if row["kind"] == kind]


def take_out(office: Office, member: MemberRow, amount: int, day: date = DAY) -> str:
    go_to(office, day)
    order = {"member": member.key, "product": "voluntary", "amount": amount}
    second = approval() if amount > LIMIT else None
    number = office.perform("savings.withdraw", order, approval=second).number
    assert number
    return number


def numbers(office: Office, kind: str) -> list[object]:
    return [row["number"] for row in listed(office, kind)]


def test_the_story_s_facts_stand_in_the_lists_they_belong_to(coop: Coop) -> None:
    rows = coop.rows("supervision")

    assert [(row["kind"], row["number"]) for row in rows if row["kind"] != "approved"] == [
        ("own", "SMP-KR-2026-000009"),
        ("family", "SMP-KR-2026-000010"),
        *[("late", f"{n:04d}") for n in range(1, 7)],
        ("void", "BLK-KR-2026-000001"),
        ("over_limit", "TRK-KR-2026-000001"),
        ("split", "TRK-KR-2026-000002"),
        ("split", "TRK-KR-2026-000003"),
    ]
    family = rows[1]
    assert (family["by"], family["member"], family["amount"]) == (
        "loket",
        "0001 · Melati Anggota",
        6_000,
    )


def test_a_stranger_s_deposit_at_the_same_counter_is_nobody_s_own(coop: Coop) -> None:
    named = {row["kind"] for row in coop.rows("supervision") if "Dahlia" in str(row["member"])}
    assert named == {"late"}  # her admission


def test_every_list_is_counted_at_the_end_even_an_empty_one(coop: Coop) -> None:
    assert len(coop.ask("supervision").notes) == len(WORDS)
    assert "Jurnal umum di rekening anggota: 0" in coop.ask("supervision").notes


def test_a_document_entered_after_its_day_is_listed_with_its_reason(
    office: Office, saver: MemberRow
) -> None:
    builders.pay(office, saver, amount=5_000, day="2026-01-30", late="listrik padam")

    [row] = listed(office, "late")
    assert (row["date"], row["reason"]) == (date(2026, 1, 30), "listrik padam")


def test_what_two_people_did_names_both_and_the_second_one_s_reason(
    office: Office, saver: MemberRow
) -> None:
    take_out(office, saver, LIMIT + 1)

    [row] = listed(office, "approved")
    assert (row["by"], row["approved_by"], row["reason"]) == ("bendahara", "ketua", "sudah dilihat")
    assert row["amount"] == LIMIT + 1
    assert row["operation"] == "Membayar penarikan simpanan"


def test_a_day_s_withdrawals_together_above_the_limit_are_all_listed(
    office: Office, saver: MemberRow
) -> None:
    first = take_out(office, saver, 900_000)
    order = {"member": saver.key, "product": "voluntary", "amount": 200_000}
    second = office.perform("savings.withdraw", order, approval=approval()).number

    assert numbers(office, "over_limit") == [first, second]


@pytest.mark.parametrize(("apart", "found"), [(1, 2), (2, 2), (3, 0)])
def test_withdrawals_cut_over_days_are_found_within_three_days(
    office: Office, saver: MemberRow, apart: int, found: int
) -> None:
    take_out(office, saver, 600_000)
    take_out(office, saver, 500_000, DAY + timedelta(days=apart))

    assert len(listed(office, "split")) == found
    assert listed(office, "over_limit") == []


def test_small_withdrawals_that_stay_within_the_limit_are_not_suspected(
    office: Office, saver: MemberRow
) -> None:
    take_out(office, saver, 500_000)
    take_out(office, saver, 500_000, DAY + timedelta(days=1))

    assert listed(office, "split") == []


def test_a_withdrawal_taken_back_is_a_reversal_and_no_piece_of_another(
    office: Office, saver: MemberRow
) -> None:
    wrong = take_out(office, saver, 600_000)
    office.perform("accounting.reverse", {"entry": wrong, "reason": "salah anggota"})
    take_out(office, saver, 600_000)

    assert listed(office, "split") == []
    [row] = listed(office, "void")
    assert (row["member"], row["amount"], row["reason"]) == (
        "0001 · Anggota Nomor 1",
        600_000,
        "salah anggota",
    )


def test_another_member_s_withdrawals_are_not_added(office: Office, saver: MemberRow) -> None:
    other = builders.a_member(office, 2)
    builders.pay(office, other, amount=2_000_000)
    take_out(office, saver, 600_000)
    take_out(office, other, 600_000)

    assert listed(office, "split") == []


def test_the_span_narrows_the_lists(office: Office, saver: MemberRow) -> None:
    take_out(office, saver, LIMIT + 1)

    assert listed(office, "approved", to="2026-02-01") == []
    assert len(listed(office, "approved", **{"from": "2026-02-02"})) == 1


def by_hand(
    office: Office, line: tuple[str, int, str], member: MemberRow, kind: str = "ordinary"
) -> str:
    """A general journal entry between somebody's account and the safe, seen by the chair."""
    account, amount, unit = line
    lines = [
        {"account": account, "amount": amount, "unit": unit, "key": member.key},
        {"account": "1-1101", "amount": -amount, "unit": "KTR"},
    ]
    order = {"text": "Jurnal", "lines": lines, "kind": kind}
    number = office.perform("accounting.record", order, approval=approval()).number
    assert number
    return number


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (("2-1101", 7_000, "USP"), "ordinary"),
        (("2-1101", -7_000, "USP"), "ordinary"),
        (("3-1102", -7_000, "KTR"), "adjustment"),
        (("2-1107", -7_000, "KTR"), "ordinary"),
        (("1-1201", 7_000, "G1"), "ordinary"),
    ],
)
def test_an_entry_by_hand_on_a_members_account_is_listed_with_its_amount(
    office: Office, saver: MemberRow, line: tuple[str, int, str], kind: str
) -> None:
    number = by_hand(office, line, saver, kind)

    [row] = listed(office, "by_hand")
    assert (row["number"], row["member"], row["amount"]) == (
        number,
        "0001 · Anggota Nomor 1",
        7_000,
    )


@pytest.mark.usefixtures("saver")
def test_an_entry_by_hand_that_touches_no_member_is_none_of_theirs(office: Office) -> None:
    builders.record(office, ("6-1201", 5_000, "KTR"), ("1-1101", -5_000, "KTR"))

    assert listed(office, "by_hand") == []


def test_every_member_of_an_entry_by_hand_has_a_row_of_his_own(
    office: Office, saver: MemberRow
) -> None:
    other = builders.a_member(office, 2)
    lines = [
        {"account": "2-1101", "amount": 9_000, "unit": "USP", "key": saver.key},
        {"account": "2-1101", "amount": -9_000, "unit": "USP", "key": other.key},
    ]
    office.perform("accounting.record", {"text": "Tukar", "lines": lines}, approval=approval())

    members = [(row["member"], row["amount"]) for row in listed(office, "by_hand")]
    assert members == [("0001 · Anggota Nomor 1", 9_000), ("0002 · Anggota Nomor 2", 9_000)]
    assert listed(office, "over_limit") == []


def test_what_is_paid_out_by_hand_counts_towards_the_limit(
    office: Office, saver: MemberRow
) -> None:
    first = take_out(office, saver, 700_000)
    second = by_hand(office, ("2-1101", 400_000, "USP"), saver)

    assert numbers(office, "over_limit") == [first, second]


def test_what_is_paid_out_by_hand_is_a_piece_like_any_other(
    office: Office, saver: MemberRow
) -> None:
    first = by_hand(office, ("2-1101", 400_000, "USP"), saver)
    second = take_out(office, saver, 700_000, DAY + timedelta(days=1))

    assert numbers(office, "split") == [first, second]
    wrong = {"entry": first, "reason": "salah"}
    office.perform("accounting.reverse", wrong, approval=approval())
    assert numbers(office, "split") == []


def test_what_is_put_in_by_hand_is_no_withdrawal(office: Office, saver: MemberRow) -> None:
    by_hand(office, ("2-1101", -2_000_000, "USP"), saver)

    assert listed(office, "over_limit") == listed(office, "split") == []


def test_documents_dated_after_a_member_left_stand_under_a_heading_of_their_own(
    office: Office,
) -> None:
    saver = builders.a_member(office, 1, day=date(2026, 1, 5))
    builders.pay(office, saver, amount=9_000_000)
    order = {"member": saver.key, "reason": "death", "day": (DAY - timedelta(days=1)).isoformat()}
    before = listed(office, "after_leaving")
    office.perform("membership.settle", order, approval=approval())

    [row] = listed(office, "after_leaving")
    assert before == []
    assert (row["number"], row["member"], row["amount"]) == (
        "SMP-KR-2026-000001",
        "0001 · Anggota Nomor 1",
        9_000_000,
    )


def test_what_a_member_did_up_to_the_day_he_left_is_in_order(
    office: Office, saver: MemberRow
) -> None:
    order = {"member": saver.key, "reason": "request"}
    office.perform("membership.settle", order, approval=approval())

    assert listed(office, "after_leaving") == []


@pytest.mark.parametrize(("day", "late"), [("2026-01-31", True), ("2026-02-01", False)])
def test_an_exit_of_an_earlier_month_is_listed_as_late(
    office: Office, day: str, late: bool
) -> None:
    member = builders.a_member(office, 1, day=date(2026, 1, 5))
    go_to(office, DAY + timedelta(days=1))
    order = {"member": member.key, "reason": "request", "day": day}
    office.perform("membership.settle", order, approval=approval())

    found = {row["operation"]: row["reason"] for row in listed(office, "late")}
    assert found.pop("Mencatat keputusan pengurus atas permohonan") == "berlaku 05/01/2026"
    assert [str(reason).split(";")[0] for reason in found.values()] == (
        ["berlaku 31/01/2026"] if late else []
    )
