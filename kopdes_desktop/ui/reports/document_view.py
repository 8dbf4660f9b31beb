"""A report on the screen: its table, its totals right below their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import bracketed, short_day
from kopdes_desktop.paper import cells, document
from kopdes_desktop.ui.kit.rows_model import Column, RowsModel
from kopdes_desktop.ui.kit.tables import Table

Row = Mapping[str, object]
#: The ends of the figures of a money column, by its key.
Ends = Mapping[str, list[Any]]

_WIDTHS = {"money": 9, "day": 10, "number": 6, "quantity": 10}
#: A text column is as wide as its longest cell among so many rows, within these bounds.
_LOOKED_AT = 400
#: Texts of one length that are measured to find the broadest: digits and capitals differ.
_ALIKE = 40
_LONGEST, _LEAST = 30, 5
#: How much wider a title is for being bold.
_BOLDER = 1.1
#: Letters that a text of several words keeps when room is short, and those that the widest keeps.
_KEEPS, _WIDEST_KEEPS = 14, 20


#: What Qt puts beside a cell's text besides its padding.
_MARGIN = 3


class _Set(Struct, frozen=True):
    """How close a table is set: pixels around the text of a cell, size of the letters, style."""

    around: int
    letters: float = 1.0
    padding: int | None = None

    def style(self, pixels: int) -> str:
        """For a table whose letters are so high at their full size."""
        if self.padding is None or self.letters == 1:
            return ""
        size = f"font-size: {round(pixels * self.letters)}px;"
        return (
            f"QTableView {{ {size} }}"
            f"QTableView::item {{ padding: 0px {self.padding}px; }}"
            f"QHeaderView::section {{ padding: 0px {self.padding + _MARGIN}px; {size} }}"
        )

    @property
    def aside(self) -> int | None:
        """Beside the text of a cell that the table paints itself; None as everywhere."""
        return None if self.padding is None else self.padding + _MARGIN

    def beside(self) -> str:
        """The same for cells that the style sheet paints."""
        if self.padding is None:
            return ""
        return f"QTableView::item {{ padding: 0px {self.padding}px; }}"


#: From roomy to the closest; the first that fits is taken.
_SETTINGS = (_Set(30), _Set(16, padding=4), _Set(13, 0.86, padding=3))


class DocumentView(QWidget):
    """Shows one document; Enter on a row tells the row."""

    opened = Signal(object)

    def __init__(self, name: str, ground: QWidget | None = None) -> None:
        super().__init__(ground)
        self.document: document.Document | None = None
        self.table = Table((), name, ground=self)
        self.table.opened.connect(self.opened)
        self.table.viewport().installEventFilter(self)
        self._widest = 0
        self._said = ""
        self._natural: list[int] = []
        self._least: list[int] = []
        self._set = _SETTINGS[0]
        self._totals = RowsModel(())
        self.totals = QTableView(self)
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
        self.totals.horizontalHeader().setMinimumSectionSize(1)
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
        ends: Ends | None = None,
    ) -> None:
        """Show these columns of the document, or all of them; `rows` may write the same shorter.

        `ends` are the ends of its figures, where somebody has found them already (`ends_of`).
        """
        self.document = made
        by_key = {one.key: one for one in made.columns}
        columns = [by_key[key] for key in keys or by_key]
        ends = ends_of(made) if ends is None else ends
        widest = max(columns, key=lambda one: (one.kind == "text", one.width))
        self._widest = columns.index(widest)
        written = list(made.rows if rows is None else rows)
        some = [*written[:_LOOKED_AT], made.totals]
        measure = self._characters
        looked_at = [ends.get(one.key) or [row.get(one.key) for row in some] for one in columns]
        declared = [
            _column(one, values, measure, stretch=one is widest)
            for one, values in zip(columns, looked_at, strict=True)
        ]
        said = "" if any(isinstance(x, str) for x in made.totals.values()) else _("Jumlah")
        self._said = said
        self._measure(columns, declared, looked_at)
        if made.totals and declared[0].width:
            declared[0] = replace(declared[0], width=max(declared[0].width, measure(said) + 1))
        self.table.set_columns(declared)
        self.table.set_rows(written)
        self._totals.set_columns(declared)
        self._totals.set_rows(
            [{columns[0].key: said or None, **made.totals}] if made.totals else []
        )
        self.totals.setVisible(bool(made.totals))
        height = self.table.verticalHeader().defaultSectionSize()
        self.totals.verticalHeader().setDefaultSectionSize(height)
        self.totals.setFixedHeight(height + 6)
        header = self.totals.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._widen()
        for at in range(len(declared)):
            self._follow(at, 0, self.table.columnWidth(at))

    def _characters(self, text: str) -> int:
        """How many digits' widths this text takes: capitals are wider than figures."""
        metrics = self.table.fontMetrics()
        return -(-metrics.horizontalAdvance(text) // metrics.horizontalAdvance("0"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Room came or went: the widest column takes or gives it."""
        if event.type() == QEvent.Type.Resize:
            self._widen()
            self.table.scrollTo(self.table.currentIndex())
        return super().eventFilter(watched, event)

    def _measure(
        self,
        columns: Sequence[document.Column],
        declared: Sequence[Column],
        looked_at: Sequence[Sequence[Any]],
    ) -> None:
        """In pixels: what every column would like to have, and the least that can be read."""
        advance = self.fontMetrics().horizontalAdvance
        self._natural, self._least = [], []
        for at, (one, shown, values) in enumerate(zip(columns, declared, looked_at, strict=True)):
            title = round(advance(one.title) * _BOLDER)
            texts = set(map(shown.text, values))
            longest = max(texts, key=_broad, default="")
            alike = sorted(text for text in texts if len(text) == len(longest))[:_ALIKE]
            bold = _BOLDER if one.kind == "money" else 1  # its total is
            whole = max(title, *(round(advance(text) * bold) for text in alike), 0)
            least = whole
            if one.kind == "text":
                keeps = _WIDEST_KEEPS if at == self._widest else _KEEPS
                words = keeps if " " in longest else _LONGEST
                least = min(whole, max(title, advance("0" * words)))
            self._natural.append(whole)
            self._least.append(least)
        if self._said:
            self._least[0] = max(self._least[0], round(advance(self._said) * _BOLDER))

    def _needs(self, close: _Set) -> int:
        return sum(round(least * close.letters) + close.around for least in self._least)

    def fits(self, room: int) -> bool:
        """Whether all columns stand side by side in so many pixels, at letters of full size."""
        return self._needs(_SETTINGS[1]) <= room

    def _widen(self) -> None:
        """Room that is left goes to the text columns that are cut, then to the widest one.

        Where there is little the table is set closer; no column has less than can be read: then
        the table scrolls sideways.
        """
        header = self.table.horizontalHeader()
        if self._widest >= len(self._least):
            return
        whole = self.table.viewport().width()
        fitting = [each for each in _SETTINGS if self._needs(each) <= whole] or [_SETTINGS[-1]]
        uncut = sum(self._natural) + len(self._natural) * fitting[0].around <= whole
        close = fitting[0] is _SETTINGS[0] and len(fitting) > 1 and not uncut
        self._dress(fitting[close])
        around, letters = self._set.around, self._set.letters
        sizes = [round(least * letters) + around for least in self._least]
        wanted = [round(natural * letters) + around for natural in self._natural]
        room = whole - sum(sizes)
        for at in sorted(range(len(sizes)), key=wanted.__getitem__):
            more = min(wanted[at] - sizes[at], room)
            if more > 0:
                sizes[at] += more
                room -= more
        sizes[self._widest] += max(room, 0)
        header.setMinimumSectionSize(1)  # what is reckoned here is not made wider by Qt
        for at, size in enumerate(sizes):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(at, size)

    def _dress(self, close: _Set) -> None:
        if close is not self._set:
            self._set = close
            style = close.style(self.fontInfo().pixelSize())
            self.table.setStyleSheet(style)
            self.table.set_aside(close.aside)
            self.totals.setStyleSheet(style or close.beside())

    def _follow(self, at: int, _old: int, new: int) -> None:
        self.totals.setColumnWidth(at, new)


def _column(
    one: document.Column, values: Sequence[Any], measure: Callable[[str], int], *, stretch: bool
) -> Column:
    """A report's column as a screen's; no figure is ever cut."""
    key = one.key
    title = measure(one.title) + 1
    width = max(_WIDTHS.get(one.kind, 0), title)
    if one.kind == "text":
        longest = max(map(_text, values), key=len, default="")
        width = max(_LEAST, title, min(measure(longest) + 1, _LONGEST))
    if one.kind == "money":
        widest = max((abs(value) for value in values if isinstance(value, int)), default=0)
        width = max(width, len(bracketed(-widest)) + 1)
    return Column(
        one.title,
        (lambda row: cells.indented(row, _text(row.get(key)))) if one.indented else _cell(key),
        text=_writer(one),
        width=0 if stretch else width,
        right=one.kind in {"money", "number", "quantity"},
        tone=_verdict if key == "result" else None,
        strong=_stands_out,
    )


def _cell(key: str) -> Callable[[Any], Any]:
    return lambda row: row.get(key)


def _stands_out(row: Row) -> bool:
    """Headings and sums among the rows are bold, as on paper."""
    return bool(row.get("rank"))


def _writer(one: document.Column) -> Callable[[Any], str]:
    """How a column's cells are written; quantities as on paper, with a comma."""
    if one.kind == "quantity":
        return cells.shown("quantity")
    return _money if one.kind == "money" and one.key != "balance" else _text


def _broad(text: str) -> tuple[int, bool]:
    """How broad a text is, near enough to find the broadest: capitals are broader than others."""
    return len(text), text.isupper()


def ends_of(made: document.Document) -> Ends:
    """The least and the greatest figure of each money column: one of them is the widest."""
    found: dict[str, list[Any]] = {}
    for one in made.columns:
        if one.kind == "money":
            figures = [value for row in made.rows if isinstance(value := row.get(one.key), int)]
            total = made.totals.get(one.key)
            figures += [total] if isinstance(total, int) else []
            found[one.key] = [min(figures), max(figures)] if figures else []
    return found


def _verdict(row: Row) -> str:
    """Green and red beside the words that say the same."""
    sound = row.get("ok")
    return "" if sound is None else "good" if sound else "danger"


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
