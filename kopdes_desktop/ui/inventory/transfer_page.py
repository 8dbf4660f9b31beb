"""Goods to another place and from one: a new note on the left, what is on its way on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import decimal
from kopdes_desktop.inventory import places, transfers
from kopdes_desktop.inventory.transfers import Transfer
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, short_day
from kopdes_desktop.office.books import Reading
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory import papers
from kopdes_desktop.ui.inventory.goods_panel import GoodsPanel, GoodsRow
from kopdes_desktop.ui.inventory.page import GoodsPage
from kopdes_desktop.ui.inventory.reading import RIGHT, StockNow
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, kind_label
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

SEND, ARRIVE = "inventory.send", "inventory.arrive"


class Note(Struct, frozen=True):
    """A note on its way, its places by name, and its lines as the panel lists them."""

    transfer: Transfer
    origin: str
    target: str
    rows: tuple[GoodsRow, ...]


NOTES = (
    Column(N_("Surat jalan"), lambda note: note.transfer.number, width=18),
    Column(N_("Tanggal"), lambda note: note.transfer.sent, text=short_day, width=10),
    Column(N_("Ke"), lambda note: note.target, width=0),
    Column(N_("Nilai"), lambda note: int(note.transfer.value), text=number, width=9, right=True),
)

#: A list of fewer letters does without day and value.
_SPARE, _WIDE = (1, 3), 56


def notes(read: Reading) -> list[Note]:
    """Everything on its way; on the database's thread."""
    names = {each.code: each.name for each in places.places(read)}
    return [
        Note(each, names[each.origin], names[each.target], tuple(_rows(read, each)))
        for each in transfers.on_the_way(read)
    ]


def _rows(read: Reading, note: Transfer) -> list[GoodsRow]:
    """An item once, however many lots of it were sent."""
    sums: dict[int, int] = {}
    for line in note.lines:
        sums[line.item] = sums.get(line.item, 0) + line.quantity
    return [
        GoodsRow(item, quantity, quantity)
        for key, quantity in sums.items()
        if (item := goods.item(read, key)) is not None
    ]


def arrived_lines(note: Transfer, came: dict[int, int]) -> list[dict[str, Any]]:
    """The lines of a note of which less arrived than was sent; `came` is thousandths by item."""
    left = dict(came)
    lines = []
    for line in note.lines:
        got = min(left.get(line.item, 0), line.quantity)
        left[line.item] = left.get(line.item, 0) - got
        if got < line.quantity:
            lines.append({"line": line.line, "quantity": decimal(got)})
    return lines


