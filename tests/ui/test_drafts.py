"""Nothing typed is lost: not by locking, not by going to another place, not by a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.membership.applications_screen import ApplicationsScreen
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.registry import register
from tests.ui.test_members_leaving import agree, say_yes
from tests.ui.village import PIN, Village


@pytest.fixture
def window(desa: Village) -> MainWindow:
    return desa.at_work("bendahara")


def here(window: MainWindow) -> Screen:
    assert window.workplace is not None
    screen = window.workplace.current()
    assert screen is not None
    return screen


def lock_and_come_back(_window: MainWindow) -> None:
    press(Qt.Key.Key_F12)
    write(PIN)
    enter()


def go_elsewhere_and_back(window: MainWindow) -> None:
    keys = {TellerScreen: Qt.Key.Key_F4, RegisterScreen: Qt.Key.Key_2}
    back = keys.get(type(here(window)), Qt.Key.Key_5)
    press(Qt.Key.Key_3, held=CTRL)
    press(back, held=Qt.KeyboardModifier.NoModifier if back == Qt.Key.Key_F4 else CTRL)


WAYS = pytest.mark.parametrize("leave", [lock_and_come_back, go_elsewhere_and_back])
Leave = Callable[[MainWindow], None]


@WAYS
def test_a_half_typed_application_is_still_there(window: MainWindow, leave: Leave) -> None:
    press(Qt.Key.Key_5, held=CTRL)
    press(Qt.Key.Key_N, held=CTRL)
    write("Dahlia Sonokeling")
    enter()
    write("3310")

    leave(window)

    screen = here(window)
    assert isinstance(screen, ApplicationsScreen)
    assert screen.apply_form.isVisible()
    shown = [getattr(screen.apply_form.field(name), "text", "") for name in ("name", "nik")]
    assert shown == ["Dahlia Sonokeling", "3310"]
    assert focused() in [field.editor for field in screen.apply_form.fields]


@WAYS
def test_a_begun_receipt_and_a_half_typed_amount_are_still_there(
    window: MainWindow, leave: Leave
) -> None:
    press(Qt.Key.Key_F4)
    write("melati")
    enter()
    write("3")
    enter()
    write("s25000")

    leave(window)

    screen = here(window)
    assert isinstance(screen, TellerScreen)
    assert screen.receipt.total.text() == "Rp30.000"
    assert screen.entry.line.text() == "25.000"
    assert focused() is screen.entry.line


@WAYS
def test_a_half_filled_exit_is_still_there(window: MainWindow, leave: Leave) -> None:
    register(window)
    write("melati")
    enter()
    press(Qt.Key.Key_F9)
    enter()
    write("07/SK/2026")
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    write("1/11")
    enter()
    write("surat baru sampai")

    leave(window)

    screen = here(window)
    assert isinstance(screen, RegisterScreen)
    assert screen.exit.isVisible()
    assert screen.exit.decision.text == "07/SK/2026"
    assert screen.exit.day.text == "01/11/2026"
    assert screen.exit.late.text == "surat baru sampai"


def test_a_refused_application_keeps_every_field(window: MainWindow) -> None:
    press(Qt.Key.Key_5, held=CTRL)
    press(Qt.Key.Key_N, held=CTRL)
    write("Dahlia Sonokeling")
    enter()
    write("331001450590000")
    press(Qt.Key.Key_Return, held=CTRL)

    screen = here(window)
    assert isinstance(screen, ApplicationsScreen)
    assert screen.apply_form.field("nik").complaint
    assert getattr(screen.apply_form.field("name"), "text", "") == "Dahlia Sonokeling"
    assert getattr(screen.apply_form.field("nik"), "text", "") == "331001450590000"


def test_a_refused_exit_keeps_every_field(window: MainWindow) -> None:
    screen = register(window)
    write("melati")
    enter()
    press(Qt.Key.Key_F9)
    enter()
    write("07/SK/2026")
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    write("1/8")
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    agree(screen)

    assert "baru masuk" in screen.exit.day.note.text()
    assert screen.exit.decision.text == "07/SK/2026"
    assert screen.exit.day.text == "01/08/2026"
