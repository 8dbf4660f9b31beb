"""Document numbers: SMP-KR-2026-000001 is kind, the device's series, year, number (FACTS §4)."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import bindparam, select

from kopdes_desktop.db.engine import Database
from kopdes_desktop.db.statements import Statement, raise_to
from kopdes_desktop.office.tables import COUNTER

_LAST = Statement(
    select(COUNTER.c.last).where(
        COUNTER.c.kind == bindparam("of_kind"),
        COUNTER.c.series == bindparam("of_series"),
        COUNTER.c.year == bindparam("of_year"),
    )
)
_ALL = Statement(select(COUNTER.c.kind, COUNTER.c.series, COUNTER.c.year, COUNTER.c.last))
_ADVANCE = raise_to(COUNTER, "last")
_FORM = re.compile(r"([A-Z]{2,4})-([A-Z]{2})-(\d{4})-(\d{6,})")
#: Lifelong series (member numbers) count in this year.
LIFELONG = 0


class DocumentNumber(NamedTuple):
    """The four parts of a number."""

    kind: str
    series: str
    year: int
    n: int

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.kind}-{self.series}-{self.year}-{self.n:06d}"


def parse(number: str) -> DocumentNumber | None:
    """The parts of a printed number, or None when it is none of ours."""
    found = _FORM.fullmatch(number)
    return DocumentNumber(found[1], found[2], int(found[3]), int(found[4])) if found else None


def last(database: Database, kind: str, series: str, year: int) -> int:
    """The last number used; 0 before the first."""
    row = database.row(_LAST, of_kind=kind, of_series=series, of_year=year)
    return row[0] if row else 0


def advance(database: Database, number: DocumentNumber) -> None:
    """Note a number as used, on whatever device it was made."""
    database.run(_ADVANCE, number)


def counters(database: Database) -> list[tuple[str, str, int, int]]:
    """Kind, series, year and last number of every counter."""
    return [(row[0], row[1], row[2], row[3]) for row in database.rows(_ALL)]
