"""A chart on the screen: the marks of `paper.chart`, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from kopdes_desktop.paper.chart import Box, Chart, Mark, Stroke, Words, lay
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.panels import at_text_size, keep_in_view

_EM = 14
_LOW, _NARROW = 158, 250
_ALIGNED = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "middle": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class ChartCard(QFrame):
    """A card that holds one chart; Tab comes by, Enter opens the list behind it."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "chart")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view = ChartView()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.addWidget(self.view)

    def show_chart(self, chart: Chart) -> None:
        """Draw this one."""
        self.view.chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.told)
        self.view.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keep_in_view(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; everything else is for the screen."""
        chart = self.view.chart
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and chart is not None:
            self.opened.emit(chart.code)
        else:
            super().keyPressEvent(event)


class ChartView(QWidget):
    """Draws its chart as large as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None

    def sizeHint(self) -> QSize:
        """The least that stays readable."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """As above."""
        return QSize(at_text_size(_NARROW), at_text_size(_LOW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Every mark, in order."""
        if self.chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = lay(self.chart, self.width(), self.height(), at_text_size(_EM), _measured)
        for mark in marks:
            _draw(painter, mark)
        painter.end()


def _colour(ink: str) -> QColor:
    app = QApplication.instance()
    tokens = theme.THEMES[theme.worn(app)[0] if isinstance(app, QApplication) else "light"]
    return QColor(
        {
            "strong": tokens.accent,
            "text": tokens.text,
            "muted": tokens.muted,
            "line": tokens.line,
            "paper": tokens.surface,
        }[ink]
    )


@lru_cache(maxsize=32)
def _font(size: float, *, bold: bool) -> QFont:
    font = QFont(theme.FAMILY)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _measured(text: str, size: float, bold: bool) -> float:  # noqa: FBT001  as the chart asks
    return QFontMetricsF(_font(size, bold=bold)).horizontalAdvance(text)


def _draw(painter: QPainter, mark: Mark) -> None:
    if isinstance(mark, Box):
        painter.setBrush(_colour(mark.fill))
        painter.setPen(QPen(_colour("strong"), 1) if mark.border else Qt.PenStyle.NoPen)
        painter.drawRect(QRectF(mark.x, mark.y, mark.width, mark.height))
    elif isinstance(mark, Stroke):
        painter.setPen(QPen(_colour(mark.ink), mark.width))
        (from_x, from_y), (to_x, to_y) = mark.points[0], mark.points[-1]
        painter.drawLine(QLineF(from_x, from_y, to_x, to_y))
    else:
        _write(painter, mark)


def _write(painter: QPainter, mark: Words) -> None:
    painter.setFont(_font(mark.size, bold=mark.bold))
    painter.setPen(_colour(mark.ink))
    wide = 2000.0
    left = {"left": 0.0, "middle": wide / 2, "right": wide}[mark.anchor]
    high = mark.size * 2
    room = QRectF(mark.x - left, mark.y - high, wide, high)
    down = painter.fontMetrics().descent()
    room.translate(0, down)
    painter.drawText(room, _ALIGNED[mark.anchor] | Qt.AlignmentFlag.AlignBottom, mark.text)
