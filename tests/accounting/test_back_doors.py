"""Openings, free journals and reversals: none of them is a way round what a payment would ask."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.members import third_parties
from tests import builders
from tests.builders import (
    DAY,
    MORNING,
    a_member,
    approval,
    copy,
    open_books,
    pay,
    record,
    working_as,
)


def opened(books: Session, *lines: tuple[str, int, str], day: str, second: bool = False) -> Any:
    made = [dict(zip(("account", "amount", "unit"), each, strict=True)) for each in lines]
    order = {"day": day, "lines": made}
    by = approval() if second else None
    return books.office.perform("accounting.open_balances", order, approval=by)


TAKEN = ("3-1301", 70_000, "KTR"), ("1-1101", -70_000, "KTR")


# --- openings -----------------------------------------------------------------------------------


def test_cash_does_not_leave_a_box_as_one_persons_opening(books: Session) -> None:
    opened(books, ("1-1101", 90_000, "KTR"), ("3-1501", -90_000, "KTR"), day="2025-12-31")

    with pytest.raises(NeedsApproval, match="Brankas"):
        opened(books, *TAKEN, day="2026-02-02")
    assert opened(books, *TAKEN, day="2026-02-02", second=True).number


def test_a_box_that_was_used_is_opened_again_by_two(books: Session) -> None:
    record(books.office, ("1-1101", 5_000, "KTR"), ("4-9109", -5_000, "KTR"))
    more = ("1-1101", 90_000, "KTR"), ("3-1501", -90_000, "KTR")

    with pytest.raises(NeedsApproval, match="sudah dipakai"):
        opened(books, *more, day="2025-12-31")
    assert opened(books, *more, day="2025-12-31", second=True).number
    bank = ("1-1111", 90_000, "KTR"), ("3-1501", -90_000, "KTR")
    assert opened(books, *bank, day="2025-12-31").number


def test_once_the_books_run_old_ones_are_taken_over_by_two(books: Session) -> None:
    owed = ("3-1501", 40_000, "KTR"), ("2-1504", -40_000, "KTR")
    first = opened(books, *owed, day="2025-12-31")
    record(
        books.office,
        ("6-1201", 5_000, "KTR"),
        ("2-1301", -5_000, "KTR"),
        day="2026-01-20",
        late="nota terselip",
    )

    with pytest.raises(NeedsApproval, match="Januari 2026"):
        opened(books, *owed, day="2025-12-31")
    back = {"entry": first.id, "reason": "salah ketik"}
    with pytest.raises(NeedsApproval, match="Januari 2026"):
        books.office.perform("accounting.reverse", back)
    assert books.office.perform("accounting.reverse", back, approval=approval()).number
    assert opened(books, *owed, day="2025-12-31", second=True).number


# --- free journals ------------------------------------------------------------------------------


def test_the_balancing_account_is_no_way_out_of_a_box(books: Session) -> None:
    out = ("3-1501", 5_000, "KTR"), ("1-1101", -5_000, "KTR")
    with pytest.raises(BadField, match="Saldo awal"):
        record(books.office, *out, approval=approval())


@pytest.mark.parametrize(
    ("account", "unit"),
    [("1-1301", "USP"), ("1-1303", "USP"), ("2-1102", "USP"), ("2-1104", "USP")],
)
def test_loans_and_term_deposits_wait_for_their_screens(
    books: Session, account: str, unit: str
) -> None:
    lines = (account, 5_000, unit), ("4-9109", -5_000, "KTR")
    with pytest.raises(BadField, match="layarnya belum ada"):
        record(books.office, *lines)
    with pytest.raises(NeedsApproval):
        record(books.office, *lines, kind="adjustment")
    assert record(books.office, *lines, kind="adjustment", approval=approval()).number


def test_nobody_is_paid_without_a_name_a_paper_or_a_second_person(books: Session) -> None:
    lines = ("2-1304", 5_000, "KTR"), ("4-9109", -5_000, "KTR")
    with pytest.raises(NeedsApproval, match="nomor bukti"):
        record(books.office, *lines)
    assert record(books.office, *lines, ref="NTPN 12").number
    assert record(books.office, *lines, approval=approval()).number
    back = [(account, -amount, unit) for account, amount, unit in lines]
    assert record(books.office, *back).number


def test_a_number_on_others_paper_names_nobody(books: Session) -> None:
    office = books.office
    lines = ("1-1202", 5_000, "G1"), ("4-9109", -5_000, "KTR")
    with pytest.raises(NeedsApproval, match="sebut siapa"):
        record(office, *lines, ref="x")

    office.perform("members.add_outsider", {"name": "Dahlia"})
    claim = {"account": "1-1202", "amount": 5_000, "unit": "G1", "key": "PIHAK-1"}
    first = record(office, claim, lines[1], ref="x")
    assert first.number
    again = record(office, *lines, ref=first.number)
    keys = {line.key for line in builders.lines_of(office, again.id) if line.account == "1-1202"}
    assert keys == {third_parties.known(office.reading)[0].key}


def test_a_list_of_wages_is_paid_by_its_paper_as_far_as_one_is_owed(books: Session) -> None:
    record(books.office, ("6-1101", 8_000, "KTR"), ("2-1302", -8_000, "KTR"))
    paid = ("2-1302", 5_000, "KTR"), ("4-9109", -5_000, "KTR")

    assert record(books.office, *paid, ref="Daftar gaji 2/26").number
    with pytest.raises(NeedsApproval):
        record(books.office, *paid, ref="Daftar gaji 2/26")


def test_a_drawer_and_the_savings_units_money_keep_their_ways(books: Session) -> None:
    office = books.office
    filled = ("1-1103", 9_000, "G1"), ("4-9109", -9_000, "KTR")
    with pytest.raises(NeedsApproval, match="laci"):
        record(office, *filled)
    record(office, *filled, approval=approval())
    record(office, ("1-1104", 9_000, "USP"), ("4-9109", -9_000, "KTR"))

    with pytest.raises(NeedsApproval, match="laci"):
        record(office, ("6-1204", 5_000, "G1"), ("1-1103", -5_000, "G1"))
    for target in ("1-1103", "6-1204"):
        with pytest.raises(BadField, match="tidak dipinjamkan"):
            record(office, (target, 5_000, "G1"), ("1-1104", -5_000, "USP"), approval=approval())


def test_an_entry_without_lines_says_so(books: Session) -> None:
    with pytest.raises(BadField, match="dua baris"):
        record(books.office)


def test_what_was_paid_beyond_what_was_owed_is_found(books: Session) -> None:
    lines = ("2-1302", 5_000, "KTR"), ("4-9109", -5_000, "KTR")
    with pytest.raises(NeedsApproval):
        record(books.office, *lines, ref="Daftar gaji 2/26")
    record(books.office, *lines, ref="Daftar gaji 2/26", approval=approval())

    (said,) = builders.findings(books.office)["subledgers"]
    assert "2-1302: Rp5.000" in said


# --- reversals ----------------------------------------------------------------------------------


def test_a_receipt_of_another_day_is_voided_as_it_would_be_paid(
    founded: Path, tmp_path: Path
) -> None:
    folder, wrong = copy(founded, tmp_path / "buku"), {"reason": "salah catat"}
    with open_books(folder) as session:
        who = a_member(session.office, 1)
        saved, small, at_once = (
            pay(session.office, who, amount=amount).id for amount in (3_000_000, 900_000, 2_000_000)
        )
        assert session.office.perform("accounting.reverse", {"entry": at_once, **wrong}).number

    with open_books(folder, day=DAY + timedelta(1), at=MORNING + timedelta(1)) as session:
        with pytest.raises(NeedsApproval, match=r"Rp3\.000\.000"):
            session.office.perform("accounting.reverse", {"entry": saved, **wrong})
        assert session.office.perform("accounting.reverse", {"entry": small, **wrong}).number
        order = {"entry": saved, **wrong}
        assert session.office.perform("accounting.reverse", order, approval=approval()).number


def test_what_one_person_takes_back_alone_is_summed_over_the_month(
    founded: Path, tmp_path: Path
) -> None:
    folder, wrong = copy(founded, tmp_path / "buku"), {"reason": "salah catat"}
    with open_books(folder) as session:
        who = a_member(session.office, 1)
        many = [pay(session.office, who, amount=400_000).id for _each in range(4)]

    with open_books(folder, day=DAY + timedelta(1), at=MORNING + timedelta(1)) as session:
        office = session.office
        at_once = pay(office, who, amount=900_000).id
        assert office.perform("accounting.reverse", {"entry": at_once, **wrong}).number
        for key in many[:2]:
            assert office.perform("accounting.reverse", {"entry": key, **wrong}).number
        last = {"entry": many[2], **wrong}
        with pytest.raises(NeedsApproval, match=r"menjadi Rp1\.200\.000"):
            office.perform("accounting.reverse", last)
        assert office.perform("accounting.reverse", last, approval=approval()).number
        with working_as(office, "ketua"):
            assert office.perform("accounting.reverse", {"entry": many[3], **wrong}).number


# --- boxes --------------------------------------------------------------------------------------


def test_a_new_bank_account_is_seen_by_two_and_its_keeper_is_known(books: Session) -> None:
    box: dict[str, Any] = {"code": "MANDIRI", "name": "Mandiri", "account": "1-1112", "unit": "KTR"}
    for wrong in ({"name": " "}, {"keeper": 1}, {"name": f"rekening {builders.nik(3)}"}):
        with pytest.raises(BadField):
            books.office.perform("accounting.add_box", {**box, **wrong}, approval=approval())
    with pytest.raises(NeedsApproval):
        books.office.perform("accounting.add_box", box)
    assert books.office.perform("accounting.add_box", box, approval=approval()).id
    unit = {"code": "G2", "name": builders.nik(3), "kind": "outlet"}
    with pytest.raises(BadField):
        books.office.perform("accounting.add_unit", unit)
