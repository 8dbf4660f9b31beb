"""Taking money up, or taking over what was owed when the books began."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, update

from kopdes_desktop.borrowings import lenders, postings, queries, rules
from kopdes_desktop.borrowings.agreeing import (
    LONGEST,
    DueRow,
    agree,
    not_negative,
    rate_of,
    require_first_due,
    rows_of,
)
from kopdes_desktop.borrowings.rules import Method, Terms
from kopdes_desktop.borrowings.tables import (
    BORROWING,
)
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, NeedsApproval, NotReversible
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import journal, paying, periods, year_ends
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work

_NEW = insert_into(BORROWING)
_VOID = Statement(update(BORROWING).where(BORROWING.c.key == bindparam("of_key")).values(void=1))


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
        party, lender = lenders.lender(work, order.lender, order.party)
        require_outsider(work, [party], self.sentence)
        decision = _decision(order)
        rate = rate_of(order.rate)
        terms = Terms(
            order.principal, Decimal(rate), order.months, order.grace, order.method, order.first_due
        )
        rules.require_terms(terms)
        require_first_due(order.first_due, work.bd, old=order.opening)
        ceiling = not_negative(order.ceiling, "ceiling")
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
            schedule=rows_of(rules.schedule(terms)),
            box=box,
            opening=order.opening,
            interest_owed=order.interest_owed or None,
            ceiling=ceiling or None,
            fee=order.fee or None,
            decision_no=decision,
            purpose=short_line(order.purpose, LONGEST, field="purpose"),
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
        agree(books, key, fact, since=fact.since, number=None)
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
    return short_line(order.decision_no, LONGEST, field="decision_no", missing=missing)


def _take_entry(work: Work, order: TakeOrder, lender: str) -> tuple[Entry, str | None]:
    """Out of the lender's hands into a box, or out of the old books."""
    if order.opening:
        return _opening_entry(work, order, lender), None
    if order.box is None:
        reason = _(N_("sebutkan kas atau bank yang menerima uangnya"))
        raise BadField(name="box", reason=reason, field="box")
    fee = not_negative(order.fee, "fee")
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
    interest = not_negative(order.interest_owed, "interest_owed")
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
    _require_early(work)
    lines = postings.opened(order.account, work.key, order.principal, interest)
    return entry(text, *lines, kind="opening")


def _require_early(work: Work) -> None:
    """What old books bring is written while the books are new; later two people see its papers.

    Raises BadField once a year was closed: then it is an error of an earlier year.
    """
    if year_ends.closed_years(work):
        reason = _(
            N_(
                "sudah ada tahun buku yang ditutup, jadi saldo awal tidak ditambah lagi. Utang "
                "lama yang baru ditemukan adalah koreksi tahun lalu: tulis jurnal penyesuaiannya "
                "berdua tanpa nomor pinjaman, lalu catat rinciannya di sini"
            )
        )
        raise BadField(name="opening", reason=reason, field="opening")
    start = periods.books_from(work)
    if start is not None and Month.of(work.today) > start and work.approver is None:
        raise NeedsApproval(
            N_(
                "Pembukuan sudah berjalan sejak {month}. Pinjaman dari buku lama yang baru dicatat "
                "sekarang dilihat dua orang bersama surat perjanjiannya. Mintalah persetujuan "
                "orang kedua."
            ),
            month=wording.month(start),
            field="opening",
        )


def _require_grown(work: Work, interest: Rupiah) -> None:
    """Refuse interest that the old books do not hold, where they hold the principal. BadField."""
    held = max(queries.unassigned(work, rules.INTEREST_OWED), NOTHING)
    if interest > held:
        reason = _(N_("di saldo awal akun {account} hanya {held} yang belum dirinci per pinjaman"))
        reason = reason.format(account=rules.INTEREST_OWED, held=wording.rupiah(held))
        raise BadField(name="interest_owed", reason=reason, field="interest_owed")
