"""Reconciling by ticks, statements that never count twice, boxes that are counted."""

from datetime import date, timedelta
from typing import Any

import pytest

from kopdes_desktop.banking import queries
from kopdes_desktop.banking.reconciling import BeforeSigned, NotReconciled
from kopdes_desktop.banking.statements import NothingNew, RowInBooks
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.reports import home
from kopdes_desktop.security.queries import user_called
from tests.banking.conftest import BANK, CASH
from tests.builders import (
    DAY,
    a_member,
    an_applicant,
    approval,
    balance,
    findings,
    lines_of,
    record,
    require_green,
    seen,
    working_as,
)

ROWS: list[dict[str, Any]] = [
    {"day": "2026-01-31", "amount": 8_000, "text": "BUNGA"},
    {"day": "2026-01-31", "amount": -6_000, "text": "BIAYA ADM"},
    {"day": "2026-02-02", "amount": 500_000, "text": "SETOR TUNAI"},
    {"day": "2026-02-02", "amount": 50_000, "text": "TRSF DARI MELATI"},
]


def compared(office: Office, day: date = DAY) -> queries.Comparison:
    return queries.comparison(office.reading, chart.box(office.reading, BANK), day)


def reconcile(office: Office, bank_balance: int, **how: Any) -> Answer:
    """Tick everything that is open, unless told otherwise."""
    day = how.pop("day", DAY)
    ticked = how.pop("ticked", [line.place for line in compared(office, day).lines])
    order = {"box": BANK, "day": day.isoformat(), "balance": bank_balance, "ticked": ticked}
    return office.perform("banking.reconcile", order)


def read_in(office: Office, rows: list[dict[str, Any]] | None = None) -> Answer:
    given = ROWS if rows is None else rows
    return office.perform("banking.read_statement", {"box": BANK, "rows": given})


def book(office: Office, mark: str, op: str, order: dict[str, Any], **how: Any) -> Answer:
    said = {"box": BANK, "row": mark, "op": op, "order": order}
    return office.perform("banking.book_row", said, **how)


# --- ticking --------------------------------------------------------------------------------------


def test_a_statement_that_ties_is_reconciled_and_its_lines_are_not_asked_again(
    office: Office,
) -> None:
    made = reconcile(office, 10_500_000)

    assert made.number == "RKB-KR-2026-000001"
    assert compared(office, date(2026, 2, 3)).lines == ()
    assert compared(office, date(2026, 2, 3)).before == 10_500_000
    require_green(office)


def test_what_the_bank_has_not_written_stays_open(office: Office) -> None:
    opening = compared(office).lines[0]
    reconcile(office, 10_000_000, ticked=[opening.place])

    later = compared(office, date(2026, 2, 3))
    assert [int(line.row.amount) for line in later.lines] == [500_000]
    assert later.last is not None
    assert (later.last.balance, later.last.ledger) == (10_000_000, 10_500_000)


def test_a_difference_is_refused_with_the_line_it_may_come_from(office: Office) -> None:
    opening = compared(office).lines[0]
    with pytest.raises(NotReconciled) as refused:
        reconcile(office, 10_500_000, ticked=[opening.place])

    assert "selisih Rp500.000" in refused.value.message
    assert "PKS-KR-2026-000001" in refused.value.message


def test_a_later_reconciliation_of_the_same_day_replaces_the_first(office: Office) -> None:
    opening = compared(office).lines[0]
    reconcile(office, 10_000_000, ticked=[opening.place])

    reconcile(office, 10_500_000)

    first, second = sorted(
        queries.standing(office.reading, BANK)
        + [x for x in [queries.reconciled(office.reading, "RKB-KR-2026-000001")] if x],
        key=lambda each: each.key,
    )
    assert (first.replaced, second.replaced) == (second.key, None)
    require_green(office)


@pytest.mark.parametrize("ticked", [[[1, 1]], "twice"])
def test_strange_ticks_are_refused(office: Office, ticked: Any) -> None:
    place = compared(office).lines[0].place
    with pytest.raises(BadField):
        reconcile(office, 0, ticked=[place, place] if ticked == "twice" else ticked)


