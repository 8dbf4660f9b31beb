"""Any receipt of the books, found by number or member: Enter prints it once more."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah, short_day
from kopdes_desktop.printing import papers
from kopdes_desktop.printing.papers import About
from kopdes_desktop.ui.desk import Desk, Then
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button, key_hint
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.printing import receipts

_STEPS: Final = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_ENTER: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SIZE: Final = (760, 300)
COLUMNS = (
    Column(N_("Bukti"), lambda one: one.number, width=20),
    Column(N_("Tanggal"), lambda one: one.day, text=short_day, width=11),
    Column(N_("Nama"), lambda one: one.who, width=0),
    Column(N_("Jumlah"), lambda one: int(one.amount), text=rupiah, width=14, right=True),
)


class ReprintDialog(Dialog):
    """The newest receipts first, the last one marked; letters and digits narrow the list."""

    #: The receipt that goes to the printer.
    taken = Signal(object)

    def __init__(self, parent: QWidget | None, desk: Desk, number: str = "") -> None:
        """A `number` is looked for at once; what is typed takes its place."""
        super().__init__(
            parent,
            _("Cetak ulang bukti"),
            _("Ketik nomor bukti (angka terakhirnya cukup) atau nama anggota."),
            icon="info",
        )
        self._desk = desk
        self._asked = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Nomor bukti atau nama anggota"))
        self.line.setPlaceholderText(_("Nomor bukti atau nama anggota"))
        icons.dress(self.line, "search", "muted")
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._find)
        self.table = Table(COLUMNS, _("Bukti terakhir"))
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.setMinimumSize(at_text_size(_SIZE[0]), _SIZE[1])
        self.table.opened.connect(self._print)
        self.note = kind_label("", "small")
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addWidget(key_hint("F3", _("lihat dulu")))
        self.box.addWidget(self.line)
        self.box.addWidget(self.table)
        self.box.addLayout(below)
        bind((Key("F3", _("lihat dulu"), self._look),), self)
        back, take = button(_("Batal")), button(_("Cetak"), "primary", "printer")
        back.clicked.connect(self.reject)
        take.clicked.connect(lambda: self._print(self.table.current()))
        self.add_buttons(back, take)
        self.line.setFocus()
        self.line.setText(number)
        self.line.selectAll()
        self._find(number)

    def _find(self, text: str) -> None:
        self._asked = text
        self._desk.ask(
            lambda session: (text, session.office.read(receipts.RIGHT, papers.find, text)),
            self._show,
        )

    def _show(self, found: tuple[str, list[About]]) -> None:
        words, rows = found
        if words == self._asked:
            self.table.set_rows(rows)
            self.note.setText("" if rows else _("Tidak ada bukti yang cocok."))

    def _print(self, row: About | None) -> None:
        if row is not None:
            self._make(row, self._to_printer)

    def _look(self) -> None:
        row = self.table.current()
        if row is not None:
            self._make(row, self._to_preview)

    def _make(self, row: About, then: Then) -> None:
        self._desk.ask(
            lambda session: receipts.receipt_paper(session.office, row.fact, copy=True),
            then,
        )

    def _to_printer(self, made: receipts.ReceiptPaper) -> None:
        self.accept()
        self.taken.emit(made)

    def _to_preview(self, made: receipts.ReceiptPaper) -> None:
        self.accept()
        self._desk.show_paper(made.paper)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter prints."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._print(self.table.current())
        elif event.key() in _STEPS:
            self.table.keyPressEvent(event)
        else:
            return super().eventFilter(watched, event)
        return True
