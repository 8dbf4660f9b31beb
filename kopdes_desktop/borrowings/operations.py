"""Taking money up, accruing its interest, paying it back, agreeing on other terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select, update

from kopdes_desktop.borrowings import by_hand, findings, lenders, postings, queries, rules
from kopdes_desktop.borrowings.queries import Borrowing
from kopdes_desktop.borrowings.rules import Method, Part, Terms
from kopdes_desktop.borrowings.tables import (
    BORROWING,
    BORROWING_ACCRUAL,
    BORROWING_PART,
    BORROWING_PAYMENT,
    BORROWING_TERMS,
)
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.kernel.rate import plain_percent
from kopdes_desktop.ledger import by_hand as ledger
from kopdes_desktop.ledger import journal, monthly, paying, periods
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, entry
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work

_NEW, _NEW_PART = insert_into(BORROWING), insert_into(BORROWING_PART)
_NEW_TERMS = insert_into(BORROWING_TERMS)
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
_VOID = Statement(update(BORROWING).where(_of).values(void=1))
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
_VOID_TERMS = Statement(
    update(BORROWING_TERMS).where(BORROWING_TERMS.c.key == bindparam("of_terms")).values(void=1)
)
_AGREED = Statement(
    update(BORROWING)
    .where(_of)
    .values(
        {
            BORROWING.c[name]: select(BORROWING_TERMS.c[name])
            .where(BORROWING_TERMS.c.borrowing == bindparam("of_key"), BORROWING_TERMS.c.void == 0)
            .order_by(BORROWING_TERMS.c.since.desc(), BORROWING_TERMS.c.key.desc())
            .limit(1)
            .scalar_subquery()
            for name in ("rate", "months", "grace", "method")
        }
    )
)
_LONGEST = 120
#: Years from the agreement to its first due day.
_FARTHEST = 30


class DueRow(Fact, frozen=True, omit_defaults=True):
    """An instalment as agreed."""

    due: date
    principal: Rupiah
    interest: Rupiah


def _rate(text: str) -> str:
    """A yearly rate in percent; none is nothing."""
    return plain_percent(text.strip() or "0", field="rate")


class TakeOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """From whom, how much, on which terms, into which box.

    `opening` instead of a box: it was owed when the books began; `principal` is what is left then,
    `interest_owed` what had grown. `ceiling` is the plafon of the agreement, `fee` what the lender
    kept back. The months count from the first due day, grace included. `lender` is an institution;
    a person is the `party` (a member's number, an officer's login), and no name is written.
    """

    account: str
    principal: Rupiah
    first_due: date
    lender: str = ""
    party: int | str | None = None
    rate: str = "0"
    months: int = 0
    grace: int = 0
    method: Method = "equal_principal"
    box: str | None = None
    opening: bool = False
    interest_owed: Rupiah | None = None
    ceiling: Rupiah | None = None
    fee: Rupiah | None = None
    decision_no: str = ""
    purpose: str = ""


class Taken(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A borrowing, named by this fact's key, with the schedule that was agreed.

    `party` is the key of the person who lends; `lender` then says only what he is here.
    """

    number: str
    lender: str
    account: str
    principal: Rupiah
    rate: str
    months: int
    grace: int
    method: Method
    entry: Entry
    since: date
    schedule: tuple[DueRow, ...] = ()
    box: str | None = None
    opening: bool = False
    interest_owed: Rupiah | None = None
    ceiling: Rupiah | None = None
    fee: Rupiah | None = None
    decision_no: str = ""
    purpose: str = ""
    party: int | None = None


def _rows(parts: Iterable[Part]) -> tuple[DueRow, ...]:
    return tuple(DueRow(part.due, part.principal, part.interest) for part in parts)


def _not_negative(amount: Rupiah | None, field: str) -> Rupiah:
    if amount is not None and amount < NOTHING:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name=field, reason=reason, field=field)
    return amount or NOTHING


