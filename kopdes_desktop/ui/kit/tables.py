"""Tables that are read by keyboard: whole rows, fixed widths, Enter opens, Home and End travel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.cells import Cells
from kopdes_desktop.ui.kit.rows_model import Column, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

ROW_HEIGHT = 34
HEADER_HEIGHT = 38
_NARROWEST = 140


class Table(QTableView):
    """A RowsModel, shown. `opened` carries the row that Enter was pressed on.

    It looks at its rows from the moment it is seen or a row is marked: a header that has columns is
    measured and dressed, and again in every box that is put around it while a page is built.
    """

    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        sortable: bool = False,
        ground: QWidget | None = None,
    ) -> None:
        """Show these columns; `name` is what screen readers call the table."""
        super().__init__(ground)
        self._spare: tuple[int, ...] = ()
        self._letters = 0
        self._sortable, self._looks = sortable, False
        self._painted = True
        self.rows = RowsModel(columns)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        super().horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(self._open)

    def _look(self) -> None:
        """Take the rows up, if that has not been done."""
        if self._looks:
            return
        self._looks = True
        self.setModel(self.rows)
        self._cells = Cells(self, self.rows)
        if self._sortable:  # in the order they came in, until a title is pressed
            super().horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(self._sortable)
        self.horizontalHeader().setSectionsClickable(self._sortable)
        self.fit()
        self._make_room()

    def selectionModel(self) -> QItemSelectionModel:
        """What is marked, of the rows."""
        self._look()
        return super().selectionModel()

    def horizontalHeader(self) -> QHeaderView:
        """The titles, of the columns that are declared."""
        self._look()
        return super().horizontalHeader()

    def setColumnHidden(self, column: int, hide: bool) -> None:  # noqa: FBT001  as Qt has it
        """Do without a column, or have it back."""
        self._look()
        super().setColumnHidden(column, hide)

    def showEvent(self, event: QShowEvent) -> None:
        self._look()
        super().showEvent(event)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, no rows."""
        self.rows.set_columns(columns)
        self.fit()

    def spare(self, letters: int, *columns: int) -> None:
        """Do without these columns where there is no room for so many letters."""
        self._spare, self._letters = columns, letters
        self._make_room()

    def set_aside(self, pixels: int | None) -> None:
        """Put so much beside the text of a cell and of a title, or as much as everywhere."""
        self._look()
        self._cells.aside = pixels
        section = "" if pixels is None else f"QHeaderView::section {{ padding: 0px {pixels}px; }}"
        self.horizontalHeader().setStyleSheet(section)
        self.viewport().update()

    def _make_room(self) -> None:
        if not self._looks:
            return
        room = self.fontMetrics().horizontalAdvance("0") * self._letters
        for at in self._spare:
            self.setColumnHidden(at, self.width() < room)

    def fit(self) -> None:
        """Widths and heights from the declared columns and the text size, never from the rows."""
        if not self._looks:
            return
        app = QApplication.instance()
        percent = theme.worn(app)[1] if isinstance(app, QApplication) else 100
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW_HEIGHT, percent))
        header = self.horizontalHeader()
        header.setFixedHeight(theme.scaled(HEADER_HEIGHT, percent))
        header.setMinimumSectionSize(theme.scaled(40, percent))
        letter = self.fontMetrics().horizontalAdvance("0")
        for at, column in enumerate(self.rows.columns):
            if column.width:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(at, letter * column.width + theme.scaled(30, percent))
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, the first one current."""
        self.rows.set_rows(rows)
        self._painted = not rows
        self.go_to(0)

    def renew(self, rows: Sequence[Any], same: Callable[[Any], object]) -> None:
        """Show these rows; the cursor stays on the one that is the `same` as the marked one."""
        held = self.current()
        self.set_rows(rows)
        if held is not None:
            kept = same(held)
            self.go_where(lambda row: same(row) == kept)

    def is_choice_blind(self) -> bool:
        """Whether Enter would take one of several that nobody can have seen yet."""
        return not self._painted and len(self.rows.rows) > 1

    def current(self) -> Any | None:  # noqa: ANN401  a row is what the query gave
        """The row under the cursor, if there is one."""
        index = self.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def go_to(self, at: int) -> None:
        """Put the cursor on this row, if there is one."""
        if 0 <= at < len(self.rows.rows):
            self._look()
            self.setCurrentIndex(self.rows.index(at, 0))

    def go_where(self, fits: Callable[[Any], bool]) -> bool:
        """Put the cursor on the first row that fits; whether there is one."""
        at = next((at for at, row in enumerate(self.rows.rows) if fits(row)), -1)
        self.go_to(at)
        return at >= 0

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.row(index))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight; a style sheet of the table's own has them painted by Qt."""
        self._painted = True
        if self.styleSheet():
            super().paintEvent(event)
        else:
            self._cells.paint(event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The marked row stays whole in sight when room goes."""
        super().resizeEvent(event)
        self._make_room()
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and last row."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._open(self.currentIndex())
            return
        self._painted = True  # whoever walks knows what he wants
        if key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self.rows.rows) - 1)
        else:
            super().keyPressEvent(event)