def test_nothing_is_dated_before_what_was_reconciled(office: Office) -> None:
    reconcile(office, 10_500_000)
    line = {"account": "1-1111", "amount": -6_000, "unit": "KTR"}

    with pytest.raises(BeforeSigned) as refused:
        record(office, ("6-1208", 6_000, "KTR"), line, day="2026-01-31", late="lupa")

    assert "02/02/2026" in refused.value.message
    record(office, ("6-1208", 6_000, "KTR"), line)


def test_nothing_is_added_to_a_day_that_was_reconciled_once_it_is_over(office: Office) -> None:
    january = date(2026, 1, 31)
    reconcile(office, 10_000_000, day=january)
    line = {"account": "1-1111", "amount": -6_000, "unit": "KTR"}

    with pytest.raises(BeforeSigned, match="sesudah 31/01/2026"):
        record(office, ("6-1208", 6_000, "KTR"), line, day="2026-01-31", late="lupa")

    record(office, ("6-1208", 6_000, "KTR"), line, day="2026-02-01", late="lupa")


def test_a_later_reconciliation_is_undone_by_an_earlier_one_only_by_two(office: Office) -> None:
    reconcile(office, 10_500_000)
    earlier = {"box": BANK, "day": "2026-01-31", "balance": 10_000_000}
    ticked = [line.place for line in compared(office, date(2026, 1, 31)).lines]

    with pytest.raises(NeedsApproval, match="RKB-KR-2026-000001"):
        office.perform("banking.reconcile", {**earlier, "ticked": ticked})

    office.perform("banking.reconcile", {**earlier, "ticked": ticked}, approval=approval())
    assert [each.day for each in queries.standing(office.reading, BANK)] == [date(2026, 1, 31)]


def test_the_proof_names_what_reached_the_books_before_a_reconciliation(office: Office) -> None:
    reconcile(office, 10_500_000)
    assert findings(office) == {}
    line = {"account": "1-1111", "amount": -6_000, "unit": "KTR"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "GATES", [])  # as a program that does not know the rule
        made = record(office, ("6-1208", 6_000, "KTR"), line, day="2026-01-31", late="lupa")

    assert findings(office) == {
        "reconciliations": (
            f"RKB-KR-2026-000001: {made.number} dicatat kemudian dengan tanggal sebelum 02/02/2026",
        )
    }


def test_a_cash_box_is_not_reconciled_and_a_bank_not_counted(office: Office) -> None:
    with pytest.raises(BadField, match="hitung kas"):
        office.perform("banking.reconcile", {"box": CASH, "day": DAY.isoformat(), "balance": 0})
    with pytest.raises(BadField, match="rekening koran"):
        office.perform("banking.count_cash", {"box": BANK, "cash": 0})


# --- statements -----------------------------------------------------------------------------------


def test_rows_are_told_apart_from_what_the_books_hold(office: Office) -> None:
    read_in(office)
    made = compared(office)

    assert list(made.matches) == ["2026-02-02:500000:1"]
    assert [row.text for row in made.unknown.values()] == ["BUNGA", "BIAYA ADM", "TRSF DARI MELATI"]


def test_the_same_statement_twice_adds_nothing(office: Office) -> None:
    read_in(office)
    with pytest.raises(NothingNew):
        read_in(office)
    more = read_in(office, [*ROWS, {"day": "2026-02-02", "amount": 1_000, "text": "X"}])

    assert more.fact["d"]["added"] == 1
    assert len(queries.statement_rows(office.reading, BANK, date(2026, 1, 1), DAY)) == 5


def test_no_word_of_the_bank_stands_in_a_fact(office: Office) -> None:
    made = read_in(office)

    raw, _hash = office.body(made.id)
    assert b"MELATI" not in raw


