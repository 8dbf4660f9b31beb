"""Entries by the series of their numbers, with what each comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, case, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.balances import Posted, posted_row
from kopdes_desktop.ledger.tables import ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

_DAY = timedelta(days=1)
_COLUMNS = (
    ENTRY.c.key,
    ENTRY.c.bd,
    ENTRY.c.posted_on,
    ENTRY.c.kind,
    ENTRY.c.number,
    ENTRY.c.text,
    ENTRY.c.reverses,
)
_WORTH = func.sum(case((JOURNAL_LINE.c.amount > 0, JOURNAL_LINE.c.amount), else_=0))
_OF_ENTRY = (
    select(_WORTH)
    .where(JOURNAL_LINE.c.entry == ENTRY.c.key, JOURNAL_LINE.c.auto == 0)
    .scalar_subquery()
)
_SERIES = func.substr(ENTRY.c.number, 1, func.instr(ENTRY.c.number, "-") - 1).in_(
    select(func.json_each(bindparam("series")).table_valued("value").c.value)
)
_back = ENTRY.alias("taken_back")
_STANDING = Statement(
    select(*_COLUMNS, _OF_ENTRY)
    .where(
        ENTRY.c.posted_on <= bindparam("until"),
        ENTRY.c.kind != "opening",
        _SERIES,
        ENTRY.c.key.not_in(select(_back.c.reverses).where(_back.c.reverses.is_not(None))),
    )
    .order_by(ENTRY.c.posted_on, ENTRY.c.key)
)
_LATEST = Statement(
    select(*_COLUMNS, _OF_ENTRY)
    .where(ENTRY.c.kind != "opening", _SERIES)
    .order_by(ENTRY.c.posted_on.desc(), ENTRY.c.key.desc())
    .limit(bindparam("most"))
)
_ACROSS = Statement(
    select(ENTRY.c.key, ENTRY.c.bd)
    .where(
        ENTRY.c.bd >= bindparam("first"),
        ENTRY.c.bd <= bindparam("last"),
        ENTRY.c.posted_on >= bindparam("since"),
        ENTRY.c.posted_on <= bindparam("until"),
    )
    .order_by(ENTRY.c.key)
)

_REVERSALS = Statement(
    select(*_COLUMNS)
    .where(
        ENTRY.c.reverses.is_not(None),
        ENTRY.c.bd >= bindparam("first"),
        ENTRY.c.bd <= bindparam("last"),
    )
    .order_by(ENTRY.c.key)
)


class Document(Struct, frozen=True):
    """An entry and what it comes to: the sum of one of its sides, without inter-unit lines."""

    entry: Posted
    amount: Rupiah


def _document(row: tuple[object, ...]) -> Document:
    return Document(posted_row(row), Rupiah(row[7]))  # type: ignore[arg-type]


def _named(series: Sequence[str]) -> str:
    return "[" + ",".join(f'"{each}"' for each in series) + "]"


def standing(read: Reading, series: Sequence[str], until: date) -> Iterator[Document]:
    """Entries of these series up to a day that nobody took back, the oldest first."""
    for row in read.each(_STANDING, series=_named(series), until=until.isoformat()):
        yield _document(row)


def latest(read: Reading, series: Sequence[str], most: int) -> list[Document]:
    """The newest entries of these series."""
    return [_document(row) for row in read.rows(_LATEST, series=_named(series), most=most)]


def reversals(read: Reading, first: date, last: date) -> list[Posted]:
    """Entries of these days that take others back, in order of their keys."""
    rows = read.rows(_REVERSALS, first=first.isoformat(), last=last.isoformat())
    return [posted_row(row) for row in rows]


def posted_after(read: Reading, first: date, last: date) -> Iterator[tuple[int, date]]:
    """Documents of these days that were posted after them, and the day of each."""
    return _across(read, (first, last), (last + _DAY, date.max))


def posted_within(read: Reading, first: date, last: date) -> Iterator[tuple[int, date]]:
    """Documents of earlier days that were posted on these, and the day of each."""
    return _across(read, (date.min, first - _DAY), (first, last))


def _across(
    read: Reading, days: tuple[date, date], posted: tuple[date, date]
) -> Iterator[tuple[int, date]]:
    span = [each.isoformat() for each in (*days, *posted)]
    asked = dict(zip(("first", "last", "since", "until"), span, strict=True))
    for key, day in read.rows(_ACROSS, **asked):
        yield key, date.fromisoformat(day)
