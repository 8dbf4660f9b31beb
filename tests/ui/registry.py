"""What the tests of the members' screens share: the way there, and what stands on them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kopdes_desktop.ui.kit.perform import Heard, Job, outcome_of
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.shell.hub_screen import HubScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, press, write


def register(window: MainWindow) -> RegisterScreen:
    """The register, opened by its key."""
    press(Qt.Key.Key_2, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, RegisterScreen)
    return screen


def visit(window: MainWindow, code: str) -> None:
    """Open a place of the office as hands do: Ctrl+0, then the digit before its name, if any."""
    press(Qt.Key.Key_0, held=CTRL)
    assert window.workplace is not None
    hub = window.workplace.current()
    if isinstance(hub, HubScreen):
        for _wait in range(6_000):
            if hub.rows.rows:
                break
            QTest.qWait(10)
        codes = [row.offer.code for row in hub.rows.rows]
        if code in codes:
            write(str(codes.index(code) + 1))


def listed(screen: RegisterScreen) -> list[str | None]:
    return [line.member.name for line in screen.list.table.rows.rows]


def offered(screen: RegisterScreen) -> list[str]:
    """The deeds whose buttons stand on the page."""
    buttons = screen.page.buttons.items()
    return [name for name, made in buttons if made.isVisibleTo(screen.page)]


def said(window: MainWindow) -> str:
    assert window.workplace is not None
    return window.workplace.status.words.text()


def rewrite(text: str) -> None:
    """Replace what stands in the line."""
    press(Qt.Key.Key_A, held=CTRL)
    write(text)


class SlowBooks:
    """A database thread that answers when the test says so, once it is `slow`."""

    def __init__(self, *, slow: bool = False) -> None:
        self.waiting: list[tuple[Job, Heard]] = []
        self.slow = slow

    def submit(self, job: Job, heard: Heard) -> None:
        self.waiting.append((job, heard))
        if not self.slow:
            self.answer()

    def answer(self) -> None:
        """Do what waits, and what follows from it."""
        while self.waiting:
            job, heard = self.waiting.pop(0)
            heard(outcome_of(job))

    def stop(self) -> None:
        self.answer()
