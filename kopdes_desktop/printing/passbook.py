"""Buku simpanan: each move on its line, beginning at the next free one of the member's book.

How far the book is printed is kept by this laptop, not by a fact: it says nothing about money. Of a
lost book a new one is begun, either with the balance so far or with every move once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.paper.printable import ascii_only
from kopdes_desktop.printing.tables import PASSBOOK
from kopdes_desktop.savings import queries as savings

#: A page of the printed book: so many lines, with a fold in the middle that takes room.
LINES: Final = 24
FOLD_AFTER: Final = 12
FOLD: Final = 3
#: Above the first line of a page.
TOP: Final = 4
#: Number, date, product, out, in, sum of all savings: 78 columns, exactly.
WIDTHS: Final = (3, 10, 18, 13, 13, 16)
COLUMNS: Final = sum(WIDTHS) + len(WIDTHS) - 1
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)

_ONE = Statement(select(PASSBOOK).where(PASSBOOK.c.member == bindparam("of_member")))
_PUT = insert_into(PASSBOOK)
_OUT = Statement(delete(PASSBOOK).where(PASSBOOK.c.member == bindparam("of_member")))


class Mark(Struct, frozen=True):
    """Where a book stands: the page that lies open, its next free line, and the moves in it.

    A move is named by its fact and its place among the member's moves of that fact. `carried` books
    begin with the balance of the one before.
    """

    page: int = 1
    line: int = 1
    carried: bool = False
    printed: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """A line of the book, and the move that it shows; nobody's for a balance carried over."""

    move: str
    text: str


class Page(Struct, frozen=True):
    """What is printed on one page: where it begins, its lines, and the mark once they lie there."""

    number: int
    first: int
    lines: tuple[str, ...]
    after: Mark

    def printed(self) -> list[str]:
        """The lines from the upper edge of the page down, the fold left free."""
        out = [""] * (TOP + _place(self.first) - 1)
        for at, line in enumerate(self.lines, self.first):
            if at == FOLD_AFTER + 1 and at > self.first:
                out += [""] * FOLD
            out.append(line)
        return out


def _place(line: int) -> int:
    """The line on paper of a line of the book, counted from the first one."""
    return line + (FOLD if line > FOLD_AFTER else 0)


def mark(read: Reading, member: int) -> Mark:
    """Where the member's book stands; a new one where this laptop never printed in it."""
    row = read.row(_ONE, of_member=member)
    if row is None:
        return Mark()
    _member, page, line, carried, printed = row
    known = msgspec.json.decode(printed, type=tuple[str, ...])
    return Mark(page, line, bool(carried), known)


def keep(books: Books, member: int, reached: Mark) -> None:
    """These lines lie in the book."""
    books.change(_OUT, of_member=member)
    printed = msgspec.json.encode(reached.printed).decode()
    books.insert(_PUT, member, reached.page, reached.line, int(reached.carried), printed)


def begin_anew(books: Books, member: int, *, everything: bool) -> None:
    """A new book: with every move once more, or with one line for the balance so far."""
    so_far = () if everything else tuple(name for name, _move in _moves(books, member))
    keep(books, member, Mark(carried=not everything, printed=so_far))


def pages(read: Reading, member: int) -> list[Page]:
    """What is still to be printed, page by page; nothing where the book is complete."""
    now = mark(read, member)
    return laid(now, lines_after(read, member, now))


def lines_after(read: Reading, member: int, now: Mark) -> list[Line]:
    """The moves that the book lacks; in one that is carried over, first the balance it begins with.

    The sum beside a move counts every move up to it, so a late one shows what was held that day.
    """
    known = set(now.printed)
    names = {product.code: _(product.name) for product in savings.products(read)}
    held, before, out = NOTHING, NOTHING, list[Line]()
    for name, move in _moves(read, member):
        held += move.amount
        if name in known:
            before += move.amount
            continue
        product = names.get(move.product, move.product)
        out.append(Line(name, _line(move.day, product, move.amount, held)))
    if now.carried:
        words = _(N_("Saldo pindahan"))
        out.insert(0, Line("", _cells("", "", words, "", "", wording.number(before))))
    return out


def laid(now: Mark, lines: Sequence[Line]) -> list[Page]:
    """The lines on the pages that have room for them, from the next free line on."""
    found, waiting, at = list[Page](), list(lines), now
    while waiting:
        if at.line > LINES:
            at = replace(at, page=at.page + 1, line=1)
        room = LINES - at.line + 1
        here, waiting = waiting[:room], waiting[room:]
        known = (*at.printed, *(one.move for one in here if one.move))
        after = Mark(at.page, at.line + len(here), printed=known)
        shown = tuple(_numbered(n, one.text) for n, one in enumerate(here, at.line))
        found.append(Page(at.page, at.line, shown, after))
        at = after
    return found


def _numbered(number: int, text: str) -> str:
    return f"{number:>{WIDTHS[0]}}{text[WIDTHS[0] :]}"


def heading(read: Reading, member: int) -> str:
    """Whose book it is, for the question before printing."""
    row = members.member(read, member)
    return " · ".join(part for part in (row.name, row.number) if part) if row else "?"


def _moves(read: Reading, member: int) -> list[tuple[str, savings.Move]]:
    """Every move of the member with its name, in the order of the books."""
    seen: Counter[int] = Counter()
    found = []
    for move in savings.moves(read, member, _FIRST_DAY, _LAST_DAY):
        found.append((f"{move.fact}.{seen[move.fact]}", move))
        seen[move.fact] += 1
    return found


def _line(day: date, product: str, amount: Rupiah, held: Rupiah) -> str:
    out = wording.number(-amount) if amount < NOTHING else ""
    into = wording.number(amount) if amount >= NOTHING else ""
    return _cells("", wording.short_day(day), product, out, into, wording.number(held))


def _cells(*cells: str) -> str:
    """Number, day and words to the left, figures to the right, each in its own columns."""
    shaped: Iterable[str] = (
        ascii_only(cell)[:width].ljust(width) if at in {1, 2} else cell[-width:].rjust(width)
        for at, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )
    return " ".join(shaped)
