"""Goods come in with a bill: paid at once, owed, or paid in advance; freight goes into their cost.

Recipes E01, E02, E03b and E04 in one document. Discount is shared over the lines by value, freight
by value or weight; what negative stock had cost too little or too much goes to 5-1107.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as goods_rules
from kopdes_desktop.inventory import places, stock
from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import journal, shape
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import (
    Fact,
    Operation,
    Order,
    Part,
    PostingOrder,
    in_words,
    operation,
)
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import (
    allocations,
    boxes,
    late,
    orders,
    payables,
    postings,
    queries,
    rules,
    settling,
)
from kopdes_desktop.purchasing.allocations import Drawn
from kopdes_desktop.purchasing.postings import Held, Owed, Paid
from kopdes_desktop.purchasing.rules import FreightBy
from kopdes_desktop.purchasing.tables import PURCHASE, PURCHASE_LINE

NUMBER_KIND = "BLI"
#: What the moves of these goods are called on the stock card.
WHY = "purchase"
SET_PRICES = "goods.set_prices"
_NEW, _NEW_LINE = insert_into(PURCHASE), insert_into(PURCHASE_LINE)
_VOID = Statement(
    update(PURCHASE).where(PURCHASE.c.key == bindparam("of_key")).values(void=bindparam("is_void"))
)


class ReceiveLine(Order, frozen=True, omit_defaults=True):
    """An item: how many of a pack, what they cost in all or each; lot, weight, a new price.

    `price` is the supplier's for one pack, `sell` what a base unit is to be sold for from now on,
    `weight` the kilograms of the line where freight goes by weight.
    """

    item: int | str
    quantity: str
    pack: str = ""
    amount: Rupiah | None = None
    price: Rupiah | None = None
    lot: str | None = None
    expires: date | None = None
    weight: str | None = None
    sell: Rupiah | None = None


class ReceiveOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What came, what it costs, and how it is paid.

    Cash out of `paid_from` (the user's own box) unless `days` or `due` make it a debt; with `paid`
    only so much of it now. `advance` uses money that the supplier has already. The carrier is paid
    with the bill, or out of `freight_from`.
    """

    lines: tuple[ReceiveLine, ...]
    place: str | None = None
    supplier: int | str | None = None
    bill_no: str | None = None
    order: int | str | None = None
    freight: Rupiah | None = None
    freight_by: FreightBy = "value"
    freight_from: str | None = None
    off: Rupiah | None = None
    paid_from: str | None = None
    paid: Rupiah | None = None
    advance: Rupiah | None = None
    days: int | None = None
    due: date | None = None
    do_no: str | None = None


class ReceivedLine(Fact, frozen=True, omit_defaults=True):
    """A line in base units: the bill's amount, less discount (`net`), with freight (`cost`)."""

    item: int
    quantity: str
    amount: Rupiah
    net: Rupiah
    cost: Rupiah
    pack: str = ""
    count: str = ""
    weight: str = ""


