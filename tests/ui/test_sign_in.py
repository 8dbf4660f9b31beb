"""Coming in: with a password, into a practice cooperative, with one-time words, and by PIN."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.app import books
from kopdes_desktop.kernel.errors import Cancelled, DiskFull
from kopdes_desktop.ui.door import Door
from kopdes_desktop.ui.home.home_screen import HomeScreen
from kopdes_desktop.ui.kit.dialogs import Crash
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.kit.tasks import Underway
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.new_password import NewPassword
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.village import PASSWORD, PIN, Village


def places_open(window: MainWindow) -> list[str]:
    assert window.workplace is not None
    places, sidebar = window.workplace.places, window.workplace.sidebar
    return [place.code for at, place in enumerate(places) if sidebar.offers(at)]


def told(window: MainWindow) -> str:
    assert window.sign_in.form is not None
    return window.sign_in.form.notice.text()


def teller(window: MainWindow) -> TellerScreen:
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, TellerScreen)
    return screen


def test_name_and_password_lead_home(desa: Village) -> None:
    window = desa.window()

    write("kasir")
    enter()
    write(PASSWORD)
    enter()

    assert window.workplace is not None
    assert isinstance(window.workplace.current(), HomeScreen)
    assert "Kasir Latihan (Kasir)" in window.workplace.status.standing.text()
    assert "Hari kerja 21 November 2026" in window.workplace.status.standing.text()
    assert "LATIHAN" in window.workplace.status.standing.text()


def test_the_books_open_on_their_own_thread(desa: Village, qtbot: QtBot) -> None:
    window = desa.window(OneThread)

    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    assert window.workplace is None
    assert window.sign_in.form is not None
    assert not window.sign_in.form.submit.isEnabled()

    qtbot.waitUntil(lambda: window.workplace is not None)
    qtbot.waitUntil(lambda: window.workplace.current() is not None)  # type: ignore[union-attr]
    window.close()
    assert not (desa.folder / books.HOLDER).exists()


@dataclass
class Stumbling(Village):
    """Its loading fails as often as `fails` says: a file is held by a scanner, say."""

    fails: int = 1

    def warm(self) -> None:
        self.fails -= 1
        if self.fails >= 0:
            raise ImportError

    def door(self) -> Door:
        return super().door()._replace(warm=self.warm)


@pytest.mark.allowed_logs("kopdes_desktop.ui.shell.main_window")
def test_what_could_not_be_loaded_is_told_and_loaded_at_enter(
    template: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desa = Stumbling(Path(shutil.copytree(template, tmp_path / "buku")))
    window = desa.window(OneThread)
    qtbot.waitUntil(lambda: "belum selesai dimuat" in told(window))
    assert QApplication.activeModalWidget() is None

    write("kasir")
    enter()
    write(PASSWORD)
    enter()

    qtbot.waitUntil(lambda: window.workplace is not None)
    assert desa.fails < 0
    desa.close()


@pytest.mark.allowed_logs("kopdes_desktop.ui.shell.main_window", "kopdes_desktop.ui.kit.complaints")
def test_loading_that_fails_again_is_told_in_full_and_enter_tries_once_more(
    template: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desa = Stumbling(Path(shutil.copytree(template, tmp_path / "buku")), fails=2)
    window = desa.window(OneThread)
    qtbot.waitUntil(lambda: "belum selesai dimuat" in told(window))
    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Crash))
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    bring_up(window)

    window.sign_in.password_field.editor.setFocus()
    write(PASSWORD)
    enter()

    qtbot.waitUntil(lambda: window.workplace is not None)
    desa.close()


def test_a_wrong_password_is_said_and_the_name_stays(desa: Village) -> None:
    window = desa.window()

    write("kasir")
    enter()
    write("salah sekali")
    enter()

    assert window.workplace is None
    assert "tidak cocok" in told(window)
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


def test_without_books_a_digit_makes_a_practice_cooperative(tmp_path: Path) -> None:
    desa = Village(tmp_path / "baru")
    window = desa.window()
    assert focused() is window.sign_in.offers.rows[0]

    write("2")
    assert "Kata sandi koperasi latihan: latihan" in told(window)
    assert window.sign_in.name_field.text == "bendahara"

    write(PASSWORD)
    enter()
    assert window.workplace is not None
    assert window.workplace.sidebar.practice.text() == "LATIHAN"
    desa.close()


class Stopping(Village):
    """A practice cooperative that is stopped, or fails, while it is being made."""

    error: Exception = Cancelled()

    def practise(self, folder: Path, progress: object) -> Path:
        raise self.error


@pytest.mark.allowed_logs("kopdes_desktop.ui.kit.complaints")
def test_a_stopped_practice_leaves_the_card_ready_and_says_what_happened(tmp_path: Path) -> None:
    desa = Stopping(tmp_path / "baru")
    window = desa.window()

    write("2")

    assert "Dihentikan" in window.sign_in.notice.text()
    assert focused() is window.sign_in.offers.rows[0]
    assert window.sign_in.offers.isEnabled()

    desa.error = DiskFull()
    write("2")
    assert QApplication.activeModalWidget() is not None
    enter()
    assert "belum jadi" in window.sign_in.notice.text()
    bring_up(window)
    assert focused() is window.sign_in.offers.rows[0]
    desa.close()


def test_the_second_enter_does_not_stop_what_the_first_began(tmp_path: Path, qtbot: QtBot) -> None:
    go_on = threading.Event()

    class Slow(Village):
        def practise(self, folder: Path, progress: object) -> Path:
            go_on.wait(60)
            progress.step(1, 2)  # type: ignore[attr-defined]
            return super().practise(folder, progress)

    desa = Slow(tmp_path / "baru")
    window = desa.window(OneThread)
    qtbot.waitUntil(lambda: window.focusWidget() is window.sign_in.offers.rows[0])
    write("2")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Underway))
    enter(2)
    go_on.set()

    qtbot.waitUntil(lambda: window.sign_in.form is not None)
    assert window.sign_in.name_field.text == "bendahara"
    desa.close()


def test_practice_books_say_their_password_at_every_start(desa: Village) -> None:
    desa.at_work("bendahara")
    desa.close()

    window = desa.window()
    said = "\n".join(label.text() for label in window.sign_in.findChildren(QLabel))
    assert "LATIHAN" in said
    assert "nama bendahara, kata sandi latihan" in said
    assert desa.windows[0].likes.coop in said

    write("keliru sekali")
    enter()
    assert "kata sandi latihan" in told(window)


def test_the_seconds_to_wait_count_down(desa: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("kopdes_desktop.ui.kit.countdown.time.monotonic", lambda: now[0])
    window = desa.window()
    write("kasir")
    enter()
    for _try in range(6):
        write("salah")
        enter()
        if "Boleh mencoba lagi dalam" in told(window):
            break
    before = told(window)

    now[0] += 1
    window.sign_in._countdown._next()
    assert "Boleh mencoba lagi dalam" in before
    assert told(window) != before

    now[0] += 10_000
    window.sign_in._countdown._next()
    assert told(window) == "Silakan coba lagi."


def test_who_comes_back_finds_his_work_as_he_left_it(desa: Village) -> None:
    window = desa.at_work("kasir")
    write("melati")
    enter()
    write("3")
    enter()
    write("s25000")

    for user in ("bendahara", "kasir"):
        press(Qt.Key.Key_F12)
        press(Qt.Key.Key_Tab, held=Qt.KeyboardModifier.ShiftModifier)
        press(Qt.Key.Key_A, held=CTRL)
        write(user)
        enter()
        write(PIN)
        enter()
        if user == "bendahara":
            assert window.workplace is not None
            assert isinstance(window.workplace.current(), HomeScreen)

    screen = teller(window)
    assert screen.receipt.total.text() == "Rp30.000"
    assert screen.entry.line.text() == "25.000"
    assert focused() is screen.entry.line


def test_f1_on_the_lock_says_what_to_do_without_the_pin(desa: Village) -> None:
    window = desa.at_work("kasir")
    press(Qt.Key.Key_F12)
    press(Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)
    assert "Lupa PIN?" in sheet.accessibleDescription()
    assert "Ctrl+O" not in {label.text() for label in sheet.findChildren(QLabel)}
    press(Qt.Key.Key_Escape)

    bring_up(window)
    press(Qt.Key.Key_Q, held=CTRL)
    press(Qt.Key.Key_Tab)
    enter()
    assert not window.isVisible()


def test_no_style_of_ours_reaches_the_side_list_of_qts_file_dialog(desa: Village) -> None:
    window = desa.window()
    press(Qt.Key.Key_O, held=CTRL)

    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    side = dialog.findChild(QWidget, "sidebar")
    assert side is not None
    assert dialog.viewMode() == QFileDialog.ViewMode.List
    shown = side.grab().toImage().pixelColor(side.width() // 2, side.height() - 4)
    assert shown.lightness() > 200
    dialog.close()


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
    assert "report.balance_sheet" in places_open(window)

    press(Qt.Key.Key_F12)
    press(Qt.Key.Key_Tab, held=Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_A, held=CTRL)
    write("kasir")
    enter()
    write(PIN)
    enter()

    assert desa.session.office.signed_in.name == "kasir"
    assert places_open(window) == [
        "home",
        "savings.deposit",
        "read.members",
        "membership.apply",
        "savings.issue_sheet",
        "report.",
        "day.close",
        "ledger",
        "office",
    ]


def test_a_place_without_the_right_is_not_opened_by_its_key_either(desa: Village) -> None:
    window = desa.at_work("kasir")

    press(Qt.Key.Key_3, held=CTRL)

    assert window.workplace is not None
    assert isinstance(window.workplace.current(), TellerScreen)


def test_f1_lists_the_keys_of_the_screen_and_of_the_program(desa: Village) -> None:
    desa.at_work()

    press(Qt.Key.Key_F1)
    sheet = QApplication.activeModalWidget()

    assert isinstance(sheet, KeysSheet)
    said = {label.text() for label in sheet.findChildren(QLabel)}
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
