"""Who buys, and carts that are put aside: questions beside the goods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import STATUS_WORDS, MemberRow
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.sales.queries import Credit
from kopdes_desktop.ui.sales import found_list
from kopdes_desktop.ui.sales.code_line import Question
from kopdes_desktop.ui.sales.counter import Counter
from kopdes_desktop.ui.sales.found_list import Found
from kopdes_desktop.ui.sales.sale import Sale, buyer_of
from kopdes_desktop.ui.sales.till_view import TillView

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.kit.perform import Sender

_RIGHT = "read.members"
_MOST = 50


class Buying(QObject):
    """Asks the line for a member, by letters, number or card; puts carts aside."""

    #: Asked and answered: the line is for goods again.
    done = Signal()

    #: A paper to be printed: its fact, and whether it is a copy.
    papered = Signal(object, bool)

    def __init__(self, desk: Desk, counter: Counter, view: TillView, sender: Sender) -> None:
        super().__init__(view)
        self._then: Callable[[MemberRow], None] = self._buy
        self._desk, self._counter, self._view, self._sender = desk, counter, view, sender
        self.shift = 0
        self._code = view.code
        self._asked = self._shown = ""
        self._take_first = False
        #: Asks what has to be known before a cart is put aside; True while it does.
        self.gate: Callable[[], bool] = lambda: False

    # -- who buys

    def ask(self) -> None:
        """Whose card, name or number?"""
        self._then = self._buy
        self._ask(
            _("Anggota: tiga huruf nama, nomor, atau kartu"),
            _("Enter di baris kosong: bukan anggota. Ctrl+F3 mencatat calon anggota baru."),
        )

    def _ask(self, words: str, note: str) -> None:
        self._shown = ""
        self._take_first = False
        self._view.hide_found()
        self._code.ask(Question(words, self._take, note, self._follow))

    def _follow(self, text: str) -> None:
        self._asked = text
        self._take_first = False
        if not text.strip():
            self._view.hide_found()
            return
        self._desk.ask(
            lambda session: (
                text,
                session.office.read(_RIGHT, members.search, text, limit=_MOST),
            ),
            self._show,
        )

    def _show(self, found: tuple[str, Sequence[MemberRow]]) -> None:
        text, rows = found
        if text != self._asked or self._code.question.take != self._take:
            return
        self._shown = text
        active = [row for row in rows if row.status == "active"]
        offered = [
            Found(
                row.number or "", row.name or "", row.dusun or "", _(STATUS_WORDS[row.status]), row
            )
            for row in active
        ]
        told = _("{n} anggota cocok. Enter mengambil yang ditandai.").format(n=len(active))
        none = _("Tidak ada anggota aktif yang cocok.")
        self._view.found.offer(told if active else none, offered, self._then, found_list.MEMBERS)
        self._view.show_found()
        if self._take_first:
            self._take_first = False
            self._take_seen()

    def _take(self, text: str) -> None:
        """Enter: the marked one, as soon as the list fits what is typed."""
        if not text:
            if self._then == self._buy:
                self._counter.buy(None)
            self.done.emit()
        elif self._shown.strip() == text:
            self._take_seen()
        else:
            self._take_first = True

    def _take_seen(self) -> None:
        """The marked one, unless it is one of several whom nobody has seen."""
        if not self._view.found.is_choice_blind():
            self._view.found.take()

    def take_card(self, number: str) -> None:
        """Whose card was scanned, whatever the line is asked."""
        self._desk.read(_RIGHT, members.member, number, then=self._carded)

    def _carded(self, row: MemberRow | None) -> None:
        if row is None:
            self._code.say(_("Tidak ada anggota bernomor itu."), "warning")
        elif row.status != "active":
            told = _("{name} bukan anggota aktif: {status}.")
            self._code.say(
                told.format(name=row.name or "", status=_(STATUS_WORDS[row.status])), "warning"
            )
        elif self._code.question.take == self._take:
            self._then(row)
        else:
            self._buy(row)

    def _buy(self, row: MemberRow) -> None:
        self._counter.buy(buyer_of(row))
        if self._code.question.take == self._take:
            self.done.emit()
        self._desk.read(_RIGHT, _credit, row, then=self._tell_credit)

    def _tell_credit(self, credit: Credit | None) -> None:
        """What he owes already, before more is put on his bon."""
        if credit is not None and credit.used > 0:
            told = _("Bonnya {used}, boleh lagi {left}.")
            self._code.say(
                told.format(used=rupiah(credit.used), left=rupiah(credit.left)), "warning"
            )

    # -- what he owes

    def ask_bon(self) -> None:
        """Whose bon is paid? He who buys, if there is one."""
        self._then = self._ask_bon_of
        buyer = self._counter.sale.buyer
        if buyer is not None:
            self._desk.read(_RIGHT, members.member, buyer.key, then=self._ask_bon_of)
            return
        words = _("Bon siapa yang dibayar? Tiga huruf nama, nomor, atau kartu")
        self._ask(words, _("Pembayaran bon masuk laci dan bukan penjualan. Esc: tidak jadi."))

    def _ask_bon_of(self, row: MemberRow) -> None:
        self._desk.read(_RIGHT, sales.bon_balance, row.key, then=partial(self._ask_bon_amount, row))

    def _ask_bon_amount(self, row: MemberRow, owed: Rupiah) -> None:
        self._view.show_goods()
        if owed <= NOTHING:
            self.done.emit()
            self._code.say(_("{name} tidak mempunyai bon.").format(name=row.name or ""), "warning")
            return
        self._code.ask(
            Question(
                _("Bon {name}: dibayar berapa?").format(name=row.name or ""),
                partial(self._pay_bon, row, owed),
                _("Utangnya {owed}. Enter: lunas semua.").format(owed=rupiah(owed)),
                money=True,
            )
        )

    def _pay_bon(self, row: MemberRow, owed: Rupiah, text: str) -> None:
        amount = self._code.amount() if text else owed
        order = {"member": row.key, "amount": int(amount), "shift": self.shift}
        self._desk.perform(
            "sales.pay_bon", order, partial(self._bon_paid, row, amount), sender=self._sender
        )

    def _bon_paid(self, row: MemberRow, amount: Rupiah, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.done.emit()
        told = _("{number} tersimpan: bon {name} dibayar {amount}.")
        self._desk.say(
            told.format(number=answer.number, name=row.name or "", amount=rupiah(amount)), "good"
        )
        self.papered.emit(answer.id, False)

    # -- put aside

    def put_aside_or_take_up(self) -> None:
        """A cart with goods waits; with an empty one, what waits is taken up."""
        if self.gate():
            return
        if not self._counter.sale.empty:
            words = self._counter.sale.words()
            self._counter.put_aside()
            self.done.emit()
            self._code.say(_("Ditahan: {words}. F9 memanggilnya lagi.").format(words=words))
        elif len(self._counter.aside) == 1:
            self._take_up(self._counter.aside[0])
        elif self._counter.aside:
            self._ask_which()
        else:
            self._code.say(_("Tidak ada belanja yang ditahan."), "warning")

    def _ask_which(self) -> None:
        rows = [
            Found(str(n), sale.words(), "", rupiah(sale.cart.total), sale)
            for n, sale in enumerate(self._counter.aside, start=1)
        ]
        self._view.found.offer(_("Belanja yang ditahan"), rows, self._take_up, found_list.WAITING)
        self._view.show_found()
        self._code.ask(
            Question(
                _("Yang mana? Ketik angkanya, atau Enter"),
                self._take_waiting,
                _("Esc: tidak jadi."),
            )
        )

    def _take_waiting(self, text: str) -> None:
        waiting = self._counter.aside
        if text.isdecimal() and 1 <= int(text) <= len(waiting):
            self._take_up(waiting[int(text) - 1])
        elif not text:
            self._view.found.take()

    def _take_up(self, sale: Sale) -> None:
        self._counter.take_up(sale)
        self.done.emit()
        self._code.say(_("Dipanggil lagi: {words}.").format(words=sale.words()), "good")


def _credit(read: Reading, row: MemberRow) -> Credit | None:
    """On the database's thread."""
    return sales.credit(read, row)