@operation("borrowings.take", version=1)
class Take(Operation[TakeOrder, Taken]):
    """Take money up from a lender, or take over what was owed when the books began."""

    sentence = N_("Mencatat pinjaman koperasi")
    document = "PJK"

    def document_day(self, work: Work, order: TakeOrder) -> tuple[date, str | None]:
        """Of the books' own beginning where it was owed then; that is never late."""
        if order.opening and order.day is not None and order.day <= work.today:
            return order.day, None
        return work.document_day(order)

    def decide(self, work: Work, order: TakeOrder) -> Taken:
        """A lender, an account of borrowed capital, terms that make a schedule; AD Pasal 17."""
        if order.account not in rules.ACCOUNTS:
            reason = _(N_("pilih akun {codes}")).format(codes=", ".join(rules.ACCOUNTS))
            raise BadField(name="account", reason=reason, field="account")
        party, lender = lenders.lender(work, order.lender, order.party, order.account)
        decision = _decision(order)
        rate = _rate(order.rate)
        terms = Terms(
            order.principal, Decimal(rate), order.months, order.grace, order.method, order.first_due
        )
        rules.require_terms(terms)
        _require_first_due(order.first_due, work.bd, old=order.opening)
        ceiling = _not_negative(order.ceiling, "ceiling")
        if ceiling and ceiling < order.principal:
            reason = _(N_("plafon tidak boleh kurang dari pokok pinjamannya"))
            raise BadField(name="ceiling", reason=reason, field="ceiling")
        made, box = _take_entry(work, order, lender)
        journal.require_postable(work, made, work.bd, work.today, field="principal")
        return Taken(
            number=work.number(self.document),
            lender=lender,
            account=order.account,
            principal=order.principal,
            rate=rate,
            months=order.months,
            grace=order.grace,
            method=order.method,
            entry=made,
            since=work.bd,
            schedule=_rows(rules.schedule(terms)),
            box=box,
            opening=order.opening,
            interest_owed=order.interest_owed or None,
            ceiling=ceiling or None,
            fee=order.fee or None,
            decision_no=decision,
            purpose=short_line(order.purpose, _LONGEST, field="purpose"),
            party=party,
        )

    def apply(self, books: Books, fact: Taken) -> None:
        """The borrowing, its schedule, its entry."""
        key = books.stamp.key
        books.insert(
            _NEW,
            key,
            fact.number,
            fact.lender,
            fact.account,
            fact.since.isoformat(),
            int(fact.principal),
            int(fact.ceiling or fact.principal),
            fact.rate,
            fact.months,
            fact.grace,
            fact.method,
            fact.purpose,
            fact.decision_no,
            int(fact.opening),
            0,
            0,
            int(fact.interest_owed or 0),
            0,
            fact.party,
        )
        _agree(books, key, fact, since=fact.since, number=None)
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: Taken) -> tuple[int, ...]:
        """The person who lends."""
        return () if fact.party is None else (fact.party,)

    def undoable(self, work: Work, fact: Taken) -> None:
        """Refuse once interest grew on it or something was paid."""
        found = queries.require_borrowing(work, fact.number)
        if queries.payments(work, found.key) or queries.accruals(work, found.key):
            reason = _(N_("sudah ada bunga atau angsurannya; balik itu dahulu"))
            raise NotReversible(number=fact.number, reason=reason, field="entry")

    def undo(self, books: Books, fact: Taken) -> None:
        """It was never borrowed."""
        found = queries.require_borrowing(books, fact.number)
        books.change(_VOID, of_key=found.key)


def _decision(order: TakeOrder) -> str:
    """The members' decision that allowed it; what the old books bring may be without. BadField."""
    wanted = _(N_("tulis nomor keputusan Rapat Anggota (AD Pasal 17)"))
    missing = "" if order.opening else wanted
    return short_line(order.decision_no, _LONGEST, field="decision_no", missing=missing)


def _require_first_due(first: date, day: date, *, old: bool = False) -> None:
    """Refuse a first due day before the money came or the terms changed, or years away."""
    if not old and first < day:
        reason = _(N_("jatuh tempo pertama tidak boleh sebelum hari perjanjiannya"))
        raise BadField(name="first_due", reason=reason, field="first_due")
    if abs(first.year - day.year) > _FARTHEST:
        reason = _(N_("jatuh tempo pertama lebih dari {years} tahun dari sekarang"))
        raise BadField(name="first_due", reason=reason.format(years=_FARTHEST), field="first_due")


def _take_entry(work: Work, order: TakeOrder, lender: str) -> tuple[Entry, str | None]:
    """Out of the lender's hands into a box, or out of the old books."""
    if order.opening:
        return _opening_entry(work, order, lender), None
    if order.box is None:
        reason = _(N_("sebutkan kas atau bank yang menerima uangnya"))
        raise BadField(name="box", reason=reason, field="box")
    fee = _not_negative(order.fee, "fee")
    if fee >= order.principal:
        reason = _(N_("potongan tidak boleh sebesar pinjamannya"))
        raise BadField(name="fee", reason=reason, field="fee")
    if order.interest_owed:
        reason = _(N_("bunga terutang hanya diisi untuk pinjaman dari buku lama"))
        raise BadField(name="interest_owed", reason=reason, field="interest_owed")
    box = paying.receiving(work, order.box)
    lines = postings.taken(box, order.account, work.key, order.principal, fee)
    return entry(N_("Pinjaman dari {lender}").format(lender=lender), *lines), box.code


