"""What the line finds while letters are typed: goods, members, or sales that were put aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table

_NAME: Final = Column(N_("Nama"), lambda row: row.name, width=0)
_CHOICE: Final = Column(N_("No."), lambda row: row.code, width=4)
COLUMNS: Final = (
    Column(N_("Kode"), lambda row: row.code, width=13),
    _NAME,
    Column(N_("Keterangan"), lambda row: row.about, width=16),
    Column(N_("Rupiah"), lambda row: row.figure, width=12, right=True),
)
#: People; carts that wait; and how a sale is paid, with what there is room for.
MEMBERS: Final = (
    Column(N_("Nomor"), lambda row: row.code, width=8),
    _NAME,
    Column(N_("Dusun"), lambda row: row.about, width=16),
    Column(N_("Status"), lambda row: row.figure, width=12),
)
WAITING: Final = (
    _CHOICE,
    Column(N_("Belanja"), lambda row: row.name, width=0),
    Column(N_("Total"), lambda row: row.figure, width=12, right=True),
)
WAYS: Final = (
    _CHOICE,
    Column(N_("Cara bayar"), lambda row: row.name, width=0),
    Column(N_("Keterangan"), lambda row: row.about, width=21),
    Column(N_("Paling banyak"), lambda row: row.figure, width=13, right=True),
)


class Found(Struct, frozen=True):
    """One thing found; `what` is handed to whoever asked."""

    code: str
    name: str
    about: str
    figure: str
    what: Any


def _nobody(_found: Any) -> None:  # noqa: ANN401  anything that was found
    """Nobody asked."""


class FoundList(QWidget):
    """Arrows walk in it from the line; Enter in the line takes what is marked."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = kind_label("", "heading")
        self.table = Table(COLUMNS, _("Yang ditemukan"))
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.opened.connect(self._open)
        self._then: Callable[[Any], None] = _nobody
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.title)
        box.addWidget(self.table, 1)

    def offer(
        self,
        title: str,
        rows: Sequence[Found],
        then: Callable[[Any], None],
        columns: Sequence[Column] = COLUMNS,
    ) -> None:
        """Show these; the one that is taken goes to `then`."""
        self._then = then
        if self.table.rows.columns != tuple(columns):
            self.table.set_columns(tuple(columns))
        self.title.setText(title)
        self.table.set_rows(rows)

    def take(self) -> bool:
        """Take what is marked; False where there is nothing."""
        row = self.table.current() if self.table.rows.rows else None
        if row is None:
            return False
        self._then(row.what)
        return True

    def is_choice_blind(self) -> bool:
        """Whether Enter would take one of several that nobody can have seen yet."""
        return self.table.is_choice_blind()

    def walk(self, event: QKeyEvent) -> None:
        """A step in the list."""
        self.table.keyPressEvent(event)

    def _open(self, row: Found) -> None:
        self._then(row.what)
        self.taken.emit()


def amount(value: int | None) -> str:
    """A price in a list; a dash where there is none."""
    return "–" if value is None else rupiah(value)
