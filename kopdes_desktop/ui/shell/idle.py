"""Nobody has touched the laptop for a while: the screen locks itself.

Looked at every few seconds rather than told of each event: what stands on the screen and where the
pointer is. So typing costs nothing, and no window is watched while it goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit

#: Minutes that one steps through; nought is never.
CHOICES: Final = (5, 10, 20, 30, 0)
LOOK_MS: Final = 5_000
_MINUTE: Final = 60


class Idle(QObject):
    """`idled` once nothing has changed under anybody's hands for so many minutes."""

    idled = Signal()

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.clock = clock
        self._longest = self._since = 0.0
        self._seen: tuple[object, ...] = ()
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)

    def watch(self, minutes: int) -> None:
        """Count so many minutes from now on; nought stops."""
        self._longest = minutes * _MINUTE
        self._seen, self._since = _standing(), self.clock()
        self.timer.stop()
        if minutes:
            self.timer.start()

    def look(self) -> None:
        """Whether anything has changed since the last look."""
        seen, now = _standing(), self.clock()
        if seen != self._seen:
            self._seen, self._since = seen, now
        elif now - self._since >= self._longest:
            self.timer.stop()
            self.idled.emit()


def _standing() -> tuple[object, ...]:
    """Where the pointer is, what has the focus, and how far one has come in it."""
    here, focus = QCursor.pos(), QApplication.focusWidget()
    inside: tuple[object, ...] = ()
    if isinstance(focus, QLineEdit):
        inside = (hash(focus.text()), focus.cursorPosition())
    elif isinstance(focus, QPlainTextEdit):
        inside = (focus.document().revision(), focus.textCursor().position())
    elif isinstance(focus, QAbstractItemView):
        inside = (focus.currentIndex().row(), focus.currentIndex().column())
    return (here.x(), here.y(), id(focus), *inside)


def after(minutes: int) -> int:
    """The next choice after this one."""
    at = CHOICES.index(minutes) if minutes in CHOICES else 0
    return CHOICES[(at + 1) % len(CHOICES)]
