"""Goods in, goods out, value only: three parts that every document with goods is made of.

A part stands inside its document's fact and the document posts the one entry: what a part does to
the accounts of stock is `sums`, what it charges beside them is `mended`. Both sides of every
quantity and value are in the part, so `apply` adds and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, add_to, insert_into
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import lots, places, valuation
from kopdes_desktop.inventory.lots import Lot
from kopdes_desktop.inventory.tables import LAST_COST, MOVE, STOCK
from kopdes_desktop.inventory.valuation import EMPTY, Cost, Held
from kopdes_desktop.kernel.errors import BadField, NotReversible, StockShort
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp, canonical
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, find, operation
from kopdes_desktop.office.operation import opened as opened_part
from kopdes_desktop.office.work import Work

#: What late prices and mended costs of goods already sold are charged to (RULES, Entries).
COST_ADJUSTMENT = "5-1107"
#: The kinds of item that lie on a shelf, and those whose value is the cooperative's.
ON_SHELVES, OWN = ("goods", "consigned"), "goods"
#: A cost further from the last known one is shown to the treasurer (FACTS §6).
_FAR = 20
_WHOLE = 100
#: Of so many items each is asked for by itself: a list costs more to read than to ask.
_FEW = 12
#: Where the lines of each part begin among the moves of one document.
_TAKEN_IN, _MENDED, _REVALUED = 100_000, 200_000, 300_000

_of_items = func.json_each(bindparam("of_items")).table_valued("value")
_HELD_OF_MANY = Statement(
    select(STOCK.c.item, STOCK.c.quantity, STOCK.c.value).where(
        STOCK.c.place == bindparam("of_place"), STOCK.c.item.in_(select(_of_items.c.value))
    )
)
_HELD = Statement(
    select(STOCK.c.quantity, STOCK.c.value).where(
        STOCK.c.place == bindparam("of_place"), STOCK.c.item == bindparam("of_item")
    )
)
_ON_HAND = Statement(
    select(STOCK.c.item, STOCK.c.quantity, STOCK.c.value).where(
        STOCK.c.place == bindparam("of_place")
    )
)
_ANYWHERE = Statement(select(STOCK.c.item).where(STOCK.c.item == bindparam("of_item")).limit(1))
_LAST = Statement(
    select(LAST_COST.c.quantity, LAST_COST.c.value).where(
        LAST_COST.c.place == bindparam("of_place"), LAST_COST.c.item == bindparam("of_item")
    )
)
_NEWEST = Statement(
    select(LAST_COST.c.quantity, LAST_COST.c.value)
    .where(LAST_COST.c.item == bindparam("of_item"))
    .order_by(LAST_COST.c.place)
    .limit(1)
)
_MOVE, _STOCK = insert_into(MOVE), add_to(STOCK, "quantity", "value")
_put = insert(LAST_COST).values(place=None, item=None, quantity=None, value=None)
_COST = Statement(
    _put.on_conflict_do_update(
        index_elements=[LAST_COST.c.place, LAST_COST.c.item],
        set_={"quantity": _put.excluded.quantity, "value": _put.excluded.value},
    )
)


#: Why goods come in at the cost of an old sale: it says nothing of what they cost today.
BROUGHT_BACK = "return"


class StockSum(msgspec.Struct, frozen=True):
    """What a part does to one account in one line of business and unit (debit +)."""

    account: str
    lini: str
    unit: str
    amount: Rupiah


# --- goods out ------------------------------------------------------------------------------------


class IssueLine(Order, frozen=True, omit_defaults=True):
    """An item and how much of its base unit goes; of a named lot, else first to expire first."""

    item: int | str
    quantity: str
    lot: str | None = None
    expires: date | None = None


class IssueOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What leaves a place and why; `short` lets it go below zero."""

    place: str
    lines: tuple[IssueLine, ...]
    why: str = "sale"
    short: bool = False


class LotMoved(msgspec.Struct, array_like=True, frozen=True):
    """How much of one lot."""

    quantity: str
    lot: str
    expires: str


