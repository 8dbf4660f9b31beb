"""Counting what lies in a place: freeze what the books say, then count blind.

Closing a count stands in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as quantities
from kopdes_desktop.inventory import counts, places, stock
from kopdes_desktop.inventory.counts import Count, Standing
from kopdes_desktop.inventory.valuation import EMPTY, Held
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users


class BeginCountOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """Which place; only some items, or one category; whether two people count everything.

    `shared`: several count, each other shelves, and what they find is added up.
    """

    place: str | None = None
    items: tuple[int | str, ...] = ()
    category: str | None = None
    second: bool = False
    shared: bool = False


class Frozen(Fact, frozen=True):
    """What the books say of an item when a count begins."""

    item: int
    quantity: str
    value: Rupiah


class CountBegun(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A count and its frozen figures; with `second` two people count everything.

    With `shared` each counts other shelves.
    """

    number: str
    place: str
    lines: tuple[Frozen, ...]
    second: bool = False
    shared: bool = False


@operation("inventory.begin_count", version=1)
class BeginCount(Operation[BeginCountOrder, CountBegun]):
    """Begin a count: freeze what the books say."""

    sentence = N_("Memulai opname")
    document = "OPN"

    def decide(self, work: Work, order: BeginCountOrder) -> CountBegun:
        """A place of this laptop that is not being counted. Raises BadField, AlreadyDecided."""
        if order.second and order.shared:
            reason = _(N_("pilih salah satu: dua orang menghitung semua, atau berbagi rak"))
            raise BadField(name="shared", reason=reason, field="shared")
        place = places.own_place(work, order.place)
        for other in counts.open_counts(work):
            if other.place == place.code:
                reason = _(
                    N_("opname {number} di {place} belum ditutup; lanjutkan atau tutup dahulu")
                ).format(number=other.number, place=place.name)
                raise BadField(name="place", reason=reason, field="place")
        held = stock.on_hand(work, place.code)
        wanted = _wanted(work, order, held)
        return CountBegun(
            number=work.number(self.document),
            place=place.code,
            lines=tuple(
                Frozen(
                    key,
                    quantities.decimal(held.get(key, EMPTY).quantity),
                    Rupiah(held.get(key, EMPTY).value),
                )
                for key in wanted
            ),
            second=order.second,
            shared=order.shared,
        )

    def apply(self, books: Books, fact: CountBegun) -> None:
        """The count, and the frozen figures."""
        counts.start(books, fact.number, fact.place)
        counts.freeze(books, books.stamp.key, ((x.item, _held(x)) for x in fact.lines))
        books.numbered(fact.number)

    def judge(self, books: Books, fact: CountBegun, stamp: Stamp) -> Iterator[str]:
        """A place of the device; what these books say of its goods."""
        if not places.bound_place(books, stamp, fact.place):
            yield f"R2: place {fact.place}"
        if fact.second and fact.shared:
            yield "R2: shared"
        if [x.item for x in fact.lines] != sorted({x.item for x in fact.lines}):
            yield "R3: lines"
        yield from _judge_frozen(books, fact.place, fact.lines)

    def refers_to(self, fact: CountBegun) -> tuple[int, ...]:
        """Every item."""
        return tuple(x.item for x in fact.lines)


def _held(frozen: Frozen) -> Held:
    return Held(quantities.thousandths(frozen.quantity), int(frozen.value))


def _judge_frozen(books: Books, place: str, lines: Iterable[Frozen]) -> Iterator[str]:
    """Frozen figures are those of the books (R3)."""
    said = {x.item: _held(x) for x in lines}
    known = stock.held_of(books, place, said)
    if any(known.get(item, EMPTY) != held for item, held in said.items()):
        yield "R3: frozen"


def _wanted(work: Work, order: BeginCountOrder, held: dict[int, Held]) -> list[int]:
    """The items to be counted, by key: those named, of a category, or all that lie there."""
    if order.items:
        named = [
            goods.require_item(work, name, field=f"items[{n}]").key
            for n, name in enumerate(order.items)
        ]
        return sorted(set(named))
    all_items = goods.items(work, category=order.category, closed=True)
    found = [
        item.key
        for item in all_items
        if item.kind in stock.ON_SHELVES
        and item.key in held
        and (item.open or held[item.key].quantity)
    ]
    if order.category is not None and not found:
        reason = _(N_("tidak ada barang golongan {category} di tempat ini"))
        reason = reason.format(category=order.category)
        raise BadField(name="category", reason=reason, field="category")
    return sorted(found)


# --- counting -------------------------------------------------------------------------------------


class CountLine(Order, frozen=True, omit_defaults=True):
    """An item and how much of it was found, more or (with a minus, as a correction) less."""

    item: int | str
    quantity: str


class AddCountOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """What somebody counted; the user himself when nobody else is named.

    `as_frozen` says that the figures are of the moment of freezing (a sheet filled while the shop
    was shut), not of now.
    """

    count: int | str
    lines: tuple[CountLine, ...]
    counter: int | str | None = None
    as_frozen: bool = False


class CountedLine(Fact, frozen=True, omit_defaults=True):
    """What was found; `moved` came (or left) since the freeze, before the counter's first look."""

    item: int
    quantity: str
    moved: str = "0"


