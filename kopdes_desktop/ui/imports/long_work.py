"""Work of the office that takes its time and may first have to ask for the business day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from kopdes_desktop.kernel.errors import DayNotOpen
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.progress import Stoppable
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.perform import Sender
from kopdes_desktop.ui.kit.tasks import send_long

Job = Callable[[Stoppable, bool], Any]


class LongWork(QObject):
    """A job that is told its progress and whether the day was confirmed."""

    def __init__(
        self,
        desk: Desk,
        job: Job,
        then: Callable[[Any], None],
        *,
        title: str,
        words: str,
        sender: Sender,
    ) -> None:
        super().__init__(desk)
        self._desk, self._job, self._then = desk, job, then
        self._title, self._words, self._sender = title, words, sender
        self._confirmed = False

    def go(self) -> None:
        """Begin, or begin again once the day is confirmed."""
        confirmed = self._confirmed
        send_long(
            self._desk.errands,
            lambda progress: self._job(progress, confirmed),
            self._done,
            window=self._desk.window,
            title=self._title,
            words=self._words,
            sender=self._sender,
            otherwise=self._ask_for_day,
        )

    def _done(self, value: object) -> None:
        self._then(value)
        self.deleteLater()

    def _ask_for_day(self, error: Exception) -> bool:
        if isinstance(error, DayNotOpen) and not self._confirmed:
            deed = _("Buka {day}").format(day=error.values.get("day", ""))
            asking = Confirm(self._desk.window, _("Buka hari kerja"), error.message, deed=deed)
            asking.confirmed.connect(self._again)
            asking.open()
            return True
        self.deleteLater()
        return False

    def _again(self) -> None:
        self._confirmed = True
        self.go()