class IssuedLine(msgspec.Struct, array_like=True, frozen=True):
    """What went out of one ordered line, what it cost, and of which lots."""

    item: int
    quantity: str
    value: Rupiah
    lots: tuple[LotMoved, ...]


class Issued(Fact, frozen=True, omit_defaults=True):
    """Goods out of a place, line by line as ordered."""

    place: str
    why: str
    lines: tuple[IssuedLine, ...]


# --- goods in -------------------------------------------------------------------------------------


class TakeInLine(Order, frozen=True, omit_defaults=True):
    """An item, how much of its base unit comes in, and what all of it costs."""

    item: int | str
    quantity: str
    value: Rupiah
    lot: str | None = None
    expires: date | None = None


class TakeInOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What comes into a place and why."""

    place: str
    lines: tuple[TakeInLine, ...]
    why: str = "purchase"


class TakenInLine(Fact, frozen=True, omit_defaults=True):
    """What came in and cost so much."""

    item: int
    quantity: str
    value: Rupiah
    lot: str = ""
    expires: str = ""


class Mended(Fact, frozen=True):
    """What goods cost more (minus: less) than was taken when they were sold before they came."""

    item: int
    amount: Rupiah


class TakenIn(Fact, frozen=True, omit_defaults=True):
    """Goods into a place; of their value `mended` belongs to goods already sold."""

    place: str
    why: str
    lines: tuple[TakenInLine, ...]
    mended: tuple[Mended, ...] = ()


# --- value only -----------------------------------------------------------------------------------


class RevalueLine(Order, frozen=True, omit_defaults=True):
    """What a late price adds to what is left of an item, and to what is sold of it already."""

    item: int | str
    stock: Rupiah
    sold: Rupiah


class RevalueOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What goods in a place are worth more or less, and why."""

    place: str
    lines: tuple[RevalueLine, ...]
    why: str = "late_price"


class RevaluedLine(Fact, frozen=True, omit_defaults=True):
    """An item's share of a late price."""

    item: int
    stock: Rupiah
    sold: Rupiah


class Revalued(Fact, frozen=True, omit_defaults=True):
    """Value without goods."""

    place: str
    why: str
    lines: tuple[RevaluedLine, ...]


AnyPart = Issued | TakenIn | Revalued
_KINDS: dict[type[AnyPart], str] = {
    Issued: "inventory.issue",
    TakenIn: "inventory.take_in",
    Revalued: "inventory.revalue",
}


# --- reading --------------------------------------------------------------------------------------


def held(read: Reading, place: str, item: int) -> Held:
    """What lies of an item in a place, and what it is worth."""
    return held_of(read, place, [item]).get(item, EMPTY)


def held_of(read: Reading, place: str, items: Iterable[int]) -> dict[int, Held]:
    """The same of several items; those that never lay there are missing."""
    asked = set(items)
    if len(asked) > _FEW:
        listed = msgspec.json.encode(sorted(asked)).decode()
        many = read.rows(_HELD_OF_MANY, of_place=place, of_items=listed)
        return {item: Held(quantity, value) for item, quantity, value in many}
    rows = {item: read.row(_HELD, of_place=place, of_item=item) for item in asked}
    return {item: Held(*row) for item, row in rows.items() if row is not None}


def on_hand(read: Reading, place: str) -> dict[int, Held]:
    """All that ever lay in a place."""
    rows = read.rows(_ON_HAND, of_place=place)
    return {item: Held(quantity, value) for item, quantity, value in rows}


def ever_lay(read: Reading, item: int) -> bool:
    """Whether an item ever lay anywhere."""
    return read.row(_ANYWHERE, of_item=item) is not None


goods.MOVED.append(ever_lay)


def last_cost(read: Reading, place: str, item: int) -> Cost | None:
    """What an item last cost in a place, or elsewhere where it never came in here."""
    row = read.row(_LAST, of_place=place, of_item=item) or read.row(_NEWEST, of_item=item)
    return Cost(row[0], row[1]) if row else None


