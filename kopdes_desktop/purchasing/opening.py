"""Bills of suppliers from the old books: what was owed before these began, bill by bill (A01).

Credit the payable under the supplier's key, debit the opening balance; where the old books' total
of the account was taken over in one sum, the bill only explains a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, journal, old_books, periods, undoing
from kopdes_desktop.ledger import opening as ledger_opening
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, entry
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import payables, queries
from kopdes_desktop.purchasing.postings import PAYABLE_ACCOUNT, Owed
from kopdes_desktop.purchasing.tables import OPENING_BILL

OPENING_ACCOUNT, OPENING_MOVEMENT = "3-1501", "saldo awal"
_LONGEST_NUMBER = 40
_OUTLET = "outlet"
_NEW = insert_into(OPENING_BILL)
_OF_SUPPLIER = Statement(
    select(func.sum(OPENING_BILL.c.amount)).where(
        OPENING_BILL.c.supplier == bindparam("of_supplier"), OPENING_BILL.c.booked == 0
    )
)


class OpenBillOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """Whom so much is owed from before the books began, for which bill, and until when.

    By the outlet that is named, or the only one there is.

    `booked` says that it is in the ledger already, in a sum without suppliers.
    """

    supplier: int | str
    amount: Rupiah
    bill_no: str | None = None
    due: date | None = None
    day: date | None = None
    unit: str | None = None
    booked: bool = False


class BillOpened(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A bill of the old books, named by this fact's key."""

    number: str
    supplier: int
    unit: str
    amount: Rupiah
    due: date
    entry: Entry
    bill_no: str | None = None
    booked: bool = False


@operation("purchasing.open_bill", version=1)
class OpenBill(Operation[OpenBillOrder, BillOpened]):
    """Take a supplier's bill over from the old books."""

    sentence = N_("Mencatat nota lama pemasok")
    document = "NLP"
    daily = False

    def document_day(self, work: Work, order: OpenBillOrder) -> tuple[date, str | None]:
        """The last day of the old books, never late; what the ledger has already is of today."""
        start = periods.books_from(work)
        before = start.first() - timedelta(days=1) if start is not None else work.today
        day = work.today if order.booked else order.day or before
        if day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(day), reason=reason, field="day")
        return day, None

    def decide(self, work: Work, order: OpenBillOrder) -> BillOpened:
        """Until the opening balances are agreed; late ones take two.

        Raises BadField, OpeningAgreed, NeedsApproval.
        """
        if not order.booked:
            ledger_opening.require_free(work, field="amount")
        supplier = queries.require_supplier(work, order.supplier)
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        bill_no = " ".join((order.bill_no or "").split())[:_LONGEST_NUMBER] or None
        unit = _unit(work, order.unit)
        if order.booked:
            _require_booked(work, order.amount, unit)
        number = work.number(self.document)
        text = N_("Nota lama {number}, {code}").format(number=number, code=supplier.code)
        owed = Line(PAYABLE_ACCOUNT, NOTHING - order.amount, unit, key=supplier.key)
        if order.booked:
            made = entry(text, Line(PAYABLE_ACCOUNT, order.amount, unit), owed)
        else:
            against = Line(OPENING_ACCOUNT, order.amount, OFFICE_UNIT, movement=OPENING_MOVEMENT)
            made = entry(text, against, owed, kind="opening")
        journal.require_postable(work, made, work.bd, work.today)
        if not order.booked:
            old_books.require_early_alone(work, made, work.bd, self.sentence)
        return BillOpened(
            number=number,
            supplier=supplier.key,
            unit=unit,
            amount=order.amount,
            due=order.due or payables.due_day(supplier, work.today, None),
            entry=made,
            bill_no=bill_no,
            booked=order.booked,
        )

    def apply(self, books: Books, fact: BillOpened) -> None:
        """It is owed, and waits with all others."""
        key = int(books.stamp.key)
        row = (fact.number, fact.supplier, int(fact.amount), fact.bill_no, int(fact.booked))
        books.insert(_NEW, key, *row)
        owed = Owed(fact.supplier, fact.unit, fact.amount)
        payables.owe(books, key, owed, books.stamp.bd, fact.due)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: BillOpened) -> None:
        """Refuse once anything of it is paid, or the opening balances are agreed."""
        if not fact.booked:
            periods.require_opening_free(work, field="entry")
        payables.require_unpaid(work, fact.number, field="entry")

    def undo(self, books: Books, fact: BillOpened) -> None:
        """Nothing is owed for it."""
        found = queries.opening_bill(books, fact.number)
        if found is not None:
            payables.owe_more(books, found, NOTHING - fact.amount)

    def unmade(
        self, work: Work, key: int, _fact: BillOpened
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it."""
        yield from undoing.reversal_of(work, key)

    def refers_to(self, fact: BillOpened) -> tuple[int, ...]:
        """The supplier."""
        return (fact.supplier,)


def _unit(work: Work, named: str | None) -> str:
    """The outlet that owes it. Raises BadField."""
    outlets = [each.code for each in chart.units(work) if each.kind == _OUTLET]
    if named is None and len(outlets) == 1:
        return outlets[0]
    if named not in outlets:
        reason = _(N_("sebut gerai yang berutang: {all}")).format(all=", ".join(outlets) or "?")
        raise BadField(name="unit", reason=reason, field="unit")
    return named


def booked_without(read: Reading, unit: str) -> Rupiah:
    """What stands on the payable in a sum, under no supplier's key."""
    whole = balances.balances_at(read, date.max, unit=unit).get(PAYABLE_ACCOUNT, NOTHING)
    keyed = total(
        amount
        for key, _debit in balances.key_balances(read, PAYABLE_ACCOUNT).items()
        for of_unit, amount in balances.of_key(read, PAYABLE_ACCOUNT, key)
        if of_unit == unit
    )
    return NOTHING - (whole - keyed)


def _require_booked(work: Work, amount: Rupiah, unit: str) -> None:
    """Refuse a bill larger than what the ledger has without suppliers. Raises BadField."""
    there = max(booked_without(work, unit), NOTHING)
    if amount > there:
        reason = _(N_("buku besar {account} hanya memuat {there} tanpa rincian pemasok")).format(
            account=PAYABLE_ACCOUNT, there=wording.rupiah(there)
        )
        raise BadField(name="booked", reason=reason, field="booked")


def taken_over(read: Reading, supplier: int) -> int:
    """What of a supplier's opening entries his old bills explain, those taken back among them."""
    return int(read.value(_OF_SUPPLIER, of_supplier=supplier) or 0)
