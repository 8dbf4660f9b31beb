"""Lots of items that are tracked: what is left of each, and which goes out first (FEFO)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement, add_to
from kopdes_desktop.inventory.tables import LOT
from kopdes_desktop.office.books import Books, Reading

#: After every day: a lot that never expires, or whose day nobody knows, goes last.
_NEVER = "9999-12-31"
_ADD = add_to(LOT, "quantity")
_OF_ITEM = Statement(
    select(LOT.c.lot, LOT.c.expires, LOT.c.quantity).where(
        LOT.c.place == bindparam("of_place"),
        LOT.c.item == bindparam("of_item"),
        LOT.c.quantity != 0,
    )
)


class Lot(Struct, frozen=True):
    """What is left of a lot, in thousandths; `expires` is a day (ISO) or empty."""

    lot: str
    expires: str
    quantity: int


def lots(read: Reading, place: str, item: int) -> list[Lot]:
    """What is left of an item's lots in a place, first to expire first."""
    found = [Lot(*row) for row in read.rows(_OF_ITEM, of_place=place, of_item=item)]
    return sorted(found, key=lambda each: (each.expires or _NEVER, each.lot))


def first_out(known: Iterable[Lot], quantity: int) -> list[Lot]:
    """Which lots a quantity is taken from, first to expire first; what no lot holds is left out."""
    taken: list[Lot] = []
    for each in known:
        share = min(each.quantity, quantity)
        if share > 0:
            taken.append(Lot(each.lot, each.expires, share))
            quantity -= share
    return taken


def add(books: Books, place: str, moved: Iterable[tuple[int, Lot]]) -> None:
    """Add to (or, below zero, take from) lots: pairs of an item and what moves."""
    books.insert_all(
        _ADD, [(place, item, each.lot, each.expires, each.quantity) for item, each in moved]
    )
