"""What members dealt in in a book year: at the till, and as it was written from other books.

A sale counts in the year in which its income does: what an outlet brings in once a year is closed
is dealt in the year after (RULES, Closing). Nobody's purchase is left out of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods.tables import ITEM
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import documents, periods
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.sales.tables import DEALING, SALE, SALE_LINE
from kopdes_desktop.statements import compute
from kopdes_desktop.surplus.rules import Dealt
from kopdes_desktop.surplus.tables import SURPLUS_DEALING

_DEALT = Statement(
    select(DEALING.c.member, func.sum(DEALING.c.own + DEALING.c.consigned))
    .where(DEALING.c.month >= bindparam("first"), DEALING.c.month <= bindparam("last"))
    .group_by(DEALING.c.member)
)
_TRADED = Statement(
    select(
        func.coalesce(func.sum(DEALING.c.own), 0), func.coalesce(func.sum(DEALING.c.consigned), 0)
    ).where(DEALING.c.month >= bindparam("first"), DEALING.c.month <= bindparam("last"))
)
_OUTSIDE = Statement(
    select(func.coalesce(func.sum(SALE.c.net), 0)).where(
        SALE.c.member.is_(None),
        SALE.c.day >= bindparam("first"),
        SALE.c.day <= bindparam("last"),
    )
)
_SERVICES = Statement(
    select(SALE.c.member, func.sum(SALE_LINE.c.net))
    .join(SALE_LINE, SALE_LINE.c.sale == SALE.c.key)
    .join(ITEM, ITEM.c.key == SALE_LINE.c.item)
    .where(
        ITEM.c.kind == "service",
        SALE.c.day >= bindparam("first"),
        SALE.c.day <= bindparam("last"),
    )
    .group_by(SALE.c.member)
)
_WRITTEN = Statement(
    select(SURPLUS_DEALING.c.member, SURPLUS_DEALING.c.what, SURPLUS_DEALING.c.amount).where(
        SURPLUS_DEALING.c.year == bindparam("of_year")
    )
)
_LINES = Statement(
    select(SALE.c.member, ITEM.c.kind, func.sum(SALE_LINE.c.net))
    .join(SALE_LINE, SALE_LINE.c.sale == SALE.c.key)
    .join(ITEM, ITEM.c.key == SALE_LINE.c.item)
    .where(SALE.c.day == bindparam("on_day"), SALE.c.key == bindparam("of_sale"))
    .group_by(SALE.c.member, ITEM.c.kind)
)


#: Lines of the statement of income that are earned.
_EARNED = ("member_sales", "loan_income", "other_sales", "service_income", "other_income")


class _Moved(NamedTuple):
    """What of a year's dealings is not of the year of its document: into it, or out of it (−)."""

    member: int | None
    kind: str
    net: int


class Traded(Struct, frozen=True):
    """What members bought of a year at the till: of ours, goods of others, and services in it."""

    own: int
    consigned: int
    services: int


def sums(read: Reading, year: BookYear, counted: Dealt) -> dict[int | None, int]:
    """What each member dealt in, net of returns; under None what strangers bought."""
    found: dict[int | None, int] = defaultdict(int)
    if counted.till or counted.services:
        moved = list(_moved(read, year))
        services = _services(read, year, moved) if counted.till != counted.services else {}
        if counted.till:
            for member, amount in here(read, year, moved).items():
                found[member] += amount
            found[None] += read.value(_OUTSIDE, **_days(year)) or 0
            found[None] += sum(each.net for each in moved if each.member is None)
        for buyer, amount in services.items():
            found[buyer] += -amount if counted.till else amount
    for member, what, amount in read.rows(_WRITTEN, of_year=year.name):
        if getattr(counted, what):
            found[member] += amount
    return dict(found)


def here(read: Reading, year: BookYear, moved: list[_Moved] | None = None) -> dict[int, int]:
    """What each member bought in a year as the till of this program knows it, net of returns."""
    found = defaultdict(int, read.rows(_DEALT, first=str(year.start), last=str(year.end)))
    for each in _moved(read, year) if moved is None else moved:
        if each.member is not None:
            found[each.member] += each.net
    return dict(found)


def traded(read: Reading, year: BookYear) -> Traded:
    """All members' dealings at the till, net of returns."""
    own, consigned = read.row(_TRADED, first=str(year.start), last=str(year.end)) or (0, 0)
    moved = [each for each in _moved(read, year) if each.member is not None]
    theirs = sum(each.net for each in moved if each.kind == "consigned")
    served = _services(read, year, moved)
    return Traded(
        own + sum(each.net for each in moved) - theirs,
        consigned + theirs,
        sum(amount for who, amount in served.items() if who is not None),
    )


def turnover(read: Reading, year: BookYear, today: date) -> int:
    """What a year earned before anything is taken from it, without what closing did."""
    found = compute.income(read, year.first, min(year.last, today)).figures
    return sum(int(found.of(line)) for line in _EARNED)


def written(read: Reading, year: str) -> dict[tuple[int, str], int]:
    """What was written of a year from other books: by member and kind."""
    return {(member, what): amount for member, what, amount in read.rows(_WRITTEN, of_year=year)}


def lacking(read: Reading, year: BookYear) -> Month | None:
    """The month in which books that start in mid-year begin, while nobody's earlier dealings stand.

    Without them the first surplus is shared by a part of the year only (RULES, Closing).
    """
    start = periods.books_from(read)
    if start is None or not year.start < start <= year.end or written(read, year.name):
        return None
    return start


def _services(read: Reading, year: BookYear, moved: list[_Moved]) -> dict[int | None, int]:
    found = defaultdict(int, read.rows(_SERVICES, **_days(year)))
    for each in moved:
        if each.kind == "service":
            found[each.member] += each.net
    return dict(found)


def _moved(read: Reading, year: BookYear) -> Iterator[_Moved]:
    """Sales of this year that were posted in a later one, and of earlier ones posted in this."""
    for sign, found in (
        (-1, documents.posted_after(read, year.first, year.last)),
        (1, documents.posted_within(read, year.first, year.last)),
    ):
        for key, day in found:
            for member, kind, net in read.rows(_LINES, on_day=day.isoformat(), of_sale=key):
                yield _Moved(member, kind, sign * net)


def _days(year: BookYear) -> dict[str, str]:
    return {"first": year.first.isoformat(), "last": year.last.isoformat()}