def _opening_entry(work: Work, order: TakeOrder, lender: str) -> Entry:
    """From a lump of the old books where one stands; else an opening entry of its own."""
    interest = _not_negative(order.interest_owed, "interest_owed")
    text = N_("Saldo awal pinjaman dari {lender}").format(lender=lender)
    lump = queries.unassigned(work, order.account)
    if lump >= order.principal:
        _require_grown(work, interest)
        lines = postings.assigned(order.account, work.key, order.principal)
        if interest:
            lines += postings.assigned(rules.INTEREST_OWED, work.key, interest)
        return entry(text, *lines, kind="adjustment")
    if periods.opening_agreed(work) is not None:
        reason = _(
            N_(
                "saldo awal sudah disahkan dan di akun {account} hanya tersisa {lump} yang belum"
                " dirinci per pinjaman"
            )
        ).format(account=order.account, lump=wording.rupiah(max(lump, NOTHING)))
        raise BadField(name="principal", reason=reason, field="principal")
    lines = postings.opened(order.account, work.key, order.principal, interest)
    return entry(text, *lines, kind="opening")


def _require_grown(work: Work, interest: Rupiah) -> None:
    """Refuse interest that the old books do not hold, where they hold the principal. BadField."""
    held = max(queries.unassigned(work, rules.INTEREST_OWED), NOTHING)
    if interest > held:
        reason = _(N_("di saldo awal akun {account} hanya {held} yang belum dirinci per pinjaman"))
        reason = reason.format(account=rules.INTEREST_OWED, held=wording.rupiah(held))
        raise BadField(name="interest_owed", reason=reason, field="interest_owed")


def _agree(
    books: Books, loan: int, fact: Taken | ScheduleChanged, *, since: date, number: str | None
) -> None:
    """Terms and schedule under the fact in hand, in force from a day on."""
    key, day = books.stamp.key, since.isoformat()
    terms = (fact.rate, fact.months, fact.grace, fact.method)
    books.insert(_NEW_TERMS, key, loan, number, day, *terms, 0)
    books.insert_all(
        _NEW_PART,
        [
            (loan, key, n, row.due.isoformat(), int(row.principal), int(row.interest))
            for n, row in enumerate(fact.schedule, 1)
        ],
    )


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
            _move(books, row.loan, recognised=row.amount)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Accrued) -> None:
        """It has not grown yet."""
        for row in fact.rows:
            _move(books, row.loan, recognised=-row.amount)
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


