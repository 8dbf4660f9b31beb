"""A purchase's bill comes later or differs: other prices, a day to pay by, freight afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel.errors import BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import journal
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import boxes, late, payables, postings, queries
from kopdes_desktop.purchasing.late import LineChange
from kopdes_desktop.purchasing.postings import Owed, Paid
from kopdes_desktop.purchasing.receipts import Received
from kopdes_desktop.purchasing.rules import FreightBy
from kopdes_desktop.purchasing.tables import PURCHASE

_OF = PURCHASE.c.key == bindparam("of_key")
_BILL_NO = Statement(update(PURCHASE).where(_OF).values(bill_no=bindparam("its_no")))
_TOTAL = Statement(update(PURCHASE).where(_OF).values(total=PURCHASE.c.total + bindparam("more")))
_FREIGHT = Statement(
    update(PURCHASE)
    .where(_OF)
    .values(
        total=PURCHASE.c.total + bindparam("more"), freight=PURCHASE.c.freight + bindparam("more")
    )
)

Change = tuple[queries.BoughtLine, Rupiah]


class CorrectedLine(Order, frozen=True):
    """A line of a purchase by its place (1 is the first), and what it costs after all."""

    line: int
    amount: Rupiah


class BillOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What the bill says: its number, another due day, other amounts, a discount on the whole.

    The difference changes what is owed; out of or into `cash` where nothing is.
    """

    purchase: int | str
    bill_no: str | None = None
    due: date | None = None
    days: int | None = None
    lines: tuple[CorrectedLine, ...] = ()
    off: Rupiah | None = None
    cash: str | None = None


class Billed(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A bill as it came. `entry` and number are there where an amount differs."""

    purchase: int
    number: str | None = None
    bill_no: str | None = None
    due: date | None = None
    amount: Rupiah
    lines: tuple[LineChange, ...] = ()
    goods: tuple[Part, ...] = ()
    shelved: tuple[StockSum, ...] = ()
    paid: tuple[Paid, ...] = ()
    owed: tuple[Owed, ...] = ()
    entry: Entry | None = None


class _Settled(NamedTuple):
    """What a difference does to a box, or to what is owed."""

    paid: tuple[Paid, ...] = ()
    owed: tuple[Owed, ...] = ()


@operation("purchasing.bill", version=1)
class TakeBill(Operation[BillOrder, Billed]):
    """Take in a supplier's bill for goods that came before, with what differs."""

    sentence = N_("Mencocokkan faktur pemasok")
    document = "KRB"

    def decide(self, work: Work, order: BillOrder) -> Billed:
        """A purchase that stands; something new about it."""
        found = queries.require_purchase(work, order.purchase)
        bill = queries.bill(work, found.key)
        due = _due(work, order, found, bill)
        made = Billed(
            purchase=found.key,
            amount=NOTHING,
            bill_no=" ".join((order.bill_no or "").split()) or None,
            due=due,
        )
        changes = _changes(found, order)
        amount = total(part for _line, part in changes)
        if not changes:
            if made.bill_no is None and due is None:
                reason = _(N_("tidak ada yang diubah"))
                raise BadField(name="purchase", reason=reason, field="bill_no")
            return made
        settled = _settled(work, order, found, bill, amount)
        valued = late.revalued(work, ((found, line, part) for line, part in changes))
        number = work.number(self.document or "")
        posted = entry(
            N_("Koreksi faktur {number} atas {purchase}").format(
                number=number, purchase=found.number
            ),
            *postings.shelved(valued.shelved),
            *postings.paid(work, settled.paid),
            *postings.owed(settled.owed),
        )
        journal.require_postable(work, posted, work.bd, work.today)
        return msgspec.structs.replace(
            made,
            number=number,
            amount=amount,
            lines=tuple(LineChange(found.key, line.line, part, part) for line, part in changes),
            goods=valued.parts,
            shelved=valued.shelved,
            paid=settled.paid,
            owed=settled.owed,
            entry=posted,
        )

    def apply(self, books: Books, fact: Billed) -> None:
        """Number, due day, amounts; the entry where money differs."""
        if fact.bill_no is not None:
            books.change(_BILL_NO, of_key=fact.purchase, its_no=fact.bill_no)
        if fact.due is not None:
            payables.set_due(books, fact.purchase, fact.due)
        for part in fact.goods:
            books.apply_part(part)
        late.change(books, fact.lines)
        books.change(_TOTAL, of_key=fact.purchase, more=int(fact.amount))
        for owed in fact.owed:
            payables.owe_more(books, fact.purchase, owed.amount)
        if fact.entry is not None:
            journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Billed) -> None:
        """Refuse once the goods have moved on, or more is paid than would be owed."""
        bill = queries.bill(work, fact.purchase)
        more = total(owed.amount for owed in fact.owed)
        if bill is not None and bill.left < more:
            reason = _(N_("faktur ini sudah dibayar; balik dahulu pembayarannya"))
            raise NotReversible(number=fact.number or "", reason=reason, field="entry")
        stock.require_takeable(work, *fact.goods, number=fact.number or "")

    def undo(self, books: Books, fact: Billed) -> None:
        """Amounts as they were; number and due day stay."""
        for part in fact.goods:
            stock.take_back(books, part)
        late.change(books, fact.lines, sign=-1)
        books.change(_TOTAL, of_key=fact.purchase, more=-int(fact.amount))
        for owed in fact.owed:
            payables.owe_more(books, fact.purchase, NOTHING - owed.amount)

    def refers_to(self, fact: Billed) -> tuple[int, ...]:
        """The purchase."""
        return (fact.purchase,)


