"""Bound papers: chapters of paragraphs and tables, with a cover, contents, and numbered pages.

Everything is cut into blocks of a known height first; once the blocks lie on pages, the contents
know their numbers, and only then is anything drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.document import Chapter, Document, Signer
from kopdes_desktop.paper.pen import LANDSCAPE, MUTED, PORTRAIT, Cut, Pen, Style
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.paper.table_pages import (
    MARGIN,
    SIGNERS_HEIGHT,
    Setting,
    Table,
    draw_signers,
    letterhead,
    letterhead_height,
    measured,
    sum_rule,
)

_BOTTOM, _FOOT = 52.0, 28.0
_TOP = MARGIN + 18
_DIAGONAL = (0.5736, 0.8192)
_ABREAST = 3
_SIZE = 10.0
#: How close a paper is set that may have so many pages only.
_CLOSER = (1.0, 0.92, 0.85, 0.78, 0.7)
#: What one page holds; how much closer a letter is set, so that it fits one.
_ROOM = PORTRAIT[1] - _TOP - _BOTTOM
_LETTERS = (1.0, 0.94, 0.88, 0.82, 0.76)
_UPRIGHT, _SIDEWAYS = (8.8, 8.0, 7.4), (8.8, 8.0, 7.2, 6.4, 5.6)
_ENUMERATED = re.compile(r"(\d{1,2}[.)]|[a-z][.)]|[-•*])\s+")
_LINES_TOGETHER = 2
#: A table of so many rows is never torn apart.
_SHORT_TABLE = 14

_RUNNING = Style(Cut.REGULAR, 8, MUTED)
_COVER_NAME, _COVER_LINE = Style(Cut.BOLD, 20), Style(Cut.REGULAR, 10.5, MUTED)
_COVER_TITLE, _COVER_PERIOD = Style(Cut.BOLD, 24), Style(Cut.REGULAR, 15)
_COVER_ABOUT = Style(Cut.REGULAR, 11)
_CONTENTS: Final = {1: Style(Cut.BOLD, 10.5), 2: Style(Cut.REGULAR, 10)}
#: A list of contents: the step from entry to entry, the room for all, how many a page at most.
_ENTRY_STEP, _ENTRY_ROOM, _ENTRIES_A_PAGE = 17.0, 690.0, 46
_LOGO = 90.0

Draw = Callable[[Pen, float], object]


class _Block(Struct, frozen=True):
    """Something of a known height that stays whole; `draw` is given its upper edge.

    `keep` is how many blocks after it must stand on its page; `again` heads a page that begins with
    this block.
    """

    height: float
    draw: Draw
    keep: int = 0
    again: _Block | None = None
    paper: tuple[float, float] = PORTRAIT
    fresh: bool = False
    opens: Chapter | None = None


class _Page(Struct):
    """What lies on one page: blocks by their upper edges."""

    paper: tuple[float, float]
    placed: list[tuple[float, _Block]] = field(default_factory=list)
    chapter: str = ""

    @property
    def opened(self) -> list[Chapter]:
        """The chapters that begin on this page."""
        return [block.opens for _y, block in self.placed if block.opens is not None]


def draw(document: Document) -> bytes:
    """The whole paper as a PDF."""
    close, pages = bool(document.most_pages), list[_Page]()
    for scale in _CLOSER if close else _CLOSER[:1]:
        pages = _laid(list(_Setter(document, scale, close=close).blocks()))
        if len(pages) + _before(document) <= document.most_pages:
            break
    pen = Pen(PORTRAIT, title=document.title, author=document.letterhead.name)
    _Binder(pen, document, pages).bind()
    return pen.pdf()


def _before(document: Document) -> int:
    """How many pages the cover and the contents take."""
    return 1 + -(-len(document.chapters) // _ENTRIES_A_PAGE) if document.cover else 0


# --- from chapters to blocks ----------------------------------------------------------------------


class _Setter:
    """Sets chapters in blocks, at a scale; `close` begins no page for a new chapter."""

    def __init__(self, document: Document, scale: float, *, close: bool) -> None:
        self.document = document
        self.scale = scale
        size = _SIZE * scale
        self.text = Style(Cut.REGULAR, size)
        self.strong = Style(Cut.BOLD, size)
        self.heads = {1: Style(Cut.BOLD, size * 1.4), 2: Style(Cut.BOLD, size * 1.12)}
        self.step = size * 1.36
        self.room = PORTRAIT[0] - 2 * MARGIN
        self.close = close

    def blocks(self) -> Iterator[_Block]:
        """Every block in order."""
        if not self.document.cover:
            yield self._letterhead(self.document.title, self.document.period, None, fresh=False)
            yield from map(self._line, self.document.about)
        for chapter in self.document.chapters:
            yield from self._fitted(chapter) if chapter.letter else self._chapter(chapter)
        yield from self._closing(self.document.notes, "", self.document.signers)

    def _fitted(self, chapter: Chapter) -> list[_Block]:
        """A letter on one page with its signers, set a little closer where that makes it fit."""
        for closer in _LETTERS:
            setter = _Setter(self.document, self.scale * closer, close=self.close)
            blocks = list(setter._chapter(chapter))
            height = sum(block.height for block in blocks)
            if all(x.paper == PORTRAIT for x in blocks) and height <= _ROOM:
                return [replace(blocks[0], keep=len(blocks) - 1), *blocks[1:]]
        return list(self._chapter(chapter))

    def _chapter(self, chapter: Chapter) -> Iterator[_Block]:
        alone = chapter.level == 1 and (chapter.letter or not self.close)
        fresh = chapter.fresh and alone
        head = (
            self._letterhead(chapter.title, chapter.period, chapter, fresh=fresh)
            if chapter.letter
            else self._heading(chapter, fresh=fresh)
        )
        body = [
            block
            for part in chapter.body
            for block in (
                self._table(part, captioned=chapter.captions(part))
                if isinstance(part, Document)
                else self._paragraph(part)
            )
        ]
        if body and body[0].paper != head.paper:
            head, body[0] = replace(head, paper=body[0].paper), replace(body[0], fresh=False)
        below = _held(body, list(self._closing((), chapter.signed, chapter.signers)))
        yield replace(head, keep=len(below)) if chapter.whole else head
        yield from below

    def _letterhead(self, title: str, period: str, opens: Chapter | None, *, fresh: bool) -> _Block:
        head, style, small = self.document.letterhead, self.heads[1], self.text
        height = letterhead_height(head) + style.size * 1.9 + (self.step if period else 0) + 10

        def put(pen: Pen, y: float) -> None:
            y = letterhead(pen, head, y)
            pen.center(style, pen.width / 2, y - style.size * 1.5, style.fitted(title, self.room))
            if period:
                below = y - style.size * 1.5 - self.step
                pen.center(small, pen.width / 2, below, small.fitted(period, self.room))

        return _Block(height, put, 2, fresh=fresh, opens=opens)

    def _heading(self, chapter: Chapter, *, fresh: bool) -> _Block:
        style = self.heads[min(chapter.level, 2)]
        lines = style.wrap(printable(chapter.title), self.room)
        above = style.size * (0.4 if fresh else 1.1)
        height = above + style.size * 1.25 * len(lines) + (7 if chapter.level == 1 else 3)

        def put(pen: Pen, y: float) -> None:
            for number, line in enumerate(lines, 1):
                pen.left(style, MARGIN, y - above - style.size * (1.25 * number - 0.3), line)
            if chapter.level == 1:
                pen.line(MARGIN, y - height + 3, pen.width - MARGIN, width=0.8)

        return _Block(height, put, 2, fresh=fresh, opens=chapter)

    def _line(self, text: str) -> _Block:
        words = self.text.fitted(text, self.room)
        return _Block(self.step, lambda pen, y: pen.left(self.text, MARGIN, y - self.step, words))

    def _paragraph(self, text: str) -> Iterator[_Block]:
        """Lines that fit; what begins with a number, a letter or a dash hangs from it."""
        text = printable(text).strip()
        found = _ENUMERATED.match(text)
        mark = found[1] if found else ""
        indent = self.text.width("00. ") if mark else 0.0
        lines = self.text.wrap(text[found.end() :] if found else text, self.room - indent)
        gap = self.step * 0.4
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            kept = _LINES_TOGETHER - 1 if number == 0 and not last else 0
            if number == len(lines) - _LINES_TOGETHER:
                kept = 1

            def put(
                pen: Pen, y: float, line: str = line, mark: str = "" if number else mark
            ) -> None:
                pen.left(self.text, MARGIN, y - self.text.size, mark)
                pen.left(self.text, MARGIN + indent, y - self.text.size, line)

            yield _Block(self.step + (gap if last else 0), put, kept)

    def _closing(
        self, notes: Sequence[str], signed: str, signers: Sequence[Signer]
    ) -> Iterator[_Block]:
        """Notes, then place and day, then the signers, who do not stand alone on a page."""
        for note in notes:
            yield from self._paragraph(note)
        if not signers:
            return
        if signed:
            words = self.text.fitted(signed, self.room)
            yield _Block(
                self.step + 8,
                lambda pen, y: pen.right(self.text, pen.width - MARGIN, y - 8 - self.step, words),
                1,
            )
        ranks = [signers[n : n + _ABREAST] for n in range(0, len(signers), _ABREAST)]
        for rank in ranks:
            yield _Block(
                SIGNERS_HEIGHT + 14,
                lambda pen, y, rank=rank: draw_signers(  # type: ignore[misc]
                    pen, rank, MARGIN, pen.width - MARGIN, y - 12
                ),
            )

    # -- tables

    def _table(self, document: Document, *, captioned: bool) -> Iterator[_Block]:
        """Caption, head, rows, totals, notes and signers of one table."""
        table = measured(document, self._settings())
        paper, fresh = table.paper, table.paper != PORTRAIT
        blocks = [
            *(self._caption(document) if captioned else ()),
            *map(self._line, document.about),
            *([_gap(self.step * 0.5)] if document.about else ()),
            *_held(
                [
                    *self._rows(document, table),
                    *(part for note in document.notes for part in self._paragraph(note)),
                ],
                list(self._closing((), "", document.signers)),
            ),
            _gap(self.step * 0.7),
        ]
        for number, block in enumerate(blocks):
            yield replace(block, paper=paper, fresh=fresh and number == 0)

    def _settings(self) -> Iterator[Setting]:
        for paper, sizes in ((PORTRAIT, _UPRIGHT), (LANDSCAPE, _SIDEWAYS)):
            for size in sizes:
                yield paper, size * self.scale
        yield LANDSCAPE, 4.0
        yield LANDSCAPE, 2.0

    def _caption(self, document: Document) -> Iterator[_Block]:
        words = " · ".join(part for part in (document.title, document.period) if part)
        for line in self.strong.wrap(printable(words), self.room):
            yield _Block(
                self.step * 1.25,
                lambda pen, y, line=line: pen.left(  # type: ignore[misc]
                    self.strong, MARGIN, y - self.step, line
                ),
                2,
            )

    def _rows(self, document: Document, table: Table) -> Iterator[_Block]:
        head, count = _head(table), len(table.rows)
        short = count <= _SHORT_TABLE
        yield replace(head, keep=count + 1 if short else _LINES_TOGETHER)
        for number in range(count):
            left = count - number
            heads = table.strong.get(number) == "heading"
            keep = left if short or left <= _LINES_TOGETHER else _LINES_TOGETHER if heads else 0
            yield _row(document, table, number, again=head, keep=keep)
        if not table.rows:
            body = Style(Cut.REGULAR, table.size)
            words = _("Nihil")
            yield _Block(
                table.height(1),
                lambda pen, y: pen.center(body, pen.width / 2, y - table.size * 1.18, words),
                1,
            )
        yield _foot(table)


def _gap(height: float) -> _Block:
    """Nothing, so high."""
    return _Block(height, lambda _pen, _y: None)


def _held(body: list[_Block], closing: list[_Block]) -> list[_Block]:
    """The last blocks stay with what closes them: nobody signs an empty page."""
    if not closing:
        return body
    last = len(body) - _LINES_TOGETHER
    below = 2 if len(closing) > 1 and closing[0].keep else 1
    return [
        replace(block, keep=max(block.keep, len(body) - 1 - number + below))
        if number >= last
        else block
        for number, block in enumerate(body)
    ] + closing


def _head(table: Table) -> _Block:
    """The titles of the columns between two lines."""
    height = table.height(len(table.heads)) + 6
    style = Style(Cut.BOLD, table.size)

    def put(pen: Pen, y: float) -> None:
        pen.line(MARGIN, y - 2, pen.width - MARGIN, width=0.9)
        table.write(pen, style, [(y - 3.5, table.heads)])
        pen.line(MARGIN, y - height + 1, pen.width - MARGIN, width=0.9)

    return _Block(height, put)


def _row(document: Document, table: Table, number: int, *, again: _Block, keep: int) -> _Block:
    ruled, height = document.ruled, table.height_of(number)
    rank = table.strong.get(number, "")
    style = Style(Cut.BOLD if rank else Cut.REGULAR, table.size)

    def put(pen: Pen, y: float) -> None:
        right = pen.width - MARGIN
        if number % 2 and not ruled:
            pen.shade(MARGIN, y - height, right - MARGIN, height)
        table.write(pen, style, [(y, table.lines_of(number))])
        if rank == "total":
            sum_rule(pen, document, table, y)
        if ruled:
            pen.line(MARGIN, y - height, right, width=0.4, grey=0.6)
            for x in (*(left - 4 for left, _right in table.edges), right):
                pen.upright(x, y - height, y, width=0.4, grey=0.6)

    return _Block(height, put, keep, again)


def _foot(table: Table) -> _Block:
    """One line above the totals, two below; without totals one line."""
    if not table.totals:
        return _Block(6, lambda pen, y: pen.line(MARGIN, y, pen.width - MARGIN, width=0.9))
    height = table.height(len(table.totals))
    style = Style(Cut.BOLD, table.size)

    def put(pen: Pen, y: float) -> None:
        right = pen.width - MARGIN
        pen.line(MARGIN, y, right, width=0.9)
        table.write(pen, style, [(y - 0.8, table.totals)])
        pen.line(MARGIN, y - height - 1.5, right, width=0.5)
        pen.line(MARGIN, y - height - 3.5, right, width=0.5)

    return _Block(height + 8, put)


# --- from blocks to pages -------------------------------------------------------------------------


def _needed(blocks: Sequence[_Block], number: int) -> float:
    """The height of a block and of what must stand with it; what is kept keeps others.

    Where that is more than a page holds, only what the block itself keeps.
    """
    paper = blocks[number].paper
    last = at = number
    while at <= last and at < len(blocks):
        last = max(last, at + blocks[at].keep)
        at += 1
    for end in (last, number + blocks[number].keep):
        together = islice(blocks, number, end + 1)
        height = sum(each.height for each in together if each.paper == paper)
        if height <= paper[1] - _TOP - _BOTTOM:
            return height
    return blocks[number].height


def _laid(blocks: Sequence[_Block]) -> list[_Page]:
    """The blocks on pages; what belongs together begins on the next page together."""
    pages: list[_Page] = []
    y = 0.0
    for number, block in enumerate(blocks):
        needed = _needed(blocks, number)
        turned = not pages or pages[-1].paper != block.paper
        if turned or (block.fresh and pages[-1].placed) or y - needed < _BOTTOM:
            before = pages[-1].chapter if pages else ""
            pages.append(_Page(block.paper, chapter=before))
            y = block.paper[1] - _TOP
            if block.again is not None:
                pages[-1].placed.append((y, block.again))
                y -= block.again.height
        pages[-1].placed.append((y, block))
        if block.opens is not None and block.opens.level == 1:
            pages[-1].chapter = block.opens.title
        y -= block.height
    return pages


# --- from pages to ink ----------------------------------------------------------------------------


class _Binder:
    """Draws cover, contents and pages."""

    def __init__(self, pen: Pen, document: Document, pages: Sequence[_Page]) -> None:
        self.pen = pen
        self.document = document
        self.pages = pages
        self.before = _before(document)
        self.count = len(pages) + self.before

    def bind(self) -> None:
        """All of it, in order."""
        if self.document.cover:
            self._cover()
            self._contents()
        for number, page in enumerate(self.pages, self.before + 1):
            self.pen.turn(page.paper)
            self._watermark()
            for chapter in page.opened:
                self.pen.bookmark(chapter.title, min(chapter.level, 2) - 1)
            for y, block in page.placed:
                block.draw(self.pen, y)
            self._foot(number, page.chapter)
            self.pen.next_page()

    def _watermark(self) -> None:
        words = marks(self.document.letterhead, draft=self.document.draft)
        if words:
            at = (self.pen.width / 2, self.pen.height / 2)
            room = min(self.pen.height, 640.0)
            self.pen.watermark(" · ".join(words), *at, room, _DIAGONAL)

    def _foot(self, number: int, chapter: str) -> None:
        pen, right = self.pen, self.pen.width - MARGIN
        words = _("Halaman {page} dari {pages}").format(page=number, pages=self.count)
        named = (self.document.letterhead.name, chapter or self.document.title)
        told = " · ".join(dict.fromkeys(filter(None, named)))
        pen.line(MARGIN, _FOOT + 11, right, width=0.4, grey=0.75)
        pen.left(_RUNNING, MARGIN, _FOOT, _RUNNING.fitted(told, right - MARGIN - 110))
        pen.right(_RUNNING, right, _FOOT, words)

    def _cover(self) -> None:
        """Logo and name above, the title in the middle, what it is about below."""
        pen, head = self.pen, self.document.letterhead
        pen.turn(PORTRAIT)
        self._watermark()
        middle, room = pen.width / 2, pen.width - 4 * MARGIN
        y = pen.height - 120
        if head.logo:
            pen.logo(head.logo, middle - _LOGO, y - _LOGO + 20, 2 * _LOGO, _LOGO)
            y -= _LOGO + 20
        y = self._lines(_COVER_NAME, head.name, y, room)
        for line in head.lines:
            y = self._lines(_COVER_LINE, line, y + 4, room)
        y = min(y - 40, pen.height * 0.6)
        pen.line(2 * MARGIN, y, pen.width - 2 * MARGIN, width=1.6)
        pen.line(2 * MARGIN, y - 4, pen.width - 2 * MARGIN, width=0.5)
        y = self._lines(_COVER_TITLE, self.document.title.upper(), y - 46, room)
        y = self._lines(_COVER_PERIOD, self.document.period, y - 4, room)
        pen.line(2 * MARGIN, y - 8, pen.width - 2 * MARGIN, width=0.5)
        y -= 60
        for line in self.document.about:
            y = self._lines(_COVER_ABOUT, line, y, room)
        pen.next_page()

    def _lines(self, style: Style, text: str, y: float, room: float) -> float:
        for line in style.wrap(printable(text), room):
            self.pen.center(style, self.pen.width / 2, y, line)
            y -= style.size * 1.35
        return y

    def _contents(self) -> None:
        """Each chapter with its page, dots between."""
        starts = [
            (chapter, number)
            for number, page in enumerate(self.pages, self.before + 1)
            for chapter in page.opened
        ]
        for sheet, at in enumerate(range(0, len(starts), _ENTRIES_A_PAGE)):
            self._watermark()
            y = self.pen.height - _TOP - 14
            if sheet == 0:
                self.pen.bookmark(_("Daftar isi"), 0)
                self.pen.left(Style(Cut.BOLD, 14), MARGIN, y, _("Daftar isi"))
                self.pen.line(MARGIN, y - 7, self.pen.width - MARGIN, width=0.8)
            entries = starts[at : at + _ENTRIES_A_PAGE]
            step = min(_ENTRY_STEP, _ENTRY_ROOM / len(entries))
            for number, (chapter, page) in enumerate(entries, 1):
                self._entry(chapter, page, y - 10 - step * number)
            self._foot(2 + sheet, "")
            self.pen.next_page()

    def _entry(self, chapter: Chapter, page: int, y: float) -> None:
        pen, level = self.pen, min(chapter.level, 2)
        style, right = _CONTENTS[level], self.pen.width - MARGIN
        left = MARGIN + (16 if level > 1 else 0)
        words = style.fitted(chapter.title, right - left - 60)
        plain = _CONTENTS[2]
        begins = left + style.width(words) + 6
        dots = int((right - 26 - begins) / plain.width("."))
        pen.left(style, left, y, words)
        pen.right(plain, right - 22, y, "." * max(0, dots))
        pen.right(style, right, y, str(page))