class Received(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A purchase, named by this fact's key; `goods` is what went onto the shelves."""

    number: str
    place: str
    lines: tuple[ReceivedLine, ...]
    total: Rupiah
    goods: Part
    shelved: tuple[StockSum, ...]
    entry: Entry
    paid: tuple[Paid, ...]
    owed: tuple[Owed, ...]
    advanced: tuple[Held, ...]
    drawn: tuple[Drawn, ...] = ()
    supplier: int | None = None
    bill_no: str | None = None
    order: int | None = None
    freight: Rupiah | None = None
    freight_by: str = "value"
    off: Rupiah | None = None
    due: date | None = None


@operation("purchasing.receive", version=1)
class Receive(Operation[ReceiveOrder, Received]):
    """Take goods in with their bill, and pay or owe it."""

    sentence = N_("Mencatat pembelian barang")
    document = NUMBER_KIND
    rows = postings.ROWS

    def decide(self, work: Work, order: ReceiveOrder) -> Received:
        """Goods of our own, an amount; a supplier where anything is owed or used up."""
        place = places.own_place(work, order.place)
        lines = _priced(work, order)
        supplier = (
            None if order.supplier is None else queries.require_supplier(work, order.supplier)
        )
        whole = total(line.cost for line, _item in lines)
        if whole <= NOTHING:
            reason = _(N_("seluruhnya harus lebih dari nol"))
            raise BadField(name="lines", reason=reason, field="lines")
        settled = settling.settled(work, order, supplier, place.unit, whole)
        came, part = _taken_in(work, order, place.code, lines)
        _set_prices(work, order, lines)
        number = work.number(NUMBER_KIND)
        shelved = late.shelved(work, came)
        made = entry(
            _text(number, supplier),
            *postings.shelved(shelved),
            *postings.paid(work, settled.paid),
            *postings.owed(settled.owed),
            *postings.advanced(settled.advanced),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return Received(
            number=number,
            place=place.code,
            lines=tuple(line for line, _item in lines),
            total=whole,
            goods=part,
            shelved=shelved,
            entry=made,
            paid=settled.paid,
            owed=settled.owed,
            advanced=settled.advanced,
            drawn=tuple(_drawn(work, order, supplier, lines)),
            supplier=supplier.key if supplier else None,
            bill_no=" ".join((order.bill_no or "").split()) or None,
            order=_ordered(work, order, supplier, place.code),
            freight=order.freight or None,
            freight_by=order.freight_by,
            off=order.off or None,
            due=settled.due,
        )

    def apply(self, books: Books, fact: Received) -> None:
        """Goods on the shelf, a bill to pay, an order less to wait for, quota taken."""
        key, day = int(books.stamp.key), books.stamp.bd
        books.apply_part(fact.goods)
        unit = places.place(books, fact.place).unit
        books.insert(
            _NEW,
            key,
            fact.number,
            fact.supplier,
            fact.place,
            unit,
            day.isoformat(),
            fact.bill_no,
            int(fact.total),
            int(fact.freight or 0),
            0,
        )
        quantities = [goods_rules.thousandths(line.quantity) for line in fact.lines]
        books.insert_all(
            _NEW_LINE,
            [
                (key, n, line.item, quantity, int(line.net), int(line.cost), 0, 0)
                for n, (line, quantity) in enumerate(zip(fact.lines, quantities, strict=True), 1)
            ],
        )
        for owed in fact.owed:
            payables.owe(books, key, owed, day, fact.due or day)
        _move_plans(books, fact, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Received) -> None:
        """Refuse once goods are gone, the bill is paid, or something was corrected on it."""
        found = queries.require_purchase(work, fact.number)
        bill = queries.bill(work, found.key)
        touched = any(
            line.returned or line.net != was.net or line.cost != was.cost
            for line, was in zip(found.lines, fact.lines, strict=True)
        )
        if touched or (bill is not None and bill.paid):
            reason = _(
                N_(
                    "pembelian ini sudah dibayar, dikoreksi, atau diretur; balik dahulu bukti yang "
                    "terbaru, atau catat retur"
                )
            )
            raise NotReversible(number=fact.number, reason=reason, field="entry")
        stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: Received) -> None:
        """Goods leave again, nothing is owed, the order waits, the quota is free."""
        found = queries.require_purchase(books, fact.number)
        stock.take_back(books, fact.goods)
        books.change(_VOID, of_key=found.key, is_void=1)
        for owed in fact.owed:
            payables.owe_more(books, found.key, NOTHING - owed.amount)
        _move_plans(books, fact, sign=-1)

    def judge(self, books: Books, fact: Received, stamp: Stamp) -> Iterator[str]:
        """An outlet buys for cash out of its own drawer; every figure is worked out again."""
        yield from shape.judge(books, stamp, fact.entry, fact, rows=self.rows, roles=postings.ROLES)
        yield from stock.judge(books, stamp, fact.goods, why=WHY)
        if fact.owed or fact.advanced:
            yield "R2: an outlet pays at once"
        if fact.drawn and fact.supplier is None:
            yield "R2: drawn"
        yield from _misreckoned(books, fact)

    def found(self, books: Books, fact: Received, stamp: Stamp) -> list[tuple[str, str]]:
        """A cost far from the last known one; a drawer that was emptier than thought."""
        return [*stock.found(books, fact.goods), *journal.below_zero(books, fact.entry)]

    def refers_to(self, fact: Received) -> set[int]:
        """Items, supplier, order and allocations."""
        named = {fact.supplier, fact.order, *(part.allocation for part in fact.drawn)}
        return {line.item for line in fact.lines} | {key for key in named if key is not None}


def _text(number: str, supplier: queries.Supplier | None) -> str:
    """What the ledger says: the document, and from whom by code."""
    if supplier is None:
        return N_("Pembelian {number}").format(number=number)
    return N_("Pembelian {number}, {code}").format(number=number, code=supplier.code)


# --- lines ----------------------------------------------------------------------------------------

_Lines = list[tuple[ReceivedLine, goods.Item]]


def _priced(work: Work, order: ReceiveOrder) -> _Lines:
    """Every line in base units with its share of discount and freight. Raises BadField."""
    if not order.lines:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
    made: list[tuple[goods.Item, int, int, Rupiah]] = []
    for n, line in enumerate(order.lines):
        field = f"lines[{n}]"
        item = orders.buyable(work, line.item, field=f"{field}.item")
        count, quantity = orders.counted(work, item, line.quantity, line.pack, field=field)
        made.append(
            (item, count, quantity, orders.priced(line.amount, line.price, count, field=field))
        )
    amounts = [amount for *_rest, amount in made]
    weights = late.weights(
        order.freight_by if order.freight else "value",
        [
            (item, quantity, line.weight or "")
            for (item, _count, quantity, _amount), line in zip(made, order.lines, strict=True)
        ],
    )
    _require_shares(order, total(amounts))
    costs = rules.costed(amounts, order.off or NOTHING, order.freight or NOTHING, weights)
    return [
        (
            ReceivedLine(
                item.key,
                goods_rules.decimal(quantity),
                amount,
                cost.net,
                cost.cost,
                line.pack if line.pack != item.unit else "",
                goods_rules.decimal(count) if line.pack not in {"", item.unit} else "",
                goods_rules.decimal(weights[n]) if weights is not None else "",
            ),
            item,
        )
        for n, ((item, count, quantity, amount), line, cost) in enumerate(
            zip(made, order.lines, costs, strict=True)
        )
    ]


def _require_shares(order: ReceiveOrder, amount: Rupiah) -> None:
    """Discount and freight that can be. Raises BadField."""
    for name, given in (("off", order.off or NOTHING), ("freight", order.freight or NOTHING)):
        if given < NOTHING:
            reason = _(N_("tidak boleh kurang dari nol"))
            raise BadField(name=name, reason=reason, field=name)
    if (order.off or NOTHING) > amount:
        reason = _(N_("potongan melebihi harga barangnya, {amount}"))
        reason = reason.format(amount=wording.rupiah(amount))
        raise BadField(name="off", reason=reason, field="off")
    if order.freight_from is not None and not order.freight:
        reason = _(N_("ongkos angkut belum diisi"))
        raise BadField(name="freight", reason=reason, field="freight")


def _taken_in(
    work: Work, order: ReceiveOrder, place: str, lines: _Lines
) -> tuple[stock.TakenIn, Part]:
    """The goods onto the shelves, at what they came to. Raises BadField."""
    came = tuple(
        stock.TakeInLine(line.item, line.quantity, line.cost, wanted.lot, wanted.expires)
        for (line, _item), wanted in zip(lines, order.lines, strict=True)
    )
    taking = work.operation(stock.TakeIn.code)
    return work.part(taking, stock.TakeInOrder(place=place, lines=came, why=WHY))


def _set_prices(work: Work, order: ReceiveOrder, lines: _Lines) -> None:
    """New prices that came with the goods, as a document of their own. Raises BadField."""
    prices: dict[int, Rupiah] = {}
    for (line, _item), wanted in zip(lines, order.lines, strict=True):
        if wanted.sell is not None:
            prices[line.item] = wanted.sell
    if not prices:
        return
    reason = _(N_("harga jual diubah di laptop bendahara, bukan di gerai"))
    boxes.require_office(work, reason, field="sell")
    if work.approver is None and work.people.level(work.actor.role, SET_PRICES) is not Level.MAY:
        raise NeedsApproval(
            N_("Harga jual tidak Anda ubah sendiri. Mintalah persetujuan orang kedua."),
            operation=in_words(SET_PRICES),
            field="sell",
        )
    given = [{"item": item, "amount": int(amount)} for item, amount in prices.items()]
    work.then(SET_PRICES, {"prices": given})


# --- what was planned -----------------------------------------------------------------------------


def _ordered(
    work: Work, order: ReceiveOrder, supplier: queries.Supplier | None, place: str
) -> int | None:
    """The order that this is the delivery of. Raises BadField."""
    if order.order is None:
        return None
    found = queries.require_order(work, order.order)
    if (
        not found.waits
        or found.place != place
        or supplier is None
        or supplier.key != found.supplier
    ):
        reason = _(N_("pesanan {number} sudah selesai, dari pemasok lain, atau untuk tempat lain"))
        reason = reason.format(number=found.number)
        raise BadField(name="order", reason=reason, field="order")
    return found.key


def _drawn(
    work: Work, order: ReceiveOrder, supplier: queries.Supplier | None, lines: _Lines
) -> list[Drawn]:
    """What it takes of this partner's allocations. Raises BadField."""
    if supplier is None:
        if order.do_no is not None:
            raise settling.supplier_needed()
        return []
    came = [(item, goods_rules.thousandths(line.quantity)) for line, item in lines]
    return allocations.drawn(work, supplier.key, work.bd, came, order.do_no)


def _move_plans(books: Books, fact: Received, *, sign: int) -> None:
    """An order waits for less (or, with sign −1, for more again); meters move."""
    if fact.order is not None:
        for line in fact.lines:
            orders.came(books, fact.order, line.item, sign * goods_rules.thousandths(line.quantity))
    allocations.take(books, fact.drawn, sign=sign)


# --- judging --------------------------------------------------------------------------------------


def _misreckoned(books: Books, fact: Received) -> Iterator[str]:
    """What does not follow from the amounts, the discount and the freight."""
    amounts = [line.amount for line in fact.lines]
    weights = (
        [goods_rules.thousandths(line.weight) for line in fact.lines]
        if fact.freight_by == "weight" and fact.freight
        else None
    )
    off, freight = fact.off or NOTHING, fact.freight or NOTHING
    if min(off, freight, *amounts) < NOTHING:
        yield "R3: amount"
        return
    costs = rules.costed(amounts, off, freight, weights)
    if [(line.net, line.cost) for line in fact.lines] != [(c.net, c.cost) for c in costs]:
        yield "R3: cost"
    came = stock.opened(fact.goods)
    if not isinstance(came, stock.TakenIn) or came.place != fact.place:
        yield "R2: goods"
        return
    if [(x.item, x.quantity, x.value) for x in came.lines] != [
        (x.item, x.quantity, x.cost) for x in fact.lines
    ]:
        yield "R3: goods"
    if fact.shelved != late.shelved(books, came):
        yield "R3: shelved"
    paid = sum(
        (total(x.amount for x in parts) for parts in (fact.paid, fact.owed, fact.advanced)), NOTHING
    )
    if fact.total != total(c.cost for c in costs) or paid != fact.total:
        yield "R3: total"
