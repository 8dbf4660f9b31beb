"""Ten fingers and no mouse: every key goes to whatever has the focus, as at a real keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kopdes_desktop.ui.kit.tables import Table

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def focused() -> QWidget:
    """What a key would reach now; a window that is just opening is waited for."""
    for _wait in range(6_000):
        modal, widget = QApplication.activeModalWidget(), QApplication.focusWidget()
        if widget is not None and (modal is None or modal is widget.window()):
            return widget
        if modal is not None and modal is QApplication.activeWindow():
            return modal
        QTest.qWait(10)
    msg = "nothing has the focus"
    raise AssertionError(msg)


#: Whoever counts, each with what was pressed since.
_COUNTING: list[list[str]] = []


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every key that is pressed meanwhile, a chord as one."""
    pressed: list[str] = []
    _COUNTING.append(pressed)
    yield pressed
    _COUNTING.remove(pressed)


def _count(key: str) -> None:
    for pressed in _COUNTING:
        pressed.append(key)


def write(text: str) -> None:
    """Type this."""
    for letter in text:
        _count(letter)
        QTest.keyClicks(focused(), letter)


def paste(text: str) -> None:
    """Put this where the cursor is in one go, for tests that are not about typing it."""
    line = focused()
    assert isinstance(line, QLineEdit)
    line.insert(text)


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press these keys, one after the other."""
    for key in keys:
        _count(key.name)
        QTest.keyClick(focused(), key, held)


def scan(code: str) -> None:
    """What a scanner types: all in one burst, Enter at the end."""
    write(code)
    press(Qt.Key.Key_Return)


def enter(times: int = 1) -> None:
    """Press Enter."""
    press(*[Qt.Key.Key_Return] * times)


def bring_up(widget: QWidget) -> None:
    """Show a window as the active one; the focus is where the window puts it."""
    widget.show()
    widget.activateWindow()
    QTest.qWaitForWindowActive(widget)


def show(widget: QWidget, focus: QWidget | None = None) -> None:
    """Bring a widget up as the active window, with the focus there."""
    bring_up(widget)
    (focus or widget).setFocus()


def look_at(table: Table) -> None:
    """Let the eyes see a list before one chooses: until then Enter takes none of several."""
    for _wait in range(6_000):
        if not table.is_choice_blind():
            return
        QTest.qWait(10)
    msg = "nobody can see the list"
    raise AssertionError(msg)