class Shelf:
    """The goods of a place while one document is decided: its lines see each other."""

    def __init__(self, read: Reading, place: str, items: Iterable[int]) -> None:
        """What lies there now of these items."""
        self._read, self.place = read, place
        self._held = held_of(read, place, items)
        self._lots: dict[int, list[Lot]] = {}

    def held(self, item: int) -> Held:
        """What is left."""
        return self._held.get(item, EMPTY)

    def last(self, item: int) -> Cost | None:
        """What it last cost."""
        return last_cost(self._read, self.place, item)

    def take(self, item: int, quantity: int) -> int:
        """Take goods out; what they cost."""
        before = self.held(item)
        last = self.last(item) if quantity > before.quantity else None
        cost = valuation.cost_of(before, quantity, last)
        self._held[item] = before.moved(-quantity, -cost)
        return cost

    def put(self, item: int, quantity: int, cost: int) -> int:
        """Put goods in; what that mends of goods already sold."""
        self._held[item], mended = valuation.receive(self.held(item), quantity, cost)
        return mended

    def worth(self, item: int, value: int) -> Held:
        """Change the value alone; what is held then."""
        self._held[item] = self.held(item).moved(0, value)
        return self._held[item]

    def lots(self, item: int) -> list[Lot]:
        """What is left of an item's lots, first to expire first."""
        if item not in self._lots:
            self._lots[item] = lots.lots(self._read, self.place, item)
        return self._lots[item]

    def take_lots(self, item: int, taken: Sequence[Lot]) -> None:
        """Take so much out of lots."""
        gone = {(each.lot, each.expires): each.quantity for each in taken}
        self._lots[item] = [
            Lot(x.lot, x.expires, x.quantity - gone.get((x.lot, x.expires), 0))
            for x in self.lots(item)
        ]


def sums(read: Reading, part: AnyPart | Part) -> list[StockSum]:
    """What a part does to the accounts of stock: in +, out −, by account and line of business.

    Consigned goods are not the cooperative's, and stand on no account.
    """
    said = opened(part)
    if isinstance(said, Issued):
        return _sums(read, said.place, [(x.item, -x.value) for x in said.lines])
    if isinstance(said, TakenIn):
        moved = [(x.item, x.value) for x in said.lines]
        return _sums(read, said.place, moved + [(x.item, -x.amount) for x in said.mended])
    return _sums(read, said.place, [(x.item, x.stock) for x in said.lines])


def mended(read: Reading, part: AnyPart | Part) -> list[StockSum]:
    """What a part charges to 5-1107: goods sold before they came, late prices of goods sold."""
    said = opened(part)
    if isinstance(said, Issued):
        return []
    late = (
        [(x.item, x.amount) for x in said.mended]
        if isinstance(said, TakenIn)
        else [(x.item, x.sold) for x in said.lines]
    )
    return _sums(read, said.place, late, account=COST_ADJUSTMENT)


def _sums(
    read: Reading, place: str, moved: Iterable[tuple[int, Rupiah]], account: str | None = None
) -> list[StockSum]:
    unit = places.place(read, place).unit
    added: dict[tuple[str, str], Rupiah] = {}
    for key, amount in moved:
        item = goods.require_item(read, key)
        if item.kind == OWN and item.account is not None:
            on = (account or item.account, item.lini)
            added[on] = added.get(on, NOTHING) + amount
    return [StockSum(*on, unit, amount) for on, amount in sorted(added.items()) if amount]


def opened(part: AnyPart | Part) -> AnyPart:
    """A part's own fact. Raises TypeError for a part that moves no goods."""
    if not isinstance(part, Part):
        return part
    if part.kind not in _KINDS.values():
        raise TypeError(part.kind)
    made: AnyPart = opened_part(part)
    return made


def items_of(*parts: AnyPart | Part) -> tuple[int, ...]:
    """The items that parts name, each once: for `refers_to`."""
    return tuple(sorted({line.item for part in parts for line in opened(part).lines}))


