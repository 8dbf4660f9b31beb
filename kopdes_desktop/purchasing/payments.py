"""Paying suppliers: the oldest bill first, in parts if need be, less what they let off (E06)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kopdes_desktop.inventory import stock
from kopdes_desktop.inventory.stock import StockSum
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, split
from kopdes_desktop.ledger import journal
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Part, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import boxes, late, payables, postings, queries, rules
from kopdes_desktop.purchasing.late import LineChange
from kopdes_desktop.purchasing.postings import Owed, Paid

NUMBER_KIND = "BPM"


class PayOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """How much a supplier is paid, what he lets off, and out of which box (the user's own).

    `bills` are the purchases to be paid before all others, by number or key.
    """

    supplier: int | str
    amount: Rupiah
    off: Rupiah | None = None
    origin: str | None = msgspec.field(name="from", default=None)
    bills: tuple[int | str, ...] = ()


class BillShare(Fact, frozen=True, omit_defaults=True):
    """How much of a purchase's bill is settled, in money and discount together."""

    purchase: int
    amount: Rupiah


class SupplierPaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A payment: which bills it settles, what was let off, and what that does to the goods."""

    number: str
    supplier: int
    amount: Rupiah
    shares: tuple[BillShare, ...]
    paid: tuple[Paid, ...]
    owed: tuple[Owed, ...]
    entry: Entry
    off: Rupiah | None = None
    lines: tuple[LineChange, ...] = ()
    goods: tuple[Part, ...] = ()
    shelved: tuple[StockSum, ...] = ()


@operation("purchasing.pay", version=1)
class Pay(Operation[PayOrder, SupplierPaid]):
    """Pay what is owed to a supplier."""

    sentence = N_("Membayar utang ke pemasok")
    document = NUMBER_KIND

    def decide(self, work: Work, order: PayOrder) -> SupplierPaid:
        """Not more than is owed; the discount lowers what the goods cost."""
        supplier = queries.require_supplier(work, order.supplier)
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        off = order.off or NOTHING
        if off < NOTHING:
            reason = _(N_("tidak boleh kurang dari nol"))
            raise BadField(name="off", reason=reason, field="off")
        box = boxes.paying(work, order.origin, field="from")
        bills = _in_order(work, supplier, order.bills)
        shares = _shares(bills, order.amount + off)
        changes = list(_let_off(work, shares, off))
        goods = late.revalued(work, ((found, line, part) for found, line, part in changes))
        owed = _owed_less(supplier, shares)
        paid = (Paid(box.code, order.amount),)
        number = work.number(NUMBER_KIND)
        made = entry(
            N_("Bayar pemasok {number}, {code}").format(number=number, code=supplier.code),
            *postings.owed(owed),
            *postings.paid(work, paid),
            *postings.shelved(goods.shelved),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return SupplierPaid(
            number=number,
            supplier=supplier.key,
            amount=order.amount,
            shares=tuple(BillShare(bill.key, amount) for bill, amount in shares),
            paid=paid,
            owed=owed,
            entry=made,
            off=off or None,
            lines=tuple(
                LineChange(found.key, line.line, part, part) for found, line, part in changes
            ),
            goods=goods.parts,
            shelved=goods.shelved,
        )

    def apply(self, books: Books, fact: SupplierPaid) -> None:
        """Bills are paid, goods are worth less by what was let off."""
        for part in fact.goods:
            books.apply_part(part)
        late.change(books, fact.lines)
        for share in fact.shares:
            payables.pay(books, share.purchase, share.amount)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: SupplierPaid) -> None:
        """Refuse once the goods whose value it changed have moved on."""
        stock.require_takeable(work, *fact.goods, number=fact.number)

    def undo(self, books: Books, fact: SupplierPaid) -> None:
        """The bills are owed again, the goods are worth what they were."""
        for part in fact.goods:
            stock.take_back(books, part)
        late.change(books, fact.lines, sign=-1)
        for share in fact.shares:
            payables.pay(books, share.purchase, NOTHING - share.amount)

    def refers_to(self, fact: SupplierPaid) -> set[int]:
        """The supplier and the purchases."""
        return {fact.supplier, *(share.purchase for share in fact.shares)}


def _in_order(
    work: Work, supplier: queries.Supplier, first: Iterable[int | str]
) -> list[queries.Bill]:
    """His open bills: the named ones, then the oldest. Raises BadField."""
    bills = sorted(queries.open_bills(work, supplier.key), key=lambda bill: (bill.day, bill.key))
    named: list[queries.Bill] = []
    for n, name in enumerate(first):
        key = queries.opening_bill(work, name)
        if key is None:
            key = queries.require_purchase(work, name, field=f"bills[{n}]").key
        found = next((bill for bill in bills if bill.key == key), None)
        if found is None:
            reason = _(N_("{number} tidak berutang kepada pemasok ini"))
            reason = reason.format(number=name)
            raise BadField(name="bills", reason=reason, field=f"bills[{n}]")
        named.append(found)
    return [*named, *(bill for bill in bills if bill not in named)]


def _shares(bills: list[queries.Bill], amount: Rupiah) -> list[tuple[queries.Bill, Rupiah]]:
    """What of each bill is settled. Raises BadField where more comes than is owed."""
    by_key = {bill.key: bill for bill in bills}
    shares, rest = rules.oldest_first([rules.Due(bill.key, bill.left) for bill in bills], amount)
    if rest:
        reason = _(
            N_("utang kepada pemasok ini {owed}; kelebihannya dicatat sebagai uang muka pembelian")
        ).format(owed=wording.rupiah(amount - rest))
        raise BadField(name="amount", reason=reason, field="amount")
    return [(by_key[share.key], share.left) for share in shares]


def _let_off(
    work: Work, shares: list[tuple[queries.Bill, Rupiah]], off: Rupiah
) -> Iterable[tuple[queries.Purchase, queries.BoughtLine, Rupiah]]:
    """What every line of the paid purchases costs less."""
    if not off:
        return
    parts = split(off, [int(amount) for _bill, amount in shares])
    for (bill, _amount), part in zip(shares, parts, strict=True):
        if queries.opening_bill(work, bill.key) is not None:
            reason = _(
                N_(
                    "{number} nota dari buku lama, barangnya tidak dicatat di sini; bayar tanpa"
                    " potongan, lalu catat potongannya sebagai pendapatan lain"
                )
            ).format(number=bill.number)
            raise BadField(name="off", reason=reason, field="off")
        found = queries.purchase(work, bill.key)
        weights = [max(int(line.net - line.refunded), 0) for line in found.lines]
        for line, less in zip(found.lines, late.shared(found, part, weights), strict=True):
            if less:
                yield found, line, -less


def _owed_less(
    supplier: queries.Supplier, shares: list[tuple[queries.Bill, Rupiah]]
) -> tuple[Owed, ...]:
    """What is owed less in each unit that bought."""
    by_unit: dict[str, Rupiah] = {}
    for bill, amount in shares:
        by_unit[bill.unit] = by_unit.get(bill.unit, NOTHING) + amount
    return tuple(Owed(supplier.key, unit, -amount) for unit, amount in sorted(by_unit.items()))
