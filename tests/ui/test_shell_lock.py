"""Locking: by key, by itself, and back by as few keys as can be; what a laptop remembers of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import DiskFull, NeedsApproval
from kopdes_desktop.ui.desk import _Performing
from kopdes_desktop.ui.kit import glossary
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm, Dialog, Notice
from kopdes_desktop.ui.kit.keys import shown
from kopdes_desktop.ui.kit.perform import Inline, OneThread
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell import idle, preferences
from kopdes_desktop.ui.shell.glossary_dialog import GlossaryDialog
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.lock import Lock
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.registry import SlowBooks, said
from tests.ui.village import PASSWORD, PIN, Village


def locked(window: MainWindow) -> bool:
    return isinstance(window._stack.currentWidget(), Lock)


def test_another_person_is_at_work_after_nine_keys(desa: Village) -> None:
    window = desa.at_work("bendahara")
    keys = 0

    press(Qt.Key.Key_F12)
    keys += 1
    write("k")
    write("k")  # kasir, then ketua
    keys += 2
    assert window._lock is not None
    assert window._lock.name_field.text == "ketua"
    press(Qt.Key.Key_Up)
    write(PIN)
    keys += 1 + len(PIN)
    enter()
    keys += 1

    assert desa.session.office.signed_in.name == "kasir"
    assert keys == 11  # nine where the first letter alone is enough
    assert not locked(window)


def test_one_letter_and_the_pin_are_enough_for_another_person(desa: Village) -> None:
    window = desa.at_work("bendahara")

    press(Qt.Key.Key_F12)
    write("k")
    write(PIN)
    enter()

    assert desa.session.office.signed_in.name == "kasir"
    assert not locked(window)


def test_a_whole_name_is_taken_letter_by_letter(desa: Village) -> None:
    window = desa.at_work("bendahara")

    press(Qt.Key.Key_F12)
    write("ketua")
    assert window._lock is not None
    assert window._lock.name_field.text == "ketua"
    write(PIN)
    enter()

    assert desa.session.office.signed_in.name == "ketua"


def test_a_name_that_nobody_has_opens_nothing(desa: Village) -> None:
    window = desa.at_work("bendahara")

    press(Qt.Key.Key_F12)
    write("kawi")
    assert window._lock is not None
    assert window._lock.name_field.text == "kawi"
    write(PIN)
    enter()

    assert locked(window)
    assert desa.session.office.signed_in.name == "bendahara"


def watched(window: MainWindow, now: list[float]) -> idle.Idle:
    """The watch of ten minutes, by a clock of the test's own."""
    watching = window.idle
    assert watching is not None
    watching.clock = lambda: now[0]
    watching.watch(10)
    return watching


def let_pass(watching: idle.Idle, now: list[float], seconds: int) -> None:
    """The laptop is awake and looks, more often than once a minute."""
    for _look in range(seconds // 30):
        now[0] += 30
        watching.look()


def test_the_screen_locks_itself_when_nobody_touches_it_and_again_after(desa: Village) -> None:
    window, now = desa.at_work(), [0.0]
    watching = watched(window, now)

    for _time in range(2):
        let_pass(watching, now, 570)
        assert not locked(window)
        let_pass(watching, now, 30)
        assert locked(window)
        write(PIN)
        enter()
        assert not locked(window)


def test_every_letter_begins_the_count_anew(desa: Village) -> None:
    window, now = desa.at_work(), [0.0]
    watching = watched(window, now)

    for letter in "me":
        let_pass(watching, now, 570)
        write(letter)
        watching.look()
    let_pass(watching, now, 570)
    assert not locked(window)
    let_pass(watching, now, 30)
    assert locked(window)


def test_a_laptop_that_slept_is_locked_though_a_hand_woke_it(desa: Village) -> None:
    window, now = desa.at_work(), [0.0]
    watching = watched(window, now)

    now[0] += 300
    write("m")
    watching.look()
    assert not locked(window)
    now[0] += 3_600
    write("e")
    watching.look()

    assert locked(window)


def test_time_asleep_is_told_from_the_wall_s_clock_where_the_other_stands_still() -> None:
    steady, wall = [100.0], [5_000.0]
    clock = idle.Sleepless(lambda: steady[0], lambda: wall[0])
    begun = clock()

    steady[0] += 5
    wall[0] += 5.2
    assert clock() - begun == 5
    wall[0] += 1_800
    assert clock() - begun == 1_805
    wall[0] -= 7_200
    steady[0] += 5
    assert clock() - begun == 1_810


def test_the_system_s_clock_that_no_sleep_stops_is_read_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "clock_gettime", lambda asked: asked * 6.0, raising=False)
    assert idle.counting()() == 42

    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    assert isinstance(idle.counting(), idle.Sleepless)


def test_what_was_being_asked_is_hidden_behind_the_lock_and_comes_back(desa: Village) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_Q, held=CTRL)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, QDialog)

    window.lock()
    assert not asking.isVisible()
    write(PIN)
    enter()

    assert asking.isVisible()
    asking.reject()


