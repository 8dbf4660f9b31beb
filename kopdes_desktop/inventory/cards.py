"""The stock card of an item, and what lay in places on a day: read from the moves."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, case, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.inventory.tables import LOT, MOVE, STOCK
from kopdes_desktop.inventory.valuation import EMPTY, Held
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import SHIFT, device_of
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import logged
from kopdes_desktop.office.operation import CATALOGUE, in_words

#: Why goods moved, in the words of a stock card.
WHYS = {
    "opening": N_("Stok awal"),
    "purchase": N_("Pembelian"),
    "purchase_return": N_("Retur pembelian"),
    "late_price": N_("Perubahan harga beli"),
    "sale": N_("Penjualan"),
    "return": N_("Retur penjualan"),
    "write_off": N_("Barang keluar"),
    "send": N_("Dikirim"),
    "arrive": N_("Diterima"),
    "repack": N_("Kemas ulang"),
    "count": N_("Selisih opname"),
}

_of_place = or_(bindparam("of_place").is_(None), MOVE.c.place == bindparam("of_place"))
_BEFORE = Statement(
    select(func.sum(MOVE.c.quantity), func.sum(MOVE.c.value)).where(
        _of_place, MOVE.c.item == bindparam("of_item"), MOVE.c.day < bindparam("first")
    )
)
_MOVES = Statement(
    select(
        MOVE.c.day,
        MOVE.c.fact,
        MOVE.c.place,
        MOVE.c.why,
        MOVE.c.lot,
        func.sum(MOVE.c.quantity),
        func.sum(MOVE.c.value),
    )
    .where(
        _of_place,
        MOVE.c.item == bindparam("of_item"),
        MOVE.c.day >= bindparam("first"),
        MOVE.c.day <= bindparam("until"),
    )
    .group_by(MOVE.c.day, MOVE.c.fact, MOVE.c.place, MOVE.c.why, MOVE.c.lot)
    .order_by(MOVE.c.day, MOVE.c.fact, func.min(MOVE.c.line))
)
_AFTER = Statement(
    select(
        func.coalesce(func.sum(MOVE.c.quantity), 0),
        func.coalesce(func.max(case((MOVE.c.why != "sale", MOVE.c.quantity), else_=0)), 0),
    ).where(
        MOVE.c.place == bindparam("of_place"),
        MOVE.c.item == bindparam("of_item"),
        MOVE.c.day >= bindparam("first"),
        MOVE.c.fact > bindparam("of_fact"),
        MOVE.c.fact < bindparam("beyond"),
    )
)
_SINCE = Statement(
    select(MOVE.c.place, MOVE.c.item, func.sum(MOVE.c.quantity), func.sum(MOVE.c.value))
    .where(MOVE.c.day > bindparam("day"))
    .group_by(MOVE.c.place, MOVE.c.item)
)
_NOW = Statement(select(STOCK.c.place, STOCK.c.item, STOCK.c.quantity, STOCK.c.value))
_EXPIRING = Statement(
    select(LOT.c.place, LOT.c.item, LOT.c.lot, LOT.c.expires, LOT.c.quantity)
    .where(LOT.c.quantity > 0, LOT.c.expires != "", LOT.c.expires <= bindparam("until"))
    .order_by(LOT.c.expires, LOT.c.place, LOT.c.item, LOT.c.lot)
)


class CardMove(Struct, frozen=True):
    """What one document did to an item in a place; quantity in thousandths, in +, out −."""

    day: date
    fact: int
    number: str
    place: str
    why: str
    lot: str | None
    quantity: int
    value: int


class Expiring(Struct, frozen=True):
    """What is left of a lot that ends by a day."""

    place: str
    item: int
    lot: str
    expires: date
    quantity: int


def why_words(why: str) -> str:
    """Why goods moved."""
    if why in WHYS:
        return _(WHYS[why])
    return in_words(why) if why in CATALOGUE else why


def card(
    read: Reading, item: int, first: date, until: date, place: str | None = None
) -> tuple[Held, list[CardMove]]:
    """What there was of an item before the first day, and every move up to the last."""
    before = read.row(_BEFORE, of_place=place, of_item=item, first=first.isoformat())
    rows = read.rows(
        _MOVES,
        of_place=place,
        of_item=item,
        first=first.isoformat(),
        until=until.isoformat(),
    )
    opening = Held(before[0] or 0, before[1] or 0) if before else EMPTY
    return opening, [
        CardMove(
            date.fromisoformat(day), fact, _number(read, fact), where, why, lot, quantity, value
        )
        for day, fact, where, why, lot, quantity, value in rows
    ]


def _number(read: Reading, fact: int) -> str:
    """The number of the document that moved goods, with a journal or without."""
    posted = balances.posted(read, fact)
    if posted is not None:
        return posted.number or ""
    found = logged(read, fact)
    return str(getattr(found and found.fact, "number", None) or "")


def lying_on(read: Reading, day: date) -> dict[tuple[str, int], Held]:
    """What lay in each place at the end of a day, by place and item; what never moved is missing.

    Days are those of posting, as in the ledger.
    """
    held = {(place, item): Held(q, value) for place, item, q, value in read.rows(_NOW)}
    for place, item, quantity, value in read.rows(_SINCE, day=day.isoformat()):
        held[place, item] = held.get((place, item), EMPTY).moved(-quantity, -value)
    return held


def expiring(read: Reading, until: date) -> list[Expiring]:
    """Lots with something left that end by a day, the first to end first."""
    return [
        Expiring(place, item, lot, date.fromisoformat(expires), quantity)
        for place, item, lot, expires, quantity in read.rows(_EXPIRING, until=until.isoformat())
    ]


def moved_after(read: Reading, place: str, item: int, fact: int, day: date) -> tuple[int, int]:
    """What later documents of the same laptop moved, and the most that came in but by a void."""
    beyond = (device_of(fact) + 1) << SHIFT
    of = {"of_place": place, "of_item": item, "first": day.isoformat()}
    row = read.row(_AFTER, of_fact=fact, beyond=beyond, **of)
    return (int(row[0]), int(row[1])) if row is not None else (0, 0)
