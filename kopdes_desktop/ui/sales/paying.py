"""A sale is paid: exact by Enter, by what was handed over, or in other ways; then it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import number, rupiah, short_day, spelled
from kopdes_desktop.printing import papers
from kopdes_desktop.sales import queries
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.perform import Sender
from kopdes_desktop.ui.printing import receipts
from kopdes_desktop.ui.sales import drafts, found_list, rooms
from kopdes_desktop.ui.sales.code_line import Question
from kopdes_desktop.ui.sales.counter import Counter
from kopdes_desktop.ui.sales.found_list import Found
from kopdes_desktop.ui.sales.sale import (
    ADVANCE,
    CASH,
    CLAIM,
    OF_MEMBERS,
    QRIS,
    TRANSFER,
    WAYS,
    WITH_REFERENCE,
    Sale,
    Tender,
)
from kopdes_desktop.ui.sales.till_view import TillView

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Session

OPERATION: Final = "sales.sell"
#: From here on the change is said in words too.
_LARGE: Final = Rupiah(1_000_000)


class Paying(QObject):
    """Asks the line for money, and sends the sale."""

    #: Back to the goods; nothing was written.
    left = Signal()
    #: A sale stands in the books.
    written = Signal()

    def __init__(self, desk: Desk, counter: Counter, view: TillView, sender: Sender) -> None:
        super().__init__(view)
        self._desk, self._counter, self._view, self._sender = desk, counter, view, sender
        self._code = view.code
        self._sent = False
        #: A payment whose reference is being looked for: Enter twice does not pay twice.
        self._awaited: Tender | None = None
        #: Where the sale goes: shift and place; and the bank accounts, by code and name.
        self.where: dict[str, Any] = {}
        self.banks: list[tuple[str, str]] = []
        self._ways: list[str] = []
        self._room: rooms.Room | None = None
        #: Asks what has to be known before money is asked for; True while it does.
        self.gate: Callable[[], bool] = lambda: False
        view.pay.noted.connect(self.put_down)
        view.pay.given.connect(self._give)
        view.pay.asked_other.connect(self.ask_way)
        view.pay.confirmed.connect(self._confirm)

    @property
    def under_way(self) -> bool:
        """Whether a sale is on its way to the books, or waits for a second person."""
        asked = self._sent and QApplication.activeModalWidget() is not None
        return self._sender.is_busy() or asked

    @property
    def asking(self) -> bool:
        """Whether the line asks for money now."""
        return self._code.question.take == self._take

    # -- cash

    def ask(self) -> None:
        """How much is handed over; Enter alone: exactly what is asked."""
        sale = self._counter.sale
        if sale.empty:
            self._code.say(_("Keranjang masih kosong. Pindai barang dahulu."), "warning")
            return
        unpriced = [line.name for line in sale.cart.lines if not line.priced]
        if unpriced:
            told = _("{name} belum punya harga: Ctrl+F6 mengetik harganya.")
            self._code.say(told.format(name=unpriced[0]), "warning")
            return
        if self.gate():
            return
        self._forget()
        self._view.show_pay()
        note = _("Enter: uang pas. Atau ketik uang yang diterima. Esc: kembali ke barang.")
        words = _("Uang diterima")
        if sale.paid_up:
            words = _("Lunas tanpa uang tunai")
        if sale.to_pay == NOTHING:
            note = _("Enter: simpan. Esc: kembali ke barang.")
        self._code.ask(Question(words, self._take, note, self._follow, money=True))
        self._view.total.show_rest(sale, None)

    def _follow(self, _text: str) -> None:
        try:
            given = self._given()
        except Refusal:
            given = None
        self._view.total.show_rest(self._counter.sale, given)
        if given is not None and given >= _LARGE and not self._counter.sale.paid_up:
            self._code.say(spelled(given))

    def _given(self) -> Rupiah | None:
        return self._code.amount() if self._code.line.text().strip() else None

    def put_down(self, note: int) -> None:
        """One more note on the counter."""
        try:
            before = self._given() or NOTHING
        except Refusal:
            before = NOTHING
        self._give(int(before) + note)

    def _give(self, amount: int) -> None:
        if self.asking and not self._counter.sale.paid_up:
            self._code.line.setText(number(amount))
            self._follow("")
            self._view.start()

    def _confirm(self) -> None:
        if self.asking:
            self._code.answer()

    def _take(self, text: str) -> None:
        """Write the sale. Raises BadField while money is missing."""
        sale = self._counter.sale
        given = self._code.amount() if text and not sale.paid_up else None
        if given is not None and given < sale.to_pay:
            raise BadField(
                N_("Kurang {missing}. Tambah uangnya, atau F10 untuk sisanya secara nontunai."),
                missing=rupiah(sale.to_pay - given),
                field="given",
            )
        self._send(sale, given)

    # -- other ways

    def ask_way(self) -> None:
        """QRIS, transfer, bon, savings: for all of it or for a part."""
        if self._counter.sale.empty:
            self.ask()
            return
        if not self.asking:
            self.ask()
            if not self.asking:
                return
        used = {each.kind for each in self._counter.sale.tenders} - WITH_REFERENCE
        ways = [code for code in WAYS if code not in {CASH, *used}]
        self._ways, self._room = ways, None
        self._offer_ways()
        self._view.show_found(alone=True)
        self._code.ask(
            Question(
                _("Cara bayar: ketik angkanya"),
                self._take_way,
                _("Panah dan Enter juga memilih. Esc: kembali ke tunai."),
                self._type_way,
                back=self.ask,
            )
        )
        buyer = self._counter.sale.buyer
        if buyer is not None:
            self._desk.read(OPERATION, rooms.room, buyer.key, then=partial(self._tell, buyer.key))

    @property
    def choosing(self) -> bool:
        """Whether the line asks which way it is paid."""
        return self._code.question.typed == self._type_way

    def _offer_ways(self) -> None:
        """The ways by their digits, each with what the buyer may pay so."""
        told = self._room.words() if self._room is not None else {}
        rows = [
            Found(str(n), _(WAYS[way]), *told.get(way, ("", "")), way)
            for n, way in enumerate(self._ways, start=1)
        ]
        self._view.found.offer(_("Dibayar dengan apa?"), rows, self._choose_way, found_list.WAYS)

    def _tell(self, buyer: int, room: rooms.Room | None) -> None:
        """What he may still owe and what he has saved, as soon as it is known."""
        now = self._counter.sale.buyer
        if self.choosing and now is not None and now.key == buyer:
            at = self._view.found.table.currentIndex().row()
            self._room = room
            self._offer_ways()
            self._view.found.table.go_to(at)

    def _type_way(self, text: str) -> None:
        if text.isdecimal() and 1 <= int(text) <= len(self._ways):
            self._choose_way(self._ways[int(text) - 1])

    def _take_way(self, text: str) -> None:
        """Enter: the digit that stands in the line, or what is marked."""
        if text:
            self._type_way(text)
        else:
            self._view.found.take()

    def _refuse_way(self, way: str) -> None:
        """Nobody pays so who is no member: the list stays, and Enter takes nothing else."""
        at = self._ways.index(way)
        self._view.found.table.go_to(at)
        self._code.line.setText(str(at + 1))
        self._code.line.selectAll()
        told = _("{way} hanya untuk anggota. F3 memilih anggotanya, lalu F10 lagi.")
        self._code.say(told.format(way=_(WAYS[way])), "danger")

    def _choose_way(self, way: str) -> None:
        sale = self._counter.sale
        if way in OF_MEMBERS and sale.buyer is None:
            self._refuse_way(way)
            return
        self._view.show_pay()
        rest = rupiah(sale.cart.total - sale.paid_otherwise)
        told = self._room.said(way) if self._room is not None else ""
        self._code.ask(
            Question(
                _("{way}: berapa?").format(way=_(WAYS[way])),
                partial(self._take_part, way),
                f"{_('Enter: seluruh sisanya, {rest}.').format(rest=rest)} {told}".strip(),
                money=True,
                back=self.ask,
            )
        )

    def _take_part(self, way: str, text: str) -> None:
        sale = self._counter.sale
        rest = sale.cart.total - sale.paid_otherwise
        amount = self._code.amount() if text else rest
        if not NOTHING < amount <= rest:
            raise BadField(
                N_("Ketik paling banyak sisanya, {rest}."), rest=rupiah(rest), field="amount"
            )
        if way in WITH_REFERENCE:
            self._ask_reference(Tender(way, amount))
        else:
            self._add(Tender(way, amount))

    def _ask_reference(self, tender: Tender) -> None:
        if tender.kind == ADVANCE:
            words, note = _("Nomor uang muka atau voucher"), _("Seperti di buktinya, UMJ-…")
        elif tender.kind == CLAIM:
            words = _("Siapa yang menanggung, dan nomor klaimnya")
            note = _("Misalnya BPJS 0012. Jangan nama orang. Dibayar mereka kemudian.")
        else:
            words = _("Nomor rujukan {way}").format(way=_(WAYS[tender.kind]))
            note = _("Angka terakhir di bukti pembayaran pembeli; lihat dulu uangnya masuk.")
        take = partial(self._take_reference, tender)
        self._code.ask(Question(words, take, note, numbers=True, back=self.ask))

    def _take_reference(self, tender: Tender, text: str) -> None:
        if not text:
            raise BadField(N_("Ketik nomor buktinya."), field="ref")
        told = replace(tender, ref=text)
        if told.kind not in {QRIS, TRANSFER}:
            self._place(told)
            return
        if self._awaited == told:
            return
        self._awaited = told
        self._desk.read(
            OPERATION,
            queries.same_reference,
            told.kind,
            text,
            self._desk.standing.today,
            then=partial(self._compare, told),
        )

    def _compare(self, told: Tender, used: queries.Used | None) -> None:
        """The same reference twice is asked about: one payment would pay for two sales."""
        if self._awaited != told:
            return
        if used is None:
            self._place(told)
            return
        words = _(
            "{way} nomor {ref} sudah dipakai di {number} tanggal {day}, {amount}. Periksa apakah"
            " uangnya benar-benar masuk dua kali."
        ).format(
            way=_(WAYS[told.kind]),
            ref=told.ref,
            number=used.number,
            day=short_day(used.day),
            amount=rupiah(used.amount),
        )
        deed = _("Memang pembayaran lain")
        asking = Confirm(self._desk.window, _("Nomor rujukan sama"), words, deed=deed)
        asking.confirmed.connect(partial(self._place, told))
        asking.rejected.connect(self._forget)
        asking.open()

    def _forget(self) -> None:
        self._awaited = None

    def _place(self, told: Tender) -> None:
        """Into which account a transfer came; anything else is settled now."""
        if told.kind != TRANSFER or len(self.banks) == 1:
            self._add(replace(told, box=self.banks[0][0] if told.kind == TRANSFER else ""))
            return
        rows = [Found(code, name, "", "", replace(told, box=code)) for code, name in self.banks]
        self._view.found.offer(_("Masuk ke rekening mana?"), rows, self._add)
        self._view.show_found()
        self._code.ask(
            Question(
                _("Rekening: panah, lalu Enter"),
                self._take_marked,
                back=self.ask,
            )
        )

    def _take_marked(self, _text: str) -> None:
        self._view.found.take()

    def _add(self, tender: Tender) -> None:
        self._counter.pay(self._counter.sale.paying(tender))
        self.ask()

    # -- writing

    def _send(self, sale: Sale, given: Rupiah | None) -> None:
        if self.under_way:
            return
        self._sent = True
        self._counter.held_back = True
        order = sale.order(given) | self.where
        self._desk.perform(
            OPERATION,
            order,
            partial(self._done, sale, given),
            sender=self._sender,
            key=sale.key,
            question=_question(sale),
            beside=drafts.cleared(self._desk.session),
        )

    def give_up(self) -> None:
        """It was refused, or nobody agreed to it: the cart is the clerk's again."""
        if self._sent:
            self._sent = False
            self._counter.release()

    def _done(self, sale: Sale, given: Rupiah | None, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._sent = False
        self._counter.held_back = False
        self._counter.begin_new()
        change = given - sale.to_pay if given is not None else NOTHING
        self._view.show_change(answer.number, sale.cart.total, change)
        self._desk.say(
            _("{number} tersimpan: {amount}.").format(
                number=answer.number, amount=rupiah(sale.cart.total)
            ),
            "good",
        )
        self.written.emit()
        self.print(answer.id)

    def print(self, fact: int, *, copy: bool = False) -> None:
        """Its slip to the queue, if it has one; nothing waits for it."""
        self._desk.ask(partial(_slip, fact, copy), self._paper)

    def _paper(self, made: receipts.ReceiptPaper | None) -> None:
        if made is not None:
            self._desk.print_paper(made.paper)


def _slip(fact: int, copy: bool, session: Session) -> receipts.ReceiptPaper | None:  # noqa: FBT001  as its job is sent
    """On the database's thread."""
    if not papers.has_paper(session.office.reading, fact):
        return None
    return receipts.receipt_paper(session.office, fact, copy=copy)


def _question(sale: Sale) -> str:
    """What a second person agrees to."""
    lines = "; ".join(
        f"{line.name} × {shown(line.quantity)} = {rupiah(line.net)}" for line in sale.cart.lines[:6]
    )
    whose = sale.buyer.name if sale.buyer else _("bukan anggota")
    return _("Penjualan {amount} kepada {whose}: {lines}.").format(
        amount=rupiah(sale.cart.total), whose=whose, lines=lines
    )