def _move(
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
        """Not more principal than is owed; the box holds it."""
        found = queries.require_borrowing(work, order.loan)
        penalty = _not_negative(order.penalty, "penalty")
        principal, interest = _divided(found, order, work.bd)
        if principal > found.left:
            reason = _(N_("sisa pokoknya {left}")).format(left=wording.rupiah(found.left))
            field = "amount" if order.amount is not None else "principal"
            raise BadField(name=field, reason=reason, field=field)
        if principal + interest + penalty <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
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
            ref=short_line(order.ref, _LONGEST, field="ref"),
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
        _move(books, fact.loan, principal=principal, interest=interest, recognised=recognised)


def _divided(found: Borrowing, order: PayOrder, day: date) -> tuple[Rupiah, Rupiah]:
    """Principal and interest: as the order says, or interest first. BadField."""
    if order.amount is None:
        return (
            _not_negative(order.principal, "principal"),
            _not_negative(order.interest, "interest"),
        )
    if order.principal is not None or order.interest is not None:
        reason = _(N_("isi jumlah seluruhnya, atau pokok dan bunganya; tidak keduanya"))
        raise BadField(name="amount", reason=reason, field="amount")
    amount = _not_negative(order.amount, "amount")
    next_ = found.next_due(day)
    interest = min(amount, next_.interest if next_ else max(found.accrued, NOTHING))
    return amount - interest, interest


class ChangeScheduleOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Other terms for what is left of a borrowing, and why; what is not named stays as it is."""

    loan: int | str
    first_due: date
    months: int
    reason: str
    rate: str | None = None
    grace: int = 0
    method: Method | None = None


class ScheduleChanged(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """The whole schedule from a day on: what was paid, then the new instalments."""

    number: str
    loan: int
    since: date
    rate: str
    months: int
    grace: int
    method: Method
    reason: str
    schedule: tuple[DueRow, ...]


@operation("borrowings.change_schedule", version=1)
class ChangeSchedule(Operation[ChangeScheduleOrder, ScheduleChanged]):
    """Agree on other terms (addendum, restructuring) from a day on; nothing is posted."""

    sentence = N_("Mengubah jadwal pinjaman koperasi")
    document = "UJP"

    def decide(self, work: Work, order: ChangeScheduleOrder) -> ScheduleChanged:
        """Something is left, the new terms make a schedule, and somebody says why.

        Closed months keep what was agreed in them, and changes follow one another.
        """
        found = queries.require_borrowing(work, order.loan)
        reason = short_line(
            order.reason, _LONGEST, field="reason", missing=_(N_("alasan harus diisi"))
        )
        if not found.left:
            raise AlreadyDecided(subject=found.label, field="loan")
        periods.require_open(work, work.bd)
        if work.bd < found.schedules[-1].since:
            reason_ = _(
                N_("jadwalnya sudah diubah pada {day}; perubahan ini tidak boleh sebelumnya")
            )
            shown = wording.short_day(found.schedules[-1].since)
            raise BadField(name="day", reason=reason_.format(day=shown), field="day")
        _require_first_due(order.first_due, work.bd)
        rate = found.rate if order.rate is None else _rate(order.rate)
        terms = Terms(
            found.left,
            Decimal(rate),
            order.months,
            order.grace,
            order.method or found.method,
            order.first_due,
        )
        rules.require_terms(terms)
        grown = max(found.recognised, rules.due_by(found.parts, work.bd)[1])
        stands = rules.settled(found.parts, (found.paid, found.interest_paid), grown, work.bd)
        return ScheduleChanged(
            number=work.number(self.document),
            loan=found.key,
            since=work.bd,
            rate=rate,
            months=order.months,
            grace=order.grace,
            method=terms.method,
            reason=reason,
            schedule=_rows([*stands, *rules.schedule(terms)]),
        )

    def apply(self, books: Books, fact: ScheduleChanged) -> None:
        """The new schedule stands from its day on; the old one for the days before."""
        _agree(books, fact.loan, fact, since=fact.since, number=fact.number)
        books.change(_AGREED, of_key=fact.loan)
        books.numbered(fact.number)

    def refers_to(self, fact: ScheduleChanged) -> tuple[int, ...]:
        """The borrowing."""
        return (fact.loan,)


class RestoreScheduleOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A change of terms, by its number, and why it is taken back."""

    change: str
    reason: str


class ScheduleRestored(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A change of terms (its fact) that was never agreed; the change keeps its number."""

    loan: int
    change: int
    reason: str


@operation("borrowings.restore_schedule", version=1)
class RestoreSchedule(Operation[RestoreScheduleOrder, ScheduleRestored]):
    """Take the last change of terms back: what was agreed before it holds again."""

    sentence = N_("Membatalkan perubahan jadwal pinjaman koperasi")

    def decide(self, work: Work, order: RestoreScheduleOrder) -> ScheduleRestored:
        """The last change of its borrowing, made in a month that is still open."""
        reason = short_line(
            order.reason, _LONGEST, field="reason", missing=_(N_("alasan harus diisi"))
        )
        wanted = order.change.strip()
        for found in queries.borrowings(work):
            for change in found.schedules:
                if change.number == wanted:
                    if change is not found.schedules[-1]:
                        why = _(N_("jadwalnya sudah diubah lagi; batalkan perubahan itu dahulu"))
                        raise NotReversible(number=wanted, reason=why, field="change")
                    periods.require_open(work, change.since)
                    return ScheduleRestored(loan=found.key, change=change.key, reason=reason)
        why = _(N_("tidak ada perubahan jadwal {name}")).format(name=wanted)
        raise BadField(name="change", reason=why, field="change")

    def apply(self, books: Books, fact: ScheduleRestored) -> None:
        """The terms before it are in force again."""
        books.change(_VOID_TERMS, of_terms=fact.change)
        books.change(_AGREED, of_key=fact.loan)

    def refers_to(self, fact: ScheduleRestored) -> tuple[int, ...]:
        """The borrowing and the change."""
        return (fact.loan, fact.change)


ledger.GUARDS.append(by_hand.guard)
periods.TIES.append(findings.borrowings)