class TransferPage(GoodsPage):
    """Ctrl+Enter sends the list; F6 goes to what is on its way, where Enter takes it in."""

    def __init__(self, desk: Desk) -> None:
        panel = GoodsPanel(_("Barang yang dikirim"), _("Isi surat jalan"))
        super().__init__(desk, _("Kirim dan terima barang"), panel)
        self._note: Note | None = None
        self.target = ChoiceField("to", _("Kirim ke"), [])
        self.what = kind_label("", "heading")
        self.what.setWordWrap(True)
        self.panel.finished.connect(self._ask_sure)
        self.panel.left.connect(self._back)
        self.table = Table(NOTES, _("Dalam perjalanan"))
        self.table.spare(_WIDE, *_SPARE)
        self.table.opened.connect(self.take_in)
        self.none = kind_label(_("Tidak ada barang dalam perjalanan."), "muted")
        self.none.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.what)
        left.addWidget(self.target)
        left.addWidget(self.panel, 1)
        frame, inside = card(_("Dalam perjalanan"))
        inside.addWidget(self.none)
        inside.addWidget(self.table, 1)
        inside.addStretch()
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 1)
        both.addWidget(frame, 1)
        self.body.addLayout(both, 1)
        self._leads = EnterLeads([self.target.editor], panel.start)
        self.keys = (
            Key("F3", _("tujuan"), self.target.editor.setFocus),
            Key("F6", _("di jalan"), self._to_notes),
            Key("F7", _("batch"), self.ask_lot),
            Key("+ −", _("ubah jumlah")),
            Key("Ctrl+Return", _("catat"), self.write),
            Key("Ctrl+P", _("cetak"), self._print),
            Key("Esc", _("kembali")),
        )
        self._show_note(None)

    def open(self) -> None:
        self.desk.read(RIGHT, notes, then=self._show_notes)

    def show_stock(self, now: StockNow) -> None:
        super().show_stock(now)
        chosen = self.target.value()
        self.target.box.clear()
        for each in now.places:
            if each != now.place:
                self.target.box.addItem(each.name, each.code)
        if self.target.box.findData(chosen) >= 0:
            self.target.choose(chosen)
        if self._note is not None:
            self._fill(self._note)

    def _show_notes(self, found: list[Note]) -> None:
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.none.setVisible(not found)

    def _to_notes(self) -> None:
        if self.table.rows.rows:
            self.table.setFocus()
        else:
            self.desk.say(self.none.text())

    # -- a note of one's own, or one that is taken in

    def take_in(self, note: Note) -> None:
        """Count what a note brought: all of it is listed, less of it is typed."""
        if self.now is not None and self.now.place is not None:
            here = self.now.place
            if note.transfer.target != here.code:
                told = _(
                    "{number} untuk {place}. Pilih tempat itu dahulu dengan F3 di daftar stok."
                )
                self.desk.say(
                    told.format(number=note.transfer.number, place=note.target), "warning"
                )
                return
        self._show_note(note)
        self._fill(note)
        self.start()

    def _fill(self, note: Note) -> None:
        self.panel.fill(note.rows)

    def _show_note(self, note: Note | None) -> None:
        self._note = note
        self.target.setVisible(note is None)
        self.what.setText(
            _("Surat jalan baru")
            if note is None
            else _("Terima {number} dari {place}").format(
                number=note.transfer.number, place=note.origin
            )
        )
        if note is None:
            self.panel.fill([])

    def start(self) -> None:
        super().start()
        if self._note is not None:
            self.panel.say(
                _("Hitung barangnya. Kurangi dengan − atau ketik 2* bila kurang. Enter bila cocok.")
            )

    def _back(self) -> None:
        if self._note is not None:
            self._show_note(None)
            self.start()
        else:
            self.left.emit()

    def _ask_sure(self) -> None:
        panel = self.panel
        if self._note is not None:
            words = _("Terima {number}?").format(number=self._note.transfer.number)
            panel.ask_sure(words, self.write)
        elif panel.rows and self.target.value():
            words = _("Kirim {n} barang ke {place}?").format(
                n=len(panel.rows), place=self.target.box.currentText()
            )
            panel.ask_sure(words, self.write)
        else:
            self.write()

    def write(self) -> None:
        """Send the list, or take the note in."""
        place = self.place
        if place is None or self.is_busy():
            return
        if self._note is not None:
            self._arrive(self._note)
        elif not self.panel.rows:
            self.panel.say(_("Belum ada barang di daftar."), "warning")
        elif not self.target.value():
            self.panel.say(_("Belum ada tempat lain untuk menerima barang."), "warning")
        else:
            order = {
                "from": place.code,
                "to": self.target.value(),
                "lines": self.panel.orders(),
            }
            self.desk.perform(SEND, order, self._sent, sender=self)

    def _sent(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} dikirim; cetak dan bawa bersama barangnya.")
        self.desk.say(told.format(number=answer.number), "good")
        self._show_note(None)
        self.panel.go_on()
        self.open()
        self._print_note(answer.id, answer.number)

    def _arrive(self, note: Note) -> None:
        came = {row.item.key: row.quantity for row in self.panel.rows}
        more = [row for row in note.rows if came.get(row.item.key, 0) > row.quantity]
        if more:
            told = _("{name}: lebih dari surat jalan. Kelebihan dicatat lewat opname.")
            self.panel.say(told.format(name=more[0].item.name), "danger")
            return
        lines = arrived_lines(note.transfer, came)
        order: dict[str, Any] = {"transfer": note.transfer.key, "lines": lines}
        if not lines:
            self.desk.perform(ARRIVE, order, self._arrived, sender=self)
            return
        asking = AskReason(
            self.desk.window,
            _("Barang diterima kurang"),
            _("{n} baris kurang dari surat jalan. Selisihnya menjadi beban tempat ini.").format(
                n=len(lines)
            ),
            deed=_("Terima dengan selisih"),
        )

        def given(reason: str) -> None:
            self.desk.perform(ARRIVE, {**order, "reason": reason}, self._arrived, sender=self)

        asking.given.connect(given)
        asking.finished.connect(self._come_back)
        asking.open()

    def _come_back(self, _result: int) -> None:
        """The keys are the line's again."""
        self.desk.window.activateWindow()
        self.start()

    def _arrived(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.desk.say(_("{number} diterima.").format(number=answer.number), "good")
        self._show_note(None)
        self.open()
        self.panel.go_on()

    def complain(self, field: str | None, words: str) -> bool:
        """At the choice of the place, or below the line."""
        if field == "to":
            self.target.complain(words)
            return True
        return super().complain(field, words)

    # -- paper

    def _print(self) -> None:
        note = self._note or self.table.current()
        if note is not None:
            self._print_note(note.transfer.key, note.transfer.number)

    def _print_note(self, key: int, name: str) -> None:
        self.desk.ask(
            lambda session: papers.transfer_note(session.office, key, name), self.desk.print_paper
        )

    def states(self) -> Sequence[Callable[[], None]]:
        return (self.list_some,)
