"""Making interest that has grown an expense, and paying lenders."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, update

from kopdes_desktop.borrowings import postings, queries, rules
from kopdes_desktop.borrowings.agreeing import (
    LONGEST,
    not_negative,
)
from kopdes_desktop.borrowings.queries import Borrowing
from kopdes_desktop.borrowings.tables import (
    BORROWING,
    BORROWING_ACCRUAL,
    BORROWING_PAYMENT,
)
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import journal, monthly, paying
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, entry
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work

_NEW_ACCRUAL, _NEW_PAYMENT = insert_into(BORROWING_ACCRUAL), insert_into(BORROWING_PAYMENT)
_of = BORROWING.c.key == bindparam("of_key")
_MOVE = Statement(
    update(BORROWING)
    .where(_of)
    .values(
        paid=BORROWING.c.paid + bindparam("principal_paid"),
        interest_paid=BORROWING.c.interest_paid + bindparam("more_interest"),
        recognised=BORROWING.c.recognised + bindparam("more_recognised"),
    )
)
_VOID_ACCRUAL = Statement(
    update(BORROWING_ACCRUAL)
    .where(
        BORROWING_ACCRUAL.c.number == bindparam("of_number"),
    )
    .values(void=1)
)
_VOID_PAYMENT = Statement(
    update(BORROWING_PAYMENT)
    .where(BORROWING_PAYMENT.c.number == bindparam("of_number"))
    .values(void=1)
)


#: What a lender reckons otherwise than the schedule is at most such a part of what is due.
_SMALL = 10


class AccrueOrder(Order, frozen=True, omit_defaults=True):
    """A month (YYYY-MM) whose interest is to be an expense."""

    month: str


class AccruedRow(Fact, frozen=True, omit_defaults=True):
    """A borrowing and what grew on it."""

    loan: int
    amount: Rupiah


class Accrued(Fact, frozen=True, omit_defaults=True):
    """The interest of a month."""

    number: str
    month: str
    rows: tuple[AccruedRow, ...]
    entry: Entry


@operation("borrowings.accrue", version=1)
class Accrue(Operation[AccrueOrder, Accrued]):
    """Make the interest that has grown by a month's end an expense of that month (L04b).

    While the month lasts, only what has grown up to today.
    """

    sentence = N_("Mengakui bunga pinjaman koperasi akhir bulan")
    document = "AKB"

    def document_day(self, work: Work, order: AccrueOrder) -> tuple[date, str | None]:
        """The month's last day."""
        return monthly.document_day(work, order.month)

    def decide(self, work: Work, order: AccrueOrder) -> Accrued:
        """What has grown and was neither accrued nor paid; once that is nothing, it is done."""
        month = monthly.month_of(order.month)
        rows = [(each.key, amount) for each, amount in queries.to_accrue(work, work.bd)]
        if not rows:
            subject = _(N_("Bunga pinjaman {month}")).format(month=wording.month(month))
            raise AlreadyDecided(subject=subject, field="month")
        text = N_("Akru bunga pinjaman {month}").format(month=wording.month(month))
        made = entry(text, *postings.accrued(rows), kind="adjustment")
        journal.require_postable(work, made, work.bd, work.today)
        return Accrued(
            work.number(self.document),
            str(month),
            tuple(AccruedRow(key, amount) for key, amount in rows),
            made,
        )

    def apply(self, books: Books, fact: Accrued) -> None:
        """An expense, and owed."""
        for row in fact.rows:
            books.insert(_NEW_ACCRUAL, fact.number, row.loan, fact.month, int(row.amount), 0)
            _shift(books, row.loan, recognised=row.amount)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Accrued) -> None:
        """It has not grown yet."""
        for row in fact.rows:
            _shift(books, row.loan, recognised=-row.amount)
        books.change(_VOID_ACCRUAL, of_number=fact.number)

    def undoable(self, work: Work, fact: Accrued) -> None:
        """Refuse once a payment has settled it."""
        for row in fact.rows:
            found = queries.require_borrowing(work, row.loan)
            if found.accrued < row.amount:
                reason = _(N_("bunganya sudah dibayar; balik pembayarannya dahulu"))
                raise NotReversible(number=fact.number, reason=reason, field="entry")

    def refers_to(self, fact: Accrued) -> set[int]:
        """The borrowings."""
        return {row.loan for row in fact.rows}


def _shift(
    books: Books,
    key: int,
    *,
    principal: Rupiah = NOTHING,
    interest: Rupiah = NOTHING,
    recognised: Rupiah = NOTHING,
) -> None:
    books.change(
        _MOVE,
        of_key=key,
        principal_paid=int(principal),
        more_interest=int(interest),
        more_recognised=int(recognised),
    )


class PayOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A borrowing, by key or number, and what it gets out of which box.

    `amount` pays interest first, then principal; `principal` and `interest` say it as the bank's
    bill does. `penalty` comes on top.
    """

    loan: int | str
    box: str
    amount: Rupiah | None = None
    principal: Rupiah | None = None
    interest: Rupiah | None = None
    penalty: Rupiah | None = None
    ref: str = ""


class Paid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What a lender got; `accrued` of the interest was owed already, the rest is new.

    `released` was accrued and is not owed after all, for the last of the principal is paid.
    """

    number: str
    loan: int
    box: str
    principal: Rupiah
    interest: Rupiah
    accrued: Rupiah
    entry: Entry
    penalty: Rupiah | None = None
    released: Rupiah | None = None
    ref: str = ""


