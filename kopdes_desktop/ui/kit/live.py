"""News: after each fact, the screens that it concerns read again, at once or when next shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class News(QObject):
    """Tells the kind of every fact that was written, from whatever screen."""

    written = Signal(str)
    #: Where screens stand. Made there, they need not be dressed anew by moving there when full.
    ground: QWidget | None = None

    def tell(self, kind: str) -> None:
        """A fact of this kind stands in the log."""
        self.written.emit(kind)


class Listener:
    """Remembers whether what one screen shows is older than the last fact that concerns it."""

    def __init__(self, listens: tuple[str, ...]) -> None:
        self._listens = listens
        self.stale = True

    def hears(self, kind: str) -> bool:
        """Whether a fact of this kind concerns the screen; marks it stale if so."""
        concerned = any(kind.startswith(prefix) for prefix in self._listens)
        self.stale = self.stale or concerned
        return concerned