class CountAdded(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """One go of a counter; `froze` are items that the count did not have yet.

    `as_frozen`: the figures are of the moment of freezing.
    """

    count: int
    counter: int
    lines: tuple[CountedLine, ...]
    froze: tuple[Frozen, ...] = ()
    as_frozen: bool = False


@operation("inventory.add_count", version=1)
class AddCount(Operation[AddCountOrder, CountAdded]):
    """Write down what somebody counted."""

    sentence = N_("Mencatat hasil hitung opname")

    def decide(self, work: Work, order: AddCountOrder) -> CountAdded:
        """An open count of this laptop; nothing is counted below zero. Raises BadField."""
        of = open_count(work, order.count)
        counter = work.actor.user
        if order.counter is not None:
            counter = users.require_user(work, order.counter, field="counter").key
        if not order.lines:
            raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
        known = counts.standing(work, of)
        begun = work.original(of.key)
        shared = begun is not None and isinstance(begun[1], CountBegun) and begun[1].shared
        book = stock.on_hand(work, of.place)
        lines: list[CountedLine] = []
        froze: dict[int, Frozen] = {}
        sofar: dict[int, int] = {}
        for n, line in enumerate(order.lines):
            item = goods.require_item(work, line.item, field=f"lines[{n}].item")
            _require_on_shelves(item, n)
            now = book.get(item.key, EMPTY)
            if item.key not in known and item.key not in froze:
                froze[item.key] = Frozen(
                    item.key, quantities.decimal(now.quantity), Rupiah(now.value)
                )
            before = known.get(item.key, Standing(item.key, now))
            looked = bool(before.counted) if shared else counter in before.counted
            first = not looked and item.key not in sofar
            moved = 0
            if first and not order.as_frozen:
                moved = now.quantity - before.frozen.quantity
            found = quantities.thousandths(line.quantity, field=f"lines[{n}].quantity")
            sofar[item.key] = sofar.get(item.key, before.counted.get(counter, 0)) + found - moved
            _require_counted(found, first=first, left=sofar[item.key] + max(moved, 0), n=n)
            lines.append(
                CountedLine(item.key, quantities.decimal(found), quantities.decimal(moved))
            )
        return CountAdded(
            count=of.key,
            counter=counter,
            lines=tuple(lines),
            froze=tuple(froze.values()),
            as_frozen=order.as_frozen,
        )

    def apply(self, books: Books, fact: CountAdded) -> None:
        """Add to what the counter found, as of the freeze."""
        counts.freeze(books, fact.count, ((x.item, _held(x)) for x in fact.froze))
        counts.add(
            books,
            fact.count,
            fact.counter,
            [(x.item, _as_frozen(x)) for x in fact.lines],
        )

    def judge(self, books: Books, fact: CountAdded, stamp: Stamp) -> Iterator[str]:
        """An open count of a place of the device; what moved since is what these books say."""
        of = counts.count(books, fact.count)
        if not places.bound_place(books, stamp, of.place) or of.closed is not None:
            yield "R2: count"
        if users.user(books, fact.counter) is None:
            yield "R2: counter"
        yield from _judge_frozen(books, of.place, fact.froze)
        known = counts.standing(books, of)
        if known.keys() & {x.item for x in fact.froze}:
            yield "R3: froze"
        frozen = {x.item: _held(x) for x in fact.froze} | {k: v.frozen for k, v in known.items()}
        now = stock.held_of(books, of.place, frozen)
        for line in fact.lines:
            texts = (line.quantity, line.moved)
            read = [quantities.thousandths(text) for text in texts]
            if tuple(quantities.decimal(each) for each in read) != texts:
                yield "R3: quantity"
            if line.item not in frozen:
                yield f"R3: item {line.item}"
            elif read[1] not in {
                0,
                now.get(line.item, EMPTY).quantity - frozen[line.item].quantity,
            }:
                yield f"R3: moved {line.item}"

    def refers_to(self, fact: CountAdded) -> tuple[int, ...]:
        """The count, the counter, and every item."""
        return (fact.count, fact.counter, *sorted({x.item for x in fact.lines}))


def _as_frozen(line: CountedLine) -> int:
    """What was there at the freeze: what was found, and what had left by then."""
    return quantities.thousandths(line.quantity) - quantities.thousandths(line.moved)


def open_count(work: Work, name: int | str) -> Count:
    """A count that goes on, of a place of this laptop. Raises BadField, AlreadyDecided."""
    of = counts.count(work, name)
    places.own_place(work, of.place, field="count")
    if of.closed is not None:
        raise AlreadyDecided(subject=of.number, field="count")
    return of


def _require_on_shelves(item: goods.Item, n: int) -> None:
    if item.kind not in stock.ON_SHELVES:
        reason = _(N_("{item} bukan barang yang disimpan, jadi tidak punya stok"))
        reason = reason.format(item=item.name)
        raise BadField(name="item", reason=reason, field=f"lines[{n}].item")


def _require_counted(found: int, *, first: bool, left: int, n: int) -> None:
    """Nobody counts less than nothing; a correction takes back what he counted before. BadField."""
    if (first and found < 0) or left < 0:
        reason = _(N_("hasil hitung tidak boleh di bawah nol"))
        raise BadField(name="quantity", reason=reason, field=f"lines[{n}].quantity")