def part_of(fact: AnyPart) -> Part:
    """A part's fact as it stands in its document."""
    made = find(_KINDS[type(fact)])
    return Part(made.code, made.version, msgspec.Raw(canonical(fact)))


# --- the three parts ------------------------------------------------------------------------------


def _shelf_item(work: Work, name: int | str, field: str) -> goods.Item:
    """An item that lies on shelves. Raises BadField."""
    item = goods.require_item(work, name, field=field)
    if item.kind not in ON_SHELVES:
        reason = _(N_("{item} bukan barang yang disimpan, jadi tidak punya stok")).format(
            item=item.name
        )
        raise BadField(name="item", reason=reason, field=field)
    return item


@operation("inventory.issue", version=1)
class Issue(Operation[IssueOrder, Issued]):
    """Take goods out of a place, at what they cost."""

    sentence = N_("Mengeluarkan barang")

    def decide(self, work: Work, order: IssueOrder) -> Issued:
        """Quantities above zero that are there. Raises BadField, StockShort."""
        found = [
            _shelf_item(work, line.item, f"lines[{n}].item") for n, line in enumerate(order.lines)
        ]
        shelf = Shelf(work, order.place, [item.key for item in found])
        lines = []
        for n, (item, line) in enumerate(zip(found, order.lines, strict=True)):
            quantity = quantities.above_zero(line.quantity, field=f"lines[{n}].quantity")
            if not order.short and quantity > shelf.held(item.key).quantity:
                raise short(work, shelf, item, quantity, field=f"lines[{n}].quantity")
            taken = _lots_for(
                work, shelf, item, line, quantity, field=None if order.short else f"lines[{n}].lot"
            )
            value = shelf.take(item.key, quantity)
            lines.append(
                IssuedLine(
                    item.key,
                    quantities.decimal(quantity),
                    Rupiah(value if item.kind == OWN else 0),
                    taken,
                )
            )
        return Issued(order.place, order.why, tuple(lines))

    def apply(self, books: Books, fact: Issued) -> None:
        """Moves, what is left, and what is left of lots."""
        _move(books, fact, sign=1)


@operation("inventory.take_in", version=1)
class TakeIn(Operation[TakeInOrder, TakenIn]):
    """Take goods into a place, at what they cost."""

    sentence = N_("Memasukkan barang")

    def decide(self, work: Work, order: TakeInOrder) -> TakenIn:
        """Quantities above zero, values not below; lots of tracked items only. BadField."""
        found = [
            _shelf_item(work, line.item, f"lines[{n}].item") for n, line in enumerate(order.lines)
        ]
        shelf = Shelf(work, order.place, [item.key for item in found])
        lines, late = [], []
        for n, (item, line) in enumerate(zip(found, order.lines, strict=True)):
            quantity = quantities.above_zero(line.quantity, field=f"lines[{n}].quantity")
            _require_value(item, line.value, f"lines[{n}].value")
            amount = shelf.put(item.key, quantity, int(line.value))
            if amount:
                late.append(Mended(item.key, Rupiah(amount)))
            lot, expires = _lot_in(item, line, n)
            lines.append(
                TakenInLine(item.key, quantities.decimal(quantity), line.value, lot, expires)
            )
        return TakenIn(order.place, order.why, tuple(lines), tuple(late))

    def apply(self, books: Books, fact: TakenIn) -> None:
        """Moves, what is there, lots, and what it cost."""
        _move(books, fact, sign=1)
        for line in fact.lines:
            if line.value > NOTHING and fact.why != BROUGHT_BACK:
                books.change(
                    _COST,
                    place=fact.place,
                    item=line.item,
                    quantity=quantities.thousandths(line.quantity),
                    value=int(line.value),
                )