def test_a_fee_becomes_a_voucher_of_the_bank_s_day_and_is_proposed_no_more(office: Office) -> None:
    read_in(office)
    made = book(
        office,
        "2026-01-31:-6000:1",
        "accounting.jot",
        {"template": "bank_fee", "amount": 6_000, "box": BANK},
    )

    entry = made.fact["d"]["entry"]
    assert seen(lines_of(office, entry)) == [("1-1111", -6_000, "KTR"), ("6-1208", 6_000, "KTR")]
    assert "2026-01-31:-6000:1" not in compared(office).unknown
    with pytest.raises(RowInBooks):
        book(office, "2026-01-31:-6000:1", "accounting.jot", {})
    require_green(office)


def test_a_row_is_proposed_again_once_its_document_is_reversed(office: Office) -> None:
    read_in(office)
    order = {"template": "bank_fee", "amount": 6_000, "box": BANK}
    made = book(office, "2026-01-31:-6000:1", "accounting.jot", order)
    office.perform("accounting.reverse", {"entry": made.fact["d"]["entry"], "reason": "salah"})

    assert "2026-01-31:-6000:1" in compared(office).unknown


def test_a_document_of_another_amount_is_refused_and_nothing_is_left_of_it(office: Office) -> None:
    read_in(office)
    before = balance(office, "1-1111")
    with pytest.raises(BadField, match=r"bank mencatat -Rp6\.000, bukti ini -Rp7\.000"):
        book(
            office,
            "2026-01-31:-6000:1",
            "accounting.jot",
            {"template": "bank_fee", "amount": 7_000, "box": BANK},
        )
    assert balance(office, "1-1111") == before


def test_a_row_that_the_books_hold_is_not_booked_again(office: Office) -> None:
    read_in(office)
    with pytest.raises(RowInBooks, match="PKS-KR-2026-000001"):
        book(
            office,
            "2026-02-02:500000:1",
            "accounting.move_cash",
            {"from": CASH, "to": BANK, "amount": 500_000},
        )


def test_only_certain_documents_come_of_a_row(office: Office) -> None:
    read_in(office)
    with pytest.raises(BadField, match="tidak dapat menjadi"):
        book(office, "2026-01-31:8000:1", "accounting.close_month", {"month": "2026-01"})


def test_a_receipt_without_a_name_becomes_the_dues_of_whose_it_was(office: Office) -> None:
    member = a_member(office, day=date(2026, 1, 5))
    read_in(office)
    made = book(
        office,
        "2026-02-02:50000:1",
        "accounting.jot",
        {"template": "unknown_deposit", "amount": 50_000, "box": BANK},
    )
    waiting = queries.unknowns(office.reading)
    assert [int(each.amount) for each in waiting] == [50_000]

    order = {
        "deposit": made.fact["d"]["voucher"],
        "member": member.key,
        "lines": [{"product": "voluntary", "amount": 50_000}],
    }
    office.perform("banking.settle_unknown", order)

    assert queries.unknowns(office.reading) == []
    assert balance(office, "2-1101") == -50_000
    with pytest.raises(BadField, match="sudah selesai"):
        office.perform("banking.settle_unknown", order)
    require_green(office)


# --- counting -------------------------------------------------------------------------------------


def test_a_count_that_fits_posts_nothing(office: Office) -> None:
    notes = [{"note": 100_000, "count": 15}]
    order = {"box": CASH, "counted": notes, "why": "month_end", "witness": "ketua"}
    made = office.perform("banking.count_cash", order)

    assert made.number == "BAK-KR-2026-000001"
    assert "entry" not in made.fact["d"]
    left = queries.uncounted(office.reading, Month("2026-01"))
    assert [box.code for box in left] == [BANK]


def test_a_short_box_wants_its_reason_and_becomes_a_cost(office: Office) -> None:
    with pytest.raises(BadField, match="tulis alasannya"):
        office.perform("banking.count_cash", {"box": CASH, "cash": 1_495_000})
    made = office.perform(
        "banking.count_cash", {"box": CASH, "cash": 1_495_000, "reason": "kembalian keliru"}
    )

    assert seen(lines_of(office, made.id)) == [("6-1402", 5_000, "KTR"), ("1-1101", -5_000, "KTR")]
    with pytest.raises(NotReversible):
        office.perform("accounting.reverse", {"entry": made.id, "reason": "salah"})
    require_green(office)


