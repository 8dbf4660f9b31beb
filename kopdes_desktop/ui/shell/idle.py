"""Nobody has touched the laptop for a while: the screen locks itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

#: Minutes that one steps through; nought is never.
CHOICES: Final = (5, 10, 20, 30, 0)
_MINUTE_MS: Final = 60_000
_TOUCHED: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Idle(QObject):
    """Counts from the last key or move of the mouse; `idled` once nothing came for so long."""

    idled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.idled)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._follow)
            self._follow(app.focusWindow())

    def watch(self, minutes: int) -> None:
        """Count so many minutes from now on; nought stops."""
        self.timer.stop()
        self.timer.setInterval(minutes * _MINUTE_MS)
        if minutes:
            self.timer.start()

    def _follow(self, window: QWindow | None) -> None:
        """What people touch comes to the window that has the focus, a dialog's too."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any touch begins the count anew."""
        if event.type() in _TOUCHED and self.timer.isActive():
            self.timer.start()
        return False


def after(minutes: int) -> int:
    """The next choice after this one."""
    at = CHOICES.index(minutes) if minutes in CHOICES else 0
    return CHOICES[(at + 1) % len(CHOICES)]
