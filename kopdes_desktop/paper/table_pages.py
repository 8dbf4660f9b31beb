"""Lays a report table out on pages: first widths, wrapping and page breaks, then ink."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise, repeat, zip_longest

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.cells import RIGHT_ALIGNED, marks, table_rows, total_row
from kopdes_desktop.paper.chart import Chart
from kopdes_desktop.paper.chart_pen import ChartPen
from kopdes_desktop.paper.document import Column, Document, Letterhead, Signer
from kopdes_desktop.paper.pen import LANDSCAPE, MUTED, PORTRAIT, Cut, Pen, Style
from kopdes_desktop.paper.printable import printable

MARGIN = 40.0
_BOTTOM = 48.0
_FOOT = 28.0
_PAD = 4.0
_SIZES = (8.8, 8.0, 7.2, 6.4, 5.6, 4.8, 4.0, 3.0, 2.0)
_ROOM_FOR_WORDS = 74.0
_LINES_OF_A_CELL = 6
_RULED_ROW = 21.0
_ABOUT_STEP = 12.5
_SIGNERS_ABREAST = 4
_ROWS_WITH_SIGNERS = 3
_DIAGONAL = (0.5736, 0.8192)
_ABREAST, _CHART_HEIGHT, _CHART_GAP = 2, 128.0, 16.0

_NAME, _ADDRESS = Style(Cut.BOLD, 14), Style(Cut.REGULAR, 9, MUTED)
_TITLE, _PERIOD = Style(Cut.BOLD, 13), Style(Cut.REGULAR, 10)
_RUNNING, _NOTE = Style(Cut.REGULAR, 8, MUTED), Style(Cut.REGULAR, 8.8)
_ABOUT = Style(Cut.REGULAR, 9.5)
_ROLE, _SIGNER = Style(Cut.REGULAR, 9.5), Style(Cut.BOLD, 9.5)
_DOTS = "." * 34

Lines = list[tuple[str, ...]]
#: A paper, and a size of letters on it.
Setting = tuple[tuple[float, float], float]


def draw(document: Document) -> bytes:
    """The report as a PDF."""
    table = measured(document)
    pen = ChartPen(table.paper, title=document.title, author=document.letterhead.name)
    _Pages(pen, document, table).draw()
    return pen.pdf()


def append(pen: Pen, document: Document) -> None:
    """The report as further pages of another paper."""
    table = measured(document)
    pen.turn(table.paper)
    _Pages(pen, document, table).draw()


class Table(Struct, frozen=True):
    """A table measured: cells as shown, edges of columns, and the rows that need several lines."""

    paper: tuple[float, float]
    size: float
    edges: tuple[tuple[float, float], ...]
    to_the_right: tuple[bool, ...]
    heads: Lines
    rows: list[tuple[str, ...]]
    wrapped: dict[int, Lines]
    totals: Lines
    least: float
    strong: Mapping[int, str]

    def height(self, lines: int) -> float:
        """The height of a row of so many lines."""
        return self.size * (1.68 + 1.25 * (lines - 1))

    def height_of(self, row: int) -> float:
        """The height of one of the rows."""
        lines = len(self.wrapped[row]) if row in self.wrapped else 1
        return max(self.height(lines), self.least)

    def lines_of(self, row: int) -> Lines:
        """The lines of one of the rows."""
        return self.wrapped.get(row) or [self.rows[row]]

    def write(self, pen: Pen, style: Style, rows: Iterable[tuple[float, Lines]]) -> None:
        """Rows, each with its upper edge and its lines; column by column, which is quick."""
        lines, ys = [], []
        for top, row in rows:
            for number, line in enumerate(row):
                lines.append(line)
                ys.append(top - self.size * (1.18 + 1.25 * number))
        for (left, right), from_right, cells in zip(
            self.edges, self.to_the_right, zip(*lines, strict=True), strict=False
        ):
            xs = [right - width for width in style.widths(cells)] if from_right else repeat(left)
            pen.write(style, xs, ys, cells)


def _lines(cells: Iterable[list[str]]) -> Lines:
    """From the lines of each cell to the cells of each line."""
    return list(zip_longest(*cells, fillvalue=""))


#: On which paper, and how large, a table is tried: upright at the normal size, then sideways.
_ALONE = ((PORTRAIT, _SIZES[0]), *((LANDSCAPE, size) for size in _SIZES))


def measured(document: Document, tried: Iterable[Setting] = _ALONE) -> Table:
    """The table on the first paper and at the first size that hold it."""
    rows, totals = table_rows(document), total_row(document)
    strong = {n: str(row["rank"]) for n, row in enumerate(document.rows) if row.get("rank")}
    for paper, size in tried:
        body, head = Style(Cut.REGULAR, size), Style(Cut.BOLD, size)
        styles = (head if strong else body, head)
        widths = _widths(document.columns, rows, totals, paper[0] - 2 * MARGIN, styles)
        if widths:
            break
    else:
        msg = f"{document.code}: {len(document.columns)} columns are too many for a page"
        raise ValueError(msg)
    edges, x = [], MARGIN
    for width in widths:
        edges.append((x + _PAD, x + width - _PAD))
        x += width
    rooms = [right - left + 0.01 for left, right in edges]
    heads = [printable(column.title) for column in document.columns]
    return Table(
        paper,
        size,
        tuple(edges),
        tuple(column.kind in RIGHT_ALIGNED for column in document.columns),
        _lines(head.wrap(title, room) for title, room in zip(heads, rooms, strict=True)),
        rows,
        _wrapped(body, document.columns, rows, rooms),
        _lines(head.wrap(cell, room) for cell, room in zip(totals, rooms, strict=False)),
        _RULED_ROW if document.ruled else 0.0,
        strong,
    )


def _widths(
    columns: tuple[Column, ...],
    rows: list[tuple[str, ...]],
    totals: tuple[str, ...],
    frame: float,
    styles: tuple[Style, Style],
) -> list[float] | None:
    """The width of each column, or None where the frame is too narrow to read the table in.

    Amounts and days always fit; words share what is left by the columns' weights, and wrap.
    """
    body, head = styles
    wanted, least = [], []
    for place, column in enumerate(columns):
        longest = heapq.nlargest(16, (row[place] for row in rows), key=len)
        title = max(map(head.width, printable(column.title).split()), default=0.0)
        total = head.width(totals[place]) if totals else 0.0
        by_hand = column.room * body.size / _SIZES[0]
        widest = max(title, total, by_hand, *map(body.width, longest), 0.0)
        enough = min(widest, _ROOM_FOR_WORDS * body.size / _SIZES[0])
        wanted.append(widest + 2 * _PAD)
        narrow = max(title, enough, by_hand) if column.kind == "text" else widest
        least.append(narrow + 2 * _PAD)
    if sum(least) > frame:
        return None
    return _shared(columns, wanted, least, frame)


def _shared(
    columns: tuple[Column, ...], wanted: list[float], least: list[float], frame: float
) -> list[float]:
    words = [place for place, column in enumerate(columns) if column.kind == "text"]
    over = frame - sum(wanted)
    if over >= 0:
        weights = {n: wanted[n] ** 2 * columns[n].width for n in words or range(len(columns))}
        each = over / sum(weights.values())
        return [width + each * weights.get(n, 0.0) for n, width in enumerate(wanted)]
    widths, free = list(least), frame - sum(least)
    short = [n for n in words if wanted[n] > widths[n]]
    while short and free > 1:
        share = free / sum(columns[n].width for n in short)
        for n in short:
            more = min(share * columns[n].width, wanted[n] - widths[n])
            widths[n] += more
            free -= more
        short = [n for n in short if wanted[n] > widths[n]]
    return widths


def _wrapped(
    body: Style, columns: tuple[Column, ...], rows: list[tuple[str, ...]], rooms: list[float]
) -> dict[int, Lines]:
    """The lines of those rows that have words too long for their column."""
    found: set[int] = set()
    for place, column in enumerate(columns):
        if column.kind == "text":
            room = rooms[place]
            surely = int(room / body.size)  # no character is wider than an em
            found.update(
                number
                for number, row in enumerate(rows)
                if len(row[place]) > surely and body.width(row[place]) > room
            )
    return {
        number: _lines(
            body.wrap(cell, room, _LINES_OF_A_CELL) if column.kind == "text" else [cell]
            for cell, column, room in zip(rows[number], columns, rooms, strict=True)
        )
        for number in found
    }


class _Closing(Struct, frozen=True):
    """What follows the rows: totals, a line of a note, the signers.

    `holds` is how many of the things before it must stand on the same page.
    """

    height: float
    holds: int
    draw: Callable[[float], None]


class _Pages:
    """Draws a measured table page by page."""

    def __init__(self, pen: Pen, document: Document, table: Table) -> None:
        self.pen = pen
        self.document = document
        self.table = table
        self.right = pen.width - MARGIN
        self.middle = pen.width / 2
        self.body = Style(Cut.REGULAR, table.size)
        self.head = Style(Cut.BOLD, table.size)
        self.closing = [*self._totals(), *self._notes(), *self._signers()]

    def draw(self) -> None:
        """All pages, numbered among themselves."""
        pages = self._pages()
        count = len(self.table.rows)
        for number, (start, end) in enumerate(pages, 1):
            rows = range(start, min(end, count))
            tops = self._tops(rows, first=number == 1)
            self._ground(rows, tops)
            self._column_heads(self._first_head() if number == 1 else self._running_head())
            if number == 1:
                self._charts()
            self._rows(rows, tops)
            y = tops[-1]
            for thing in self.closing[max(0, start - count) : max(0, end - count)]:
                thing.draw(y)
                y -= thing.height
            self._foot(number, len(pages))
            self.pen.next_page()

    def _pages(self) -> list[tuple[int, int]]:
        """What stands on each page, rows and then closing things counted through."""
        room, later = (
            self._rows_begin(first=True) - _BOTTOM,
            self._rows_begin(first=False) - _BOTTOM,
        )
        heights = [self.table.height_of(row) for row in range(len(self.table.rows))]
        holds = [0] * len(heights) + [thing.holds for thing in self.closing]
        heights += [thing.height for thing in self.closing]
        pages, start = [], 0
        for number, height in enumerate(heights):
            if height > room and number > start:
                end = number
                while holds[end] and end > start + 1:
                    end = max(start + 1, end - holds[end])
                pages.append((start, end))
                start, room = end, later - sum(heights[end:number])
            room -= height
        return [*pages, (start, len(heights))]

    def _rows_begin(self, *, first: bool) -> float:
        above = letterhead_height(self.document.letterhead) + 50 + self._about()
        head = above + self._room_of_charts() if first else 14
        return self.pen.height - MARGIN - head - self.table.height(len(self.table.heads)) - 3

    def _tops(self, rows: range, *, first: bool) -> list[float]:
        """The upper edge of each row of a page, and the lower edge of the last."""
        tops = [self._rows_begin(first=first)]
        for row in rows:
            tops.append(tops[-1] - self.table.height_of(row))
        return tops if self.table.rows else [*tops, tops[-1] - self.table.height(1)]

    def _ground(self, rows: range, tops: list[float]) -> None:
        """A light ground under every other row of the table, and the watermark over it."""
        for row, (top, bottom) in zip(rows, pairwise(tops), strict=False):
            if row % 2:
                self.pen.shade(MARGIN, bottom, self.right - MARGIN, top - bottom)
        words = marks(self.document.letterhead, draft=self.document.draft)
        if words:
            at = (self.middle, self.pen.height / 2)
            self.pen.watermark(" · ".join(words), *at, min(self.pen.height, 640.0), _DIAGONAL)

    def _first_head(self) -> float:
        y = letterhead(self.pen, self.document.letterhead, self.pen.height - MARGIN)
        room = self.right - MARGIN
        self.pen.center(_TITLE, self.middle, y - 21, _TITLE.fitted(self.document.title, room))
        self.pen.center(_PERIOD, self.middle, y - 36, _PERIOD.fitted(self.document.period, room))
        y -= 50
        for number, line in enumerate(self.document.about):
            words = _ABOUT.fitted(line, room)
            self.pen.left(_ABOUT, MARGIN, y - 5 - _ABOUT_STEP * number, words)
        return y - self._about() - self._room_of_charts()

    def _drawn(self) -> tuple[Chart, ...]:
        """The charts that have something to show."""
        return tuple(each for each in self.document.charts if not each.empty)[:_ABREAST]

    def _room_of_charts(self) -> float:
        """The room of the charts above the table."""
        return _CHART_HEIGHT + _CHART_GAP if self._drawn() else 0.0

    def _charts(self) -> None:
        """Beside each other, between the heading and the table."""
        drawn, pen = self._drawn(), self.pen
        if not drawn or not isinstance(pen, ChartPen):
            return
        heads = self.table.height(len(self.table.heads)) + 3
        top = self._rows_begin(first=True) + heads + self._room_of_charts() - 4
        wide = (self.right - MARGIN - _CHART_GAP * (len(drawn) - 1)) / len(drawn)
        for number, chart in enumerate(drawn):
            corner = (MARGIN + number * (wide + _CHART_GAP), top)
            pen.chart(chart, corner, (wide, _CHART_HEIGHT))

    def _about(self) -> float:
        """The room of the lines above the table."""
        lines = len(self.document.about)
        return _ABOUT_STEP * lines + 4 if lines else 0.0

    def _running_head(self) -> float:
        y, room = self.pen.height - MARGIN - 6, (self.right - MARGIN) / 2 - 10
        title = " · ".join(word for word in (self.document.title, self.document.period) if word)
        name = self.document.letterhead.name
        self.pen.left(_RUNNING, MARGIN, y, _RUNNING.fitted(name, room))
        self.pen.right(_RUNNING, self.right, y, _RUNNING.fitted(title, room))
        return y - 8

    def _column_heads(self, y: float) -> None:
        bottom = y - self.table.height(len(self.table.heads)) - 3
        self.pen.line(MARGIN, y, self.right, width=0.9)
        self.table.write(self.pen, self.head, [(y - 1.5, self.table.heads)])
        self.pen.line(MARGIN, bottom, self.right, width=0.9)

    def _rows(self, rows: range, tops: list[float]) -> None:
        table = self.table
        if not table.rows:
            self.pen.center(self.body, self.middle, tops[0] - table.size * 1.18, _("Nihil"))
        shown = [(row, top, table.lines_of(row)) for row, top in zip(rows, tops, strict=False)]
        plain, strong = (
            [(top, lines) for row, top, lines in shown if (row in table.strong) == stands_out]
            for stands_out in (False, True)
        )
        table.write(self.pen, self.body, plain)
        table.write(self.pen, self.head, strong)
        self._sums(rows, tops)
        if self.document.ruled:
            self._rules(tops)

    def _sums(self, rows: range, tops: list[float]) -> None:
        """A line over each amount that sums up those above it."""
        for row, top in zip(rows, tops, strict=False):
            if self.table.strong.get(row) == "total":
                sum_rule(self.pen, self.document, self.table, top)

    def _rules(self, tops: list[float]) -> None:
        """Lines under each row and between the columns, up through their heads."""
        for y in tops[1:]:
            self.pen.line(MARGIN, y, self.right, width=0.4, grey=0.6)
        upper = tops[0] + self.table.height(len(self.table.heads)) + 3
        lefts = [left - _PAD for left, _right in self.table.edges]
        for x in (*lefts, self.right):
            self.pen.upright(x, tops[-1], upper, width=0.4, grey=0.6)

    def _foot(self, number: int, count: int) -> None:
        words = _("Halaman {page} dari {pages}").format(page=number, pages=count)
        room = self.right - MARGIN - 120
        name = f"{self.document.letterhead.name} · {self.document.title}"
        self.pen.line(MARGIN, _FOOT + 11, self.right, width=0.4, grey=0.75)
        self.pen.left(_RUNNING, MARGIN, _FOOT, _RUNNING.fitted(name, room))
        self.pen.right(_RUNNING, self.right, _FOOT, words)

    def _totals(self) -> list[_Closing]:
        """One line above the totals, two below, as bookkeepers rule off."""
        if not self.table.totals:
            return [_Closing(6, 1, lambda y: self.pen.line(MARGIN, y, self.right, width=0.9))]
        height = self.table.height(len(self.table.totals))

        def rule_off(y: float) -> None:
            self.pen.line(MARGIN, y, self.right, width=0.9)
            self.table.write(self.pen, self.head, [(y - 0.8, self.table.totals)])
            self.pen.line(MARGIN, y - height - 1.5, self.right, width=0.5)
            self.pen.line(MARGIN, y - height - 3.5, self.right, width=0.5)

        return [_Closing(height + 8, 1, rule_off)]

    def _notes(self) -> list[_Closing]:
        room = self.right - MARGIN
        lines = [part for note in self.document.notes for part in _NOTE.wrap(printable(note), room)]
        return [
            _Closing(12, 0, lambda y, line=line: self.pen.left(_NOTE, MARGIN, y - 10, line))  # type: ignore[misc]
            for line in lines
        ]

    def _signers(self) -> list[_Closing]:
        signers = self.document.signers
        ranks = [
            signers[n : n + _SIGNERS_ABREAST] for n in range(0, len(signers), _SIGNERS_ABREAST)
        ]
        return [
            _Closing(
                SIGNERS_HEIGHT + 18,
                _ROWS_WITH_SIGNERS,
                lambda y, rank=rank: draw_signers(self.pen, rank, MARGIN, self.right, y - 18),  # type: ignore[misc]
            )
            for rank in ranks
        ]


def sum_rule(pen: Pen, document: Document, table: Table, y: float) -> None:
    """A line over each amount of a row that sums up those above it."""
    for (left, right), column in zip(table.edges, document.columns, strict=True):
        if column.kind == "money":
            pen.line(left, y, right, width=0.5)


SIGNERS_HEIGHT = 72.0
_LOGO = 46.0


def letterhead_height(head: Letterhead) -> float:
    """The room that `letterhead` takes."""
    return max(26 + 11.5 * len(head.lines), _LOGO + 12 if head.logo else 0.0)


def letterhead(pen: Pen, head: Letterhead, y: float) -> float:
    """Kop in the middle over its double line, its upper edge at y; returns its lower edge."""
    room = pen.width - 2 * MARGIN - (3 * _LOGO if head.logo else 0)
    bottom = y - letterhead_height(head)
    if head.logo:
        pen.logo(head.logo, MARGIN, y - _LOGO, _LOGO * 1.5, _LOGO)
    pen.center(_NAME, pen.width / 2, y - 12, _NAME.fitted(head.name, room))
    for number, line in enumerate(head.lines, 1):
        pen.center(_ADDRESS, pen.width / 2, y - 13 - 11.5 * number, _ADDRESS.fitted(line, room))
    pen.line(MARGIN, bottom + 5, pen.width - MARGIN, width=1.6)
    pen.line(MARGIN, bottom + 2.6, pen.width - MARGIN, width=0.5)
    return bottom


def draw_signers(pen: Pen, signers: Sequence[Signer], left: float, right: float, y: float) -> None:
    """Lines to sign on, side by side; y is the upper edge."""
    each = (right - left) / max(1, len(signers))
    for number, signer in enumerate(signers):
        middle, room = left + each * (number + 0.5), each - 10
        name = _SIGNER.fitted(signer.name, room)
        pen.center(_ROLE, middle, y - 10, _ROLE.fitted(signer.role, room))
        pen.center(_SIGNER, middle, y - SIGNERS_HEIGHT + 6, name or _DOTS)
        if name:
            half = min(room, max(_SIGNER.width(name), 90.0)) / 2
            pen.line(middle - half, y - SIGNERS_HEIGHT + 3, middle + half, width=0.6)
