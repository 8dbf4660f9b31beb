"""Ctrl+F5: what is done at the drawer besides selling, from cash in and out to a shift's end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.sales.advances import Waiting, waiting
from kopdes_desktop.ui.kit import below_zero
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.tills import drawer_dialogs as dialogs
from kopdes_desktop.ui.tills import qris, z_list
from kopdes_desktop.ui.tills.advance_forms import ReturnAdvance, TakeAdvance
from kopdes_desktop.ui.tills.drawers import Drawer, Drawers
from kopdes_desktop.ui.tills.opening_drawer import OpeningDrawer
from kopdes_desktop.ui.tills.z_list import PastZ, ZList

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.ui.desk import Desk


class DrawerDeeds(QObject):
    """Opens the windows of one drawer and sends what they order."""

    #: A member pays his bon: the till's line asks who and how much.
    bon_asked = Signal()
    #: Something was done: the line is for goods again.
    done = Signal()
    #: A paper of the drawer is to be printed: its fact, and whether it is a copy.
    papered = Signal(object, bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._now: Drawers | None = None
        #: The shift of another day that was warned of.
        self._told: int | None = None
        self._closing: dialogs.CloseShift | None = None
        #: How many carts are not paid yet: asked about before a shift ends.
        self.unpaid: Callable[[], int] = lambda: 0
        self.opening = OpeningDrawer(desk)
        self.opening.done.connect(self.done)

    def at(self, now: Drawers) -> None:
        """Which drawer is meant from now on."""
        self._now = now
        drawer = self._drawer
        if drawer is not None and drawer.stale and drawer.shift is not None:
            if self._told != drawer.shift.key:
                told = _("Giliran {drawer} dibuka hari lain ({since}). Tutup dahulu: Ctrl+F5, 5.")
                told = told.format(drawer=drawer.name, since=drawer.since)
                self._desk.say(told, "warning")
            self._told = drawer.shift.key

    @property
    def _drawer(self) -> Drawer | None:
        return self._now.at_work if self._now is not None else None

    def ask(self) -> None:
        """What is to be done?"""
        settles = self._now is not None and self._now.settles
        menu = dialogs.DrawerMenu(self._desk.window, settles=settles)
        menu.chosen.connect(self._choose)
        menu.open()

    def _choose(self, code: str) -> None:
        if code in {dialogs.CASH_IN, dialogs.CASH_OUT}:
            self._ask_cash(code)
        elif code == dialogs.BON:
            self.bon_asked.emit()
        elif code == dialogs.HAND_OVER:
            self._desk.ask(lambda session: _boxes(session.office.reading), self._ask_hand_over)
        elif code == dialogs.CLOSE:
            self._ask_close()
        elif code == dialogs.ADVANCE_IN:
            self._ask_advance()
        elif code == dialogs.ADVANCE_OUT:
            self._ask_waiting()
        elif code == dialogs.QRIS:
            self._ask_qris()
        elif code == dialogs.OPEN:
            self.opening.ask(self._drawer.name if self._drawer is not None else "")
        else:
            self._reprint()

    # -- cash

    def _ask_cash(self, way: str) -> None:
        people = self._now.people if self._now is not None else ()
        dialog = dialogs.CashForReason(self._desk.window, way, people)
        dialog.ordered.connect(self._move)
        dialog.open()

    def _move(self, operation: str, order: dict[str, Any]) -> None:
        shift = self._drawer.shift if self._drawer else None
        order = order | ({"shift": shift.key} if shift is not None else {})
        self._desk.perform(operation, order, partial(self._moved, order["amount"]))

    def _moved(self, amount: int, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan: {amount}.")
        self._desk.say(told.format(number=answer.number, amount=rupiah(amount)), "good")
        self.papered.emit(answer.id, False)
        self.done.emit()

    def _ask_hand_over(self, boxes: list[chart.Box]) -> None:
        drawer = self._drawer
        if drawer is None:
            return
        offered = [(box.code, box.name) for box in boxes if box.code != drawer.code]
        dialog = dialogs.HandOver(self._desk.window, drawer.code, offered)
        dialog.ordered.connect(self._hand_over)
        dialog.open()

    def _hand_over(self, order: dict[str, Any]) -> None:
        self._desk.perform(
            "accounting.move_cash", order, partial(self._handed_over, order["amount"])
        )

    def _handed_over(self, amount: int, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan: {amount} dalam perjalanan sampai diterima.")
        self._desk.say(told.format(number=answer.number, amount=rupiah(amount)), "good")
        self.done.emit()

    # -- orders

    def _ask_advance(self) -> None:
        shift = self._drawer.shift if self._drawer else None
        if shift is not None:
            TakeAdvance(self._desk, shift.key, self._written).open()

    def _ask_waiting(self) -> None:
        shift = self._drawer.shift if self._drawer else None
        if shift is not None:
            self._desk.ask(
                lambda session: waiting(session.office.reading, shift.unit),
                partial(self._ask_return, shift.key),
            )

    def _ask_return(self, shift: int, found: list[Waiting]) -> None:
        if not found:
            self._desk.say(_("Tidak ada uang muka yang belum terpakai."), "warning")
            return
        ReturnAdvance(self._desk, shift, self._written, found).open()

    def _written(self, told: str, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(told, "good")
        self.papered.emit(answer.id, False)
        self.done.emit()

    def _ask_qris(self) -> None:
        shift = self._drawer.shift if self._drawer else None
        if shift is not None:
            unit = shift.unit
            self._desk.ask(lambda session: qris.pending(session, unit), self._settle_qris)

    def _settle_qris(self, found: qris.Pending) -> None:
        if not found:
            self._desk.say(_("Tidak ada uang QRIS atau klaim yang belum dibayar."), "warning")
            return
        qris.SettleQris(self._desk, found, self.done.emit).open()

    # -- the end of a shift

    def _ask_close(self) -> None:
        waiting = self.unpaid()
        if not waiting:
            self._count()
            return
        words = _(
            "{n} belanja belum dibayar atau masih ditahan. Bila giliran ditutup, belanja itu tetap"
            " tersimpan dan dapat dibayar di giliran berikutnya."
        ).format(n=waiting)
        deed = _("Tutup giliran")
        asking = Confirm(self._desk.window, _("Masih ada belanja"), words, deed=deed)
        asking.confirmed.connect(self._count)
        asking.open()

    def _count(self) -> None:
        drawer = self._drawer
        if drawer is not None and drawer.shift is not None:
            place = drawer.shift.place
            self._desk.ask(
                lambda session: below_zero.words(below_zero.found(session, place)),
                self._count_beside,
            )

    def _count_beside(self, below: str) -> None:
        drawer = self._drawer
        if drawer is None:
            return
        self._closing = dialogs.CloseShift(self._desk.window, drawer.name, below)
        self._closing.below_asked.connect(partial(below_zero.lead, self._desk))
        self._closing.counted.connect(self._close)
        self._closing.open()

    def _close(self) -> None:
        drawer, dialog = self._drawer, self._closing
        if drawer is None or drawer.shift is None or dialog is None:
            return
        people = self._now.people if self._now is not None else ()
        dialog.form.know_people([(str(each.key), each.name or "") for each in people])
        order = {"shift": drawer.shift.key, "tries": dialog.form.tries, **dialog.form.order()}
        self._desk.perform("till.close_shift", order, self._closed, sender=dialog.form)

    def _closed(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        if self._closing is not None:
            self._closing.accept()
        self._closing = None
        fact = answer.fact["d"]
        found = fact["cash"] - fact["expected"]
        told = (
            _("{number}: uang di laci sesuai.") if not found else _("{number}: selisih {amount}.")
        )
        tone = "good" if not found else "warning"
        self._desk.say(told.format(number=answer.number, amount=rupiah(found)), tone)
        self.papered.emit(answer.id, False)

    def _reprint(self) -> None:
        self._desk.ask(lambda session: z_list.latest(session.office.reading), self._show_z)

    def _show_z(self, found: list[PastZ]) -> None:
        if not found:
            self._desk.say(_("Belum ada giliran yang ditutup."), "warning")
            return
        dialog = ZList(self._desk.window, found)
        dialog.chosen.connect(self._print_z)
        dialog.open()

    def _print_z(self, fact: int) -> None:
        self.papered.emit(fact, True)
        self.done.emit()


def _boxes(read: Reading) -> list[chart.Box]:
    """Where cash can be brought to: not on its way somewhere."""
    return [box for box in chart.boxes(read) if not box.in_transit]
