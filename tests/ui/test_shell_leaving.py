"""The window's X and Alt+F4 ask like Ctrl+Q, wherever something typed would be gone with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.ui.kit.amounts import MoneyEdit, MoneyField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.unsaved import is_typed_in
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import enter, press, show, write
from tests.ui.village import PIN, Village

JOURNAL = "accounting.record"


def asked(window: MainWindow) -> Confirm:
    """Close by the window's own X: the one question that stands before it then."""
    assert not window.close()
    (asking,) = window.findChildren(Confirm)
    assert QApplication.activeModalWidget() is asking
    return asking


def begun(desa: Village) -> MainWindow:
    """At the teller, one receipt begun and left, another amount half typed."""
    window = desa.at_work()
    press(Qt.Key.Key_F4)
    write("melati")
    enter()
    enter()
    press(Qt.Key.Key_Escape)
    return window


def test_a_receipt_that_is_kept_at_the_teller_is_not_lost_with_the_window(desa: Village) -> None:
    window = begun(desa)
    screen = window.workplace and window.workplace.current()
    assert isinstance(screen, TellerScreen)

    asking = asked(window)
    assert not window.close()
    assert window.findChildren(Confirm) == [asking]
    asking.reject()

    assert window.isVisible()
    assert screen.baskets


def test_whoever_says_so_leaves_it_and_is_asked_once(desa: Village) -> None:
    window = begun(desa)

    asked(window)
    press(Qt.Key.Key_Y)

    assert not window.isVisible()


def test_behind_the_lock_the_same_is_asked(desa: Village) -> None:
    window = begun(desa)
    window.lock()

    asked(window).reject()
    write(PIN)
    enter()

    assert window.isVisible()


def test_with_nothing_typed_the_window_goes_at_once(desa: Village) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_F4)
    write("melati")

    assert window.close()


def test_the_end_of_the_system_s_session_waits_for_no_answer(desa: Village) -> None:
    window = begun(desa)

    window._end_session()

    assert window.close()


def test_a_half_amount_an_event_and_a_journal_s_line_are_known(desa: Village) -> None:
    window = desa.at_work()
    work = window.workplace
    assert work is not None
    press(Qt.Key.Key_F4)
    write("melati")
    enter()
    write("25000")
    assert work.has_unsaved()
    press(*[Qt.Key.Key_Backspace] * 6)
    assert not work.has_unsaved()

    journal = opened(window, JOURNAL)
    write("Beli kertas")
    assert journal.has_unsaved()
    press(*[Qt.Key.Key_Backspace] * 11)
    assert not work.has_unsaved()

    events = opened(window, "accounting.jot")
    write("listrik")
    enter()
    write("350000")
    assert events.has_unsaved()
    press(Qt.Key.Key_Escape)
    assert events.has_unsaved()


def opened(window: MainWindow, code: str) -> Screen:
    """The place of this code, gone to."""
    work = window.workplace
    assert work is not None
    at = work.at(code)
    assert at is not None
    work.go(at)
    found = work.current()
    assert found is not None
    return found


@pytest.mark.usefixtures("qapp")
def test_a_search_is_nothing_and_a_field_that_was_filled_by_the_program_neither() -> None:
    around = QWidget()
    name, amount = TextField("name", "Nama"), MoneyField("amount", "Jumlah")
    form, search = Form((name, amount), button("Simpan")), QLineEdit()
    box = QVBoxLayout(around)
    box.addWidget(search)
    box.addWidget(form)
    show(around, search)
    name.set_text("Ibu Sri")
    write("melati")
    assert not is_typed_in(around)

    amount.edit.setFocus()
    write("125000")

    assert isinstance(amount.edit, MoneyEdit)
    assert amount.edit.text() == "125.000"
    assert is_typed_in(around)
    form.clear()
    assert not is_typed_in(around)
    around.close()
