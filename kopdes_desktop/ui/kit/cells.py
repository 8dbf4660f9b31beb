"""The cells of a table, painted row by row.

The style sheet could do it, and does where a table has one of its own; but it works out the box of
every single cell anew, and a screenful of them then takes longer than a key may take. A text that
is seen again is kept laid out: half of painting it is finding out where its letters go.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QStaticText
from PySide6.QtWidgets import QTableView

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column, RowsModel

#: As in the style sheet's titles, so that figures stand below them.
_ASIDE: Final = 13
#: Texts that were cut to their column are remembered up to so many.
_REMEMBERED: Final = 5_000
#: And so many stay laid out; each takes two kilobytes.
_LAID_OUT: Final = 600


class _Place(NamedTuple):
    """Where a column's text stands, and how."""

    at: int
    column: Column
    left: int
    room: int


class _Cut(NamedTuple):
    """What of a text fits into a column, and how wide that is."""

    text: str
    wide: int


class _Letters:
    """A font, and what of a text fits into so many pixels."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._high, self._ascent = self._metrics.height(), self._metrics.ascent()
        self._cut: dict[tuple[str, int], _Cut] = {}
        self._laid_out: dict[str, QStaticText] = {}
        #: A screen that enlarges has letters elsewhere than where they were laid out.
        self.enlarged = False

    def cut(self, text: str, room: int) -> str:
        """The text, with dots where it is too long."""
        return self._known(text, room)[0].text

    def draw(self, painter: QPainter, text: str, box: QRect, *, right: bool) -> None:
        """The text in the middle of this box, cut to it."""
        cut, seen = self._known(text, box.width())
        left = box.left() + (box.width() - cut.wide if right else 0)
        top = box.top() + (box.height() - self._high) // 2
        if seen and not self.enlarged:
            painter.drawStaticText(left, top, self._lay_out(cut.text))
        else:
            painter.drawText(left, top + self._ascent, cut.text)

    def _known(self, text: str, room: int) -> tuple[_Cut, bool]:
        """The text as it is cut, and whether it was seen before."""
        found = self._cut.get((text, room))
        if found is not None:
            return found, True
        if len(self._cut) > _REMEMBERED:
            self._cut.clear()
        one = text.replace("\n", " ")
        cut = self._metrics.elidedText(one, Qt.TextElideMode.ElideRight, room)
        made = self._cut[text, room] = _Cut(cut, self._metrics.horizontalAdvance(cut))
        return made, False

    def _lay_out(self, text: str) -> QStaticText:
        found = self._laid_out.get(text)
        if found is None:
            if len(self._laid_out) > _LAID_OUT:
                self._laid_out.clear()
            found = self._laid_out[text] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
        return found


class Cells:
    """Text on one line, a hairline below each row; the marked row on its colour."""

    def __init__(self, table: QTableView, rows: RowsModel) -> None:
        self._table, self._rows = table, rows
        self._plain = self._bold = _Letters(table.font())
        #: What stands beside a text, in pixels; None as in the style sheet.
        self.aside: int | None = None
        self._dress()

    def _dress(self) -> None:
        """In the letters that the table has now."""
        font = self._table.font()
        self._plain = _Letters(QFont(font))
        font.setBold(True)
        self._bold = _Letters(font)

    def paint(self, where: QRect) -> None:
        """All rows in this part of the viewport."""
        table = self._table
        if table.font() != self._plain.font:
            self._dress()
        first, last = table.rowAt(where.top()), table.rowAt(where.bottom())
        if first < 0:
            if self._rows.is_empty:
                self._say_empty()
            return
        last = len(self._rows.rows) - 1 if last < 0 else last
        palette = table.palette()
        text, marked = (
            palette.color(role)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText)
        )
        places = self._places(where)
        chosen = {index.row() for index in table.selectionModel().selectedRows()}
        right = max((each.left + each.room for each in places), default=0) + self._beside()
        painter = QPainter(table.viewport())
        painter.setFont(self._plain.font)
        self._plain.enlarged = self._bold.enlarged = painter.deviceTransform().isScaling()
        for at in range(first, last + 1):
            top, high = table.rowViewportPosition(at), table.rowHeight(at)
            if at in chosen:
                painter.fillRect(0, top, right, high, palette.color(QPalette.ColorRole.Highlight))
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
            painter.drawLine(0, top + high - 1, right - 1, top + high - 1)
            painter.setPen(marked if at in chosen else text)
            self._row(painter, at, QRect(0, top, right, high - 2), places, marked=at in chosen)
        painter.end()

    def _say_empty(self) -> None:
        """In the upper part, quietly: nothing is missing, there is nothing."""
        table = self._table
        room = table.viewport().rect()
        painter = QPainter(table.viewport())
        painter.setFont(self._plain.font)
        painter.setPen(_toned("muted") or table.palette().color(QPalette.ColorRole.Text))
        words = self._plain.cut(_("Tidak ada isinya."), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _beside(self) -> int:
        return at_text_size(_ASIDE) if self.aside is None else self.aside

    def _places(self, where: QRect) -> list[_Place]:
        """The columns that are in sight, left to right."""
        table, aside, found = self._table, self._beside(), []
        for at, column in enumerate(self._rows.columns):
            left, wide = table.columnViewportPosition(at), table.columnWidth(at)
            if wide and left <= where.right() and left + wide > where.left():
                found.append(_Place(at, column, left + aside, wide - 2 * aside))
        return found

    def _row(
        self, painter: QPainter, at: int, box: QRect, places: list[_Place], *, marked: bool
    ) -> None:
        row, texts = self._rows.rows[at], self._rows.line(at)
        top, high, usual = box.top(), box.height(), painter.pen()
        for place, column, left, room in places:
            if not texts[place]:
                continue
            letters = self._plain
            if column.strong is not None and column.strong(row):
                letters = self._bold
                painter.setFont(letters.font)
            colour = None if marked or column.tone is None else _toned(column.tone(row))
            if colour is not None:
                painter.setPen(colour)
            where = QRect(left, top, room, high)
            letters.draw(painter, texts[place], where, right=column.right)
            if colour is not None:
                painter.setPen(usual)
            if letters is self._bold:
                painter.setFont(self._plain.font)


def _toned(tone: str) -> QColor | None:
    return theme.toned(tone) if tone else None