@operation("inventory.revalue", version=1)
class Revalue(Operation[RevalueOrder, Revalued]):
    """Change what goods in a place are worth, without a move."""

    sentence = N_("Mengubah nilai barang")

    def decide(self, work: Work, order: RevalueOrder) -> Revalued:
        """The cooperative's own goods; what is left is worth nothing below zero. BadField."""
        found = [
            _shelf_item(work, line.item, f"lines[{n}].item") for n, line in enumerate(order.lines)
        ]
        shelf = Shelf(work, order.place, [item.key for item in found])
        for n, (item, line) in enumerate(zip(found, order.lines, strict=True)):
            if item.kind != OWN or (
                line.stock and not shelf.worth(item.key, int(line.stock)).sound
            ):
                reason = _(
                    N_("nilai stok {item} tidak dapat diubah sebanyak itu; stoknya tidak cukup")
                ).format(item=item.name)
                raise BadField(name="stock", reason=reason, field=f"lines[{n}].stock")
        return Revalued(
            order.place,
            order.why,
            tuple(
                RevaluedLine(item.key, line.stock, line.sold)
                for item, line in zip(found, order.lines, strict=True)
            ),
        )

    def apply(self, books: Books, fact: Revalued) -> None:
        """Moves without a quantity."""
        _move(books, fact, sign=1)


def short(
    work: Work, shelf: Shelf, item: goods.Item, quantity: int, *, field: str = "quantity"
) -> StockShort:
    """The refusal of goods that are not there."""
    return StockShort(
        item=item.name,
        place=places.place(work, shelf.place).name,
        have=quantities.shown(shelf.held(item.key).quantity),
        want=quantities.shown(quantity),
        unit=item.unit,
        field=field,
    )


def _require_value(item: goods.Item, value: Rupiah, field: str) -> None:
    """What goods cost is not below zero; other people's goods are worth nothing here. BadField."""
    if value < NOTHING or (item.kind != OWN and value):
        reason = (
            _(N_("harga pokok tidak boleh di bawah nol"))
            if value < NOTHING
            else _(N_("{item} barang titipan; nilainya tidak dicatat")).format(item=item.name)
        )
        raise BadField(name="value", reason=reason, field=field)


def _lot_in(item: goods.Item, line: TakeInLine, n: int) -> tuple[str, str]:
    """The lot and the day of goods that come in; of tracked items only. BadField."""
    lot, expires = (line.lot or "").strip(), line.expires.isoformat() if line.expires else ""
    if (lot or expires) and not item.tracked:
        reason = _(
            N_("{item} tidak dicatat per batch; kosongkan batch dan kedaluwarsa, atau ubah barang")
        ).format(item=item.name)
        raise BadField(name="lot", reason=reason, field=f"lines[{n}].lot")
    return lot, expires


def _lots_for(
    work: Work, shelf: Shelf, item: goods.Item, line: IssueLine, quantity: int, *, field: str | None
) -> tuple[LotMoved, ...]:
    """Which lots of a tracked item go: the named one, or first to expire first.

    Raises StockShort at `field` where a named lot does not hold so much; never without a field.
    """
    if not item.tracked:
        return ()
    known = shelf.lots(item.key)
    if line.lot is not None or line.expires is not None:
        lot, day = (line.lot or "").strip(), line.expires.isoformat() if line.expires else None
        known = [x for x in known if x.lot == lot and day in {None, x.expires}]
        there = sum(x.quantity for x in known)
        if there < quantity and field is not None:
            raise StockShort(
                item=f"{item.name} {lot}".strip(),
                place=places.place(work, shelf.place).name,
                have=quantities.shown(there),
                want=quantities.shown(quantity),
                unit=item.unit,
                field=field,
            )
    taken = lots.first_out(known, quantity)
    shelf.take_lots(item.key, taken)
    return tuple(LotMoved(quantities.decimal(x.quantity), x.lot, x.expires) for x in taken)


# --- rows -----------------------------------------------------------------------------------------

_Row = tuple[int, int, int, int, str | None]


