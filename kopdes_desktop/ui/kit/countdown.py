"""Seconds that have to pass, told one by one."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import Final

from PySide6.QtCore import QObject, QTimer

SECOND_MS: Final = 1000


class Countdown(QObject):
    """Tells how many seconds are left, at once and then every second, down to nothing."""

    def __init__(self, parent: QObject, tell: Callable[[int], None]) -> None:
        super().__init__(parent)
        self._tell = tell
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self._next)

    def start(self, seconds: int) -> None:
        """Count from here."""
        self._until = time.monotonic() + seconds
        self._timer.start()
        self._tell(seconds)

    def stop(self) -> None:
        """Say nothing more."""
        self._timer.stop()

    def _next(self) -> None:
        left = max(0, ceil(self._until - time.monotonic()))
        if not left:
            self.stop()
        self._tell(left)
