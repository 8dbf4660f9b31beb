"""Money that a supplier has of ours: paid before the goods come (E03a), or left for cylinders."""

from __future__ import annotations

import msgspec

from kopdes_desktop.db.statements import add_to
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import journal
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, Line, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.purchasing import boxes, postings, queries
from kopdes_desktop.purchasing.tables import CYLINDERS

_CYLINDERS = add_to(CYLINDERS, "cylinders")


class AdvanceOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Pay a supplier ahead `from` a box; `to` a box comes back what he did not deliver."""

    supplier: int | str
    amount: Rupiah
    origin: str | None = msgspec.field(name="from", default=None)
    target: str | None = msgspec.field(name="to", default=None)
    note: str = ""


class HandedOver(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Money handed to a supplier; `amount` below zero where he gave it back."""

    number: str
    supplier: int
    amount: Rupiah
    box: str
    entry: Entry
    cylinders: int = 0
    note: str = ""


@operation("purchasing.advance", version=1)
class Advance(Operation[AdvanceOrder, HandedOver]):
    """Pay for goods that are still to come (SPHP, pupuk, LPG)."""

    sentence = N_("Membayar uang muka ke pemasok")
    document = "UMB"

    def decide(self, work: Work, order: AdvanceOrder) -> HandedOver:
        """A known supplier; money that is there, on this side or on his."""
        text = N_("Uang muka pembelian {number}, {code}")
        return _handed(work, order, self.document or "", postings.ADVANCE_ACCOUNT, text)

    def apply(self, books: Books, fact: HandedOver) -> None:
        """The entry; the ledger keeps what he has of ours by his key."""
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: HandedOver) -> tuple[int, ...]:
        """The supplier."""
        return (fact.supplier,)


class CylinderOrder(AdvanceOrder, frozen=True, omit_defaults=True, kw_only=True):
    """The same for so many cylinders, which the agent lends against the money."""

    cylinders: int


@operation("purchasing.deposit_cylinders", version=1)
class DepositCylinders(Operation[CylinderOrder, HandedOver]):
    """Leave a deposit with an agent for his cylinders, or have it back (E07)."""

    sentence = N_("Membayar uang jaminan tabung ke agen")
    document = "JTB"

    def decide(self, work: Work, order: CylinderOrder) -> HandedOver:
        """At least one cylinder; none goes back that was not lent."""
        if order.cylinders <= 0:
            reason = _(N_("harus lebih dari nol"))
            raise BadField(name="cylinders", reason=reason, field="cylinders")
        text = N_("Uang jaminan tabung {number}, {code}")
        made = _handed(work, order, self.document or "", postings.DEPOSIT_ACCOUNT, text)
        sign = 1 if made.amount > NOTHING else -1
        lent = queries.cylinders(work).get(made.supplier, 0)
        if sign < 0 and order.cylinders > lent:
            reason = _(N_("tabung yang dijamin hanya {count}")).format(count=lent)
            raise BadField(name="cylinders", reason=reason, field="cylinders")
        return msgspec.structs.replace(made, cylinders=sign * order.cylinders)

    def apply(self, books: Books, fact: HandedOver) -> None:
        """The entry, and the cylinders."""
        books.insert(_CYLINDERS, fact.supplier, fact.cylinders)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: HandedOver) -> None:
        """The cylinders count no more."""
        books.insert(_CYLINDERS, fact.supplier, -fact.cylinders)

    def refers_to(self, fact: HandedOver) -> tuple[int, ...]:
        """The agent."""
        return (fact.supplier,)


def _handed(work: Work, order: AdvanceOrder, kind: str, account: str, words: str) -> HandedOver:
    supplier = queries.require_supplier(work, order.supplier)
    if order.origin is not None and order.target is not None:
        reason = _(N_("isi kas asal atau kas tujuan, salah satu"))
        raise BadField(name="to", reason=reason, field="to")
    if order.amount <= NOTHING:
        raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
    back = order.target is not None
    box = boxes.paying(work, order.target or order.origin, field="to" if back else "from")
    amount = -order.amount if back else order.amount
    number = work.number(kind)
    lines = (
        Line(account, amount, OFFICE_UNIT, key=supplier.key),
        Line(box.account, -amount, box.unit, box=box.code),
    )
    made = entry(words.format(number=number, code=supplier.code), *lines)
    journal.require_postable(work, made, work.bd, work.today)
    return HandedOver(
        number=number,
        supplier=supplier.key,
        amount=amount,
        box=box.code,
        entry=made,
        note=short_line(order.note, field="note"),
    )
