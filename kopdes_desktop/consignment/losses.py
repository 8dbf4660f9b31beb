"""Goods of others that got lost or broke with us are made good at our cost (I04)."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.consignment import book, consignors, counted, postings, queries, shelves
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules
from kopdes_desktop.inventory import places, stock, transfers
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import journal, shape
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Part, PostingOrder, operation
from kopdes_desktop.office.work import Work


class MakeGoodOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What of whose goods got lost, where and how.

    `counted` says that a stock count has taken them off the shelf already; `count` names the one
    that found them missing.
    """

    owner: int | str
    lines: tuple[shelves.BackLine, ...]
    reason: str
    place: str | None = None
    counted: bool = False
    count: int | str | None = None


class LostLine(Fact, frozen=True, omit_defaults=True):
    """An item, how much of it got lost, and what that earns its owner."""

    item: int
    quantity: str
    lini: str
    amount: Rupiah


class Loss(Fact, frozen=True, omit_defaults=True):
    """What was lost of one line of business."""

    lini: str
    amount: Rupiah


class MadeGood(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A record of a loss: number, owner, place, reason, lines, total, entry; the goods that went.

    `losses` sums the lines by line of business, as the entry has them; `count` is the count that
    found out.
    """

    number: str
    owner: int
    place: str
    reason: str
    lines: tuple[LostLine, ...]
    losses: tuple[Loss, ...]
    total: Rupiah
    entry: Entry
    goods: Part | None = None
    count: int | None = None


@operation("consignment.compensate", version=1)
class MakeGood(Operation[MakeGoodOrder, MadeGood]):
    """Owe an owner his share of what got lost with us."""

    sentence = N_("Mengganti barang titipan yang hilang atau rusak")
    document = "GTP"

    #: Debit the shortage by line of business, credit the owner with the whole.
    rows = (
        shape.Row("shortage", "debit", "amount", of="losses", lini="lini"),
        shape.Row("payable", "credit", "total", key="owner"),
    )

    def decide(self, work: Work, order: MakeGoodOrder) -> MadeGood:
        """An owner's own items that lie here, or that a count has missed; a reason."""
        key, called = consignors.owner(work, order.owner)
        place = places.own_place(work, order.place)
        reason = " ".join(order.reason.split())
        if not reason:
            raise BadField(name="reason", reason=_(N_("alasan harus diisi")), field="reason")
        lines = tuple(
            _lost(work, key, line, counted=order.counted, field=f"lines[{n}]")
            for n, line in enumerate(order.lines)
        )
        shelves.require_each_once(line.item for line in lines)
        losses, whole = _by_lini(lines), total(line.amount for line in lines)
        number = work.number(self.document or "")
        text = N_("Ganti titipan {number} milik {owner}").format(number=number, owner=called)
        entry = postings.made_good(
            text, place.unit, [(loss.lini, loss.amount) for loss in losses], key, whole
        )
        journal.require_postable(work, entry, work.bd, work.today)
        gone = [(line.item, line.quantity) for line in lines]
        part = None if order.counted else shelves.taken_off(work, place.code, self.code, gone)
        return MadeGood(
            number=number,
            owner=key,
            place=place.code,
            reason=reason,
            lines=lines,
            losses=losses,
            total=whole,
            entry=entry,
            goods=part,
            count=counted.count_of(work, order.count, place.code),
        )

    def apply(self, books: Books, fact: MadeGood) -> None:
        """Stock, what is owed, and the entry."""
        if fact.goods is not None:
            books.apply_part(fact.goods)
        _book(books, fact, 1)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: MadeGood) -> None:
        """Goods that a count missed are not there to be put back; others may not have moved."""
        if fact.goods is not None:
            stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: MadeGood) -> None:
        """A reversal puts the goods back and owes nothing for them."""
        if fact.goods is not None:
            stock.take_back(books, fact.goods)
        _book(books, fact, -1)

    def judge(self, books: Books, fact: MadeGood, stamp: Stamp) -> Iterator[str]:
        """Each line at the share that holds; losses, total and entry follow from the lines."""
        if fact.goods is not None:
            yield from shelves.judge_goods(
                books,
                stamp,
                fact.goods,
                kind=stock.Issued,
                owner=fact.owner,
                place=fact.place,
                lines=[(line.item, line.quantity) for line in fact.lines],
            )
        for line in fact.lines:
            share, item = queries.share(books, line.item), goods.item(books, line.item)
            if share is None or share.owner != fact.owner:
                yield f"R2: {line.item} is not the owner's"
            elif share.of(rules.thousandths(line.quantity)) != line.amount:
                yield "R3: amount"
            if item is None or item.lini != line.lini:
                yield "R2: lini"
            short = missing(books, fact.owner, line.item) if fact.goods is None else None
            if short is not None and rules.thousandths(line.quantity) > short:
                yield "R3: goods"
        if fact.losses != _by_lini(fact.lines):
            yield "R3: losses"
        if fact.total != total(line.amount for line in fact.lines):
            yield "R3: total"
        yield from counted.judge(books, fact.count, fact.place)
        place = places.place(books, fact.place)
        if not places.bound_place(books, stamp, fact.place):
            yield "R2: place"
        roles = {
            "shortage": (postings.SHORTAGE, place.unit),
            "payable": (postings.PAYABLE, place.unit),
        }
        yield from shape.judge(
            books,
            stamp,
            fact.entry,
            fact,
            rows=self.rows,
            roles={role: shelves.always(*where) for role, where in roles.items()},
        )

    def found(self, books: Books, fact: MadeGood, stamp: Stamp) -> list[tuple[str, str]]:
        """More got lost than the books knew of."""
        return stock.found(books, fact.goods) if fact.goods is not None else []

    def refers_to(self, fact: MadeGood) -> set[int]:
        """The owner and every item."""
        known = () if fact.count is None else (fact.count,)
        return {fact.owner, *known, *(line.item for line in fact.lines)}


