"""Accounts that are only passed through: what lies on them item by item, and since when.

What went in first has gone out first: a box that is emptied every morning and filled every evening
holds yesterday's money (domain/RULES, Closing and statements).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.tables import ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import TRANSIT_DAYS, UNKNOWN_DAYS, Setting

UNKNOWN, PARCELS = "2-1108", "1-1407"
#: Cash, card and code payments, goods, money of nobody known, and customers' money of an agent,
#: each with how long it may lie there.
ACCOUNTS: dict[str, Setting[int]] = {
    chart.TRANSIT: TRANSIT_DAYS,
    "1-1121": TRANSIT_DAYS,
    PARCELS: TRANSIT_DAYS,
    UNKNOWN: UNKNOWN_DAYS,
    "2-1205": TRANSIT_DAYS,
}

_L = JOURNAL_LINE.c
_HELD = Statement(
    select(_L.unit, _L.box, _L.key, func.sum(_L.amount))
    .where(_L.account == bindparam("of_account"))
    .group_by(_L.unit, _L.box, _L.key)
    .having(func.sum(_L.amount) != 0)
    .order_by(_L.unit, _L.box, _L.key)
)
_PUT_IN = Statement(
    select(_L.posted_on, _L.amount)
    .where(
        _L.account == bindparam("of_account"),
        _L.unit == bindparam("of_unit"),
        _L.box.is_not_distinct_from(bindparam("of_box")),
        _L.key.is_not_distinct_from(bindparam("of_key")),
        _L.amount * bindparam("sign") > 0,
    )
    .order_by(_L.posted_on.desc())
)
_undone = select(ENTRY.c.reverses).where(ENTRY.c.reverses.is_not(None))
_SENT = Statement(
    select(ENTRY.c.key, ENTRY.c.number, _L.posted_on, _L.amount)
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(
        _L.account == chart.TRANSIT,
        _L.box == bindparam("of_box"),
        _L.amount > 0,
        ENTRY.c.key.not_in(_undone),
    )
    .order_by(_L.posted_on.desc(), ENTRY.c.key.desc())
)
_NEWEST = Statement(select(func.max(ENTRY.c.posted_on)))


class Item(Struct, frozen=True):
    """What lies in a box, under a key or just on an account of a unit (debit +), and its oldest.

    `days` are counted to the newest entry of the books.
    """

    account: str
    unit: str
    box: str | None
    key: int | None
    amount: Rupiah
    since: date
    days: int


def items(read: Reading, accounts: Iterable[str] = ACCOUNTS) -> Iterator[Item]:
    """Account by account, what has not come through yet."""
    until = newest(read) or date.min
    for account in accounts:
        for unit, box, key, amount in read.rows(_HELD, of_account=account):
            where = {"of_account": account, "of_unit": unit, "of_box": box, "of_key": key}
            since = _oldest(read, where, amount)
            yield Item(account, unit, box, key, Rupiah(amount), since, (until - since).days)


class Sent(Struct, frozen=True):
    """What is left of cash that one document put on its way into a way box, and for how long."""

    key: int
    number: str
    amount: Rupiah
    since: date
    days: int


def sent(read: Reading, box: str, today: date) -> list[Sent]:
    """The documents whose cash still lies in a way box, the oldest first."""
    left = int(chart.box_balances(read).get(box, 0))
    made: list[Sent] = []
    for key, number, day, amount in read.rows(_SENT, of_box=box):
        if left <= 0:
            break
        since = date.fromisoformat(day)
        part = Rupiah(min(left, amount))
        made.append(Sent(key, number or "", part, since, (today - since).days))
        left -= amount
    return made[::-1]


def newest(read: Reading) -> date | None:
    """The day of the newest entry: ages are counted to it, whatever the clock says."""
    found = read.value(_NEWEST)
    return date.fromisoformat(found) if found else None


def _oldest(read: Reading, where: dict[str, object], amount: int) -> date:
    """The day on which the oldest part of what is left came in."""
    sign = 1 if amount > 0 else -1
    found, left = "", amount * sign
    for day, put_in in read.rows(_PUT_IN, **where, sign=sign):
        if left <= 0:
            break
        found, left = day, left - put_in * sign
    return date.fromisoformat(found)
