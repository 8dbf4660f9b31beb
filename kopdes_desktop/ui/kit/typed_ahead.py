"""Keys typed while the books are being asked: kept, and handed to whatever comes next.

A teller types the next member while the last receipt is being written. Nothing of that may be lost,
and nothing of it may land in the line that is just being left.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TypedAhead(QObject):
    """Watches one line. Install it last: Qt asks the newest filter first."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._kept: list[QKeyEvent] | None = None
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
        for event in kept:
            QCoreApplication.sendEvent(to, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep presses while holding."""
        if self._kept is None or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            self._kept.append(copy)
        return True
