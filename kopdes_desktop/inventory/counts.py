"""Counts of a place as they stand: what was frozen, who counted what, what is still to be settled.

All counted quantities are as of the moment of freezing: goods that left or came between then and a
counter's first look at an item are added back, so that a shop can go on selling meanwhile. What
moves between two looks is thought over in looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field
from sqlalchemy import bindparam, func, or_, select, update

from kopdes_desktop.db.statements import Statement, add_to, insert_into
from kopdes_desktop.inventory.tables import COUNT, COUNT_ITEM, COUNTED, MOVE
from kopdes_desktop.inventory.valuation import Held
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Books, Reading

#: What a shop weighs out to its buyers: normal shrinkage is a share of it.
WEIGHED_OUT = ("sale", "repack")

_BY_KEY = Statement(select(COUNT).where(COUNT.c.key == bindparam("of_key")))
_BY_NUMBER = Statement(select(COUNT).where(COUNT.c.number == bindparam("of_number")))
_OPEN = Statement(
    select(COUNT).where(COUNT.c.closed.is_(None)).order_by(COUNT.c.began, COUNT.c.number)
)
_LATEST = Statement(
    select(COUNT).order_by(COUNT.c.began.desc(), COUNT.c.number.desc()).limit(bindparam("most"))
)
_FROZEN = Statement(
    select(COUNT_ITEM.c.item, COUNT_ITEM.c.quantity, COUNT_ITEM.c.value)
    .where(COUNT_ITEM.c.count == bindparam("of_count"))
    .order_by(COUNT_ITEM.c.item)
)
_COUNTED = Statement(
    select(COUNTED.c.counter, COUNTED.c.item, COUNTED.c.quantity)
    .where(COUNTED.c.count == bindparam("of_count"))
    .order_by(COUNTED.c.counter, COUNTED.c.item)
)
_LAST_BEGAN = Statement(
    select(func.max(COUNT.c.began)).where(
        COUNT.c.place == bindparam("of_place"),
        COUNT.c.closed.is_not(None),
        COUNT.c.key != bindparam("but"),
    )
)
_WEIGHED_OUT = Statement(
    select(MOVE.c.item, -func.sum(MOVE.c.quantity))
    .where(
        MOVE.c.place == bindparam("of_place"),
        MOVE.c.day >= bindparam("since"),
        or_(*(MOVE.c.why == why for why in WEIGHED_OUT)),
        MOVE.c.quantity < 0,
    )
    .group_by(MOVE.c.item)
)
_NEW, _FREEZE = insert_into(COUNT), insert_into(COUNT_ITEM)
_ADD = add_to(COUNTED, "quantity")
_CLOSE = Statement(
    update(COUNT).where(COUNT.c.key == bindparam("of_key")).values(closed=bindparam("by_fact"))
)


class Count(Struct, frozen=True):
    """A count: its number, place, first day; `closed` is the fact that ended it."""

    key: int
    number: str
    place: str
    began: date
    closed: int | None


class Standing(Struct, frozen=True):
    """An item of a count: what the books said, and what each counter found (thousandths)."""

    item: int
    frozen: Held
    counted: Mapping[int, int] = field(default_factory=dict)


def count(read: Reading, name: int | str, *, field: str = "count") -> Count:
    """A count by key or number. Raises BadField."""
    row = (
        read.row(_BY_KEY, of_key=name)
        if isinstance(name, int)
        else read.row(_BY_NUMBER, of_number=name.strip().upper())
    )
    if row is None:
        reason = _(N_("opname {name} tidak ada")).format(name=name)
        raise BadField(name=field, reason=reason, field=field)
    return _count(row)


def open_counts(read: Reading) -> list[Count]:
    """Counts that go on, the oldest first."""
    return [_count(row) for row in read.rows(_OPEN)]


def latest(read: Reading, most: int = 20) -> list[Count]:
    """The newest counts, ended or not."""
    return [_count(row) for row in read.rows(_LATEST, most=most)]


def _count(row: tuple[object, ...]) -> Count:
    key, number, place, began, closed = row
    day = date.fromisoformat(str(began))
    return Count(key, str(number), str(place), day, closed)  # type: ignore[arg-type]


def standing(read: Reading, of: Count) -> dict[int, Standing]:
    """Every item of a count, by key."""
    by_item: dict[int, dict[int, int]] = {}
    for counter, item, quantity in read.rows(_COUNTED, of_count=of.key):
        by_item.setdefault(item, {})[counter] = quantity
    return {
        item: Standing(item, Held(quantity, value), by_item.get(item, {}))
        for item, quantity, value in read.rows(_FROZEN, of_count=of.key)
    }


def weighed_out(read: Reading, of: Count) -> dict[int, int]:
    """What a place weighed out of each item since the count before this one (thousandths)."""
    since = read.value(_LAST_BEGAN, of_place=of.place, but=of.key) or ""
    return dict(read.rows(_WEIGHED_OUT, of_place=of.place, since=since))


def start(books: Books, number: str, place: str) -> None:
    """A new count under the fact in hand."""
    books.insert(_NEW, books.stamp.key, number, place, books.stamp.bd.isoformat(), None)


def freeze(books: Books, of_count: int, frozen: Iterable[tuple[int, Held]]) -> None:
    """What the books say of items."""
    rows = [(of_count, item, held.quantity, held.value) for item, held in frozen]
    if rows:
        books.insert_all(_FREEZE, rows)


def add(books: Books, of_count: int, counter: int, found: Iterable[tuple[int, int]]) -> None:
    """What a counter found more of each item."""
    books.insert_all(_ADD, [(of_count, counter, item, quantity) for item, quantity in found])


def close(books: Books, of_count: int, by_fact: int | None) -> None:
    """End a count; or, by nothing, let it go on."""
    books.change(_CLOSE, of_key=of_count, by_fact=by_fact)
