"""Goods of others on and off our shelves: taken in (I01) and given back; neither posts anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kopdes_desktop.consignment import book, consignors, counted, queries
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.inventory import places, stock
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import shape
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import (
    Fact,
    Operation,
    Order,
    Part,
    PostingOrder,
    find,
    operation,
)
from kopdes_desktop.office.work import Work


class BroughtLine(Order, frozen=True, omit_defaults=True):
    """An item, how much of it, and what one base unit earns the owner (as before where None)."""

    item: int | str
    quantity: str
    share: Rupiah | None = None


class TakeInOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Who brought what to which place (the only one by default).

    `count` names the count that found more of it than the books knew of.
    """

    owner: int | str
    lines: tuple[BroughtLine, ...]
    place: str | None = None
    count: int | str | None = None


class EntrustedLine(Fact, frozen=True, omit_defaults=True):
    """An item that came, and the owner's share of one base unit from now on."""

    item: int
    quantity: str
    share: Rupiah


class Entrusted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A note of goods taken in: number, owner, place, lines, and the goods as stock takes them.

    `count` is the count that found them.
    """

    number: str
    owner: int
    place: str
    lines: tuple[EntrustedLine, ...]
    goods: Part
    count: int | None = None


@operation("consignment.take_in", version=1)
class TakeIn(Operation[TakeInOrder, Entrusted]):
    """Take goods of others in to sell them; they stay theirs, so nothing is posted (I01)."""

    sentence = N_("Menerima barang titipan")
    document = "STP"

    def decide(self, work: Work, order: TakeInOrder) -> Entrusted:
        """An owner's own items, each once; a share that the price covers."""
        key, _called = consignors.owner(work, order.owner)
        place = places.own_place(work, order.place).code
        lines = []
        for n, line in enumerate(order.lines):
            item = own_item(work, key, line.item, field=f"lines[{n}].item")
            share = _share(work, item, line, field=f"lines[{n}].share")
            lines.append(EntrustedLine(item.key, written(line, n), share))
        require_each_once(line.item for line in lines)
        taken = stock.TakeInOrder(
            place=place,
            why=self.code,
            lines=tuple(stock.TakeInLine(line.item, line.quantity, NOTHING) for line in lines),
        )
        _fact, part = work.part(find("inventory.take_in"), taken)
        return Entrusted(
            number=work.number(self.document or ""),
            owner=key,
            place=place,
            lines=tuple(lines),
            goods=part,
            count=counted.count_of(work, order.count, place),
        )

    def apply(self, books: Books, fact: Entrusted) -> None:
        """Stock, the owner's sums and his share; nothing in the journal."""
        books.apply_part(fact.goods)
        for line in fact.lines:
            quantity = rules.thousandths(line.quantity)
            book.taken(books, fact.owner, line.item, quantity, line.share)
        more = [(line.item, -rules.thousandths(line.quantity)) for line in fact.lines]
        counted.note(books, fact.count, more)
        books.numbered(fact.number)

    def judge(self, books: Books, fact: Entrusted, stamp: Stamp) -> Iterator[str]:
        """The goods are those of the lines, worth nothing to us, each the owner's own."""
        yield from judge_goods(
            books,
            stamp,
            fact.goods,
            kind=stock.TakenIn,
            owner=fact.owner,
            place=fact.place,
            lines=[(line.item, line.quantity) for line in fact.lines],
        )
        if any(line.share < NOTHING for line in fact.lines):
            yield "R3: share"
        yield from counted.judge(books, fact.count, fact.place)

    def refers_to(self, fact: Entrusted) -> set[int]:
        """The owner and every item."""
        known = () if fact.count is None else (fact.count,)
        return {fact.owner, *known, *(line.item for line in fact.lines)}


class BackLine(Order, frozen=True, omit_defaults=True):
    """An item and how much of it goes back."""

    item: int | str
    quantity: str


class GiveBackOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Who takes what back from which place (the only one by default)."""

    owner: int | str
    lines: tuple[BackLine, ...]
    place: str | None = None


class ReturnedLine(Fact, frozen=True, omit_defaults=True):
    """An item that went back to its owner."""

    item: int
    quantity: str


class GivenBack(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A note of goods given back: number, owner, place, lines, and the goods as stock has them."""

    number: str
    owner: int
    place: str
    lines: tuple[ReturnedLine, ...]
    goods: Part


