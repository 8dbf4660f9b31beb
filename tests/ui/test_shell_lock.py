"""Locking: by key, by itself, and back by as few keys as can be; what a laptop remembers of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from kopdes_desktop.ui.kit import glossary
from kopdes_desktop.ui.shell import idle, preferences
from kopdes_desktop.ui.shell.glossary_dialog import GlossaryDialog
from kopdes_desktop.ui.shell.lock import Lock
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import said
from tests.ui.village import PIN, Village


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


def test_the_screen_locks_itself_when_nobody_touches_it_and_again_after(desa: Village) -> None:
    window = desa.at_work()
    watching, now = window.idle, [0.0]
    assert watching is not None
    watching.clock = lambda: now[0]
    watching.watch(10)

    for _time in range(2):
        now[0] += 599
        watching.look()
        assert not locked(window)
        now[0] += 1
        watching.look()
        assert locked(window)
        write(PIN)
        enter()
        assert not locked(window)


def test_every_letter_begins_the_count_anew(desa: Village) -> None:
    window = desa.at_work()
    watching, now = window.idle, [0.0]
    assert watching is not None
    watching.clock = lambda: now[0]
    watching.watch(10)

    for letter in "me":
        now[0] += 599
        write(letter)
        watching.look()
        now[0] += 599
        watching.look()
        assert not locked(window)
    now[0] += 1
    watching.look()
    assert locked(window)


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
