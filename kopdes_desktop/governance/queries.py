"""What was written for a book year, what the program proposes, and how the meeting stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.governance import rules
from kopdes_desktop.governance.tables import MEETING, TEXT
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.places import RESOURCES

_TEXTS = Statement(
    select(TEXT.c.year, TEXT.c.part, TEXT.c.words)
    .where(TEXT.c.year <= bindparam("of_year"))
    .order_by(TEXT.c.year)
)
_MEETING = Statement(select(MEETING).where(MEETING.c.year == bindparam("of_year")))
_MEETINGS = Statement(select(MEETING).order_by(MEETING.c.day.desc()))


class Written(Struct, frozen=True):
    """The text of a part: `year` wrote it, or nobody did and it is the program's proposal."""

    words: str
    year: str | None


class Meeting(Struct, frozen=True):
    """The annual meeting about a book year; `second` is the one after a meeting without quorum."""

    year: str
    day: date
    time: str
    place: str
    number: str
    invited: date
    second: bool
    chair: int | None
    present: int | None


@cache
def proposals() -> Mapping[str, str]:
    """What the program proposes to write, by part (resources/templates/meeting_texts.toml)."""
    path = RESOURCES / "templates" / "meeting_texts.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: rules.cleaned(text) for code, text in said.items()}


def texts(read: Reading, year: str) -> dict[str, Written]:
    """Every part that has words in this year: its own, those that stay, proposals."""
    found = {code: Written(words, None) for code, words in proposals().items()}
    for written_in, part, words in read.rows(_TEXTS, of_year=year):
        known = rules.PARTS.get(part)
        if known is None or not (written_in == year or known.stays):
            continue
        if words:
            found[part] = Written(words, written_in)
        else:
            found.pop(part, None)
            if part in proposals():
                found[part] = Written(proposals()[part], None)
    return found


def meeting(read: Reading, year: str) -> Meeting | None:
    """The meeting about this year, once it is planned."""
    row = read.row(_MEETING, of_year=year)
    return _meeting(row) if row is not None else None


def meetings_of(read: Reading, who: members.MemberRow) -> list[Meeting]:
    """The meetings to which a member was, or is, entitled to come, the newest first."""
    found = (_meeting(row) for row in read.rows(_MEETINGS))
    return [each for each in found if is_entitled(who, each.day)]


def is_entitled(who: members.MemberRow, day: date) -> bool:
    """Whether somebody is a member on a day, and so may vote."""
    return (
        who.status in {"active", "left"}
        and who.joined is not None
        and who.joined <= day
        and (who.left is None or who.left > day)
    )


def _meeting(row: tuple[Any, ...]) -> Meeting:
    name, day, time, place, number, invited, second, chair, present, _fact = row
    return Meeting(
        name,
        date.fromisoformat(day),
        time,
        place,
        number,
        date.fromisoformat(invited),
        bool(second),
        chair,
        present,
    )


def registered(read: Reading, day: date) -> list[members.MemberRow]:
    """The members on a day, by number: those who may vote."""
    return [row for row in members.listing(read) if is_entitled(row, day)]
