"""Applications, trial balance and journal, by keys, on real books; and pictures of all screens."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from kopdes_desktop.ui import painting
from kopdes_desktop.ui.kit.qt_words import QtWords
from kopdes_desktop.ui.reports.journal_screen import JournalScreen
from kopdes_desktop.ui.reports.trial_balance_screen import TrialBalanceScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.places import PLACES
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.village import PASSWORD, PIN, Village


def current(window: MainWindow) -> QWidget | None:
    assert window.workplace is not None
    return window.workplace.current()


def test_no_figure_of_a_report_is_cut(desa: Village) -> None:
    lines = [{"product": "voluntary", "amount": 999_999_999_999}]
    window = desa.at_work("bendahara")
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
    window = desa.at_work("bendahara")
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
    window = desa.at_work("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    screen = current(window)
    assert isinstance(screen, TrialBalanceScreen)

    press(Qt.Key.Key_F2)
    write("31/8")
    enter()

    assert screen.view.table.rows.rows == []
    assert focused() is screen.view.table


def test_reports_are_printed_and_exported_by_one_key(desa: Village) -> None:
    window = desa.at_work("bendahara")
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
    window = desa.at_work("bendahara")
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
    window = desa.at_work("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    screen = current(window)
    assert isinstance(screen, TrialBalanceScreen)

    lines = [{"product": "mandatory", "months": 1}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})

    assert screen.verdict.text() == "Seimbang: Rp340.000"


def test_a_second_person_approves_on_the_makers_own_screen(desa: Village) -> None:
    window = desa.at_work("kasir")
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
    window = desa.at_work("bendahara")
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


def clipped(window: QWidget) -> list[str]:
    """Words of buttons and one-line labels that have less room than they need."""
    found = []
    for label in window.findChildren(QLabel):
        if label.isVisibleTo(window) and not label.wordWrap() and label.text():
            need = max(
                label.fontMetrics().horizontalAdvance(line.replace("&", ""))
                for line in label.text().splitlines()
            )
            if need > label.contentsRect().width() + 1 and not label.toolTip():
                found.append(label.text())
    for button in window.findChildren(QAbstractButton):
        if button.isVisibleTo(window) and button.text():
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            if need > button.width():
                found.append(button.text())
    return found


def nameless(window: QWidget) -> list[str]:
    """What takes the focus without a name that a screen reader could say."""
    return [
        type(one).__name__
        for one in window.findChildren(QWidget)
        if one.isVisibleTo(window)
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_every_screen_is_painted_whole_at_any_scale(
    desa: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    session = desa.enter(desa.folder, "bendahara", PASSWORD)
    short: list[str] = []
    mute: list[str] = []
    plain = painting._lay_over

    def looking(window: QWidget, picture: QImage) -> None:
        plain(window, picture)
        short.extend(clipped(window))
        mute.extend(nameless(window))

    monkeypatch.setattr(painting, "_lay_over", looking)
    made = painting.paint(session, tmp_path / "out", scale=scale)
    session.close()

    shown = [path.name[3:-4] for path in made]
    places = {place.code.strip(".").replace(".", "-") for place in PLACES}
    assert shown[:2] == ["tanpa-buku", "masuk"]
    assert {name.rstrip("0123456789").rstrip("-") for name in shown} >= places
    assert {"tombol", "kunci"} <= set(shown)
    pictures = [QImage(str(path)) for path in made]
    assert {(one.width(), one.height()) for one in pictures} == {(1366, 768)}
    same = [
        two for two, (one, other) in zip(shown, pairwise(pictures), strict=False) if one == other
    ]
    assert same == []
    assert short == []
    assert mute == []


def test_no_screen_says_a_word_of_qts_own_in_english(
    qapp: QApplication, desa: Village, tmp_path: Path
) -> None:
    words = qapp.findChild(QtWords)
    assert words is not None
    words.unknown.clear()
    session = desa.enter(desa.folder, "bendahara", PASSWORD)

    painting.paint(session, tmp_path / "out", look="dark")
    session.close()

    assert words.unknown == set()
