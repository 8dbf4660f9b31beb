"""Borrowed capital by keys: taken up, paid by its schedule, rescheduled, its interest accrued."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.borrowings import queries
from kopdes_desktop.borrowings.rules import Part
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ui.borrowings.borrowings_screen import BorrowingsScreen
from kopdes_desktop.ui.desk import Goal
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from tests.builders import working_as
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import rewrite, said
from tests.ui.village import Village


def borrowings(desa: Village, user: str = "bendahara") -> BorrowingsScreen:
    window = desa.signed_in(user)
    assert window.workplace is not None
    window.workplace._lead(Goal("report.borrowings"))
    screen = window.workplace.current()
    assert isinstance(screen, BorrowingsScreen)
    return screen


def take(desa: Village, **fields: Any) -> str:
    order = {
        "lender": "BRI Unit Ngemplak",
        "account": "2-2101",
        "principal": 12_000_000,
        "rate": "6",
        "months": 12,
        "first_due": "2026-12-10",
        "box": "1-1111",
        "decision_no": "03/RA/2026",
        **fields,
    }
    number = desa.session.office.perform("borrowings.take", order).number
    assert number is not None
    return number


@pytest.fixture
def screen(desa: Village) -> BorrowingsScreen:
    return borrowings(desa)


def loans(desa: Village) -> list[queries.Borrowing]:
    return queries.borrowings(desa.session.office.reading)


def test_a_loan_is_taken_up_by_keys_and_shows_its_schedule(
    desa: Village, screen: BorrowingsScreen
) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("BRI Unit Ngemplak")
    enter(2)
    write("12000000")
    enter()
    write("Bank")
    enter(2)
    write("03/RA/2026")
    enter(2)
    write("6")
    enter()
    write("12")
    enter()
    rewrite("2")
    enter()
    rewrite("10/12/2026")
    enter()
    write("modal kerja")
    enter(2)

    (loan,) = loans(desa)
    assert (loan.principal, loan.months, loan.grace) == (Rupiah(12_000_000), 12, 2)
    assert loan.parts[0] == Part(date(2026, 12, 10), NOTHING, Rupiah(60_000))
    assert f"{loan.number} tersimpan" in said(desa.windows[-1])
    assert [row.n for row in screen.lines.rows.rows] == list(range(1, 13))


@pytest.mark.usefixtures("screen")
def test_a_refused_loan_stays_on_the_form(desa: Village) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("BRI")
    enter(2)
    write("1000000")
    press(Qt.Key.Key_Return, held=CTRL)

    assert loans(desa) == []
    assert QApplication.activeModalWidget() is not None


def test_what_was_just_taken_up_is_marked_and_no_older_loan(desa: Village) -> None:
    window = borrowings(desa)
    take(desa)
    window.reload()
    assert window.table.current().loan.lender == "BRI Unit Ngemplak"  # type: ignore[union-attr]
    press(Qt.Key.Key_N, held=CTRL)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    fill = {"lender": "BPD Sleman", "principal": "2000000", "rate": "6", "months": "6"}
    for name, text in {**fill, "decision_no": "04", "first_due": "10/12/2026"}.items():
        asking.form.field(name).set_text(text)  # type: ignore[attr-defined]
    asking.form.field("box").box.setCurrentIndex(0)  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return, held=CTRL)

    assert len(loans(desa)) == 2
    assert window.table.current().loan.lender == "BPD Sleman"  # type: ignore[union-attr]


def test_enter_pays_the_next_instalment_as_the_schedule_says(desa: Village) -> None:
    window = borrowings(desa)
    take(desa)
    window.reload()
    enter()
    enter(6)

    (loan,) = loans(desa)
    assert (loan.paid, loan.interest_paid) == (Rupiah(1_000_000), Rupiah(60_000))
    assert [row.state for row in window.lines.rows.rows[:2]] == ["paid", "waits"]
    assert "pokok Rp1.000.000, bunga Rp60.000" in said(desa.windows[-1])


def test_a_months_interest_is_accrued_once_by_a_question(desa: Village) -> None:
    screen = borrowings(desa)
    take(desa, first_due="2026-11-30", day="2026-11-12", late="surat bank terlambat")
    screen.reload()
    press(Qt.Key.Key_F6)
    write("y")

    (loan,) = loans(desa)
    assert loan.accrued == Rupiah(60_000 * 9 // 18)
    press(Qt.Key.Key_F6)
    assert "Tidak ada bunga" in said(desa.windows[-1])


def test_other_terms_take_the_place_of_what_is_not_paid(desa: Village) -> None:
    screen = borrowings(desa)
    take(desa)
    screen.reload()
    press(Qt.Key.Key_F3)
    enter()
    rewrite("24")
    enter(4)
    write("adendum 2")
    enter()

    (loan,) = loans(desa)
    assert len(loan.parts) == 24
    assert "Jadwal tersimpan" in said(desa.windows[-1])


def test_who_may_only_look_is_offered_no_deeds(desa: Village) -> None:
    screen = borrowings(desa)
    take(desa)
    with working_as(desa.session.office, "pengawas"):
        screen.reload()
        enter()

    assert not screen.add.isVisible()
    assert not screen.pay.isVisible()
    assert QApplication.activeModalWidget() is None
    assert {key.sequence for key in screen.keys_now()} == {"↑ ↓", "Ctrl+P", "F7"}


def test_a_change_of_terms_is_taken_back_by_a_key_and_a_reason(desa: Village) -> None:
    screen = borrowings(desa)
    take(desa)
    screen.reload()
    press(Qt.Key.Key_Delete)
    assert "masih yang pertama" in said(desa.windows[-1])
    press(Qt.Key.Key_F3)
    enter()
    rewrite("24")
    enter(4)
    write("adendum 2")
    enter()

    press(Qt.Key.Key_Delete)
    write("batal ditandatangani")
    enter(2)

    (loan,) = loans(desa)
    assert len(loan.parts) == 12
    assert screen.restore.isHidden()


@pytest.mark.usefixtures("screen")
def test_unpaid_interest_is_asked_of_an_old_loan_alone_and_a_deduction_of_a_new_one() -> None:
    press(Qt.Key.Key_N, held=CTRL)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    fee, interest = asking.form.field("fee"), asking.form.field("interest_owed")
    assert (fee.isHidden(), interest.isHidden()) == (False, True)
    asking.form.field("box").choose("-")  # type: ignore[attr-defined]
    assert (fee.isHidden(), interest.isHidden()) == (True, False)
