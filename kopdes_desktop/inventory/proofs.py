"""What must hold of the goods: against the journal, and by themselves.

Every account of stock, in every unit that keeps places, is worth what lies there; every stock is
the sum of its moves; an empty shelf is worth zero; goods on their way are those of open notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select, union_all

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.goods.tables import ITEM
from kopdes_desktop.inventory import places, postings, transfers
from kopdes_desktop.inventory.tables import LOT, MOVE, PLACE, STOCK, TRANSFER
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.office import days, device
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import TRANSIT_DAYS, setting

_ALWAYS = date(9999, 12, 31)
_STOCK_ACCOUNTS = "1-14"

_VALUES = Statement(
    select(ITEM.c.account, PLACE.c.unit, func.sum(STOCK.c.value))
    .join(ITEM, ITEM.c.key == STOCK.c.item)
    .join(PLACE, PLACE.c.code == STOCK.c.place)
    .where(ITEM.c.kind == "goods")
    .group_by(ITEM.c.account, PLACE.c.unit)
)
_ON_THE_WAY = Statement(
    select(PLACE.c.unit, func.sum(TRANSFER.c.value))
    .join(PLACE, PLACE.c.code == TRANSFER.c.origin)
    .where(TRANSFER.c.received.is_(None))
    .group_by(PLACE.c.unit)
)
_sides = union_all(
    select(
        STOCK.c.place,
        STOCK.c.item,
        STOCK.c.quantity.label("quantity"),
        STOCK.c.value.label("value"),
    ),
    select(MOVE.c.place, MOVE.c.item, -func.sum(MOVE.c.quantity), -func.sum(MOVE.c.value)).group_by(
        MOVE.c.place, MOVE.c.item
    ),
).subquery()
_UNLIKE = Statement(
    select(_sides.c.place, _sides.c.item, func.sum(_sides.c.quantity), func.sum(_sides.c.value))
    .group_by(_sides.c.place, _sides.c.item)
    .having(or_(func.sum(_sides.c.quantity) != 0, func.sum(_sides.c.value) != 0))
)
_NAMED = select(STOCK.c.place, ITEM.c.name, ITEM.c.unit, STOCK.c.quantity, STOCK.c.value).join(
    ITEM, ITEM.c.key == STOCK.c.item
)
_UNSOUND = Statement(
    _NAMED.where(
        or_(
            (STOCK.c.quantity == 0) & (STOCK.c.value != 0),
            (STOCK.c.quantity > 0) & (STOCK.c.value < 0),
            (STOCK.c.quantity < 0) & (STOCK.c.value > 0),
        )
    ).order_by(STOCK.c.place, ITEM.c.name)
)
_NEGATIVE = Statement(
    select(STOCK.c.place, STOCK.c.item, ITEM.c.name, ITEM.c.unit, STOCK.c.quantity, STOCK.c.value)
    .join(ITEM, ITEM.c.key == STOCK.c.item)
    .where(STOCK.c.quantity < 0)
    .order_by(STOCK.c.place, ITEM.c.name)
)
_WRONG_LOTS = Statement(
    select(LOT.c.place, ITEM.c.name, LOT.c.lot, LOT.c.expires, LOT.c.quantity)
    .join(ITEM, ITEM.c.key == LOT.c.item)
    .where(LOT.c.quantity < 0)
    .order_by(LOT.c.place, ITEM.c.name, LOT.c.lot)
)


class Negative(NamedTuple):
    """Goods of which more went out than is known to have come in; quantity in thousandths."""

    place: str
    item: int
    name: str
    unit: str
    quantity: int
    value: int


def stock_values(read: Reading) -> dict[tuple[str, str], Rupiah]:
    """What the goods of each account and unit are worth, those on their way on 1-1407."""
    found = {(account, unit): Rupiah(value) for account, unit, value in read.rows(_VALUES)}
    for unit, value in read.rows(_ON_THE_WAY):
        found[postings.TRANSIT, unit] = Rupiah(value)
    return found


def without_goods(read: Reading) -> dict[tuple[str, str], Rupiah]:
    """What the ledger has on accounts of stock beyond the goods that lie there (debit +).

    By account and unit, of units that keep places; zero is left out.
    """
    values = stock_values(read)
    found: dict[tuple[str, str], Rupiah] = {}
    for unit in sorted({place.unit for place in places.places(read)}):
        ledger = balances.balances_at(read, _ALWAYS, unit)
        accounts = {code for code in ledger if code.startswith(_STOCK_ACCOUNTS)}
        for code in sorted(accounts | {account for account, its in values if its == unit}):
            rest = ledger.get(code, NOTHING) - values.get((code, unit), NOTHING)
            if rest:
                found[code, unit] = rest
    return found


def negatives(read: Reading, place: str | None = None) -> list[Negative]:
    """Goods below zero, by place and name: to be looked at when a shift or a day is closed."""
    rows = [Negative(*row) for row in read.rows(_NEGATIVE)]
    return [row for row in rows if place in {None, row.place}]


def untied(read: Reading) -> Iterator[str]:
    """Where goods and journal are a rupiah or more apart, or goods and their moves, in words."""
    values = stock_values(read)
    for (account, unit), rest in without_goods(read).items():
        mine = values.get((account, unit), NOTHING)
        yield _(N_("{account} {unit}: barang {mine}, buku besar {theirs}")).format(
            account=account,
            unit=unit,
            mine=wording.rupiah(mine),
            theirs=wording.rupiah(mine + rest),
        )
    for place, item, quantity, value in read.each(_UNLIKE):
        yield _(
            N_("{place}, barang {item}: stok dan mutasinya berselisih {count} / {value}")
        ).format(
            place=place,
            item=item,
            count=quantities.shown(quantity),
            value=wording.rupiah(value),
        )


def unsound(read: Reading) -> Iterator[str]:
    """Shelves that are worth something and empty, or on different sides of zero; lots amiss."""
    for place, name, unit, quantity, value in read.each(_UNSOUND):
        yield _(N_("{place}: {item} {count} {unit} bernilai {value}")).format(
            place=place,
            item=name,
            count=quantities.shown(quantity),
            unit=unit,
            value=wording.rupiah(value),
        )
    for place, name, lot, expires, quantity in read.each(_WRONG_LOTS):
        yield _(N_("{place}: {item} batch {lot} tersisa {count}")).format(
            place=place, item=name, lot=lot or expires, count=quantities.shown(quantity)
        )


def overdue(read: Reading) -> Iterator[str]:
    """Notes whose goods have been on their way for longer than the setting allows.

    Counted to this laptop's business day (RULES: transit accounts item by item, with age).
    """
    own = device.installation(read)
    last = days.latest(read, own.number) if own is not None else None
    if last is None:
        return
    limit = setting(read, TRANSIT_DAYS)
    for note in transfers.on_the_way(read):
        age = (last.day - note.sent).days
        if age > limit:
            yield _(N_("{number} ke {place}: {value}, {n} hari di jalan")).format(
                number=note.number, place=note.target, value=wording.rupiah(note.value), n=age
            )
