"""What is done with papers of the till: printed once more, goods taken back, a sale made void."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.sales import past_sales
from kopdes_desktop.ui.sales.papers_dialog import PapersDialog
from kopdes_desktop.ui.sales.past_sales import LeftLine, PastSale
from kopdes_desktop.ui.sales.return_dialog import ReturnDialog

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.sales.paying import Paying

_RIGHT = "sales.sell"


class Papers(QObject):
    """Opens the list, and does what was chosen there."""

    #: Something was done: the line is for goods again.
    done = Signal()
    #: Cash goes over the counter: by which paper, in which words, how much.
    handed = Signal(str, str, object)

    def __init__(self, desk: Desk, paying: Paying) -> None:
        super().__init__(paying)
        self._desk, self._paying = desk, paying

    def ask(self) -> None:
        """Which paper?"""
        self._desk.read(_RIGHT, past_sales.latest, then=self._show)

    def _show(self, sales: list[PastSale]) -> None:
        if not sales:
            self._desk.say(_("Belum ada penjualan di kasir."), "warning")
            return
        dialog = PapersDialog(self._desk.window, sales)
        dialog.printed.connect(self._print)
        dialog.brought_back.connect(self._ask_back)
        dialog.voided.connect(self._ask_void)
        dialog.sought.connect(
            lambda text: self._desk.read(_RIGHT, past_sales.found, text, then=dialog.show_found)
        )
        dialog.open()

    def _print(self, sale: PastSale) -> None:
        self._paying.print(sale.key, copy=True)

    # -- back

    def _refuses(self, sale: PastSale) -> bool:
        """What is void already is neither taken back nor made void again."""
        if sale.voided:
            told = _(
                "{number} sudah dibatalkan dengan {by}, jadi tidak dapat diretur atau dibatalkan"
                " lagi. Struknya masih dapat dicetak ulang."
            )
            self._desk.say(told.format(number=sale.number, by=sale.voided), "warning")
        return bool(sale.voided)

    def _ask_back(self, sale: PastSale) -> None:
        if self._refuses(sale):
            return
        if sale.what != "sale":
            self._desk.say(_("{number} sendiri sudah retur.").format(number=sale.number), "warning")
            return
        self._desk.read(_RIGHT, past_sales.left_of, sale.key, then=partial(self._show_lines, sale))

    def _show_lines(self, sale: PastSale, lines: list[LeftLine]) -> None:
        if not lines:
            told = _("Semua barang {number} sudah diretur.")
            self._desk.say(told.format(number=sale.number), "warning")
            return
        dialog = ReturnDialog(self._desk.window, sale, lines)
        dialog.ordered.connect(partial(self._bring_back, sale, lines))
        dialog.open()

    def _bring_back(self, sale: PastSale, lines: list[LeftLine], order: dict[str, Any]) -> None:
        names = {each.line: each.name for each in lines}
        goods = ", ".join(
            f"{names[each['line']]} × {each['quantity'].replace('.', ',')}"
            for each in order["lines"]
        )
        order = order | {"shift": self._paying.where["shift"]}
        question = _("Retur {number} dan uangnya dikembalikan: {goods}.")
        question = question.format(number=sale.number, goods=goods)
        self._desk.perform("sales.bring_back", order, self._came_back, question=question)

    def _came_back(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        tenders = answer.fact["d"]["tenders"]
        amount = sum(each["amount"] for each in tenders)
        cash = sum(each["amount"] for each in tenders if each["kind"] == "cash")
        self.handed.emit(answer.number, _("KEMBALIKAN"), cash)
        told = _("{number} tersimpan: kembalikan {amount} kepada pembeli.")
        self._desk.say(told.format(number=answer.number, amount=rupiah(amount)), "good")
        self._paying.print(answer.id)
        self.done.emit()

    # -- void

    def _ask_void(self, sale: PastSale) -> None:
        if self._refuses(sale):
            return
        words = _(
            "{number}, {amount}. Seluruh penjualan ini dibatalkan: barangnya kembali ke rak dan"
            " uangnya kembali kepada pembeli. Struknya tetap tercatat sebagai dibatalkan."
        ).format(number=sale.number, amount=rupiah(sale.amount))
        dialog = AskReason(
            self._desk.window, _("Batalkan penjualan?"), words, deed=_("Batalkan penjualan")
        )
        dialog.given.connect(partial(self._void, sale))
        dialog.open()

    def _void(self, sale: PastSale, reason: str) -> None:
        question = _("Penjualan {number}, {amount}, dibatalkan: {reason}.").format(
            number=sale.number, amount=rupiah(sale.amount), reason=reason
        )
        order = {"entry": sale.number, "reason": reason}
        self._desk.perform(
            "accounting.reverse",
            order,
            partial(self._voided, sale),
            question=question,
            deed=_("Membatalkan retur") if sale.what == "return" else _("Membatalkan penjualan"),
        )

    def _voided(self, sale: PastSale, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} dibatalkan dengan {by}.")
        self._desk.say(told.format(number=sale.number, by=answer.number), "good")
        if sale.what == "return":
            self.handed.emit(answer.number, _("MINTA KEMBALI"), sale.cash)
        else:
            self.handed.emit(answer.number, _("KEMBALIKAN"), sale.cash)
        self.done.emit()
