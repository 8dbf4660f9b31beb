"""Keys typed while the books are being asked: kept, and handed to whatever comes next.

A teller types the next member while the last receipt is being written. Nothing of that may be lost,
and nothing of it may land in the line that is just being left. Nor does it go on behind a locked
screen: it waits until whoever typed it has his line before him again.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@runtime_checkable
class Lockable(Protocol):
    """A window that can be locked."""

    def is_locked(self) -> bool:
        """Whether the keys belong to the lock."""


class TypedAhead(QObject):
    """Watches one line. Install it last: Qt asks the newest filter first."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._kept: list[QKeyEvent] | None = None
        self._later: list[QKeyEvent] = []
        self._goal: QWidget | None = None
        line.installEventFilter(self)

    def hold(self) -> None:
        """From now on keep what is typed."""
        if self._kept is None:
            self._kept = []

    def release(self, to: QWidget | None, *, without_enter: bool = False) -> None:
        """Hand what was kept to this widget, or drop it.

        `without_enter` drops an Enter that was only a second press of the last one.
        """
        kept, self._kept = self._kept or [], None
        if to is None:
            return
        while without_enter and kept and kept[0].key() in ENTER:
            kept.pop(0)
        if kept and _is_locked(to):
            if to is not self._goal:
                to.installEventFilter(self)
            self._goal, self._later = to, self._later + kept
            return
        for event in kept:
            QCoreApplication.sendEvent(to, event)

    def holds_text(self) -> bool:
        """Whether what was kept begins with something to be written."""
        first = self._kept[0].text() if self._kept else ""
        return bool(first) and first.isprintable()

    def hand_on(self) -> None:
        """Hand each key that was kept to whatever has the focus by then."""
        kept, self._kept = self._kept or [], None
        for event in kept:
            to = QApplication.focusWidget()
            if to is not None:
                QCoreApplication.sendEvent(to, event)

    def _go_on(self) -> None:
        """The line is seen again, by the one whose line it is."""
        to, self._goal = self._goal, None
        kept, self._later = self._later, []
        for event in kept:
            if to is not None:
                QCoreApplication.sendEvent(to, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep presses while holding."""
        if watched is self._goal and event.type() == QEvent.Type.Show:
            QTimer.singleShot(0, self, self._go_on)
        if (
            self._kept is None
            or event.type() != QEvent.Type.KeyPress
            or watched is not self.parent()
        ):
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            self._kept.append(copy)
        return True


def _is_locked(line: QWidget) -> bool:
    window = line.window()
    return isinstance(window, Lockable) and window.is_locked()