def test_what_one_person_was_asked_is_not_put_to_another(desa: Village) -> None:
    window = desa.at_work("bendahara")
    press(Qt.Key.Key_Q, held=CTRL)
    window.lock()

    write("k")
    write(PIN)
    enter()

    assert desa.session.office.signed_in.name == "kasir"
    assert QApplication.activeModalWidget() is None


def test_how_long_the_laptop_waits_is_chosen_by_key_and_kept(desa: Village) -> None:
    window = desa.at_work()

    press(Qt.Key.Key_F12, held=CTRL)

    assert said(window) == "Layar mengunci sendiri sesudah 20 menit tanpa sentuhan."
    assert preferences.load(desa.folder).idle == 20
    press(Qt.Key.Key_F12, Qt.Key.Key_F12, held=CTRL)
    assert preferences.load(desa.folder).idle == 0
    assert window.idle is not None
    assert not window.idle.timer.isActive()


def test_before_the_lock_nobody_chooses_when_it_locks(desa: Village) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_F12)

    press(Qt.Key.Key_F12, held=CTRL)

    assert locked(window)
    assert (window.likes.idle, preferences.load(desa.folder).idle) == (10, 10)
    press(Qt.Key.Key_F1)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)
    caps = {label.text() for label in sheet.findChildren(QLabel)}
    assert shown("Ctrl+Q") in caps
    assert not {shown("F12"), shown("Ctrl+F12")} & caps
    press(Qt.Key.Key_Escape)


WAYS = (
    lambda window: AskApproval(window, "Tarik Rp9.000.000?"),
    lambda window: Confirm(window, "Buka hari kerja", "Senin", deed="Buka"),
    lambda window: Notice(window, "Gangguan", "Cakram penuh"),
)


@pytest.mark.parametrize("make", WAYS)
def test_what_is_asked_late_waits_behind_the_lock(
    desa: Village, make: Callable[[MainWindow], Dialog]
) -> None:
    window = desa.at_work()
    window.lock()

    late = make(window)
    late.open()
    assert not late.isVisible()
    assert QApplication.activeModalWidget() is None
    write(PIN)
    enter()

    assert not locked(window)
    assert late.isVisible()
    assert QApplication.activeModalWidget() is late
    late.reject()


def test_what_is_asked_late_is_given_up_when_another_person_comes(desa: Village) -> None:
    window = desa.at_work("bendahara")
    window.lock()
    given_up: list[int] = []
    late = AskApproval(window, "Tarik Rp9.000.000?")
    late.finished.connect(given_up.append)
    late.open()

    write("k")
    write(PIN)
    enter()

    assert desa.session.office.signed_in.name == "kasir"
    assert given_up == [QDialog.DialogCode.Rejected.value]
    assert QApplication.activeModalWidget() is None


def test_a_second_person_asked_for_by_slow_books_waits_behind_the_lock(desa: Village) -> None:
    slow = SlowBooks()
    window = desa.window(lambda name: slow if name == "buku" else Inline())
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    desk = window.desk
    assert desk is not None
    slow.slow = True
    done: list[object] = []

    def refuse() -> None:
        raise NeedsApproval(operation="Tarik simpanan")

    asking = _Performing(desk, [], done.append, sender=None, question="Tarik Rp9.000.000?")
    asking._do = refuse  # type: ignore[method-assign]
    asking.go()
    window.lock()
    slow.answer()

    assert QApplication.activeModalWidget() is None
    waiting = window.findChild(AskApproval)
    assert waiting is not None
    assert not waiting.isVisible()
    slow.slow = False
    write(PIN)
    enter()
    assert QApplication.activeModalWidget() is waiting
    waiting.reject()


def test_what_ended_behind_the_lock_does_not_come_back(desa: Village) -> None:
    window = desa.at_work()
    window.lock()
    late = Notice(window, "Menyalin", "Sebentar")
    late.open()

    late.accept()
    write(PIN)
    enter()

    assert QApplication.activeModalWidget() is None


@pytest.mark.allowed_logs("kopdes_desktop.ui.kit.complaints")
def test_a_fault_at_the_lock_is_told_on_it_and_not_before_it(
    desa: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desa.at_work()
    window.lock()

    def full(_user: str, _pin: str) -> None:
        raise DiskFull

    monkeypatch.setattr(type(desa.session), "switch", lambda _self, user, pin: full(user, pin))
    write(PIN)
    enter()

    assert window._lock is not None
    assert window._lock.form.notice.text() == DiskFull().message
    assert QApplication.activeModalWidget() is None


def test_the_choices_come_round() -> None:
    minutes, seen = 10, []
    for _step in idle.CHOICES:
        minutes = idle.after(minutes)
        seen.append(minutes)

    assert sorted(seen) == sorted(idle.CHOICES)
    assert idle.after(7) in idle.CHOICES


def test_the_words_are_explained_from_the_sheet_of_keys_on(desa: Village) -> None:
    desa.at_work()
    press(Qt.Key.Key_F1, held=CTRL)

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GlossaryDialog)
    write("rap")
    assert dialog.shown == ["Rapel"]
    write("zz")
    assert dialog.shown == []
    press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("&Simpanan wajib", "Dibayar setiap bulan"),
        ("Jurnal balik", "Jurnal yang meniadakan"),
        ("Nama", ""),
    ],
)
def test_a_label_is_explained_by_the_longest_word_in_it(label: str, begins: str) -> None:
    assert glossary.explained(label).startswith(begins)
    assert bool(glossary.explained(label)) is bool(begins)


