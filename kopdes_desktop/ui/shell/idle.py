"""Nobody has touched the laptop for a while: the screen locks itself.

Looked at every few seconds rather than told of each event: what stands on the screen and where the
pointer is. So typing costs nothing, and no window is watched while it goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit

#: Minutes that one steps through; nought is never.
CHOICES: Final = (5, 10, 20, 30, 0)
LOOK_MS: Final = 5_000
_MINUTE: Final = 60
#: Two clocks never tell quite the same.
_JITTER: Final = 1.0


class Sleepless:
    """Seconds that go on while the laptop sleeps, of a clock that stands still meanwhile.

    Where the wall's clock went on further than that one, the laptop slept, or somebody set it.
    """

    def __init__(
        self,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,  # noqa: TID251  no moment: only how far it went
    ) -> None:
        self._steady, self._wall = steady, wall
        self._read, self._slept = (steady(), wall()), 0.0

    def __call__(self) -> float:
        """Seconds since some moment or other."""
        steady, wall = self._steady(), self._wall()
        gap = (wall - self._read[1]) - (steady - self._read[0])
        if gap > _JITTER:
            self._slept += gap
        self._read = steady, wall
        return steady + self._slept


def counting() -> Callable[[], float]:
    """A clock that no sleep stops: the system's own where it has one."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    return Sleepless() if asleep_too is None else partial(time.clock_gettime, asleep_too)


class Idle(QObject):
    """`idled` once nothing has changed under anybody's hands for so many minutes.

    The hand that wakes a laptop comes too late: the time that it slept counts in any case.
    """

    idled = Signal()

    def __init__(self, parent: QObject, clock: Callable[[], float] | None = None) -> None:
        super().__init__(parent)
        self.clock = clock or counting()
        self._longest = self._since = self._looked = 0.0
        self._seen: tuple[object, ...] = ()
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)

    def watch(self, minutes: int) -> None:
        """Count so many minutes from now on; nought stops."""
        self._longest = minutes * _MINUTE
        self._seen, self._since = _standing(), self.clock()
        self._looked = self._since
        self.timer.stop()
        if minutes:
            self.timer.start()

    def look(self) -> None:
        """Whether anything has changed since the last look."""
        seen, now = _standing(), self.clock()
        slept = now - self._looked >= min(self._longest, _MINUTE)
        untouched = seen == self._seen or slept
        self._looked = now
        if untouched and now - self._since >= self._longest:
            self.timer.stop()
            self.idled.emit()
        elif seen != self._seen:
            self._seen, self._since = seen, now


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
