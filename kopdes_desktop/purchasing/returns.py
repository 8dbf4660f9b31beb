"""Goods that go back to the supplier: owed less for them, or paid back (E05a, E05b)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import bindparam, update

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods import rules as goods_rules
from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import journal
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, Part, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import boxes, payables, postings, queries, rules
from kopdes_desktop.purchasing.payments import BillShare
from kopdes_desktop.purchasing.postings import Owed, Paid
from kopdes_desktop.purchasing.tables import PURCHASE_LINE

NUMBER_KIND = "RTB"
#: What such moves are called on the stock card.
WHY = "purchase_return"
_RETURNED = Statement(
    update(PURCHASE_LINE)
    .where(
        PURCHASE_LINE.c.purchase == bindparam("of_purchase"),
        PURCHASE_LINE.c.line == bindparam("of_line"),
    )
    .values(
        returned=PURCHASE_LINE.c.returned + bindparam("more"),
        refunded=PURCHASE_LINE.c.refunded + bindparam("more_refund"),
    )
)


class BackLine(Order, frozen=True, omit_defaults=True):
    """A line of the purchase by its place (1 is the first), how much goes back, of which lot."""

    line: int
    quantity: str
    lot: str | None = None


class SendBackOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """What of a purchase goes back and why; the money comes into `target`, else is owed less."""

    purchase: int | str
    lines: tuple[BackLine, ...]
    reason: str
    target: str | None = msgspec.field(name="to", default=None)


class SentBackLine(Fact, frozen=True, omit_defaults=True):
    """A line in base units, and what the supplier owes for it."""

    line: int
    item: int
    quantity: str
    refund: Rupiah


class SentBack(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Goods that went back: out of the shelf at what they cost there, off the bill at its price."""

    number: str
    purchase: int
    reason: str
    lines: tuple[SentBackLine, ...]
    total: Rupiah
    goods: Part
    shelved: tuple[StockSum, ...]
    entry: Entry
    paid: tuple[Paid, ...] = ()
    owed: tuple[Owed, ...] = ()
    shares: tuple[BillShare, ...] = ()