def by_window(window: MainWindow, *keys: Qt.Key) -> None:
    """Keys as the system hands them over: to the window, and from it to what has the focus."""
    handle = window.windowHandle()
    assert handle is not None
    for key in keys:
        QTest.keyClick(handle, key)


def has_keyboard(window: MainWindow) -> bool:
    focus = QApplication.focusWidget()
    return window._lock is not None and focus is window._lock.pin_field.editor


def slow_at_teller(desa: Village) -> tuple[MainWindow, SlowBooks]:
    """At the teller, with books that answer when they are told to."""
    slow = SlowBooks()
    window = desa.window(lambda name: slow if name == "buku" else Inline())
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_F4)
    slow.slow = True
    return window, slow


def test_an_answer_of_the_books_thread_leaves_the_keyboard_to_the_lock(
    desa: Village, qtbot: QtBot
) -> None:
    window = desa.window(OneThread)
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None and window.workplace.current() is not None)
    press(Qt.Key.Key_F4)
    teller = window.workplace and window.workplace.current()
    assert isinstance(teller, TellerScreen)
    write("melati")
    qtbot.waitUntil(lambda: teller.finder._shown == "melati")

    enter()
    press(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: teller.entry.draft is not None)

    assert locked(window)
    assert has_keyboard(window)
    by_window(window, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert not teller.entry.line.text()
    assert not teller.baskets


def test_a_receipt_written_behind_the_lock_is_the_last_one(desa: Village) -> None:
    window, slow = slow_at_teller(desa)
    write("melati")
    slow.answer()
    enter()
    slow.answer()
    before = desa.balance("Melati", "mandatory")
    enter()
    enter()
    window.lock()
    slow.answer()
    paid = desa.balance("Melati", "mandatory")
    assert paid > before

    by_window(window, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_Return)
    slow.answer()

    assert has_keyboard(window)
    assert desa.balance("Melati", "mandatory") == paid


def test_keys_typed_ahead_of_the_lock_wait_until_it_is_opened(desa: Village) -> None:
    window, slow = slow_at_teller(desa)
    assert window.workplace is not None
    teller = window.workplace.current()
    assert isinstance(teller, TellerScreen)
    write("melati")
    slow.answer()
    enter()
    write("2")
    window.lock()
    slow.answer()
    assert not teller.entry.line.text()

    slow.slow = False
    write(PIN)
    enter()
    QApplication.processEvents()

    assert QApplication.focusWidget() is teller.entry.line
    assert teller.entry.line.text() == "2"


def test_who_unlocks_goes_on_in_the_middle_of_the_word(desa: Village) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_F4)
    write("melti")
    press(Qt.Key.Key_Left, Qt.Key.Key_Left)
    before = focused()

    press(Qt.Key.Key_F12)
    write(PIN)
    enter()
    write("a")

    assert not locked(window)
    assert focused() is before
    assert isinstance(before, QLineEdit)
    assert before.text() == "melati"


def test_behind_the_lock_nothing_takes_keys_whatever_asks_for_them(desa: Village) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_F4)
    line = focused()
    assert window.workplace is not None
    window.lock()

    line.setFocus()
    window.workplace.go(1)
    window.workplace.look_for("mel")
    window.workplace.start()

    assert has_keyboard(window)
    by_window(window, Qt.Key.Key_1)
    assert window._lock is not None
    assert window._lock.pin_field.text == "1"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_dialog_of_the_system_and_an_open_list_are_put_away_too(desa: Village) -> None:
    window = desa.at_work()
    menu = QMenu(window)
    menu.addAction("Satu")
    menu.popup(window.pos())
    assert QApplication.activePopupWidget() is menu
    window.lock()
    assert QApplication.activePopupWidget() is None

    asking = QFileDialog(window)
    asking.setOption(QFileDialog.Option.DontUseNativeDialog)
    asking.open()
    QApplication.processEvents()

    assert not asking.isVisible()
    assert has_keyboard(window)
    write(PIN)
    enter()
    assert asking.isVisible()
    asking.reject()


def test_a_late_answer_draws_no_key_to_a_place_that_is_no_longer_open(desa: Village) -> None:
    window, slow = slow_at_teller(desa)
    assert window.workplace is not None
    write("melati")
    slow.answer()
    enter()
    slow_answer, slow.slow = list(slow.waiting), False
    slow.waiting.clear()
    press(Qt.Key.Key_2, held=CTRL)
    register = focused()

    slow.waiting += slow_answer
    slow.answer()
    QApplication.processEvents()

    assert QApplication.focusWidget() is register
