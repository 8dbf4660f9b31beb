"""A chart as plain values, and where its strokes and words lie; screen and paper only draw them.

Made for black and white: what belongs to a series is told by its pattern and by words at its end,
never by a colour alone. Lengths are in any unit, from the upper left corner; `em` is the size of
the ordinary text in that unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _

Shape = Literal["columns", "bars", "line"]
Ink = Literal["strong", "text", "muted", "line", "paper"]
Anchor = Literal["left", "middle", "right"]
#: (text, size, bold) → its width.
Measure = Callable[[str, float, bool], float]

_BILLION, _MILLION, _THOUSAND = 1_000_000_000, 1_000_000, 1_000
#: What a figure at the edge is counted in.
_STEPS = (
    (_BILLION, N_("{n} M")),
    (_MILLION, N_("{n} jt")),
    (_THOUSAND, N_("{n} rb")),
)
_PATTERNS = ("solid", "hatch", "blank")
_GRID = 3


class Series(Struct, frozen=True):
    """One row of figures, by the labels of its chart."""

    name: str
    values: tuple[int, ...]


class Chart(Struct, frozen=True):
    """What a chart says: `told` in one sentence, for who does not look at pictures."""

    code: str
    title: str
    told: str
    shape: Shape
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    money: bool = True

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be drawn."""
        return not any(any(each.values) for each in self.series)


class Box(NamedTuple):
    """A filled rectangle, with a border where it has one."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink
    border: bool = False


class Stroke(NamedTuple):
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    width: float
    ink: Ink


class Words(NamedTuple):
    """A text at its baseline."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink = "muted"
    bold: bool = False
    anchor: Anchor = "left"


Mark = Box | Stroke | Words