@operation("purchasing.send_back", version=1)
class SendBack(Operation[SendBackOrder, SentBack]):
    """Send goods back to their supplier."""

    sentence = N_("Meretur barang ke pemasok")
    document = NUMBER_KIND

    def decide(self, work: Work, order: SendBackOrder) -> SentBack:
        """No more than came and is there; a reason. Raises StockShort, BadField."""
        found = queries.require_purchase(work, order.purchase)
        said = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        lines = tuple(_sent(found, order))
        if not lines:
            raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
        refund = total(line.refund for line in lines)
        issued, part = work.part(
            work.operation(stock.Issue.code),
            stock.IssueOrder(
                place=found.place,
                lines=tuple(
                    stock.IssueLine(line.item, line.quantity, wanted.lot)
                    for line, wanted in zip(lines, order.lines, strict=True)
                ),
                why=WHY,
            ),
        )
        shelved = tuple(_shelved(work, found, lines, issued))
        paid, shares = _settled(work, order, found, refund)
        owed = _owed_less(work, shares)
        number = work.number(NUMBER_KIND)
        made = entry(
            N_("Retur pembelian {number} atas {purchase}").format(
                number=number, purchase=found.number
            ),
            *postings.paid(work, paid),
            *postings.owed(owed),
            *postings.shelved(shelved),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return SentBack(
            number=number,
            purchase=found.key,
            reason=said,
            lines=lines,
            total=refund,
            goods=part,
            shelved=shelved,
            entry=made,
            paid=paid,
            owed=owed,
            shares=shares,
        )

    def apply(self, books: Books, fact: SentBack) -> None:
        """Goods are gone, bills are smaller."""
        books.apply_part(fact.goods)
        _move(books, fact, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: SentBack) -> None:
        """Refuse on a laptop that does not keep the place."""
        stock.require_takeable(work, fact.goods, number=fact.number)

    def undo(self, books: Books, fact: SentBack) -> None:
        """The goods are back on the shelf, and owed for."""
        stock.take_back(books, fact.goods)
        _move(books, fact, sign=-1)

    def refers_to(self, fact: SentBack) -> set[int]:
        """The purchase, its items, and the bills that grow smaller."""
        items = {line.item for line in fact.lines}
        return {fact.purchase, *items, *(share.purchase for share in fact.shares)}


def _sent(found: queries.Purchase, order: SendBackOrder) -> Iterator[SentBackLine]:
    """Every line that goes back, each once. Raises BadField."""
    known = {line.line: line for line in found.lines}
    for n, wanted in enumerate(order.lines):
        field = f"lines[{n}]"
        line = known.pop(wanted.line, None)
        if line is None:
            reason = _(N_("baris {line} tidak ada, atau sudah disebut")).format(line=wanted.line)
            raise BadField(name="line", reason=reason, field=f"{field}.line")
        back = goods_rules.above_zero(wanted.quantity, field=f"{field}.quantity")
        if back > line.left:
            reason = _(N_("yang masih dapat diretur {left}"))
            reason = reason.format(left=goods_rules.shown(line.left))
            raise BadField(name="quantity", reason=reason, field=f"{field}.quantity")
        refund = rules.refund(line.net, line.quantity, line.returned, line.refunded, back)
        yield SentBackLine(line.line, line.item, goods_rules.decimal(back), refund)


def _shelved(
    work: Work, found: queries.Purchase, lines: tuple[SentBackLine, ...], issued: stock.Issued
) -> Iterator[StockSum]:
    """Goods out at what they cost here; what the supplier gives more or less goes to 5-1107."""
    yield from stock.sums(work, issued)
    by_lini: dict[str, Rupiah] = {}
    for line, gone in zip(lines, issued.lines, strict=True):
        lini = goods.require_item(work, line.item).lini
        by_lini[lini] = by_lini.get(lini, NOTHING) + gone.value - line.refund
    for lini, amount in sorted(by_lini.items()):
        if amount:
            yield StockSum(stock.COST_ADJUSTMENT, lini, found.unit, amount)


def _settled(
    work: Work, order: SendBackOrder, found: queries.Purchase, refund: Rupiah
) -> tuple[tuple[Paid, ...], tuple[BillShare, ...]]:
    """Into a box, or off the bills: this purchase's first, then his oldest. Raises BadField."""
    if order.target is not None:
        box = boxes.paying(work, order.target, field="to")
        return ((Paid(box.code, -refund),) if refund else ()), ()
    bills = queries.open_bills(work, found.supplier) if found.supplier is not None else []
    bills.sort(key=lambda bill: (bill.key != found.key, bill.day, bill.key))
    shares, rest = rules.oldest_first([rules.Due(bill.key, bill.left) for bill in bills], refund)
    if rest:
        reason = _(N_("utang kepada pemasok ini tinggal {owed}; sebutkan kas penerima uangnya"))
        reason = reason.format(owed=wording.rupiah(refund - rest))
        raise BadField(name="to", reason=reason, field="to")
    return (), tuple(BillShare(share.key, share.left) for share in shares)


def _owed_less(work: Work, shares: tuple[BillShare, ...]) -> tuple[Owed, ...]:
    """What is owed less, by supplier and unit."""
    sums: dict[tuple[int, str], Rupiah] = {}
    for share in shares:
        bill = queries.bill(work, share.purchase)
        if bill is not None:
            of = (bill.supplier, bill.unit)
            sums[of] = sums.get(of, NOTHING) - share.amount
    return tuple(Owed(*of, amount) for of, amount in sorted(sums.items()))


def _move(books: Books, fact: SentBack, *, sign: int) -> None:
    """What went back of each line, and what is owed less; back again with sign −1."""
    for line in fact.lines:
        books.change(
            _RETURNED,
            of_purchase=fact.purchase,
            of_line=line.line,
            more=sign * goods_rules.thousandths(line.quantity),
            more_refund=sign * int(line.refund),
        )
    for share in fact.shares:
        payables.owe_more(books, share.purchase, Rupiah(-sign * int(share.amount)))
