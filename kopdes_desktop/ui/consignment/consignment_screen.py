"""Titip jual: goods of others by owner; notes of what came and went, and what is paid for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.consignment.note_page import KINDS, NotePage
from kopdes_desktop.ui.consignment.owner_list import OwnerList
from kopdes_desktop.ui.consignment.reading import (
    ADD_ITEM,
    ADD_OWNER,
    GIVE_BACK,
    MAKE_GOOD,
    RIGHT,
    SETTLE,
    TAKE_IN,
    Owner,
    Stall,
    found_members,
    stall,
)
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.inventory import papers
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.scan_run import Codes
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.members import papers as reports
from kopdes_desktop.ui.printing import receipts
from kopdes_desktop.ui.savings.basket import Choice
from kopdes_desktop.ui.savings.pick_dialog import PickDialog

_LISTENS = ("consignment.", "goods.", "inventory.", "sales.", "accounting.reverse")
#: The till.
SELL = "sales.sell"
_LETTERS = 3
_DONE = {
    TAKE_IN: N_("{number} tersimpan: titipan diterima."),
    GIVE_BACK: N_("{number} tersimpan: titipan dikembalikan."),
    MAKE_GOOD: N_("{number} tersimpan: kerugian dicatat sebagai utang kepada penitip."),
}


#: So many of the list's keys stand along the lower edge; all of them on F1.
_PRINTED = 6


def _note_of(key: int, number: str, session: Session) -> Paper:
    return papers.consignment_note(session.office, key, number)


class ConsignmentScreen(Screen):
    """The owners; a note of one of them; a payment in a dialog."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Titip jual"), desk.news, _LISTENS)
        self._desk = desk
        self._stall: Stall | None = None
        self._new_owner = ""
        self._new_item: tuple[int, int] | None = None
        self.list = OwnerList()
        self.note = NotePage()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.note)
        self.body.addWidget(self._stack, 1)
        self.list.opened.connect(partial(self.open_note, TAKE_IN))
        self.list.searched.connect(self._search_members)
        self.list.carded.connect(self._find_member)
        self.note.written.connect(self._write)
        self.note.asked_item.connect(self.ask_item)
        self.note.left.connect(self.back)
        self.note.panel.carded.connect(desk.lead_to_card)
        self._list_keys = (
            Key("F5", _("terima titipan"), partial(self._begin_marked, TAKE_IN)),
            Key("F6", _("kembalikan"), partial(self._begin_marked, GIVE_BACK)),
            Key("F7", _("ganti yang hilang"), partial(self._begin_marked, MAKE_GOOD)),
            Key("F8", _("bayar penitip"), self.ask_payment),
            Key("F9", _("selisih opname"), self.ask_counted),
            Key("Ctrl+N", _("penitip baru"), self.ask_owner),
            Key("Ctrl+P", _("cetak daftar"), self._print_list),
            Key("Ctrl+F7", _("kembali ke kasir"), partial(desk.lead, SELL)),
        )
        bind(self._list_keys, self.list)
        bind(self.note.keys, self.note)
        self.advice = _(
            "Barang titipan tetap milik penitip: masuknya tidak mengubah buku. Saat terjual,"
            " bagiannya menjadi utang koperasi, sisanya komisi. Bayar hanya yang sudah terjual"
            " atau diganti, lalu cetak rinciannya."
        )
        self.keys = self._list_keys
        self.print_foot(self._list_keys[:_PRINTED])

    @property
    def _at_note(self) -> bool:
        return self._stack.currentWidget() is self.note

    def keys_now(self) -> tuple[Key, ...]:
        """Those of the note while one is written."""
        return self.note.keys_now() if self._at_note else self._list_keys

    def start(self) -> None:
        if self._at_note:
            self.note.start()
        else:
            self.list.start()

    def start_anew(self) -> None:
        """The owners again."""
        self.back()

    def codes(self) -> Codes | None:
        """Scans go to the note that is being written."""
        return self._stall.here if self._stall is not None and self._at_note else None

    def take_code(self, code: str) -> None:
        self.note.panel.scan(code)

    def take_card(self, number: str) -> bool:
        """A member's card leads to his goods."""
        if self._at_note:
            return False
        self._find_member(number)
        return True

    def reload(self) -> None:
        self._desk.ask(lambda session: stall(session.office), self._show)

    def _show(self, found: Stall) -> None:
        self._stall = found
        self.list.show_owners(found.owners)
        self.note.show_stall(found)
        if self._new_owner:
            for owner in found.owners:
                if owner.name.endswith(f"({self._new_owner})"):
                    self._new_owner = ""
                    self.list.go_to(owner.key)
                    break
        if self._new_item is not None and found.here is not None:
            key, share = self._new_item
            shelved = found.here.shelf.get(key)
            if shelved is not None:
                self._new_item = None
                self.note.put(shelved.item, share)

    # -- whom

    def _search_members(self, text: str) -> None:
        """Members who have brought nothing yet are found by three letters."""
        if len(text.strip()) >= _LETTERS:
            self._desk.read(RIGHT, found_members, text, then=self._offer_members)

    def _find_member(self, number: str) -> None:
        self.list.line.setText(number)
        self._desk.read(RIGHT, found_members, number, then=self._offer_members)

    def _offer_members(self, found: list[Choice]) -> None:
        self.list.offer_members(
            tuple(Owner(int(each.code), each.words, True, (), 0) for each in found)
        )

    def ask_owner(self) -> None:
        """Somebody from outside, who is no member."""
        if self._stall is None or ADD_OWNER not in self._stall.may:
            return
        name = TextField("name", _("Nama"), needed=True, longest=80)
        name.set_text("" if self.list.owner is not None else self.list.line.text().strip())
        asking = FormDialog(
            self._desk.window,
            _("Penitip baru"),
            _(
                "Untuk orang luar. Anggota tidak perlu dicatat lagi: cari saja namanya. Kode"
                " terlihat di jurnal, nama hanya di sini dan di kuitansi."
            ),
            (
                name,
                TextField(
                    "code", _("Kode"), hint=_("pendek, contoh SITI-KUE"), needed=True, longest=20
                ),
                TextField("phone", _("Nomor HP"), hint=_("boleh kosong"), longest=20),
            ),
            deed=_("Simpan penitip"),
        )

        def given(typed: dict[str, Any]) -> None:
            self._new_owner = str(typed["code"]).strip().upper()
            asking.perform(self._desk, ADD_OWNER, typed, self._owner_added)

        asking.given.connect(given)
        asking.finished.connect(self._come_back)
        asking.open()

    def _owner_added(self, _answer: object) -> None:
        self._desk.say(_("Penitip tersimpan. F5 menerima barangnya."), "good")
        self.list.line.clear()
        self.reload()

    # -- a note

    def _begin_marked(self, op: str) -> None:
        if self.list.owner is not None:
            self.open_note(op, self.list.owner)

    def open_note(self, op: str, owner: Owner) -> None:
        """Open a note of this owner."""
        found = self._stall
        if found is None or op not in found.may:
            return
        if found.place is None:
            self._desk.say(
                _("Belum ada tempat barang. Tambahkan di Stok (Ctrl+T), F3 lalu Ctrl+N."), "warning"
            )
            return
        self.note.open_note(op, owner)
        self._stack.setCurrentWidget(self.note)
        self.heading.setText(_(KINDS[op].title))
        self.print_foot(self.keys_now())
        self.note.start()

    def back(self) -> None:
        """To the owners; an unwritten list is left behind."""
        self._stack.setCurrentWidget(self.list)
        self.heading.setText(self.title)
        self.print_foot(self._list_keys[:_PRINTED])
        self.list.start()

    def _write(self, op: str, order: dict[str, Any]) -> None:
        if op != MAKE_GOOD:
            self._perform(op, order)
            return
        asking = AskReason(
            self._desk.window,
            _("Ganti titipan yang hilang atau rusak"),
            _("Bagian penitip menjadi beban koperasi dan dibayar bersama penyelesaiannya."),
            deed=_("Catat kerugian"),
        )
        asking.given.connect(lambda reason: self._perform(op, {**order, "reason": reason}))
        asking.finished.connect(self._come_back)
        asking.open()

    def _perform(self, op: str, order: dict[str, Any]) -> None:
        owner = self.note.owner
        name = owner.name if owner is not None else ""
        self._desk.perform(
            op,
            order,
            partial(self._written, op),
            sender=self.note.panel,
            question=_(KINDS[op].sure).format(n=len(order["lines"]), owner=name),
        )

    def _written(self, op: str, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_(_DONE[op]).format(number=answer.number), "good")
        self.back()
        self._desk.ask(
            lambda session: papers.consignment_note(session.office, answer.id, answer.number),
            self._desk.print_paper,
        )

    # -- what a count found

    def ask_counted(self) -> None:
        """What the last counts found less or more: each is booked by Enter."""
        found = self._stall
        if found is None:
            return
        if not found.counted:
            self._desk.say(_("Tidak ada selisih opname barang titipan yang belum dicatat."))
            return
        asking = PickDialog(
            self._desk.window,
            _("Selisih opname barang titipan"),
            _(
                "Enter mencatat yang ditandai. Yang kurang menjadi utang kepada penitip atas beban"
                " koperasi; yang lebih tetap miliknya dan boleh diambilnya (F6)."
            ),
            [Choice(at, each.words) for at, each in enumerate(found.counted, 1)],
            usual=_("Catat semuanya"),
        )
        asking.chosen.connect(self._book_counted)
        asking.finished.connect(self._come_back)
        asking.open()

    def _book_counted(self, choice: Choice | None) -> None:
        """The one that was taken, or all of them in one go."""
        if self._stall is None:
            return
        chosen = self._stall.counted
        if choice is not None:
            chosen = chosen[int(choice.code) - 1 : int(choice.code)]
        self._desk.perform_all(
            [(each.code, each.order) for each in chosen],
            partial(self._counted_booked, [each.code for each in chosen]),
            question="; ".join(each.words for each in chosen),
        )

    def _counted_booked(self, codes: Sequence[str], answers: Sequence[Any]) -> None:
        told = [_(_DONE[op]).format(number=x.number) for op, x in zip(codes, answers, strict=True)]
        self._desk.say(" ".join(told), "good")
        for answer in answers:
            self._desk.ask(
                partial(_note_of, answer.id, answer.number),
                self._desk.print_paper,
            )

    # -- a new item of his, in the middle of a note

    def ask_item(self, code: str) -> None:
        """Name, unit, price and share; it comes onto the note."""
        owner = self.note.owner
        if owner is None or self._stall is None or ADD_ITEM not in self._stall.may:
            return
        barcode = TextField("barcode", _("Barcode atau kode"), hint=_("boleh kosong"), longest=40)
        barcode.set_text(code if any(sign.isdigit() for sign in code) else "")
        name = TextField("name", _("Nama barang"), needed=True, longest=80)
        name.set_text("" if barcode.text else code)
        unit = TextField("unit", _("Satuan"), needed=True, longest=20)
        unit.set_text("pcs")
        asking = FormDialog(
            self._desk.window,
            _("Barang titipan baru"),
            _("Milik {owner}.").format(owner=owner.name),
            (
                name,
                barcode,
                unit,
                MoneyField("price", _("Harga jual")),
                MoneyField("share", _("Bagian penitip untuk satu satuan")),
            ),
            deed=_("Tambahkan ke surat"),
        )

        def given(typed: dict[str, Any]) -> None:
            if int(typed["share"]) > int(typed["price"]):
                asking.form.complain("share", _("Bagian penitip lebih besar dari harga jual."))
                return
            order: dict[str, Any] = {
                "name": typed["name"],
                "unit": typed["unit"],
                "price": int(typed["price"]),
                "kind": "consigned",
                "owner": owner.key,
            }
            if typed["barcode"]:
                order["barcodes"] = [{"code": typed["barcode"]}]
            share = int(typed["share"])
            asking.perform(
                self._desk, ADD_ITEM, order, lambda answer: self._item_added(answer.id, share)
            )

        asking.given.connect(given)
        asking.finished.connect(self._come_back)
        asking.open()

    def _item_added(self, key: int, share: int) -> None:
        self._new_item = (key, share)
        self.reload()

    # -- paying

    def ask_payment(self) -> None:
        """What is owed to the marked owner, and where it is paid from."""
        found, owner = self._stall, self.list.owner
        if found is None or owner is None or SETTLE not in found.may:
            return
        if owner.owed <= 0:
            self._desk.say(
                _("{owner}: belum ada yang terjual sejak pembayaran terakhir.").format(
                    owner=owner.name
                )
            )
            return
        sold = sum(bool(each.kept.unpaid) for each in owner.items)
        ways = [("", _("Kas yang saya pegang"))]
        ways += [(f"cash {box.code}", box.words) for box in found.boxes]
        if owner.member:
            ways += [
                (f"savings {each.code}", _("Masuk ke {product}").format(product=each.words))
                for each in found.savings
            ]
        asking = FormDialog(
            self._desk.window,
            _("Bayar {owner}").format(owner=owner.name),
            _("{n} macam barang terjual atau diganti. Yang dibayar {amount}.").format(
                n=sold, amount=rupiah(owner.owed)
            ),
            (ChoiceField("way", _("Dibayar lewat"), ways),),
            deed=_("Bayar {amount}").format(amount=rupiah(owner.owed)),
        )

        def given(typed: dict[str, Any]) -> None:
            kind, _space, code = typed["way"].partition(" ")
            order: dict[str, Any] = {"owner": owner.key}
            if kind:
                order[kind] = code
            asking.perform(
                self._desk,
                SETTLE,
                order,
                partial(self._paid, owner),
                question=_("{owner} dibayar {amount}. Setujui?").format(
                    owner=owner.name, amount=rupiah(owner.owed)
                ),
            )

        asking.given.connect(given)
        asking.finished.connect(self._come_back)
        asking.open()

    def _paid(self, owner: Owner, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(
            _("{number} tersimpan: {owner} dibayar {amount}.").format(
                number=answer.number, owner=owner.name, amount=rupiah(owner.owed)
            ),
            "good",
        )
        self._desk.ask(
            lambda session: receipts.receipt_paper(session.office, answer.id), self._print
        )

    def _print(self, made: receipts.ReceiptPaper) -> None:
        self._desk.print_paper(made.paper)

    def _print_list(self) -> None:
        self._desk.ask(
            lambda session: reports.report(session.office, "consignment", {}), self._desk.show_paper
        )

    def _come_back(self, _result: int) -> None:
        """The keys are the screen's again."""
        self._desk.window.activateWindow()
        self.start()

    # -- pictures

    def states(self) -> Sequence[Callable[[], None]]:
        """A payment asked for, a note begun and with goods on it, an owner searched for."""
        if self._stall is None or not self._stall.owners:
            return ()
        return (
            self.ask_payment,
            partial(self._begin_marked, TAKE_IN),
            self.note.states()[0],
            partial(self._begin_marked, GIVE_BACK),
            self.back,
        )
