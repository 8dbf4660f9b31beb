"""PERFORMANCE 12: whatever can block is done elsewhere; the window's thread never waits for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kopdes_desktop.paper import pdf
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.workplace import Workplace
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.village import PASSWORD, PIN, Village
from tests.ui.watchdog import Watchdog


@pytest.fixture
def dog(monkeypatch: pytest.MonkeyPatch) -> Watchdog:
    return Watchdog(monkeypatch)


def signed_in(desa: Village, qtbot: QtBot) -> Workplace:
    window = desa.window(OneThread)
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None)
    workplace = window.workplace
    assert workplace is not None
    qtbot.waitUntil(lambda: workplace.current() is not None)
    return workplace


def test_nothing_that_blocks_is_done_in_the_windows_thread(
    desa: Village, dog: Watchdog, qtbot: QtBot
) -> None:
    workplace = signed_in(desa, qtbot)
    window = desa.windows[-1]
    press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(workplace.current(), TellerScreen))
    screen = workplace.current()
    assert isinstance(screen, TellerScreen)
    for name in ("melati", "cendana"):
        write(name)
        enter()
        qtbot.waitUntil(lambda: focused() is screen.entry.line)
        enter(2)
        qtbot.waitUntil(lambda: focused() is screen.finder.line)
    for at, place in enumerate(workplace.places):
        if place.group == "daily":
            workplace.go(at)
            qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(Qt.Key.Key_K, held=CTRL)
    write("mel")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F12)
    write(PIN)
    enter()
    printed = desa.folder / "cetakan"
    qtbot.waitUntil(lambda: printed.exists() and len(list(printed.glob("*.pdf"))) >= 2)
    window.close()

    assert dog.heard == []
    assert dog.elsewhere > 50


def test_the_dog_barks_at_a_paper_that_the_window_makes_itself(dog: Watchdog) -> None:
    with pytest.raises(ValueError, match="no receipt"):
        pdf.receipts([])

    assert len(dog.heard) == 1
    assert dog.heard[0].startswith("receipts < test_the_dog_barks")
