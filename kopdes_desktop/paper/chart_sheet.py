"""Charts on A4, six a sheet, in black on white: what is hung up in the office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.chart_pen import ChartPen
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.paper.pen import MUTED, PORTRAIT, Cut, Pen, Style

_EDGE, _GAP = 42.0, 22.0
_COLUMNS, _ROWS = 2, 3
A_SHEET: Final = _COLUMNS * _ROWS
_COOP, _TITLE = Style(Cut.BOLD, 11), Style(Cut.BOLD, 15)
_PERIOD = Style(Cut.REGULAR, 9.5, MUTED)
_STEEP_SLOPE = (0.5736, 0.8192)


def draw(issuer: Letterhead, title: str, period: str, charts: Sequence[Chart]) -> bytes:
    """The sheets as a PDF."""
    pen = ChartPen(PORTRAIT, title=title, author=issuer.name)
    for start in range(0, len(charts), A_SHEET):
        top = _head(pen, issuer, title, period)
        wide = (pen.width - 2 * _EDGE - (_COLUMNS - 1) * _GAP) / _COLUMNS
        high = (top - _EDGE - _ROWS * _GAP) / _ROWS
        for at, chart in enumerate(charts[start : start + A_SHEET]):
            row, column = divmod(at, _COLUMNS)
            x = _EDGE + column * (wide + _GAP)
            y = top - _GAP - row * (high + _GAP)
            pen.chart(chart, (x, y), (wide, high))
        pen.next_page()
    return pen.pdf()


def _head(pen: Pen, issuer: Letterhead, title: str, period: str) -> float:
    words = marks(issuer)
    if words:
        middle = (pen.width / 2, pen.height / 2)
        pen.watermark(" · ".join(words), *middle, pen.width * 0.8, _STEEP_SLOPE)
    y = pen.height - _EDGE - 10
    for style, text, below in (
        (_COOP, issuer.name, 20),
        (_TITLE, title, 14),
        (_PERIOD, period, 10),
    ):
        pen.left(style, _EDGE, y, style.fitted(text, pen.width - 2 * _EDGE))
        y -= below
    pen.line(_EDGE, y, pen.width - _EDGE, width=0.8)
    return y