def _rows(said: AnyPart) -> Iterator[_Row]:
    """Line, item, quantity and value (in +), and lots, of each move of a part."""
    if isinstance(said, Issued):
        for n, x in enumerate(said.lines, 1):
            named = ", ".join(each.lot or each.expires for each in x.lots)
            yield n, x.item, -quantities.thousandths(x.quantity), -int(x.value), named or None
    elif isinstance(said, TakenIn):
        for n, line in enumerate(said.lines, _TAKEN_IN + 1):
            quantity = quantities.thousandths(line.quantity)
            yield n, line.item, quantity, int(line.value), line.lot or line.expires or None
        for n, late in enumerate(said.mended, _MENDED + 1):
            yield n, late.item, 0, -int(late.amount), None
    else:
        for n, each in enumerate(said.lines, _REVALUED + 1):
            if each.stock:
                yield n, each.item, 0, int(each.stock), None


def _lots_moved(said: AnyPart) -> Iterator[tuple[int, Lot]]:
    """Items and what moves of their lots (in +)."""
    if isinstance(said, Issued):
        for x in said.lines:
            for each in x.lots:
                yield x.item, Lot(each.lot, each.expires, -quantities.thousandths(each.quantity))
    elif isinstance(said, TakenIn):
        for line in said.lines:
            if line.lot or line.expires:
                moved = quantities.thousandths(line.quantity)
                yield line.item, Lot(line.lot, line.expires, moved)


def _move(books: Books, said: AnyPart, *, sign: int) -> None:
    """Write the moves of a part (or, with sign −1, their opposites) under the fact in hand."""
    day, fact = books.stamp.posted_on.isoformat(), books.stamp.key
    moves = [
        (said.place, day, fact, n, item, sign * quantity, sign * value, said.why, lot)
        for n, item, quantity, value, lot in _rows(said)
    ]
    books.insert_all(_MOVE, moves)
    books.insert_all(_STOCK, [(m[0], m[4], m[5], m[6]) for m in moves])
    by_lot = [(item, Lot(x.lot, x.expires, sign * x.quantity)) for item, x in _lots_moved(said)]
    if by_lot:
        lots.add(books, said.place, by_lot)


# --- taking back ----------------------------------------------------------------------------------


def take_back(books: Books, part: AnyPart | Part) -> None:
    """The opposite moves, under the reversal's own fact: for `undo`."""
    _move(books, opened(part), sign=-1)


def require_takeable(work: Work, *parts: AnyPart | Part, number: str) -> None:
    """Refuse to take parts back whose goods have moved on: for `undoable`. NotReversible.

    What is left must be sound: nothing below zero that was not, an empty shelf worth zero, no lot
    below zero. An outlet takes back what is its own, the treasurer whatever there is (FACTS §6).
    """
    for part in parts:
        said = opened(part)
        places.any_place(work, said.place)
        left = held_of(work, said.place, [row[1] for row in _rows(said)])
        before = dict(left)
        for _n, item, quantity, value, _lot in _rows(said):
            left[item] = left.get(item, EMPTY).moved(-quantity, -value)
        for item, rest in left.items():
            was = before.get(item, EMPTY)
            if not rest.sound or rest.quantity < min(was.quantity, 0):
                raise _moved_on(work, item, was.quantity, number)
        for item, lot in _lots_moved(said):
            known = {(x.lot, x.expires): x.quantity for x in lots.lots(work, said.place, item)}
            there = known.get((lot.lot, lot.expires), 0)
            if there < lot.quantity:
                raise _moved_on(work, item, there, number)


def _moved_on(work: Work, item: int, have: int, number: str) -> NotReversible:
    """The refusal of goods that are not there any more as they came."""
    reason = _(
        N_(
            "{item} dari bukti ini sudah bergerak lagi, tersisa {have}. Buat retur, "
            "atau betulkan stoknya lewat opname"
        )
    ).format(item=goods.require_item(work, item).name, have=quantities.shown(have))
    return NotReversible(number=number, reason=reason, field="entry")


# --- judging --------------------------------------------------------------------------------------


