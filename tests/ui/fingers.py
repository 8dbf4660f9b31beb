"""Ten fingers and no mouse: every key goes to whatever has the focus, as at a real keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def focused() -> QWidget:
    """What a key would reach now; a window that is just opening is waited for."""
    for _wait in range(200):
        modal, widget = QApplication.activeModalWidget(), QApplication.focusWidget()
        if widget is not None and (modal is None or modal is widget.window()):
            return widget
        if modal is not None and modal is QApplication.activeWindow():
            return modal
        QTest.qWait(10)
    msg = "nothing has the focus"
    raise AssertionError(msg)


def write(text: str) -> None:
    """Type this."""
    for letter in text:
        QTest.keyClicks(focused(), letter)


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press these keys, one after the other."""
    for key in keys:
        QTest.keyClick(focused(), key, held)


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
