"""A report on the screen: its table, its totals right below their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import bracketed, short_day
from kopdes_desktop.paper import document
from kopdes_desktop.ui.kit.rows_model import Column, RowsModel
from kopdes_desktop.ui.kit.tables import Table

Row = Mapping[str, object]

_WIDTHS = {"money": 13, "day": 10, "number": 6, "quantity": 10}
_TEXT_WIDTHS = {
    "account": 7,
    "number": 19,
    "unit": 5,
    "name": 24,
}


class DocumentView(QWidget):
    """Shows one document; Enter on a row tells the row."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.document: document.Document | None = None
        self.table = Table((), name)
        self.table.opened.connect(self.opened)
        self._totals = RowsModel(())
        self.totals = QTableView()
        self.totals.setModel(self._totals)
        self.totals.setProperty("kind", "totals")
        self.totals.setAccessibleName(_("Jumlah"))
        self.totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.totals.setShowGrid(False)
        self.totals.horizontalHeader().hide()
        self.totals.verticalHeader().hide()
        self.totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.totals.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().sectionResized.connect(self._follow)
        self.table.horizontalScrollBar().valueChanged.connect(
            self.totals.horizontalScrollBar().setValue
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(self.totals)

    def show_document(
        self,
        made: document.Document,
        keys: tuple[str, ...] = (),
        rows: Sequence[Row] | None = None,
    ) -> None:
        """Show these columns of the document, or all of them; `rows` may write the same shorter."""
        self.document = made
        by_key = {one.key: one for one in made.columns}
        columns = [by_key[key] for key in keys or by_key]
        widest = max(columns, key=lambda one: one.width)
        written = list(made.rows if rows is None else rows)
        figures = [*written, made.totals]
        declared = [_column(one, figures, stretch=one is widest) for one in columns]
        self.table.set_columns(declared)
        self.table.set_rows(written)
        self._totals.set_columns(declared)
        self._totals.set_rows([{columns[0].key: _("Jumlah"), **made.totals}] if made.totals else [])
        self.totals.setVisible(bool(made.totals))
        height = self.table.verticalHeader().defaultSectionSize()
        self.totals.verticalHeader().setDefaultSectionSize(height)
        self.totals.setFixedHeight(height + 6)
        header = self.totals.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for at in range(len(declared)):
            self._follow(at, 0, self.table.columnWidth(at))

    def _follow(self, at: int, _old: int, new: int) -> None:
        self.totals.setColumnWidth(at, new)


def _column(one: document.Column, rows: Sequence[Row], *, stretch: bool) -> Column:
    """A report's column as a screen's; no figure is ever cut."""
    key = one.key
    width = _WIDTHS.get(one.kind) or _TEXT_WIDTHS.get(key, max(14, len(one.title) + 2))
    if one.kind == "money":
        figures = [value for row in rows if isinstance(value := row.get(key), int)]
        widest = max(map(abs, figures), default=0)
        width = max(width, len(bracketed(-widest)) + 1)
    return Column(
        one.title,
        lambda row: row.get(key),
        text=_money if one.kind == "money" and key != "balance" else _text,
        width=0 if stretch else width,
        right=one.kind in {"money", "number", "quantity"},
    )


def _money(value: Any) -> str:  # noqa: ANN401  a cell of any report
    """Nothing is an empty cell in a money column."""
    return bracketed(int(value)) if value else ""


def _text(value: Any) -> str:  # noqa: ANN401  a cell of any report
    if value is None:
        return ""
    if isinstance(value, date):
        return short_day(value)
    if isinstance(value, bool):
        return "✓" if value else ""
    return bracketed(value) if isinstance(value, int) else str(value)