def _due(
    work: Work, order: BillOrder, found: queries.Purchase, bill: queries.Bill | None
) -> date | None:
    """Another day to pay by. Raises BadField."""
    if order.due is None and order.days is None:
        return None
    if bill is None or found.supplier is None:
        reason = _(N_("pembelian ini tidak berutang"))
        raise BadField(name="due", reason=reason, field="due")
    supplier = queries.require_supplier(work, found.supplier)
    due = order.due or payables.due_day(supplier, found.day, order.days)
    if due < found.day:
        reason = _(N_("jatuh tempo mendahului tanggal pembelian"))
        raise BadField(name="due", reason=reason, field="due")
    return due


def _changes(found: queries.Purchase, order: BillOrder) -> list[Change]:
    """What each line costs more or less. Raises BadField."""
    nets = {line.line: line.net for line in found.lines}
    for n, wanted in enumerate(order.lines):
        if wanted.line not in nets or wanted.amount < NOTHING:
            reason = _(N_("baris {line} tidak ada, atau harganya kurang dari nol"))
            reason = reason.format(line=wanted.line)
            raise BadField(name="line", reason=reason, field=f"lines[{n}]")
        nets[wanted.line] = wanted.amount
    off = order.off or NOTHING
    if not NOTHING <= off <= total(nets.values()):
        reason = _(N_("potongan harus antara nol dan seluruh harga barang"))
        raise BadField(name="off", reason=reason, field="off")
    less = late.shared(found, off, [int(nets[line.line]) for line in found.lines])
    differences = [
        (line, nets[line.line] - part - line.net)
        for line, part in zip(found.lines, less, strict=True)
    ]
    return [(line, part) for line, part in differences if part]


def _settled(
    work: Work,
    order: BillOrder,
    found: queries.Purchase,
    bill: queries.Bill | None,
    amount: Rupiah,
) -> _Settled:
    """A debt grows or shrinks; without one, or below what was paid, a box does. BadField."""
    if not amount:
        return _Settled()
    if order.cash is not None:
        box = boxes.paying(work, order.cash, field="cash")
        return _Settled(paid=(Paid(box.code, amount),))
    if bill is None or found.supplier is None or bill.left + amount < NOTHING:
        reason = _(N_("pembelian ini sudah lunas; sebutkan kas untuk selisihnya"))
        raise BadField(name="cash", reason=reason, field="cash")
    return _Settled(owed=(Owed(found.supplier, bill.unit, amount),))


# --- freight afterwards ---------------------------------------------------------------------------


class FreightOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What bringing a purchase cost, out of which box, and by what it goes onto the lines."""

    purchase: int | str
    amount: Rupiah
    origin: str | None = msgspec.field(name="from", default=None)
    by: FreightBy = "value"


class FreightPaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Freight that came onto goods later."""

    number: str
    purchase: int
    amount: Rupiah
    lines: tuple[LineChange, ...]
    goods: tuple[Part, ...]
    shelved: tuple[StockSum, ...]
    paid: tuple[Paid, ...]
    entry: Entry


@operation("purchasing.freight", version=1)
class PayFreight(Operation[FreightOrder, FreightPaid]):
    """Pay the carrier of goods that came before (E04)."""

    sentence = N_("Membayar ongkos angkut pembelian")
    document = "OAP"

    def decide(self, work: Work, order: FreightOrder) -> FreightPaid:
        """A purchase that stands; an amount above zero."""
        found = queries.require_purchase(work, order.purchase)
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        box = boxes.paying(work, order.origin, field="from")
        weights = late.weights(order.by, _weighed(work, found))
        by = weights or [max(int(line.net - line.refunded), 0) for line in found.lines]
        shares = zip(found.lines, late.shared(found, order.amount, by), strict=True)
        changes = [(line, part) for line, part in shares if part]
        valued = late.revalued(work, ((found, line, part) for line, part in changes))
        paid = (Paid(box.code, order.amount),)
        number = work.number(self.document or "")
        made = entry(
            N_("Ongkos angkut {number} atas {purchase}").format(
                number=number, purchase=found.number
            ),
            *postings.shelved(valued.shelved),
            *postings.paid(work, paid),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return FreightPaid(
            number=number,
            purchase=found.key,
            amount=order.amount,
            lines=tuple(LineChange(found.key, line.line, NOTHING, part) for line, part in changes),
            goods=valued.parts,
            shelved=valued.shelved,
            paid=paid,
            entry=made,
        )

    def apply(self, books: Books, fact: FreightPaid) -> None:
        """Goods are worth more, and the purchase came to more."""
        for part in fact.goods:
            books.apply_part(part)
        late.change(books, fact.lines)
        books.change(_FREIGHT, of_key=fact.purchase, more=int(fact.amount))
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: FreightPaid) -> None:
        """Refuse once the goods have moved on."""
        stock.require_takeable(work, *fact.goods, number=fact.number)

    def undo(self, books: Books, fact: FreightPaid) -> None:
        """As if nobody had brought them."""
        for part in fact.goods:
            stock.take_back(books, part)
        late.change(books, fact.lines, sign=-1)
        books.change(_FREIGHT, of_key=fact.purchase, more=-int(fact.amount))

    def refers_to(self, fact: FreightPaid) -> tuple[int, ...]:
        """The purchase."""
        return (fact.purchase,)


def _weighed(work: Work, found: queries.Purchase) -> Iterator[tuple[goods.Item, int, str]]:
    """Each line with the weight that was written when it came."""
    made = work.original(found.key)
    said = made[1].lines if made is not None and isinstance(made[1], Received) else ()
    weights = [line.weight for line in said] or [""] * len(found.lines)
    for line, weight in zip(found.lines, weights, strict=True):
        yield goods.require_item(work, line.item), line.quantity, weight
