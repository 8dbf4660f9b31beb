"""Applications, trial balance and journal, by keys, on real books."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.ui.reports.journal_screen import JournalScreen
from kopdes_desktop.ui.reports.trial_balance_screen import TrialBalanceScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.village import PIN, Village


def current(window: MainWindow) -> QWidget | None:
    assert window.workplace is not None
    return window.workplace.current()


def test_no_figure_of_a_report_is_cut(desa: Village) -> None:
    lines = [{"product": "voluntary", "amount": 999_999_999_999}]
    window = desa.signed_in("bendahara")
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})
    press(Qt.Key.Key_3, held=CTRL)
    screen = current(window)
    assert isinstance(screen, TrialBalanceScreen)

    totals = screen.view.totals
    model = totals.model()
    bold = QFont(totals.font())
    bold.setWeight(QFont.Weight.DemiBold)
    for at in range(model.columnCount()):
        text = str(model.index(0, at).data() or "")
        need = QFontMetrics(bold).horizontalAdvance(text) + 22
        assert need <= totals.columnWidth(at)


def test_the_trial_balance_opens_a_ledger_and_comes_back_to_its_line(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    screen = current(window)
    assert isinstance(screen, TrialBalanceScreen)
    assert screen.verdict.text() == "Seimbang: Rp330.000"

    press(Qt.Key.Key_Down)
    row = screen.view.table.current()
    enter()
    assert screen.trail.subject.text() == "Buku besar 3-1101 Simpanan Pokok"
    assert focused() is screen.view.table

    press(Qt.Key.Key_Backspace)
    assert screen.trail.subject.text() == "Neraca saldo"
    assert screen.view.table.current() == row


def test_a_day_is_typed_short_and_the_books_of_that_day_appear(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    screen = current(window)
    assert isinstance(screen, TrialBalanceScreen)

    press(Qt.Key.Key_F2)
    write("31/8")
    enter()

    assert screen.view.table.rows.rows == []
    assert focused() is screen.view.table


def test_reports_are_printed_and_exported_by_one_key(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    press(Qt.Key.Key_D, held=CTRL)
    press(Qt.Key.Key_E, held=CTRL)

    made = sorted((desa.folder / "cetakan").iterdir())
    assert [path.name for path in made] == [
        "neraca-saldo-per-21-november-2026.pdf",
        "neraca-saldo-per-21-november-2026.xlsx",
    ]
    assert made[0].read_bytes().startswith(b"%PDF")
    assert made[1].read_bytes().startswith(b"PK")
    assert window.workplace is not None
    assert "disimpan di" in window.workplace.status.words.text()


def test_the_journal_shows_both_sides_with_their_sums(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_4, held=CTRL)
    screen = current(window)
    assert isinstance(screen, JournalScreen)

    press(Qt.Key.Key_F2)
    write("1/9")
    enter()
    write("t")
    enter()

    lines = screen.view.table.rows.rows
    assert [line["number"] for line in lines[:4]] == [
        "SMP-KR-2026-000001",
        None,
        None,
        "SMP-KR-2026-000002",
    ]
    assert len(lines) == 9
    sums = screen.view.document.totals if screen.view.document else {}
    assert dict(sums) == {"debit": 330_000, "credit": 330_000}


def test_a_screen_reads_again_when_a_fact_concerns_it(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    screen = current(window)
    assert isinstance(screen, TrialBalanceScreen)

    lines = [{"product": "mandatory", "months": 1}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})

    assert screen.verdict.text() == "Seimbang: Rp340.000"


def test_a_second_person_approves_on_the_makers_own_screen(desa: Village) -> None:
    window = desa.signed_in("kasir")
    assert window.desk is not None
    lines = [{"product": "mandatory", "months": 1}]
    made = desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})
    done: list[object] = []

    window.desk.perform(
        "accounting.reverse",
        {"entry": made.number, "reason": "salah anggota"},
        done.append,
        question="Kuitansi dibalik.",
    )
    write("bendahara")
    enter()
    write(PIN)
    enter()
    write("salah anggota")
    enter()

    assert len(done) == 1
    assert desa.account("3-1102") == -30_000


def test_a_clock_that_jumped_is_asked_about_in_full_words(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    assert window.desk is not None
    desa.session.office.perform("day.close", {})
    desa.clock.pass_by(86_400 * 60)
    done: list[object] = []
    lines = [{"product": "mandatory", "months": 1}]

    window.desk.perform("savings.deposit", {"member": "0001", "lines": lines}, done.append)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "20/01/2027" in dialog.accessibleDescription()
    press(Qt.Key.Key_Tab)
    enter()

    assert len(done) == 1
    assert window.workplace is not None
    assert "Hari kerja 20 Januari 2027" in window.workplace.status.standing.text()
