"""A screen whose work is typed into one line, faster than the disk at times."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from kopdes_desktop.ui.kit.live import News
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.typed_ahead import TypedAhead


class LineScreen(Screen):
    """While an order is being written, keys typed ahead wait and the button is grey."""

    def __init__(self, title: str, news: News, listens: tuple[str, ...]) -> None:
        super().__init__(title, news, listens)
        self._busy = False
        self._ahead: TypedAhead | None = None
        self._confirm: QPushButton | None = None

    def write_by(self, ahead: TypedAhead, confirm: QPushButton) -> None:
        """Which line's keys wait, and which button the mouse may press instead."""
        self._ahead, self._confirm = ahead, confirm

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        if self._confirm is not None:
            self._confirm.setDisabled(busy)
        if busy and self._ahead is not None:
            self._ahead.hold()
        else:
            QTimer.singleShot(0, self._let_go)

    def _let_go(self) -> None:
        """A second person was asked for and did not come: the line is the clerk's again."""
        if not self._busy and self._ahead is not None:
            self._ahead.release(None)

    def is_busy(self) -> bool:
        return self._busy