def judge(
    books: Books,
    stamp: Stamp,
    part: AnyPart | Part,
    *,
    why: str,
    kind: type[AnyPart] | None = None,
) -> Iterator[str]:
    """What a stranger's part breaks: its kind, place, items and quantities (R2, R3)."""
    said = opened(part)
    if kind is not None and not isinstance(said, kind):
        yield f"R2: {type(said).__name__}"
    if not places.bound_place(books, stamp, said.place):
        yield f"R2: place {said.place}"
    if said.why != why:
        yield f"R2: {said.why}"
    yield from _judge_items(books, said)
    if isinstance(said, TakenIn):
        yield from _judge_mended(said)
    if not isinstance(said, Revalued):
        for taken in said.lines:
            yield from _judge_line(taken)


def _judge_items(books: Books, said: AnyPart) -> Iterator[str]:
    """Goods that lie on shelves; others' goods without a value."""
    if not said.lines:
        yield "R3: lines"
    worth = {row[1] for row in _rows(said) if row[3]}
    for key in items_of(said):
        item = goods.item(books, key)
        if item is None or item.kind not in ON_SHELVES:
            yield f"R2: item {key}"
        elif item.kind != OWN and key in worth:
            yield f"R3: value {key}"


def _judge_line(line: IssuedLine | TakenInLine) -> Iterator[str]:
    """Amounts above zero, as facts write them; lots that make up no more than the line."""
    written = [line.quantity]
    if isinstance(line, IssuedLine):
        written += [each.quantity for each in line.lots]
    read = [quantities.thousandths(text) for text in written]
    if min(read) <= 0 or [quantities.decimal(each) for each in read] != written:
        yield "R3: quantity"
    if line.value < NOTHING:
        yield "R3: value"
    if sum(read[1:]) > read[0]:
        yield "R3: lots"
    days = [x.expires for x in line.lots] if isinstance(line, IssuedLine) else [line.expires]
    for day in filter(None, days):
        if date.fromisoformat(day).isoformat() != day:
            yield "R3: expires"


def _judge_mended(said: TakenIn) -> Iterator[str]:
    """Goods are mended that came in, by something."""
    came = {line.item for line in said.lines}
    keys = [each.item for each in said.mended]
    if not came.issuperset(keys) or not all(each.amount for each in said.mended):
        yield "R3: mended"


def found(books: Books, part: AnyPart | Part) -> list[tuple[str, str]]:
    """After a stranger's part was applied: goods below zero, and costs far from the last known."""
    said = opened(part)
    now = held_of(books, said.place, [line.item for line in said.lines])
    moved: dict[int, Held] = {}
    for _n, item, quantity, value, _lot in _rows(said):
        moved[item] = moved.get(item, EMPTY).moved(quantity, value)
    seen: list[tuple[str, str]] = []
    for item, change in sorted(moved.items()):
        after = now.get(item, EMPTY)
        before = after.moved(-change.quantity, -change.value)
        if after.quantity < 0:
            seen.append(("stock_minus", f"{said.place} {item}"))
        if change.quantity and _far(books, said.place, item, before, change):
            seen.append(("cost", str(item)))
    return seen


def _far(books: Books, place: str, item: int, before: Held, change: Held) -> bool:
    """Whether what moved cost more than a fifth more or less than these books would say."""
    if change.quantity < 0:
        known = valuation.cost_of(before, -change.quantity, last_cost(books, place, item))
    elif before.quantity > 0:
        known = Cost(before.quantity, before.value).of(change.quantity)
    else:
        return False
    return abs(abs(change.value) - known) * _WHOLE > known * _FAR


class Split(NamedTuple):
    """A late price's two shares, as the order of `inventory.revalue` takes them."""

    stock: Rupiah
    sold: Rupiah


def split_late(read: Reading, place: str, item: int, amount: Rupiah, bought: int) -> Split:
    """Share a late price between what is left of so many thousandths bought, and the rest."""
    late = valuation.split_late(int(amount), bought, held(read, place, item).quantity)
    return Split(Rupiah(late.stock), Rupiah(late.sold))
