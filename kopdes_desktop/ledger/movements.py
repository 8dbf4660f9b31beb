"""What accounts moved by, month by month and unit by unit, as it was earned and spent.

Closing entries, and what takes them back, are left out: they empty income and costs at a year's
end, which is nobody's turnover (domain/RULES, Entries). So may opening entries be, which bring in
what older books had earned or bought.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.tables import BALANCE_MONTH, ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

CLOSING, OPENING = "closing", "opening"

_MOVED = Statement(
    select(
        BALANCE_MONTH.c.month,
        BALANCE_MONTH.c.account,
        BALANCE_MONTH.c.unit,
        BALANCE_MONTH.c.debit - BALANCE_MONTH.c.credit,
    ).where(
        BALANCE_MONTH.c.month >= bindparam("first"), BALANCE_MONTH.c.month <= bindparam("until")
    )
)
_original = ENTRY.alias("original")


def _of_kind(kind: str) -> ColumnElement[bool]:
    """Of entries of a kind, and of what takes them back."""
    back = ENTRY.c.reverses.in_(select(_original.c.key).where(_original.c.kind == kind))
    return or_(ENTRY.c.kind == kind, back)


_lines = (
    select(
        func.substr(JOURNAL_LINE.c.posted_on, 1, 7),
        JOURNAL_LINE.c.account,
        JOURNAL_LINE.c.unit,
        func.sum(JOURNAL_LINE.c.amount),
    )
    .join(ENTRY, ENTRY.c.key == JOURNAL_LINE.c.entry)
    .where(ENTRY.c.posted_on >= bindparam("first"), ENTRY.c.posted_on <= bindparam("until"))
    .group_by(
        func.substr(JOURNAL_LINE.c.posted_on, 1, 7), JOURNAL_LINE.c.account, JOURNAL_LINE.c.unit
    )
)
_CLOSED = Statement(_lines.where(_of_kind(CLOSING)))
_OPENED = Statement(_lines.where(_of_kind(OPENING)))
#: What left the cards of assets again, which is no less bought.
_GONE = Statement(
    _lines.where(
        JOURNAL_LINE.c.account >= "1-2",
        JOURNAL_LINE.c.account < "1-3",
        or_(JOURNAL_LINE.c.movement == "jual", JOURNAL_LINE.c.movement == "hapus"),
    )
)
_kind = case(
    (ENTRY.c.reverses.is_(None), ENTRY.c.kind),
    else_=select(_original.c.kind).where(_original.c.key == ENTRY.c.reverses).scalar_subquery(),
)
_known_keys = select(func.json_each(bindparam("keys")).table_valued("value").c.value)
_known = select(JOURNAL_LINE.c.entry).where(
    JOURNAL_LINE.c.account == bindparam("of_other"), JOURNAL_LINE.c.key.in_(_known_keys)
)
_month_of_line = func.substr(JOURNAL_LINE.c.posted_on, 1, 7)
_BESIDE = Statement(
    select(_month_of_line, func.sum(JOURNAL_LINE.c.amount))
    .join(ENTRY, ENTRY.c.key == JOURNAL_LINE.c.entry)
    .where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        _kind != CLOSING,
        _kind != OPENING,
        JOURNAL_LINE.c.entry.not_in(_known),
    )
    .group_by(_month_of_line)
    .order_by(_month_of_line)
)


_born = func.coalesce(_original.c.posted_on, ENTRY.c.posted_on)
_ARISEN = Statement(
    select(func.substr(_born, 1, 7), -func.sum(JOURNAL_LINE.c.amount))
    .select_from(JOURNAL_LINE)
    .join(ENTRY, ENTRY.c.key == JOURNAL_LINE.c.entry)
    .outerjoin(_original, _original.c.key == ENTRY.c.reverses)
    .where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        or_(JOURNAL_LINE.c.key.is_(None), JOURNAL_LINE.c.key.not_in(_known_keys)),
        func.coalesce(_original.c.number, ENTRY.c.number, "").not_in(
            select(func.json_each(bindparam("numbers")).table_valued("value").c.value)
        ),
    )
    .group_by(func.substr(_born, 1, 7))
    .order_by(func.substr(_born, 1, 7))
)


class Place(NamedTuple):
    """Where something moved: month, account and unit, by their codes."""

    month: str
    account: str
    unit: str


def moved(read: Reading, first: Month, until: Month) -> dict[Place, Rupiah]:
    """What every account moved by in each of these months (debit +), closings left out."""
    return _without(read, (first, until), _CLOSED)


def earned(read: Reading, first: Month, until: Month) -> dict[Place, Rupiah]:
    """The same without what opening entries brought: a start in mid-year is no month's turnover."""
    return _without(read, (first, until), _CLOSED, _OPENED)


def bought(read: Reading, first: Month, until: Month) -> dict[Place, Rupiah]:
    """The same, and without what assets lost by being sold or thrown away."""
    return _without(read, (first, until), _CLOSED, _OPENED, _GONE)


def beside(read: Reading, account: str, other: str, keys: Sequence[int]) -> dict[Month, Rupiah]:
    """What an account moved by in each month, but for entries on `other` under these keys."""
    rows = read.rows(_BESIDE, of_account=account, of_other=other, keys=json.dumps(list(keys)))
    return {Month(month): Rupiah(amount) for month, amount in rows if amount}


def arisen(
    read: Reading, account: str, keys: Sequence[int], numbers: Sequence[str]
) -> dict[Month, Rupiah]:
    """What a debt grew by in each month (credit +), but for some keys and some documents.

    What takes an entry back lessens the month of that entry.
    """
    left_out = {"keys": json.dumps(list(keys)), "numbers": json.dumps(list(numbers))}
    rows = read.rows(_ARISEN, of_account=account, **left_out)
    return {Month(month): Rupiah(amount) for month, amount in rows if amount}


def _without(read: Reading, span: tuple[Month, Month], *left_out: Statement) -> dict[Place, Rupiah]:
    first, until = span
    found = {
        Place(row[0], row[1], row[2]): row[3]
        for row in read.rows(_MOVED, first=str(first), until=str(until))
    }
    days: tuple[date, date] = first.first(), until.last()
    within = {"first": days[0].isoformat(), "until": days[1].isoformat()}
    for each in left_out:
        for month, account, unit, amount in read.rows(each, **within):
            place = Place(month, account, unit)
            found[place] = found.get(place, 0) - amount
    return {place: Rupiah(amount) for place, amount in found.items() if amount}