def test_a_large_difference_found_by_a_cashier_has_an_officer_see_it(office: Office) -> None:
    order = {"box": CASH, "cash": 1_000_000, "reason": "hilang"}
    with working_as(office, "kasir"), pytest.raises(NeedsApproval):
        office.perform("banking.count_cash", order)
    with working_as(office, "kasir"):
        made = office.perform("banking.count_cash", order, approval=approval())
    assert made.fact["d"]["expected"] == 1_500_000


def short_by(amount: int) -> dict[str, Any]:
    return {"box": CASH, "cash": 1_500_000 - amount, "reason": "hilang"}


def test_nobody_writes_off_alone_what_lies_in_her_own_safe(office: Office) -> None:
    with pytest.raises(NeedsApproval, match="bukan pemegang kas"):
        office.perform("banking.count_cash", short_by(1_499_000))

    made = office.perform("banking.count_cash", short_by(1_499_000), approval=approval())

    chair = user_called(office.reading, "ketua")
    assert chair is not None
    assert made.fact["d"]["witness"] == chair.key


def test_small_differences_of_a_day_add_up(office: Office) -> None:
    office.perform("banking.count_cash", short_by(30_000))

    with pytest.raises(NeedsApproval):
        office.perform("banking.count_cash", short_by(60_000))
    office.perform("banking.count_cash", short_by(50_000))


def test_small_differences_of_a_month_add_up_until_somebody_else_looked(office: Office) -> None:
    office.perform("banking.count_cash", short_by(30_000))
    office.named_day = DAY + timedelta(days=1)
    with pytest.raises(NeedsApproval, match="bulan ini"):
        office.perform("banking.count_cash", short_by(60_000))
    office.perform("banking.count_cash", short_by(60_000), approval=approval())

    office.perform("banking.count_cash", short_by(90_000))


@pytest.mark.parametrize("why", ["month_end", "handover"])
def test_a_month_s_end_and_a_hand_over_have_a_witness(office: Office, why: str) -> None:
    order = {"box": CASH, "cash": 1_500_000, "why": why}
    with pytest.raises(BadField, match="disaksikan"):
        office.perform("banking.count_cash", order)

    office.perform("banking.count_cash", {**order, "witness": "ketua"})


def test_a_month_waits_for_the_count_of_every_box_that_held_cash(office: Office) -> None:
    january = {"month": "2026-01"}
    office.perform("settings.change", {"fields": {"control.count_needed": True}})
    with pytest.raises(BadField, match="belum dihitung"):
        office.perform("accounting.close_month", january)

    for why in ("daily", "surprise"):
        office.perform("banking.count_cash", {"box": CASH, "cash": 1_500_000, "why": why})
    with pytest.raises(BadField, match="di depan saksi"):
        office.perform("accounting.close_month", january)
    counted = {"box": CASH, "cash": 1_500_000, "why": "month_end", "witness": "ketua"}
    office.perform("banking.count_cash", counted)

    office.perform("accounting.close_month", january)


def test_a_cashier_counts_alone_what_she_keeps_and_nobody_else_s_safe(office: Office) -> None:
    office.perform("accounting.move_cash", {"from": CASH, "to": "LACI-G1", "amount": 200_000})
    with working_as(office, "kasir"):
        with pytest.raises(NeedsApproval, match="dipegang orang lain"):
            office.perform("banking.count_cash", {"box": CASH, "cash": 1_300_000})
        made = office.perform("banking.count_cash", {"box": "LACI-G1", "cash": 200_000})

    assert made.fact["d"]["expected"] == 200_000


