"""What is asked of an old cash book, and what is done with it. On the database's thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from kopdes_desktop.accounting import cash_answers, cash_importing, cash_proposing, templates
from kopdes_desktop.accounting.cash_importing import CashStudy, Place
from kopdes_desktop.accounting.cash_proposing import MOVE, Answer, Ways
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.studies import Imported
from kopdes_desktop.paper import grid
from kopdes_desktop.paper.grid import Book
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.imports.reading import RIGHT, Wanted
from kopdes_desktop.ui.kit.printer import Paper

Choices = tuple[tuple[str, str], ...]


class Event(Struct, frozen=True):
    """A template that a line may be: its answers to "for what?", its units, what else it asks."""

    code: str
    title: str
    purposes: Choices = ()
    units: Choices = ()
    asks_party: bool = False
    asks_document: bool = False
    asks_other: bool = False


class CashFound(Struct, frozen=True):
    """A dry run of a cash book; `came` and `went` are what lines of each side may be."""

    wanted: Wanted
    book: Book
    study: CashStudy
    came: tuple[Event, ...]
    went: tuple[Event, ...]
    others: Choices


def study(
    session: Session,
    wanted: Wanted,
    progress: Progress,
    answers: Mapping[Place, Answer] | None = None,
    book: Book | None = None,
) -> CashFound:
    """Read and replay the file; nothing is written. Raises what the reading refuses."""
    progress.step(0, 3)
    book = book or grid.read_book(wanted.path)
    progress.step(1, 3)
    office = session.office

    def ask(read: Reading) -> CashFound:
        made = cash_importing.study_cash(
            read,
            book,
            today=office.today(),
            box=wanted.cash or "",
            answers=answers,
            mapping=wanted.mapping,
        )
        progress.step(2, 3)
        ways = cash_proposing.ways(read, made.box)
        names = {each.code: each.name for each in chart.boxes(read)}
        others = tuple((code, f"{names[code]} ({code})") for code in ways.others)
        came, went = (tuple(_events(read, ways, Rupiah(side))) for side in (1, -1))
        return CashFound(wanted, book, made, came, went, others)

    return office.read(RIGHT, ask)


def _events(read: Reading, ways: Ways, side: Rupiah) -> Iterable[Event]:
    """What lines of one side may be."""
    units = chart.unit_names(read)
    for code in cash_proposing.choices(ways, side):
        found = templates.named(code)
        if found is None:
            yield Event(MOVE, cash_proposing.title_of(MOVE), asks_other=True)
            continue
        where = tuple((unit, units[unit]) for unit in ways.fits[code])
        answers = templates.answers(read, found, where[0][0]) if found.purposes else ()
        yield Event(
            code,
            found.title,
            tuple((each.code, each.title) for each in answers if each.lead is None),
            where,
            templates.PARTY in found.asks,
            templates.DOCUMENT in found.asks,
            templates.TARGET in found.asks,
        )


def judged(
    session: Session, found: CashFound, answers: Mapping[Place, Answer], accepted: Iterable[str]
) -> CashStudy:
    """The same book with answers and accepted contradictions."""
    office = session.office
    return office.read(
        RIGHT,
        cash_importing.study_cash,
        found.book,
        today=office.today(),
        box=found.study.box.code,
        answers=answers,
        accepted=accepted,
        mapping=found.wanted.mapping,
    )


def take_in(
    session: Session, made: CashStudy, progress: Progress, *, confirm_day: bool
) -> Imported:
    """Post what was accepted. Raises NotAddedUp, LinesFaulty and what the office refuses."""
    return cash_importing.import_cash(
        session.office, made, confirm_day=confirm_day, progress=progress
    )


def paper(session: Session, made: CashStudy) -> Paper:
    """All lines and contradictions as a sheet to be answered elsewhere."""
    from kopdes_desktop.paper import spreadsheet  # noqa: PLC0415  with the first such sheet

    head = session.office.read(RIGHT, letterhead)
    content = spreadsheet.xlsx(cash_answers.answers_paper(made, head))
    return Paper(f"jawaban-{Path(made.name).stem}", lambda: content, "xlsx")