class Plot(NamedTuple):
    """The inner rectangle, and the figures at its lower and upper edge."""

    left: float
    top: float
    right: float
    bottom: float
    low: int
    high: int

    def y(self, value: int) -> float:
        """How far down a figure lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def brief(amount: int) -> str:
    """A figure at the edge of a chart: 850 rb, 12,5 jt, 1,2 M."""
    for size, words in _STEPS:
        if abs(amount) >= size:
            tenths = round(amount * 10 / size)
            whole, rest = divmod(abs(tenths), 10)
            sign = "-" if tenths < 0 else ""
            shown = wording.number(whole) + (f",{rest}" if rest and whole < 100 else "")  # noqa: PLR2004
            return _(words).format(n=f"{sign}{shown}")
    return wording.number(amount)


def steps(low: int, high: int, count: int = _GRID) -> list[int]:
    """Round figures from below the lowest to above the highest, about so many of them."""
    span = max(high - low, 1)
    rough = max(span / count, 1)
    power = 10 ** (len(str(int(rough))) - 1)
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    first = low // step * step
    last = -(-high // step) * step
    return list(range(first, max(last, first + step) + 1, step))


def lay(chart: Chart, width: float, height: float, em: float, measure: Measure) -> list[Mark]:
    """Every mark of a chart in a rectangle of this size, in the order of drawing."""
    marks: list[Mark] = []
    top = em * 1.15
    marks.append(Words(0, top, chart.title, em * 1.07, "text", bold=True))
    for line in _wrapped(chart.told, width, em * 0.87, measure):
        top += em * 1.15
        marks.append(Words(0, top, line, em * 0.87))
    if chart.empty:
        middle = (top + height) / 2
        marks.append(Words(width / 2, middle, _("Belum ada angkanya."), em, anchor="middle"))
        return marks
    if len(chart.series) > 1:
        top += em * 1.45
        marks += _legend(chart, top, em, measure)
    marks += _SHAPES[chart.shape](chart, (0, top + em * 0.6, width, height), em, measure)
    return marks


def _wrapped(text: str, width: float, size: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}", size, False) <= width:  # noqa: FBT003
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines[:2]


def _legend(chart: Chart, y: float, em: float, measure: Measure) -> Iterator[Mark]:
    x, side = 0.0, em * 0.75
    for at, each in enumerate(chart.series):
        yield from _bar(x, y - side * 0.9, side, side, at)
        x += side + em * 0.4
        yield Words(x, y, each.name, em * 0.87, "text")
        x += measure(each.name, em * 0.87, False) + em  # noqa: FBT003


def _bar(x: float, y: float, width: float, height: float, pattern: int) -> Iterator[Mark]:
    """A bar in one of the patterns that a copying machine keeps apart."""
    if height <= 0:
        return
    kind = _PATTERNS[pattern % len(_PATTERNS)]
    yield Box(x, y, width, height, "strong" if kind == "solid" else "paper", border=True)
    if kind == "hatch":
        yield from _hatched(x, y, width, height)


def _hatched(x: float, y: float, width: float, height: float) -> Iterator[Mark]:
    """Slanting lines, each cut off where it leaves the rectangle."""
    gap, at = 4.0, 4.0
    while at < width + height:
        from_x, from_y = (x, y + at) if at <= height else (x + at - height, y + height)
        to_x, to_y = (x + at, y) if at <= width else (x + width, y + at - width)
        yield Stroke(((from_x, from_y), (to_x, to_y)), 1.0, "strong")
        at += gap


def _plot(
    chart: Chart, room: tuple[float, float, float, float], em: float, measure: Measure
) -> tuple[Plot, list[Mark]]:
    """The inner rectangle with its grid, and the figures at the left."""
    values = [value for each in chart.series for value in each.values]
    above = chart.shape == "line" and chart.money and min(values) >= 0
    low = _floor(values) if above else min(0, *values)
    grid = steps(low, max(*values, low + 1))
    texts = [brief(value) if chart.money else wording.number(value) for value in grid]
    small = em * 0.8
    gutter = max(measure(text, small, False) for text in texts) + em * 0.5  # noqa: FBT003
    left, top, right, bottom = room
    plot = Plot(left + gutter, top + em * 0.9, right, bottom - em * 1.35, grid[0], grid[-1])
    marks: list[Mark] = []
    for value, text in zip(grid, texts, strict=True):
        y = plot.y(value)
        ink: Ink = "muted" if value == plot.low else "line"
        marks.append(Stroke(((plot.left, y), (plot.right, y)), 1.0, ink))
        marks.append(Words(plot.left - em * 0.4, y + small * 0.35, text, small, anchor="right"))
    if plot.low > 0:
        told = _("sumbu mulai {n}").format(n=texts[0])
        marks.append(Words(plot.left + em * 0.3, plot.bottom - em * 0.35, told, small))
    return plot, marks


def _floor(values: Sequence[int]) -> int:
    """Money may begin above nothing, where it would else lie flat along the upper edge."""
    lowest, highest = min(values), max(values)
    return max(0, lowest - (highest - lowest)) if lowest * 2 > highest else 0


def _below(
    chart: Chart, plot: Plot, centres: Sequence[float], em: float, measure: Measure
) -> Iterator[Mark]:
    """As many labels as fit without touching; the last one always."""
    small = em * 0.8
    widest = max(measure(label, small, False) for label in chart.labels) + em * 0.9  # noqa: FBT003
    last = len(centres) - 1
    pitch = (centres[-1] - centres[0]) / last if last else plot.right - plot.left
    every = max(1, -int(-widest // max(pitch, 0.01)))
    for at in range(last, -1, -every):
        anchor: Anchor = "middle"
        x = centres[at]
        half = measure(chart.labels[at], small, False) / 2  # noqa: FBT003
        if x + half > plot.right:
            x, anchor = plot.right, "right"
        yield Words(x, plot.bottom + em * 1.05, chart.labels[at], small, anchor=anchor)


def _columns(
    chart: Chart, room: tuple[float, float, float, float], em: float, measure: Measure
) -> Iterator[Mark]:
    plot, grid = _plot(chart, room, em, measure)
    yield from grid
    count, deep = len(chart.labels), len(chart.series)
    pitch = (plot.right - plot.left) / count
    wide = min(pitch * 0.72 / deep, em * 2.2)
    centres = [plot.left + pitch * (at + 0.5) for at in range(count)]
    zero = plot.y(max(plot.low, 0))
    for number, each in enumerate(chart.series):
        for centre, value in zip(centres, each.values, strict=True):
            x = centre + (number - deep / 2) * wide
            y = plot.y(value)
            yield from _bar(x, min(y, zero), wide * 0.92, abs(zero - y), number)
    yield from _below(chart, plot, centres, em, measure)


def _line(
    chart: Chart, room: tuple[float, float, float, float], em: float, measure: Measure
) -> Iterator[Mark]:
    plot, grid = _plot(chart, room, em, measure)
    yield from grid
    values = chart.series[0].values
    last = len(values) - 1
    inset = em * 0.5
    pitch = (plot.right - plot.left - 2 * inset) / max(last, 1)
    centres = [plot.left + inset + pitch * at for at in range(last + 1)]
    points = [(x, plot.y(value)) for x, value in zip(centres, values, strict=True)]
    for one, other in pairwise(points):
        yield Stroke((one, other), 2.0, "strong")
    side = em * 0.36
    for x, y in points if pitch > em else points[-1:]:
        yield Box(x - side / 2, y - side / 2, side, side, "strong")
    text = brief(values[-1]) if chart.money else wording.number(values[-1])
    x, size = points[-1][0], em * 0.9
    beside = x - measure(text, size, True) - pitch  # noqa: FBT003
    near = [y for at, y in points if at >= beside]
    above, below = min(near) - em * 0.5, max(near) + em * 1.2
    y = above if above >= plot.top - em * 0.2 or below > plot.bottom else below
    yield Words(x, max(y, plot.top - em * 0.2), text, size, "text", bold=True, anchor="right")
    yield from _below(chart, plot, centres, em, measure)


def _bars(
    chart: Chart, room: tuple[float, float, float, float], em: float, measure: Measure
) -> Iterator[Mark]:
    """Lying bars, each with its name at the left and its figure at the end."""
    left, top, right, bottom = room
    values = chart.series[0].values
    size = em * 0.9
    named = min(
        max(measure(label, size, False) for label in chart.labels),  # noqa: FBT003
        (right - left) * 0.42,
    )
    texts = [brief(value) if chart.money else wording.number(value) for value in values]
    ending = max(measure(text, size, True) for text in texts)  # noqa: FBT003
    start = left + named + em * 0.6
    longest = max(right - start - ending - em * 0.6, em)
    pitch = min((bottom - top) / len(values), em * 4)
    thick = min(pitch * 0.6, em * 1.9)
    most = max(*values, 1)
    for at, (label, value, text) in enumerate(zip(chart.labels, values, texts, strict=True)):
        middle = top + pitch * (at + 0.5)
        shown = _shortened(label, named, size, measure)
        yield Words(left, middle + size * 0.35, shown, size, "text")
        long = longest * max(value, 0) / most
        yield from _lying(start, middle - thick / 2, long, thick, at)
        yield Words(start + long + em * 0.4, middle + size * 0.35, text, size, "text", bold=True)


def _lying(x: float, y: float, width: float, height: float, pattern: int) -> Iterator[Mark]:
    if width >= 1:
        yield from _bar(x, y, width, height, pattern)


def _shortened(text: str, room: float, size: float, measure: Measure) -> str:
    if measure(text, size, False) <= room:  # noqa: FBT003
        return text
    while text and measure(f"{text}…", size, False) > room:  # noqa: FBT003
        text = text[:-1]
    return f"{text}…"


_SHAPES: dict[Shape, Callable[..., Iterator[Mark]]] = {
    "columns": _columns,
    "bars": _bars,
    "line": _line,
}