@operation("consignment.give_back", version=1)
class GiveBack(Operation[GiveBackOrder, GivenBack]):
    """Give an owner back what was not sold."""

    sentence = N_("Mengembalikan barang titipan")
    document = "TTK"

    def decide(self, work: Work, order: GiveBackOrder) -> GivenBack:
        """An owner's own items, as much as lies there."""
        key, _called = consignors.owner(work, order.owner)
        place = places.own_place(work, order.place).code
        lines = []
        for n, line in enumerate(order.lines):
            item = own_item(work, key, line.item, field=f"lines[{n}].item")
            lines.append(ReturnedLine(item.key, written(line, n)))
        require_each_once(line.item for line in lines)
        return GivenBack(
            number=work.number(self.document or ""),
            owner=key,
            place=place,
            lines=tuple(lines),
            goods=taken_off(work, place, self.code, [(x.item, x.quantity) for x in lines]),
        )

    def apply(self, books: Books, fact: GivenBack) -> None:
        """Stock and the owner's sums."""
        books.apply_part(fact.goods)
        for line in fact.lines:
            book.returned(books, fact.owner, line.item, rules.thousandths(line.quantity))
        books.numbered(fact.number)

    def judge(self, books: Books, fact: GivenBack, stamp: Stamp) -> Iterator[str]:
        """The goods are those of the lines, each the owner's own."""
        yield from judge_goods(
            books,
            stamp,
            fact.goods,
            kind=stock.Issued,
            owner=fact.owner,
            place=fact.place,
            lines=[(line.item, line.quantity) for line in fact.lines],
        )

    def found(self, books: Books, fact: GivenBack, stamp: Stamp) -> list[tuple[str, str]]:
        """More went back than the books knew of."""
        return stock.found(books, fact.goods)

    def refers_to(self, fact: GivenBack) -> set[int]:
        """The owner and every item."""
        return {fact.owner, *(line.item for line in fact.lines)}


def taken_off(work: Work, place: str, why: str, lines: Sequence[tuple[int, str]]) -> Part:
    """The part that takes goods off a place's shelf. Raises StockShort."""
    issued = stock.IssueOrder(
        place=place, why=why, lines=tuple(stock.IssueLine(item, count) for item, count in lines)
    )
    return work.part(find("inventory.issue"), issued)[1]


def written(line: BroughtLine | BackLine, n: int) -> str:
    """The quantity of an ordered line as facts write it. Raises BadField."""
    return rules.decimal(rules.above_zero(line.quantity, field=f"lines[{n}].quantity"))


def own_item(work: Work, owner: int, name: int | str, *, field: str) -> goods.Item:
    """A consigned item of this owner. Raises BadField."""
    item = goods.require_item(work, name, field=field)
    if item.kind != "consigned" or item.owner != owner:
        reason = _(N_("{item} bukan barang titipan penitip ini")).format(item=item.name)
        raise BadField(name="item", reason=reason, field=field)
    return item


def require_each_once(items: Iterable[int]) -> None:
    """Refuse no lines at all, and two lines of one item. BadField."""
    named = list(items)
    if not named:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
    if len(set(named)) < len(named):
        reason = _(N_("satu barang ditulis dua kali; gabungkan jumlahnya"))
        raise BadField(name="lines", reason=reason, field="lines")


def _share(work: Work, item: goods.Item, line: BroughtLine, *, field: str) -> Rupiah:
    """What one base unit earns the owner: as ordered, or as before. Raises BadField."""
    before = queries.share(work, item.key)
    share = line.share if line.share is not None else before.amount if before else None
    if share is None or share < NOTHING:
        reason = _(N_("isi bagian penitip untuk satu {unit}")).format(unit=item.unit)
        raise BadField(name="share", reason=reason, field=field)
    price = goods.price_at(work, item, work.bd, member=False)
    if price is not None and share > price:
        reason = _(
            N_("bagian penitip {share} lebih besar dari harga jual {price}; koperasi akan rugi")
        ).format(share=wording.rupiah(share), price=wording.rupiah(price))
        raise BadField(name="share", reason=reason, field=field)
    return share


def always(account: str, unit: str) -> shape.Resolver:
    """A role's resolver: the same account and unit whatever the payload says."""
    return lambda _books, _payload: (account, unit)


def judge_goods(
    books: Books,
    stamp: Stamp,
    part: Part,
    *,
    kind: type[stock.AnyPart],
    owner: int,
    place: str,
    lines: Sequence[tuple[int, str]],
) -> Iterator[str]:
    """What a stranger's note breaks: other goods than its lines, worth something, or not his."""
    yield from stock.judge(books, stamp, part, kind=kind, why=stamp.kind)
    said = stock.opened(part)
    if not consignors.is_owner(books, owner):
        yield f"R2: {owner} is no owner"
    if isinstance(said, stock.Revalued):
        yield "R2: goods differ from the document"
        return
    given = [(line.item, line.quantity) for line in said.lines]
    if given != list(lines) or said.place != place:
        yield "R2: goods differ from the document"
    if len(dict(lines)) < len(lines):
        yield "R3: an item twice"
    for key, _quantity in lines:
        item = goods.item(books, key)
        if item is None or item.owner != owner or item.kind != "consigned":
            yield f"R2: {key} is not the owner's"