@operation("borrowings.pay", version=1)
class Pay(Operation[PayOrder, Paid]):
    """Pay interest and principal of a borrowing; what was accrued is settled first (L04, L05)."""

    sentence = N_("Membayar angsuran pinjaman koperasi")
    document = "BPK"

    def decide(self, work: Work, order: PayOrder) -> Paid:
        """Not more principal than is owed; the box holds it; two see what no schedule asks for."""
        found = queries.require_borrowing(work, order.loan)
        require_outsider(work, [found.party], self.sentence)
        penalty = not_negative(order.penalty, "penalty")
        principal, interest = _divided(found, order, work.bd)
        if principal > found.left:
            reason = _(N_("sisa pokoknya {left}")).format(left=wording.rupiah(found.left))
            field = "amount" if order.amount is not None else "principal"
            raise BadField(name=field, reason=reason, field=field)
        if principal + interest + penalty <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        _require_scheduled(work, found, interest, penalty)
        owed = max(found.accrued, NOTHING)
        accrued = min(interest, owed)
        released = owed - accrued if principal == found.left else NOTHING
        box = paying.paying(work, order.box, OFFICE_UNIT)
        number = work.number(self.document)
        lines = postings.paid(
            box,
            found.account,
            found.key,
            principal=principal,
            interest=(accrued, interest - accrued),
            penalty=penalty,
            released=released,
        )
        made = entry(N_("Angsuran pinjaman {number}").format(number=found.number), *lines)
        journal.require_postable(work, made, work.bd, work.today)
        return Paid(
            number=number,
            loan=found.key,
            box=box.code,
            principal=principal,
            interest=interest,
            accrued=accrued,
            entry=made,
            penalty=penalty or None,
            released=released or None,
            ref=short_line(order.ref, LONGEST, field="ref"),
        )

    def apply(self, books: Books, fact: Paid) -> None:
        """Less is owed."""
        books.insert(
            _NEW_PAYMENT,
            books.stamp.key,
            fact.number,
            fact.loan,
            books.stamp.bd.isoformat(),
            int(fact.principal),
            int(fact.interest),
            int(fact.accrued),
            int(fact.penalty or 0),
            0,
        )
        self._settle(books, fact, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Paid) -> None:
        """It is owed again."""
        books.change(_VOID_PAYMENT, of_number=fact.number)
        self._settle(books, fact, sign=-1)

    def refers_to(self, fact: Paid) -> tuple[int, ...]:
        """The borrowing."""
        return (fact.loan,)

    def _settle(self, books: Books, fact: Paid, *, sign: int) -> None:
        new = fact.interest - fact.accrued - (fact.released or NOTHING)
        moved = [fact.principal, fact.interest, new]
        principal, interest, recognised = moved if sign > 0 else [-each for each in moved]
        _shift(books, fact.loan, principal=principal, interest=interest, recognised=recognised)


def _require_scheduled(work: Work, found: Borrowing, interest: Rupiah, penalty: Rupiah) -> None:
    """Interest beyond the schedule and penalties are small, or agreed to by two. NeedsApproval."""
    next_ = found.next_due(work.bd)
    until = max(work.bd, next_.due) if next_ is not None else work.bd
    asked = max(found.recognised, rules.due_by(found.parts, until)[1])
    before = total(
        each.penalty
        for each in queries.payments(work, found.key)
        if Month.of(each.day) == Month.of(work.bd)
    )
    extra = max(found.interest_paid + interest - asked, NOTHING) + before + penalty
    if work.approver is not None or not (interest or penalty) or not extra:
        return
    small = Rupiah(int(next_.amount) // _SMALL) if next_ is not None else NOTHING
    if extra > small:
        raise NeedsApproval(
            N_(
                "Bunga dan denda ini {extra} lebih dari jadwal pinjaman {number}. Cocokkan dengan "
                "tagihan pemberi pinjaman, lalu mintalah persetujuan orang kedua; bila "
                "perjanjiannya berubah, ubah dahulu jadwalnya."
            ),
            extra=wording.rupiah(extra),
            number=found.number,
            field="penalty" if penalty else "interest",
        )


def _divided(found: Borrowing, order: PayOrder, day: date) -> tuple[Rupiah, Rupiah]:
    """Principal and interest: as the order says, or interest first. BadField."""
    if order.amount is None:
        return (
            not_negative(order.principal, "principal"),
            not_negative(order.interest, "interest"),
        )
    if order.principal is not None or order.interest is not None:
        reason = _(N_("isi jumlah seluruhnya, atau pokok dan bunganya; tidak keduanya"))
        raise BadField(name="amount", reason=reason, field="amount")
    amount = not_negative(order.amount, "amount")
    next_ = found.next_due(day)
    interest = min(amount, next_.interest if next_ else max(found.accrued, NOTHING))
    return amount - interest, interest
