"""What accounts moved by, month by month and unit by unit, as it was earned and spent.

Closing entries, and what takes them back, are left out: they empty income and costs at a year's
end, which is nobody's turnover (domain/RULES, Entries).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.tables import BALANCE_MONTH, ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

CLOSING = "closing"

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
_closed = ENTRY.alias("closed")
_CLOSED = Statement(
    select(
        func.substr(JOURNAL_LINE.c.posted_on, 1, 7),
        JOURNAL_LINE.c.account,
        JOURNAL_LINE.c.unit,
        func.sum(JOURNAL_LINE.c.amount),
    )
    .join(ENTRY, ENTRY.c.key == JOURNAL_LINE.c.entry)
    .where(
        ENTRY.c.posted_on >= bindparam("first"),
        ENTRY.c.posted_on <= bindparam("until"),
        or_(
            ENTRY.c.kind == CLOSING,
            ENTRY.c.reverses.in_(select(_closed.c.key).where(_closed.c.kind == CLOSING)),
        ),
    )
    .group_by(JOURNAL_LINE.c.posted_on, JOURNAL_LINE.c.account, JOURNAL_LINE.c.unit)
)


class Place(NamedTuple):
    """Where something moved: month, account and unit, by their codes."""

    month: str
    account: str
    unit: str


def moved(read: Reading, first: Month, until: Month) -> dict[Place, Rupiah]:
    """What every account moved by in each of these months (debit +), closings left out."""
    found = {
        Place(row[0], row[1], row[2]): row[3]
        for row in read.rows(_MOVED, first=str(first), until=str(until))
    }
    days: tuple[date, date] = first.first(), until.last()
    for month, account, unit, amount in read.rows(
        _CLOSED, first=days[0].isoformat(), until=days[1].isoformat()
    ):
        place = Place(month, account, unit)
        found[place] = found.get(place, 0) - amount
    return {place: Rupiah(amount) for place, amount in found.items() if amount}
