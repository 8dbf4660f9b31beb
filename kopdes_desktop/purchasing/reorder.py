"""What runs short: by the minimum of the item and the pace at which it sells (last thirty days)."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.tables import MOVE
from kopdes_desktop.inventory.valuation import EMPTY
from kopdes_desktop.kernel.quantity import THOUSAND
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import LEAD_DAYS, setting
from kopdes_desktop.purchasing import queries

#: How many days the pace is taken from, and how long a delivery is to last.
PACE_DAYS, COVER_DAYS = 30, 14
_SOLD = Statement(
    select(MOVE.c.item, -func.sum(MOVE.c.quantity))
    .where(
        MOVE.c.place == bindparam("of_place"),
        MOVE.c.day > bindparam("after"),
        MOVE.c.day <= bindparam("until"),
        or_(MOVE.c.why == "sale", MOVE.c.why == "return"),
    )
    .group_by(MOVE.c.item)
)


class Short(Struct, frozen=True):
    """An item of which too little is left; all quantities in thousandths of its base unit.

    `sold` is what went in thirty days, `coming` what is ordered already, `buy` what to order.
    """

    item: goods.Item
    held: int
    coming: int
    sold: int
    buy: int
    last: queries.Bought | None

    @property
    def days(self) -> int | None:
        """How many days what is there lasts; None where nothing was sold."""
        return max(self.held, 0) * PACE_DAYS // self.sold if self.sold > 0 else None


def short(read: Reading, place: str, day: date) -> list[Short]:
    """By what lasts shortest: below its minimum, or gone before a delivery can come."""
    lead = setting(read, LEAD_DAYS)
    after = (day - timedelta(days=PACE_DAYS)).isoformat()
    sold = dict(read.rows(_SOLD, of_place=place, after=after, until=day.isoformat()))
    held, coming = stock.on_hand(read, place), queries.on_order(read, place)
    found = []
    for item in goods.items(read, kind="goods"):
        there = held.get(item.key, EMPTY).quantity
        pace, on_way = max(sold.get(item.key, 0), 0), coming.get(item.key, 0)
        least = max(item.minimum, pace * lead // PACE_DAYS)
        if least and there + on_way <= least:
            buy = wanted(there + on_way, least, pace)
            last = queries.last_bought(read, item.key)
            found.append(Short(item, there, on_way, pace, buy, last))
    return sorted(found, key=lambda each: (each.days is None, each.days or 0, each.item.name))


def wanted(there: int, least: int, pace: int) -> int:
    """How much brings it above its least for as long as a delivery is to last, in whole units."""
    lacking = least + max(pace * COVER_DAYS // PACE_DAYS, least) - there
    return -(-lacking // THOUSAND) * THOUSAND