def _lost(work: Work, owner: int, line: shelves.BackLine, *, counted: bool, field: str) -> LostLine:
    """A line with what it earns its owner. Raises BadField."""
    item = shelves.own_item(work, owner, line.item, field=f"{field}.item")
    quantity = rules.above_zero(line.quantity, field=f"{field}.quantity")
    short = missing(work, owner, item.key) if counted else 0
    share = queries.share(work, item.key)
    amount = share.of(quantity) if share is not None else NOTHING
    if share is None or share.owner != owner or amount == NOTHING:
        reason = _(N_("{item} belum pernah dititipkan")).format(item=item.name)
        raise BadField(name="item", reason=reason, field=f"{field}.item")
    if counted and quantity > short:
        reason = _(N_("menurut catatan hanya {missing} {unit} yang hilang")).format(
            missing=rules.shown(max(short, 0)), unit=item.unit
        )
        raise BadField(name="quantity", reason=reason, field=f"{field}.quantity")
    return LostLine(item.key, rules.decimal(quantity), item.lini, amount)


def missing(read: Reading, owner: int, item: int) -> int:
    """How much of an owner's item should lie somewhere and does not, in thousandths."""
    kept = next((each for each in queries.kept_of(read, owner) if each.item == item), None)
    return 0 if kept is None else kept.should_be - lying(read).get(item, 0)


def lying(read: Reading) -> dict[int, int]:
    """What lies of every item in all places together, and is on its way, in thousandths."""
    sums: dict[int, int] = {}
    for each in places.places(read):
        for item, held in stock.on_hand(read, each.code).items():
            sums[item] = sums.get(item, 0) + held.quantity
    for note in transfers.on_the_way(read):
        for line in note.lines:
            sums[line.item] = sums.get(line.item, 0) + line.quantity
    return sums


def _by_lini(lines: tuple[LostLine, ...]) -> tuple[Loss, ...]:
    sums: dict[str, Rupiah] = {}
    for line in lines:
        sums[line.lini] = sums.get(line.lini, NOTHING) + line.amount
    return tuple(Loss(lini, amount) for lini, amount in sums.items())


def _book(books: Books, fact: MadeGood, sign: int) -> None:
    for line in fact.lines:
        quantity, amount = rules.thousandths(line.quantity), int(line.amount)
        book.lost(books, fact.owner, line.item, sign * quantity, Rupiah(sign * amount))
    moved = [(line.item, sign * rules.thousandths(line.quantity)) for line in fact.lines]
    counted.note(books, fact.count, moved)
