"""Coming in: with a password, into a practice cooperative, with one-time words, and by PIN."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kopdes_desktop.app import books
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.new_password import NewPassword
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.village import PASSWORD, PIN, Village


def places_open(window: MainWindow) -> list[str]:
    assert window.workplace is not None
    return [
        place.code
        for place, button in zip(
            window.workplace.places, window.workplace.sidebar.buttons, strict=True
        )
        if not button.isHidden()
    ]


def test_name_and_password_lead_to_the_teller(desa: Village) -> None:
    window = desa.window()

    write("kasir")
    enter()
    write(PASSWORD)
    enter()

    assert window.workplace is not None
    assert isinstance(window.workplace.current(), TellerScreen)
    assert "kasir (Kasir)" in window.workplace.status.standing.text()
    assert "Hari kerja 21 November 2026" in window.workplace.status.standing.text()
    assert "LATIHAN" in window.workplace.status.standing.text()


def test_the_books_open_on_their_own_thread(desa: Village, qtbot: QtBot) -> None:
    window = desa.window(OneThread)

    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    assert window.workplace is None
    assert not window.sign_in.form.submit.isEnabled()

    qtbot.waitUntil(lambda: window.workplace is not None, timeout=10_000)
    qtbot.waitUntil(lambda: window.workplace.current() is not None)  # type: ignore[union-attr]
    window.close()
    assert not (desa.folder / books.HOLDER).exists()


def test_a_wrong_password_is_said_and_the_name_stays(desa: Village) -> None:
    window = desa.window()

    write("kasir")
    enter()
    write("salah sekali")
    enter()

    assert window.workplace is None
    assert "tidak cocok" in window.sign_in.form.notice.text()
    assert window.sign_in.name_field.text == "kasir"
    assert focused() is window.sign_in.password_field.editor
    assert window.sign_in.password_field.text == ""


def test_the_last_name_is_there_the_next_time(desa: Village) -> None:
    desa.at_work("kasir")
    desa.close()

    window = desa.window()

    assert preferences.load(desa.folder).user == "kasir"
    assert focused() is window.sign_in.password_field.editor


@pytest.mark.allowed_logs("kopdes_desktop.ui.kit.complaints")
def test_books_in_use_are_not_opened_twice_and_the_holder_is_named(desa: Village) -> None:
    desa.at_work("bendahara")
    second = desa.window()
    second.sign_in.name_field.set_text("kasir")
    second.sign_in.password_field.editor.setFocus()

    write(PASSWORD)
    enter()

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "sedang dibuka oleh bendahara" in dialog.accessibleDescription()
    enter()


def test_without_books_enter_makes_a_practice_cooperative(tmp_path: Path) -> None:
    desa = Village(tmp_path / "baru")
    window = desa.window()
    assert focused() is window.sign_in.offer

    enter()
    assert "Kata sandi koperasi latihan: latihan" in window.sign_in.form.notice.text()
    assert window.sign_in.name_field.text == "bendahara"

    write(PASSWORD)
    enter()
    assert window.workplace is not None
    assert window.workplace.sidebar.practice.text() == "LATIHAN"
    desa.close()


def test_f12_hides_the_work_and_a_pin_brings_it_back(desa: Village) -> None:
    window = desa.at_work("bendahara")
    press(Qt.Key.Key_F12)
    assert window.workplace is not None
    assert not window.workplace.isVisible()

    write("000000")
    enter()
    assert not window.workplace.isVisible()
    write(PIN)
    enter()

    assert window.workplace.isVisible()
    assert isinstance(window.workplace.current(), TellerScreen)


def test_another_person_goes_on_by_pin_with_his_own_rights(desa: Village) -> None:
    window = desa.at_work("bendahara")
    assert "report.trial_balance" in places_open(window)

    press(Qt.Key.Key_F12)
    press(Qt.Key.Key_Tab, held=Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_A, held=CTRL)
    write("kasir")
    enter()
    write(PIN)
    enter()

    assert desa.session.office.signed_in.name == "kasir"
    assert places_open(window) == ["savings.deposit", "membership.apply"]


def test_a_place_without_the_right_is_not_opened_by_its_key_either(desa: Village) -> None:
    window = desa.at_work("kasir")

    press(Qt.Key.Key_3, held=CTRL)

    assert window.workplace is not None
    assert isinstance(window.workplace.current(), TellerScreen)


def test_f1_lists_the_keys_of_the_screen_and_of_the_program(desa: Village) -> None:
    window = desa.at_work()

    press(Qt.Key.Key_F1)
    sheet = QApplication.activeModalWidget()

    assert isinstance(sheet, KeysSheet)
    said = {label.text() for label in sheet.findChildren(type(window.workplace.status.words))}  # type: ignore[union-attr]
    assert {"F2", "F4", "F8", "F11", "F12", "Ctrl+3", "cetak ulang (SALINAN)"} <= said
    press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_look_and_text_size_change_by_key_and_are_kept(desa: Village) -> None:
    desa.at_work("bendahara")

    press(Qt.Key.Key_F11)
    press(Qt.Key.Key_Plus, held=CTRL)

    kept = preferences.load(desa.folder)
    assert (kept.look, kept.percent) == ("dark", 110)
    assert "#15191E" in QApplication.instance().styleSheet()  # type: ignore[union-attr]


def test_one_time_words_lead_to_an_own_password_and_pin(desa: Village) -> None:
    founder = desa.enter(desa.folder, "ketua", PASSWORD)
    shown: list[str] = []
    founder.staff.secrets = _Words(shown)
    founder.office.perform(
        "security.add_user", {"name": "mawar", "person": "Mawar Sengon", "role": "cashier"}
    )
    founder.close()
    window = desa.window()

    write("mawar")
    enter()
    write(shown[0])
    enter()
    assert window.workplace is None
    assert isinstance(focused().window(), MainWindow)
    assert window.findChild(NewPassword) is not None

    write("beras merah sepuluh")
    enter()
    write("beras merah sebelas")
    enter()
    write("480152")
    enter()
    assert window.workplace is None
    press(Qt.Key.Key_A, held=CTRL)
    write("beras merah sepuluh")
    enter(2)

    assert window.workplace is not None
    assert desa.session.office.signed_in.name == "mawar"
    assert not desa.session.office.signed_in.once


class _Words:
    """Catches the one-time words."""

    def __init__(self, shown: list[str]) -> None:
        self._shown = shown

    def new_password(self, _login: str) -> str | None:
        return None

    def new_pin(self, _login: str) -> str | None:
        return None

    def show_words(self, _login: str, words: str) -> None:
        self._shown.append(words)