def test_each_is_offered_the_boxes_that_are_counted_here(office: Office) -> None:
    read, number = office.reading, office.own.number
    cashier = user_called(read, "kasir")
    assert cashier is not None

    hers, busy = queries.countable(read, cashier.key, cashier.role, number)
    every, _busy = queries.countable(read, office.signed_in.user, "treasurer", number)

    assert [box.code for box in hers] == ["LACI-G1"]
    assert busy == []
    assert {CASH, "LACI-G1"} < {box.code for box in every}
    assert not {BANK, "JALAN-G1"} & {box.code for box in every}


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 2, 2), True),
        (date(2026, 2, 12), False),
        (date(2026, 2, 26), True),
    ],
)
def test_a_month_s_count_is_proposed_about_its_end(
    office: Office, today: date, *, due: bool
) -> None:
    found = [box.code for box in queries.due_at_month_end(office.reading, today)]

    assert found == ([CASH] if due else [])


def test_a_box_that_holds_more_than_it_may_waits_at_home(office: Office) -> None:
    assert home.overfull(office.reading, DAY) is None
    office.perform("settings.change", {"fields": {"control.cash_limit": 1_200_000}})

    found = home.overfull(office.reading, DAY)

    assert found == home.Waiting(1, Rupiah(300_000), late=True, name="Brankas Bendahara")


def test_a_count_that_is_due_waits_at_home_until_it_is_made(office: Office) -> None:
    assert home.uncounted(office.reading, DAY) == home.Waiting(1, name="Brankas Bendahara")

    alone = {"box": CASH, "cash": 1_500_000}
    office.perform("banking.count_cash", alone)
    assert home.uncounted(office.reading, DAY) is not None

    office.perform("banking.count_cash", {**alone, "why": "month_end", "witness": "ketua"})

    assert home.uncounted(office.reading, DAY) is None


def test_a_count_says_how_often_it_was_tried(office: Office) -> None:
    made = office.perform("banking.count_cash", {"box": CASH, "cash": 1_500_000, "tries": 3})

    assert made.fact["d"]["tries"] == 3
    with pytest.raises(BadField, match="lebih dari nol"):
        office.perform("banking.count_cash", {"box": CASH, "cash": 1_500_000, "tries": 0})


def test_a_witness_is_somebody_else(office: Office) -> None:
    with pytest.raises(BadField, match="orang lain"):
        office.perform(
            "banking.count_cash", {"box": CASH, "cash": 1_500_000, "witness": "bendahara"}
        )


# --- the bank's words ---------------------------------------------------------------------------


def words_of(office: Office) -> dict[str, str]:
    rows = queries.statement_rows(office.reading, BANK, date(2020, 1, 1), DAY)
    return {mark: row.text for mark, row in rows.items()}


def test_words_that_name_an_erased_person_leave_the_statement(office: Office) -> None:
    applicant = an_applicant(office, 9, name="Kenanga Melati Wangi")
    rows = [
        {"day": "2026-02-02", "amount": 50_000, "text": "TRSF DARI KENANGA MELATI"},
        {"day": "2026-02-02", "amount": 60_000, "text": "TRSF DARI MELATI PUTIH"},
    ]
    read_in(office, rows)
    order = {"application": applicant, "approved": False, "decision_no": "7/PENG"}
    office.perform("membership.decide", order)

    erased = {"member": applicant, "reason": "diminta"}
    office.perform("members.erase", erased, approval=approval())

    said = {"2026-02-02:50000:1": "", "2026-02-02:60000:1": "TRSF DARI MELATI PUTIH"}
    assert words_of(office) == said


def test_words_of_long_ago_are_let_go_with_the_next_statement(office: Office) -> None:
    read_in(office, [{"day": "2023-12-31", "amount": 1_000, "text": "TRSF DARI MELATI"}])
    read_in(office)

    words = words_of(office)
    assert (words.pop("2023-12-31:1000:1"), "BUNGA" in words.values()) == ("", True)
    with pytest.raises(NothingNew):
        read_in(office, [{"day": "2023-12-31", "amount": 1_000, "text": "TRSF DARI MELATI"}])
