"""A shift that a lost laptop left open: its drawer is counted and closed here, then it is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.tills.drawer_dialogs import CloseShift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kopdes_desktop.security.queries import User
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.tills.drawers import Drawer


class LostShift(QObject):
    """Opens the count of one such drawer; `closed` carries the fact of its Z."""

    closed = Signal(object)

    def __init__(self, desk: Desk, drawer: Drawer, people: Sequence[User]) -> None:
        super().__init__(desk.window)
        self._desk, self._drawer = desk, drawer
        self.dialog = CloseShift(desk.window, drawer.name)
        self.dialog.form.know_people([(str(each.key), each.name or "") for each in people])
        self.dialog.counted.connect(self._close)
        self.dialog.finished.connect(self.deleteLater)
        self.dialog.open()

    def _close(self) -> None:
        shift, form = self._drawer.shift, self.dialog.form
        if shift is not None:
            order = {"shift": shift.key, "tries": form.tries, **form.order()}
            self._desk.perform("till.close_shift", order, self._closed, sender=form)

    def _closed(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan: laci {drawer} bebas lagi.")
        self._desk.say(told.format(number=answer.number, drawer=self._drawer.name), "good")
        self.closed.emit(answer.id)
        self.dialog.accept()
