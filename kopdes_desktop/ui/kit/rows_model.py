"""The one table model of the program: a screen declares its columns, this shows its rows.

Rows are frozen values. Texts are made once a row, when it is first looked at, so scrolling through
a hundred thousand rows formats only what is seen. Sorting is done here, filtering in the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from kopdes_desktop.kernel.i18n import gettext
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.glossary import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

type_of_index = QModelIndex | QPersistentModelIndex

DISPLAY: Final = Qt.ItemDataRole.DisplayRole
ALIGNMENT: Final = Qt.ItemDataRole.TextAlignmentRole
TOOLTIP: Final = Qt.ItemDataRole.ToolTipRole
ACCESSIBLE: Final = Qt.ItemDataRole.AccessibleTextRole
FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole
FONT: Final = Qt.ItemDataRole.FontRole
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOWHERE: Final = QModelIndex()


class Column(Struct, frozen=True):
    """One column: its title, the value of a row, how that is written, and how wide it stands.

    `width` counts characters; a column of width 0 takes the room that is left. `tone` names the
    colour of a row's text here, as the style sheet's tones do; `strong` says which rows are bold.
    """

    title: str
    value: Callable[[Any], Any]
    text: Callable[[Any], str] = str
    width: int = 12
    right: bool = False
    tone: Callable[[Any], str] | None = None
    strong: Callable[[Any], bool] | None = None


class RowsModel(QAbstractTableModel):
    """Rows behind declared columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Start empty."""
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[Any] = []
        self._texts: list[tuple[str, ...] | None] = []
        self._told = False

    @property
    def is_empty(self) -> bool:
        """Whether it was said that there are no rows; before, nobody knows yet."""
        return self._told and not self.rows

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, no rows: a report tells its own when it arrives."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.rows, self._texts = [], []
        self.endResetModel()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows, self._told = list(rows), True
        self._texts = [None] * len(self.rows)
        self.endResetModel()

    def replace_row(self, at: int, row: Any) -> None:  # noqa: ANN401  as `row`
        """Show another row in this place: a figure that changes while it is looked at."""
        self.rows[at] = row
        self._texts[at] = None
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def row(self, index: type_of_index) -> Any:  # noqa: ANN401  a row is what the query gave
        """The row behind an index."""
        return self.rows[index.row()]

    def line(self, at: int) -> tuple[str, ...]:
        """The texts of a row, by columns."""
        line = self._texts[at]
        if line is None:
            row = self.rows[at]
            line = tuple(column.text(column.value(row)) for column in self.columns)
            self._texts[at] = line
        return line

    def rowCount(self, parent: type_of_index = _NOWHERE) -> int:
        """So many rows; none below a cell."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: type_of_index = _NOWHERE) -> int:
        """So many columns; none below a cell."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: type_of_index, role: int = DISPLAY) -> Any:  # noqa: ANN401  as Qt has it
        """The text first: it is what is asked a hundred times a frame."""
        if not index.isValid():
            return None
        if role == DISPLAY:
            return self.line(index.row())[index.column()]
        if role == ALIGNMENT:
            return _RIGHT if self.columns[index.column()].right else _LEFT
        if role == ACCESSIBLE:
            title = gettext(self.columns[index.column()].title)
            return f"{title}: {self.line(index.row())[index.column()]}"
        if role == FOREGROUND:
            tone = self.columns[index.column()].tone
            return theme.toned(tone(self.rows[index.row()])) if tone is not None else None
        if role == FONT:
            strong = self.columns[index.column()].strong
            return _bold() if strong is not None and strong(self.rows[index.row()]) else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The columns' titles, aligned as their figures are."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == DISPLAY:
            return gettext(self.columns[section].title)
        if role == TOOLTIP:
            return explained(gettext(self.columns[section].title)) or None
        if role == ALIGNMENT:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the column's values, stably; selections follow their rows."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        value = self.columns[column].value
        down = order == Qt.SortOrder.DescendingOrder
        places = sorted(
            range(len(self.rows)), key=lambda at: _sortable(value(self.rows[at])), reverse=down
        )
        moved = {old: new for new, old in enumerate(places)}
        self.rows = [self.rows[at] for at in places]
        self._texts = [self._texts[at] for at in places]
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(moved[index.row()], index.column()))
        self.layoutChanged.emit()


def _bold() -> QFont:
    """Heavier, and as the table has it in everything else."""
    made = QFont()
    made.setBold(True)
    return made


def _sortable(value: Any) -> tuple[bool, Any]:  # noqa: ANN401  any column's value
    """Nothing sorts before something; text without regard to capitals."""
    return value is not None, value.casefold() if isinstance(value, str) else value
