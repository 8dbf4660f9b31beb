"""Charts on A4, six a sheet, in black on white: what is hung up in the office."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.chart import Box, Chart, Ink, Mark, Stroke, lay
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.paper.pen import MUTED, PORTRAIT, Cut, Pen, Style
from kopdes_desktop.paper.printable import printable

_EDGE, _GAP = 42.0, 22.0
_COLUMNS, _ROWS = 2, 3
A_SHEET: Final = _COLUMNS * _ROWS
_EM = 9.0
_GREYS: dict[Ink, float] = {"strong": 0.1, "text": 0.1, "muted": 0.35, "line": 0.82, "paper": 1.0}
_COOP, _TITLE = Style(Cut.BOLD, 11), Style(Cut.BOLD, 15)
_PERIOD = Style(Cut.REGULAR, 9.5, MUTED)
_STEEP_SLOPE = (0.5736, 0.8192)


def draw(issuer: Letterhead, title: str, period: str, charts: Sequence[Chart]) -> bytes:
    """The sheets as a PDF."""
    pen = _ChartPen(PORTRAIT, title=title, author=issuer.name)
    for start in range(0, len(charts), A_SHEET):
        top = _head(pen, issuer, title, period)
        wide = (pen.width - 2 * _EDGE - (_COLUMNS - 1) * _GAP) / _COLUMNS
        high = (top - _EDGE - _ROWS * _GAP) / _ROWS
        for at, chart in enumerate(charts[start : start + A_SHEET]):
            row, column = divmod(at, _COLUMNS)
            x = _EDGE + column * (wide + _GAP)
            y = top - _GAP - row * (high + _GAP)
            for mark in lay(chart, wide, high, _EM, _measured):
                pen.mark(mark, x, y)
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


@cache
def _style(size: float, ink: Ink, *, bold: bool) -> Style:
    return Style(Cut.BOLD if bold else Cut.REGULAR, size, _GREYS[ink])


def _measured(text: str, size: float, bold: bool) -> float:  # noqa: FBT001  as the chart asks
    return _style(size, "text", bold=bold).width(printable(text))


class _ChartPen(Pen):
    """A pen that also draws slanting lines and filled boxes."""

    def mark(self, mark: Mark, left: float, top: float) -> None:
        """One mark of a chart whose upper left corner is here."""
        if isinstance(mark, Box):
            paint = "B" if mark.border else "f"
            grey = f"{_GREYS[mark.fill]:g} g {_GREYS['strong']:g} G 0.7 w"
            low = top - mark.y - mark.height
            box = f"{left + mark.x:.2f} {low:.2f} {mark.width:.2f} {mark.height:.2f} re"
            self._canvas.addLiteral(f"{grey} {box} {paint}")
        elif isinstance(mark, Stroke):
            points = [f"{left + x:.2f} {top - y:.2f}" for x, y in mark.points]
            path = " ".join([f"{points[0]} m", *(f"{point} l" for point in points[1:])])
            width = mark.width * 0.6
            self._canvas.addLiteral(f"{_GREYS[mark.ink]:g} G {width:g} w {path} S")
        else:
            style = _style(mark.size, mark.ink, bold=mark.bold)
            strokes = {"left": self.left, "middle": self.center, "right": self.right}
            strokes[mark.anchor](style, left + mark.x, top - mark.y, mark.text)
