"""F8: the till's last papers. Print one once more, take goods back, or make a sale void."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.typed_ahead import ENTER
from kopdes_desktop.ui.kit.walking import Walks
from kopdes_desktop.ui.sales.past_sales import PastSale

_SIZE: Final = (760, 260)
COLUMNS: Final = (
    Column(N_("Struk"), lambda one: one.number, width=19),
    Column(N_("Waktu"), lambda one: one.when, width=20),
    Column(
        N_("Jenis"),
        lambda one: one.words,
        width=10,
        tone=lambda one: "danger" if one.voided else "",
    ),
    Column(N_("Pembeli"), lambda one: one.who, width=0),
    Column(N_("Total"), lambda one: int(one.amount), text=rupiah, width=11, right=True),
)


class PapersDialog(Dialog):
    """The newest is marked; digits of its number or letters of a name narrow the list."""

    printed = Signal(object)
    brought_back = Signal(object)
    voided = Signal(object)
    #: What was typed is to be looked for in the books of all days.
    sought = Signal(str)

    def __init__(self, parent: QWidget | None, sales: Sequence[PastSale]) -> None:
        words = _(
            "Yang terbaru ditandai. Ketik angka terakhir struknya atau nama pembelinya. Struk lama"
            " dicari di semua hari (F7): nomor, angka terakhirnya, atau jumlahnya."
        )
        super().__init__(parent, _("Struk terakhir"), words, icon="info")
        self._sales = sales
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Nomor struk atau nama pembeli"))
        self.line.setPlaceholderText(self.line.accessibleName())
        icons.dress(self.line, "search", "muted")
        self.table = Table(COLUMNS, _("Struk terakhir"))
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.setMinimumSize(at_text_size(_SIZE[0]), _SIZE[1])
        self.table.set_rows(sales)
        self.table.opened.connect(self._print)
        self.line.textEdited.connect(self._narrow)
        self.line.installEventFilter(self)
        self._walks = Walks(self.line, self.table)
        self.box.addWidget(self.line)
        self.box.addWidget(self.table)
        self.told = kind_label("", "notice", "warning")
        self.told.hide()
        self.box.addWidget(self.told)
        take_back = button(_("Retur  (F5)"), "", "undo-2")
        make_void = button(_("Batalkan  (F6)"), "", "x")
        copy = button(_("Cetak ulang  (Enter)"), "primary", "printer")
        older = button(_("Semua hari  (F7)"), "", "search")
        older.clicked.connect(self._seek)
        take_back.clicked.connect(self._bring_back)
        make_void.clicked.connect(self._void)
        copy.clicked.connect(self._print)
        self.add_buttons(older, make_void, take_back, copy)
        deeds = (("F5", self._bring_back), ("F6", self._void), ("F7", self._seek))
        bind(tuple(Key(key, "", act) for key, act in deeds), self)
        self.line.setFocus()

    def _narrow(self, text: str) -> None:
        self.table.set_rows([each for each in self._sales if each.fits(text)])

    def _seek(self) -> None:
        if self.line.text().strip():
            self.sought.emit(self.line.text())

    def show_found(self, sales: Sequence[PastSale]) -> None:
        """What the books of all days have of it, or that they have nothing."""
        self.table.set_rows(sales)
        if not sales:
            self.line.selectAll()
            told = _("Tidak ada struk dengan nomor atau jumlah itu di hari mana pun.")
            self.line.setAccessibleDescription(told)
            self.told.setText(told)
        self.told.setVisible(not sales)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter prints what is marked; where nothing is, it looks in the books of all days."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if watched is not self.line or event.key() not in ENTER:
            return super().eventFilter(watched, event)
        if not event.isAutoRepeat():
            (self._print if self.table.rows.rows else self._seek)()
        return True

    def _marked(self) -> PastSale | None:
        return self.table.current() if self.table.rows.rows else None

    def _print(self) -> None:
        self._take(self.printed.emit)

    def _bring_back(self) -> None:
        self._take(self.brought_back.emit)

    def _void(self) -> None:
        self._take(self.voided.emit)

    def _take(self, tell: Callable[[PastSale], None]) -> None:
        marked = self._marked()
        if marked is not None:
            self.accept()
            tell(marked)
