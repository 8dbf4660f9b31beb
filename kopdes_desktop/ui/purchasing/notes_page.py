"""Purchases that were written, the newest first: returns, freight afterwards, bills, mistakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kopdes_desktop.goods.rules import decimal, shown
from kopdes_desktop.goods.typed import quantity
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.list_page import ListPage
from kopdes_desktop.ui.purchasing.reading import (
    BILL,
    FREIGHT,
    REVERSE,
    RIGHT,
    SEND_BACK,
    Note,
    NoteLine,
)

COLUMNS = (
    Column(N_("Tanggal"), lambda note: note.purchase.day, text=short_day, width=10),
    Column(N_("Pembelian"), lambda note: note.purchase.number, width=19),
    Column(N_("Pemasok"), lambda note: note.supplier, width=0),
    Column(N_("Faktur"), lambda note: note.purchase.bill_no or "", width=10),
    Column(N_("Jumlah"), lambda note: int(note.purchase.total), text=number, width=10, right=True),
    Column(N_("Sisa utang"), lambda note: int(note.left), text=number, width=10, right=True),
)
LINES = (
    Column(N_("Barang"), lambda line: line.item.name, width=0),
    Column(N_("Banyak"), lambda line: line.line.quantity, text=shown, width=9, right=True),
    Column(N_("Satuan"), lambda line: line.item.unit, width=9),
    Column(N_("Diretur"), lambda line: line.line.returned, text=shown, width=9, right=True),
    Column(N_("Harga"), lambda line: int(line.line.net), text=number, width=10, right=True),
    Column(N_("Modal"), lambda line: int(line.line.cost), text=number, width=10, right=True),
)


class NotesPage(ListPage):
    """Above the purchases, below what the marked one is made of; Enter there sends goods back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Nota pembelian"), COLUMNS, _("Belum ada pembelian."))
        self.lines = Table(LINES, _("Isi nota"))
        self.lines.opened.connect(self._send_back)
        self.body.addWidget(kind_label(_("Isi nota"), "label"))
        self.body.addWidget(self.lines, 1)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.keys = (
            Key("Return", _("isi nota, lalu retur")),
            Key("F6", _("ongkos angkut susulan"), self.ask_freight),
            Key("F7", _("faktur"), self.ask_bill),
            Key("F8", _("batalkan"), self.ask_reverse),
            Key("Esc", _("ke pembelian")),
        )

    def read(self, read: Reading) -> Sequence[Note]:
        return reading.notes(read)

    def summary(self, rows: Sequence[Any]) -> str:
        return _("{n} pembelian terakhir.").format(n=len(rows))

    def show_rows(self, rows: Sequence[Any]) -> None:
        super().show_rows(rows)
        self._on_row()

    def _on_row(self, *_indexes: object) -> None:
        note = self.table.current() if self.table.rows.rows else None
        if note is None:
            self.lines.set_rows([])
            return
        self.desk.read(RIGHT, reading.note_lines, note.purchase.key, then=self.lines.set_rows)

    def act(self, row: Note) -> None:
        """Down to what it is made of."""
        self.lines.setFocus()

    def _send_back(self, line: NoteLine) -> None:
        """Some of a line goes back: off the debt, or for money."""
        note = self.table.current()
        if note is None or not self.may(SEND_BACK):
            return
        many = TextField("quantity", _("Banyaknya"), needed=True)
        many.set_text(shown(line.line.left))
        owed = ("", _("kurangi utang")) if note.left else None
        self.fill_in(
            _("Retur {item}").format(item=line.item.name),
            _("Dari {number}; masih dapat diretur {left} {unit}.").format(
                number=note.purchase.number, left=shown(line.line.left), unit=line.item.unit
            ),
            (
                many,
                TextField("reason", _("Alasan"), needed=True),
                self.box_field("to", _("Uangnya"), first=owed),
            ),
            deed=_("Retur"),
            op=SEND_BACK,
            order=lambda typed: {
                "purchase": note.purchase.key,
                "lines": [
                    {"line": line.line.line, "quantity": decimal(quantity(typed["quantity"]))}
                ],
                "reason": typed["reason"],
                **({"to": typed["to"]} if typed["to"] else {}),
            },
        )

    def ask_freight(self) -> None:
        """The carrier was paid later."""
        note = self.table.current()
        if note is None or not self.may(FREIGHT):
            return
        ways = [("value", _("menurut nilai")), ("weight", _("menurut berat (kg)"))]
        self.fill_in(
            _("Ongkos angkut {number}").format(number=note.purchase.number),
            _("Masuk ke harga pokok; bagian barang yang sudah terjual menjadi beban."),
            (
                MoneyField("amount", _("Jumlah")),
                self.box_field("from", _("Dari")),
                ChoiceField("by", _("Dibagi"), ways),
            ),
            deed=_("Bayar ongkos"),
            op=FREIGHT,
            order=lambda typed: {
                "purchase": note.purchase.key,
                "amount": int(typed["amount"]),
                "from": typed["from"],
                "by": typed["by"],
            },
        )

    def ask_bill(self) -> None:
        """The bill came: its number, a discount, and how long it waits."""
        note = self.table.current()
        if note is None or not self.may(BILL):
            return
        owed = ("", _("ubah utangnya")) if note.left else None
        self.fill_in(
            _("Faktur {number}").format(number=note.purchase.number),
            _("Nilai sekarang {amount}. Yang kosong tetap.").format(
                amount=rupiah(note.purchase.total)
            ),
            (
                TextField("bill_no", _("Nomor faktur"), hint=_("boleh kosong")),
                MoneyField("off", _("Potongan tambahan"), hint=_("boleh kosong"), needed=False),
                TextField("days", _("Tempo (hari sejak pembelian)"), hint=_("boleh kosong")),
                self.box_field("cash", _("Selisihnya"), first=owed),
            ),
            deed=_("Simpan faktur"),
            op=BILL,
            order=lambda typed: _billed(note, typed),
        )

    def ask_reverse(self) -> None:
        """It was a mistake: everything of it goes back."""
        note = self.table.current()
        if note is None or not self.may(REVERSE):
            return
        self.with_reason(
            _("Batalkan {number}").format(number=note.purchase.number),
            _(
                "Pembelian {amount} dari {supplier} dibalik seluruhnya: stok, utang, dan kas."
            ).format(amount=rupiah(note.purchase.total), supplier=note.supplier),
            _("Batalkan pembelian"),
            REVERSE,
            {"entry": note.purchase.key},
        )

    def states(self) -> Sequence[Callable[[], None]]:
        return (self.ask_bill,)


def _billed(note: Note, typed: dict[str, Any]) -> dict[str, Any]:
    order: dict[str, Any] = {"purchase": note.purchase.key}
    if typed["bill_no"]:
        order["bill_no"] = typed["bill_no"]
    if typed["days"].isdigit():
        order["days"] = int(typed["days"])
    if typed["off"]:
        order["off"] = int(typed["off"])
        if typed["cash"]:
            order["cash"] = typed["cash"]
    return order
