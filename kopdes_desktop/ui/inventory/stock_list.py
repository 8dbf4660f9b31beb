"""What lies in a place: searched by letters, narrowed by what wants a look."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.wording import number, rupiah
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.inventory.page import Page
from kopdes_desktop.ui.inventory.reading import StockNow, StockRow
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.kit.typed_ahead import ENTER
from kopdes_desktop.ui.kit.walking import Walks


def _minimum(row: StockRow) -> str:
    return shown(row.item.minimum) if row.item.minimum else ""


COLUMNS = (
    Column(N_("Barang"), lambda row: row.item.name, width=0),
    Column(N_("Kode"), lambda row: row.item.code, width=14),
    Column(
        N_("Jumlah"),
        lambda row: row.quantity,
        text=shown,
        width=10,
        right=True,
        tone=lambda row: row.tone,
    ),
    Column(N_("Satuan"), lambda row: row.item.unit, width=9),
    Column(N_("Minimum"), _minimum, width=8, right=True),
    Column(N_("Nilai"), lambda row: row.value, text=number, width=12, right=True),
)
#: What is shown of the list, and which rows that are.
SHOWN: dict[str, tuple[str, Callable[[StockRow], bool]]] = {
    "held": (N_("Yang ada"), lambda row: bool(row.quantity or row.value)),
    "all": (N_("Semua barang"), lambda row: row.item.open),
    "low": (N_("Di bawah minimum"), lambda row: row.quantity < row.item.minimum),
    "minus": (N_("Minus"), lambda row: row.quantity < 0),
    "expiring": (N_("Segera kedaluwarsa"), lambda row: row.expiring),
    "others": (N_("Barang titipan"), lambda row: row.item.kind == "consigned"),
}


class StockList(Page):
    """One line to search in, the list below it, and what all of it is worth."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Stok"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Cari nama atau kode, atau pindai"))
        self.line.setAccessibleName(_("Cari barang"))
        icons.dress(self.line, "search", "muted")
        self.line.textEdited.connect(self._narrow)
        self.line.installEventFilter(self)
        self.which = ChoiceField(
            "which", _("Tampilkan"), [(code, _(words)) for code, (words, _fits) in SHOWN.items()]
        )
        self.which.edited.connect(self._narrow)
        self.table = Table(COLUMNS, _("Stok"), sortable=True)
        self.table.opened.connect(self.opened)
        Walks(self.line, self.table)
        self.sums = kind_label("", "muted")
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.line, 3, Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(self.which, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.sums)

    def start(self) -> None:
        """In the line; arrows walk the list from there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def show_stock(self, now: StockNow) -> None:
        super().show_stock(now)
        self._narrow()

    def show_which(self, code: str) -> None:
        """Only these rows."""
        self.which.choose(code)
        self._narrow()

    def take_code(self, code: str) -> None:
        """The card of what was scanned."""
        hits = self.now.here.shelf.scan(code) if self.now and self.now.here else []
        rows = [row for row in self._all() if row.item.key in {x.shelved.item.key for x in hits}]
        if len(rows) == 1:
            self.opened.emit(rows[0])
            return
        self.line.setText(code)
        self._narrow()
        if not rows:
            self.desk.say(_("Tidak ada barang dengan kode {code}.").format(code=code), "warning")

    def _all(self) -> tuple[StockRow, ...]:
        return self.now.rows if self.now is not None else ()

    def _narrow(self, *_changed: object) -> None:
        """The rows that have every word, of those that are asked for."""
        _words, fits = SHOWN[self.which.value()]
        words = folded(self.line.text()).split()
        asked = [row for row in self._all() if fits(row)]
        rows = [row for row in asked if all(word in row.words for word in words)]
        self.table.renew(rows, lambda row: row.item.key)
        self._tell(rows)

    def _tell(self, rows: list[StockRow]) -> None:
        """How many, what they are worth, and what wants a look."""
        if self.now is not None and self.now.place is None:
            self.sums.setText(_("Belum ada tempat barang. F3 menambahkan gudang atau gerai."))
            return
        minus = sum(row.quantity < 0 for row in self._all())
        low = sum(0 <= row.quantity < row.item.minimum for row in self._all())
        ending = sum(row.expiring for row in self._all())
        told = [
            _("{n} barang, nilai {value}").format(
                n=number(len(rows)), value=rupiah(sum(row.value for row in rows))
            ),
            *([_("{n} minus").format(n=minus)] if minus else []),
            *([_("{n} di bawah minimum").format(n=low)] if low else []),
            *([_("{n} segera kedaluwarsa").format(n=ending)] if ending else []),
        ]
        self.sums.setText("  ·  ".join(told))
        set_tone(self.sums, "danger" if minus else "warning" if low or ending else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter opens the card: of what was scanned into the line, or of the marked row."""
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
        text, row = self.line.text().strip(), self.table.current()
        if row is not None:
            self.opened.emit(row)
        elif text:
            self.take_code(text)
