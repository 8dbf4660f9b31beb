"""A pen that draws charts, in black on white, wherever there is room for one."""

from __future__ import annotations

from functools import cache

from kopdes_desktop.paper.chart import Box, Chart, Ink, Mark, Stroke, lay
from kopdes_desktop.paper.pen import Cut, Pen, Style
from kopdes_desktop.paper.printable import printable

_EM = 9.0
_GREYS: dict[Ink, float] = {"strong": 0.1, "text": 0.1, "muted": 0.35, "line": 0.82, "paper": 1.0}


@cache
def _style(size: float, ink: Ink, *, bold: bool) -> Style:
    return Style(Cut.BOLD if bold else Cut.REGULAR, size, _GREYS[ink])


def _measured(text: str, size: float, bold: bool) -> float:  # noqa: FBT001  as the chart asks
    return _style(size, "text", bold=bold).width(printable(text))


class ChartPen(Pen):
    """A pen that also draws slanting lines and filled boxes."""

    def chart(self, chart: Chart, corner: tuple[float, float], size: tuple[float, float]) -> None:
        """A chart of this size whose upper left corner is here."""
        for mark in lay(chart, *size, _EM, _measured):
            self.mark(mark, *corner)

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
