"""What the screen of the meeting's book asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.governance import queries, rules
from kopdes_desktop.governance.queries import Meeting, Written
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ledger import years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.reports import meeting_book
from kopdes_desktop.reports.meeting_book import State
from kopdes_desktop.reports.meeting_gaps import Gap
from kopdes_desktop.surplus import queries as surplus
from kopdes_desktop.ui.accounting.book_screen import allowed
from kopdes_desktop.ui.door import Session

RIGHT = "report.meeting_pack"
WRITE, SET = "governance.write_text", "governance.set_meeting"
#: The piece whose sections have texts of their own.
_NOTES = "notes"


class Line(Struct, frozen=True):
    """A part of the book: how it stands, and the text that people write there, if they do.

    `part` is that text's code, `year` the year that wrote it; `gaps` is how much is missing there.
    One that is not `printed` has nothing to say yet.
    """

    code: str
    title: str
    state: State
    part: str
    about: str
    words: str
    year: str | None
    gaps: int
    level: int = 0
    printed: bool = True


class Decided(Struct, frozen=True):
    """What a meeting decided of the year's surplus: its number and its day."""

    number: str
    day: date


class Page(Struct, frozen=True):
    """The book of a year. `may` are the deeds of whoever sits here.

    `leader` is the number of the member who leads the meeting.
    """

    year: BookYear
    years: Sequence[BookYear]
    meeting: Meeting | None
    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    draft: bool
    leader: str
    may: frozenset[str]
    decided: Decided | None


def page(session: Session, today: date, wanted: str | None) -> Page:
    """Read the book of the year of this name, of the last that has ended otherwise."""
    office = session.office
    return office.read(RIGHT, _page, today, wanted, allowed(office, (WRITE, SET)))


def _page(read: Reading, today: date, wanted: str | None, may: frozenset[str]) -> Page:
    known = years.kept(read, today)
    usual = known[min(1, len(known) - 1)]
    year = next((each for each in known if each.name == wanted), usual)
    book = meeting_book.book(read, year, today)
    lines = tuple(_lines(book, queries.texts(read, year.name)))
    chair = book.meeting.chair if book.meeting is not None else None
    leader = members.member(read, chair) if chair is not None else None
    number = (leader.number or "") if leader is not None else ""
    decided = _decided(read, year)
    return Page(year, known, book.meeting, lines, book.gaps, book.draft, number, may, decided)


def _decided(read: Reading, year: BookYear) -> Decided | None:
    """By which the surplus was divided, else the percentages of this very year; if any."""
    done = surplus.allocated(read, year.name)
    if done is not None:
        return Decided(done.decision_no, surplus.divided_years(read)[year.name][1])
    rule = surplus.rule_of(read, year.name)
    if rule is not None and rule.from_year == year.name and rule.day > year.last:
        return Decided(rule.decision_no, rule.day)
    return None


def _lines(book: meeting_book.Book, written: dict[str, Written]) -> Iterator[Line]:
    for piece in book.pieces:
        gaps = sum(gap.piece == piece.code for gap in book.gaps)
        made = _line(piece.code, piece.title, piece.state, piece.text, written, gaps=gaps)
        yield replace(made, printed=bool(piece.chapters))
        if piece.code == _NOTES:
            for code, part in rules.PARTS.items():
                if code.startswith("notes_"):
                    told = written.get(code)
                    state: State = (
                        "automatic" if told is None else "written" if told.year else "proposed"
                    )
                    yield _line(code, _(part.title), state, code, written, level=1)


def _line(
    code: str,
    title: str,
    state: State,
    part: str,
    written: dict[str, Written],
    *,
    gaps: int = 0,
    level: int = 0,
) -> Line:
    told = written.get(part)
    about = _(rules.PARTS[part].about) if part else ""
    words, year = (told.words, told.year) if told is not None else ("", None)
    return Line(code, title, state, part, about, words, year, gaps, level)
