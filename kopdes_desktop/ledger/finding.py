"""Entries by what people remember of them: some of the document's number, or an amount."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.ids import FactKey
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.tables import ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

_DEBITS = (
    select(func.sum(JOURNAL_LINE.c.amount))
    .where(JOURNAL_LINE.c.entry == ENTRY.c.key, JOURNAL_LINE.c.amount > 0)
    .scalar_subquery()
)
_WHOSE = (
    select(func.min(JOURNAL_LINE.c.key))
    .where(JOURNAL_LINE.c.entry == ENTRY.c.key, JOURNAL_LINE.c.key.is_not(None))
    .scalar_subquery()
)
_COLUMNS = (ENTRY.c.key, ENTRY.c.number, ENTRY.c.posted_on, ENTRY.c.text, _DEBITS, _WHOSE)
_NUMBERED = Statement(
    select(*_COLUMNS)
    .where(func.instr(ENTRY.c.number, bindparam("part")) > 0)
    .order_by(
        (func.substr(ENTRY.c.number, -func.length(bindparam("ending"))) != bindparam("ending")),
        ENTRY.c.key.desc(),
    )
    .limit(bindparam("most"))
)
_with_amount = (
    select(JOURNAL_LINE.c.entry)
    .where(
        or_(
            JOURNAL_LINE.c.amount == bindparam("amount"),
            JOURNAL_LINE.c.amount == -bindparam("amount"),
        )
    )
    .distinct()
)
_OF_AMOUNT = Statement(
    select(*_COLUMNS)
    .where(ENTRY.c.key.in_(_with_amount))
    .order_by(ENTRY.c.posted_on.desc(), ENTRY.c.key.desc())
    .limit(bindparam("most"))
)
#: The running number at the end of a document's number.
_DIGITS = 6


class Found(NamedTuple):
    """An entry as a list of matches shows it; `amount` is the sum of its debits.

    `whose` is the first of the sub-ledger keys that it names.
    """

    key: FactKey
    number: str | None
    posted_on: date
    text: str
    amount: Rupiah
    whose: int | None


def _found(row: tuple[object, ...]) -> Found:
    key, number, posted_on, text, amount, whose = row
    return Found(
        key,  # type: ignore[arg-type]
        number,  # type: ignore[arg-type]
        date.fromisoformat(str(posted_on)),
        str(text),
        Rupiah(amount or 0),  # type: ignore[arg-type]
        whose,  # type: ignore[arg-type]
    )


def numbered(read: Reading, part: str, most: int) -> list[Found]:
    """Entries whose document number holds this; digits alone find that running number first."""
    words = part.strip().upper()
    ending = words.zfill(_DIGITS) if words.isdecimal() else words
    rows = read.rows(_NUMBERED, part=words, ending=ending, most=most) if words else []
    return [_found(row) for row in rows]


def of_amount(read: Reading, amount: Rupiah, most: int) -> list[Found]:
    """The latest entries with a line of this amount, whichever side it stands on."""
    return [_found(row) for row in read.rows(_OF_AMOUNT, amount=int(amount), most=most)]
