"""Barang: everything that is sold, found while typing; beside it what it is and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.goods.shelf import Shelved
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.goods import reading
from kopdes_desktop.ui.goods.deeds import (
    BarcodeForm,
    BundleForm,
    CategoryForm,
    CeilingForm,
    ChangeForm,
    EndPriceForm,
    PackForm,
    PriceForm,
)
from kopdes_desktop.ui.goods.item_form import CodeField, ItemForm
from kopdes_desktop.ui.goods.labels_dialog import LabelsDialog
from kopdes_desktop.ui.goods.reading import GoodsNow, PriceLine, Row
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import at_text_size, card
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.typed_ahead import ENTER
from kopdes_desktop.ui.kit.walking import Walks

if TYPE_CHECKING:
    from kopdes_desktop.ui.kit.form_dialog import FormDialog
    from kopdes_desktop.ui.kit.scan_run import Codes

ALL, CLOSED = "", "\0closed"
#: What gives way in a narrow window, and below which width of the list.
_GIVE_WAY = {3: 560, 4: 480, 0: 400}
#: The keys that fit along the edge in the largest text; F1 tells all.
_PRINTED = frozenset({"Ctrl+N", "F6", "F7", "F8", "Ctrl+E", "Ctrl+P"})
#: Below this height the prices need the room of their button.
_ROOMY = 560
_TONES = {"coming": "warning", "now": "", "past": "muted"}


def _amount(amount: int | None) -> str:
    return rupiah(amount) if amount is not None else "–"


def _priced(amount: int | None) -> str:
    return rupiah(amount) if amount is not None else _("berakhir")


def _cheaper(amount: int | None) -> str:
    return rupiah(amount) if amount is not None else ""


COLUMNS = (
    Column(N_("Kode"), lambda row: row.item.code, width=10),
    Column(N_("Nama"), lambda row: row.item.name, width=0),
    Column(N_("Harga"), lambda row: row.price, text=_amount, width=10, right=True),
    Column(N_("Anggota"), lambda row: row.member, text=_cheaper, width=10, right=True),
    Column(N_("Satuan"), lambda row: row.item.unit, width=7),
)
PRICES = (
    Column(
        N_("Mulai"),
        lambda line: line.row.from_day,
        text=lambda day: short_day(date.fromisoformat(day)),
        width=10,
        tone=lambda line: _TONES[line.state],
    ),
    Column(N_("Untuk"), lambda line: line.what, width=0, tone=lambda line: _TONES[line.state]),
    Column(
        N_("Harga"),
        lambda line: line.row.amount,
        text=_priced,
        width=10,
        right=True,
        tone=lambda line: _TONES[line.state],
    ),
)


class GoodsScreen(Screen):
    """Left the line and the list, right the marked item; every change is one key away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Barang"), desk.news, ("goods.", "import.", "day."))
        self._desk = desk
        self._now: GoodsNow | None = None
        self._wanted: int | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Cari nama atau kode, atau pindai"))
        self.line.setAccessibleName(_("Cari barang"))
        icons.dress(self.line, "search", "muted")
        self.line.textEdited.connect(self._narrow)
        self.line.installEventFilter(self)
        self.which = ChoiceField("which", _("Tampilkan"), ((ALL, _("semua yang dijual")),))
        self.which.edited.connect(self._narrow)
        self.table = Table(COLUMNS, _("Barang"), sortable=True)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        Walks(self.line, self.table)
        self.count = kind_label("", "muted")
        self.name = kind_label("", "heading")
        self.name.setWordWrap(True)
        self.note = kind_label("", "notice", "warning")
        self.note.setWordWrap(True)
        self.pairs = Pairs()
        self.prices = Table(PRICES, _("Harga dari waktu ke waktu"))
        self.nothing = kind_label("", "muted")
        self.nothing.setWordWrap(True)
        self.add = button(_("Barang baru (Ctrl+N)"), "primary", "plus")
        self.add.clicked.connect(self.ask_item)
        self.set_price = button(_("Harga baru (F6)"), icon="wallet")
        self.set_price.clicked.connect(self.ask_price)
        self._arrange()
        self.advice = _(
            "Ketik bagian nama atau kode, atau pindai barcodenya; panah memilih, Enter menetapkan"
            " harga. Harga baru berlaku mulai tanggalnya dan tidak mengubah yang lewat. Satu barang"
            " boleh mempunyai beberapa barcode dan kemasan (dus, pak) dengan harganya sendiri."
            " Ctrl+E mengubah nama, kategori, stok minimum, atau mengakhiri penjualannya."
            " Shift+F6 mengakhiri harga anggota, kemasan atau jumlah. Ctrl+Shift+N menyusun paket"
            " dari beberapa barang; Ctrl+P mencetak etiket rak."
        )
        keys = (
            Key("Ctrl+N", _("baru"), self.ask_item),
            Key("F2", _("cari"), self._to_line),
            Key("F6", _("harga"), self.ask_price),
            Key("Shift+F6", _("akhiri harga"), self.ask_end),
            Key("F7", _("barcode"), self.ask_barcode),
            Key("F8", _("kemasan"), self.ask_pack),
            Key("F9", _("HET"), self.ask_ceiling),
            Key("Ctrl+E", _("ubah"), self.ask_change),
            Key("Ctrl+G", _("kategori"), self.ask_category),
            Key("Ctrl+Shift+N", _("paket"), self.ask_bundle),
            Key("Ctrl+P", _("etiket"), self.ask_labels),
            Key("F10", _("titip jual"), self._to_consignment),
        )
        self.set_keys(*keys)
        self.print_foot(tuple(key for key in keys if key.sequence in _PRINTED))

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.line, 3, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.which, 2)
        deeds = QHBoxLayout()
        deeds.addWidget(self.add)
        deeds.addStretch(1)
        deeds.addWidget(self.count)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        left.addLayout(deeds)
        self.card, inside = card()
        self._about = QWidget()
        about = QVBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(8)
        for part in (self.name, self.note, self.pairs):
            about.addWidget(part)
        about.addWidget(kind_label(_("Harga dari waktu ke waktu"), "label"))
        about.addWidget(self.prices, 1)
        row = QHBoxLayout()
        row.addWidget(self.set_price)
        row.addStretch(1)
        about.addLayout(row)
        inside.addWidget(self.nothing)
        inside.addWidget(self._about, 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 11)
        both.addWidget(self.card, 9)
        self.body.addLayout(both, 1)

    def _to_consignment(self) -> None:
        """Other people's goods have a page of their own."""
        self._desk.lead("consignment.take_in")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window an item keeps its name and price."""
        super().resizeEvent(event)
        for at, room in _GIVE_WAY.items():
            self.table.setColumnHidden(at, self.width() * 11 // 20 < at_text_size(room))
        self._offer_price()

    def _offer_price(self) -> None:
        """A button beside F6, where there is room for both it and the prices."""
        may = self._now is not None and reading.PRICES in self._now.may
        self.set_price.setVisible(may and self.height() >= at_text_size(_ROOMY))

    def start(self) -> None:
        """In the line; arrows walk the list from there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def reload(self) -> None:
        self._desk.ask(reading.goods_now, self._show)

    # -- what is shown

    def _show(self, now: GoodsNow) -> None:
        self._now = now
        self._offer(now)
        self.add.setVisible(reading.ADD in now.may)
        self._offer_price()
        self._narrow()
        if self._wanted is not None:
            self.show_item(self._wanted)

    def _offer(self, now: GoodsNow) -> None:
        """What may be shown: all, one category, or what is sold no more."""
        box, held = self.which.box, self.which.value()
        choices = [(ALL, _("semua yang dijual"))]
        choices += [(each.code, each.name) for each in now.categories]
        choices += [(CLOSED, _("tidak dijual lagi"))] if now.closed else []
        if [box.itemData(n) for n in range(box.count())] == [code for code, _w in choices]:
            return
        box.blockSignals(True)
        box.clear()
        for code, words in choices:
            box.addItem(words, code)
        box.setCurrentIndex(max(box.findData(held), 0))
        box.blockSignals(False)

    def _found(self, now: GoodsNow) -> list[Shelved]:
        which, text = self.which.value(), self.line.text()
        if which == CLOSED:
            words = folded(text).split()
            gone = [Shelved(each, {}, (), (), (), {}) for each in now.closed]
            return [x for x in gone if all(w in folded(x.item.name) for w in words)]
        found = now.shelf.find(text, max(len(now.shelf), 1))
        return [each for each in found if which in {ALL, each.item.category or ALL}]

    def _narrow(self, *_changed: object) -> None:
        """The items that have every word."""
        now = self._now
        if now is None:
            return
        rows = now.rows(self._found(now))
        self.table.renew(rows, lambda row: row.item.key)
        self.count.setText(_("{n} barang").format(n=number(len(rows))))
        self._show_row()

    def _mark(self, key: int) -> bool:
        return self.table.go_where(lambda row: row.item.key == key)

    def show_item(self, key: int) -> None:
        """Mark this item, once it is read."""
        self._wanted = None if self._mark(key) else key

    def _show_row(self, *_indexes: object) -> None:
        row, now = self.table.current(), self._now
        self._about.setVisible(row is not None)
        self.nothing.setVisible(row is None)
        if row is None or now is None:
            self.nothing.setText(self._why_nothing())
            return
        self.name.setText(row.item.name)
        warned = reading.warning(row, now) if row.item.open else _("Tidak dijual lagi.")
        words = " ".join(filter(None, (warned, reading.coming(row, now))))
        self.note.setText(words)
        set_tone(self.note, "warning" if warned and row.item.open else "")
        self.note.setVisible(bool(words))
        self.pairs.show_pairs(list(reading.pairs(row, now)))
        lines: list[PriceLine] = reading.price_lines(row.shelved, now.shelf.day)
        self.prices.set_rows(lines)

    def _why_nothing(self) -> str:
        if self._now is None:
            return ""
        if not len(self._now.shelf):
            return _(
                "Belum ada barang. Ctrl+N menambahkan satu per satu; daftar dari Excel atau program"
                " lama dibaca di Pengaturan, Buku lama."
            )
        return _("Tidak ada barang yang cocok. Ctrl+N menambahkannya.")

    # -- scanning

    def codes(self) -> Codes | None:
        """What is known of codes: those of the shelf."""
        return self._now

    def take_code(self, code: str) -> None:
        """Mark the item that was scanned; before a dialog the code is put into its line."""
        asking = QApplication.activeModalWidget()
        if asking is not None:
            line = next(iter(asking.findChildren(CodeField)), None)
            if line is not None:
                line.set_text(code)
            return
        self.which.choose(ALL)
        hits = self._now.shelf.scan(code) if self._now is not None else []
        self.line.setText("" if hits else code)
        self._narrow()
        if hits:
            self._mark(hits[0].shelved.item.key)
            if len(hits) > 1:
                names = ", ".join(hit.shelved.item.name for hit in hits)
                self._desk.say(_("Barcode ini ada pada {names}.").format(names=names), "warning")
            return
        self._desk.say(_("Tidak ada barang dengan kode {code}.").format(code=code), "warning")
        self.ask_item()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the line: the code that stands there, or the price of the marked item."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in ENTER:
            if not event.isAutoRepeat():
                self._enter()
            return True
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            self._narrow()
            return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        text, row, now = self.line.text().strip(), self.table.current(), self._now
        if now is not None and text and now.shelf.scan(text):
            self.take_code(text)
        elif row is not None:
            self._open(row)
        elif text:
            self.ask_item()

    def _to_line(self) -> None:
        self.start()

    # -- what is done

    def _row(self, deed: str) -> Row | None:
        """The marked item, if this may be done to it by whoever sits here."""
        row, now = self.table.current(), self._now
        return row if now is not None and deed in now.may else None

    def _open(self, _row: Row) -> None:
        self.ask_price()

    def ask_item(self) -> None:
        """A new item; what was typed in vain is its name, or its barcode."""
        if self._now is None or reading.ADD not in self._now.may:
            return
        text = self.line.text().strip() if not self.table.rows.rows else ""
        is_code = any(sign.isdigit() for sign in text) and " " not in text
        form = ItemForm(self._desk, code=text if is_code else "", name="" if is_code else text)
        form.made.connect(self._made)
        form.open()

    def ask_bundle(self) -> None:
        """Several items as one."""
        if self._now is not None and reading.ADD in self._now.may:
            form = BundleForm(self._desk)
            form.made.connect(self._made)
            form.open()

    def _made(self, key: int) -> None:
        self.line.clear()
        self.which.choose(ALL)
        self._wanted = key
        self.reload()

    def _ask(self, deed: str, form: Callable[[Desk, Row], FormDialog]) -> None:
        row = self._row(deed)
        if row is not None and row.item.open:
            form(self._desk, row).open()

    def ask_price(self) -> None:
        """A price from a day on."""
        self._ask(reading.PRICES, PriceForm)

    def ask_end(self) -> None:
        """A price of members, a pack or a quantity that ends."""
        row, now = self._row(reading.PRICES), self._now
        if row is None or now is None:
            return
        lines = reading.endable(row.shelved, now.shelf.day)
        if lines:
            EndPriceForm(self._desk, row, lines).open()
        else:
            words = _("{name} hanya punya harga satuan; F6 menggantinya.")
            self._desk.say(words.format(name=row.item.name))

    def ask_barcode(self) -> None:
        """One more barcode, or one less."""
        self._ask(reading.BARCODE, BarcodeForm)

    def ask_pack(self) -> None:
        """A pack with its barcode and price."""
        self._ask(reading.PACKS, PackForm)

    def ask_ceiling(self) -> None:
        """The highest lawful price."""
        self._ask(reading.CEILING, CeilingForm)

    def ask_change(self) -> None:
        """Name, code, category and the rest; also of what is sold no more."""
        row, now = self._row(reading.CHANGE), self._now
        if row is not None and now is not None:
            ChangeForm(self._desk, row, now).open()

    def ask_category(self) -> None:
        """A category and its margin."""
        if self._now is not None and reading.CATEGORY in self._now.may:
            CategoryForm(self._desk, self._now.categories).open()

    def ask_labels(self) -> None:
        """Labels for the shelf: of the marked item, of a category, of all that is shown."""
        if self._now is not None and self.table.rows.rows:
            shown = [row.item.key for row in self.table.rows.rows]
            LabelsDialog(self._desk, self.table.current(), shown).open()

    # -- pictures

    def states(self) -> Sequence[Callable[[], None]]:
        """Each form in turn; those of an item where there is one."""
        of_item = (self.ask_price, self.ask_pack, self.ask_change, self.ask_labels)
        return (self.ask_item, *(of_item if self.table.rows.rows else ()))
