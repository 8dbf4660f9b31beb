"""Application, titipan and decision (UU 25/1992: one becomes a member by the board's decision)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadDay,
    BadField,
    DuplicateNik,
    NotActive,
    PeriodClosed,
    SelfApproval,
)
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import journal, periods
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import register
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.membership import boxes, numbers, postings, queries, rules
from kopdes_desktop.membership.leaving import require_alive
from kopdes_desktop.membership.persons import plain_person
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.deposits import DepositedLine
from kopdes_desktop.security import persons


class ApplyOrder(Order, frozen=True, omit_defaults=True):
    """An applicant's data; sex and birth date come from the NIK where they are left out."""

    name: str
    nik: str | None = None
    sex: str | None = None
    birth_day: date | None = None
    birth_place: str | None = None
    dusun: str | None = None
    rt_rw: str | None = None
    job: str | None = None
    phone: str | None = None
    address: str | None = None
    email: str | None = None
    kk: str | None = None
    mother: str | None = None


class Applied(Fact, frozen=True, omit_defaults=True):
    """An applicant, named by this fact's key; his data sealed under his own keys."""

    personal: dict[str, str]
    sex: str | None = None


@operation("membership.apply", version=1)
class Apply(Operation[ApplyOrder, Applied]):
    """Take down an application for membership."""

    sentence = N_("Mencatat permohonan menjadi anggota")

    def decide(self, work: Work, order: ApplyOrder) -> Applied:
        """A name, a possible NIK that nobody else has; the dead do not apply."""
        plain, sex = plain_person(work, order)
        require_alive(work, plain.get("nik"), field="nik")
        return Applied(persons.new_person(work, work.key, plain), sex)

    def apply(self, books: Books, fact: Applied) -> None:
        """A register row in status applicant."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        register.enter(books, key, sex=fact.sex, opened=opened)

    def index(self, books: Books, fact: Applied) -> None:
        """NIK and phone can be found."""
        key = books.stamp.key
        persons.index(books, key, persons.unseal(books, key, fact.personal))

    def judge(self, books: Books, fact: Applied, stamp: Stamp) -> Iterator[str]:
        """Data without money: fields that there are, under seals that open."""
        yield from register.judge(books, stamp.key, fact.personal, fact.sex)
        if "name" not in fact.personal:
            yield "R2: nobody's application"

    def found(self, books: Books, fact: Applied, stamp: Stamp) -> list[tuple[str, str]]:
        """The same NIK on two laptops: both stay, a person looks at them (SYNC §5)."""
        nik = persons.unseal(books, stamp.key, fact.personal).get("nik")
        found = [members.member(books, p) for p in persons.find(books, "nik", nik)] if nik else []
        living = [int(row.key) for row in found if row and row.status not in members.ENDED]
        others = [key for key in living if key != int(stamp.key)]
        lost = register.without_keys(books, stamp.key)
        return [*lost, *(("duplicate_nik", str(other)) for other in others)]


class PrepayOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """An applicant, how much he leaves with the cooperative, and into which box."""

    application: int | str
    amount: Rupiah
    cash: str | None = None


class Prepaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A receipt of titipan: number, applicant, amount, box, and the entry as posted."""

    number: str
    application: int
    amount: Rupiah
    box: str
    entry: Entry


@operation("membership.prepay", version=1)
class Prepay(Operation[PrepayOrder, Prepaid]):
    """Take an applicant's money; it is his until the board has decided."""

    sentence = N_("Menerima titipan calon anggota")
    document = "TTP"

    def decide(self, work: Work, order: PrepayOrder) -> Prepaid:
        """Only of somebody whose application waits (RULES: before approval money is titipan)."""
        found = members.require_member(work, order.application, field="application")
        if found.status == "active":
            reason = _(N_("ia sudah anggota; terima uangnya sebagai setoran simpanan"))
            raise BadField(name="application", reason=reason, field="application")
        if found.status != "applicant":
            shown = found.number or str(order.application)
            status = _(members.STATUS_WORDS[found.status])
            raise NotActive(
                N_("{member} tidak sedang mengajukan permohonan (status: {status})."),
                member=shown,
                status=status,
                field="application",
            )
        if order.amount <= NOTHING:
            raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
        box = boxes.taking(work, order.cash)
        number = work.number(self.document)
        text = N_("Titipan calon anggota {number}").format(number=number)
        entry = postings.prepaid(text, box, found.key, order.amount)
        journal.require_postable(work, entry, work.bd, work.today)
        return Prepaid(
            number=number, application=found.key, amount=order.amount, box=box.code, entry=entry
        )

    def apply(self, books: Books, fact: Prepaid) -> None:
        """The entry."""
        journal.post(books, fact.entry, fact.number)

    def refers_to(self, fact: Prepaid) -> tuple[int, ...]:
        """The application."""
        return (fact.application,)


class DecideOrder(Order, frozen=True, omit_defaults=True):
    """The board's decision: yes or no, its number and day.

    With a no, titipan goes back out of `cash` (the user's own box) unless `pay_back` is false.
    `late` says why a decision of an earlier `day` is recorded only now.
    """

    application: int | str
    approved: bool
    decision_no: str
    day: date | None = None
    cash: str | None = None
    pay_back: bool = True
    late: str | None = None


class Decided(Fact, frozen=True, omit_defaults=True):
    """The decision; `number` is the lifelong member number when it was yes.

    Titipan: `document` is the number of its entry; `lines` say what it became, or `paid_back` what
    went back out of `box`.
    """

    application: int
    approved: bool
    decision_no: str
    day: date
    number: str | None = None
    document: str | None = None
    lines: tuple[DepositedLine, ...] | None = None
    paid_back: Rupiah | None = None
    box: str | None = None
    entry: Entry | None = None


class _Titipan(Struct, frozen=True):
    """What becomes of an applicant's money."""

    document: str | None = None
    lines: tuple[DepositedLine, ...] | None = None
    paid_back: Rupiah | None = None
    box: str | None = None
    entry: Entry | None = None


@operation("membership.decide", version=1)
class Decide(Operation[DecideOrder, Decided]):
    """Record the board's decision; with a yes the member gets his number."""

    sentence = N_("Mencatat keputusan pengurus atas permohonan")

    def document_day(self, work: Work, order: DecideOrder) -> tuple[date, str | None]:
        """Its entry is of today; a reason marks it as recorded later."""
        return work.today, rules.reason_of(order.day, order.late, work.today)

    def decide(self, work: Work, order: DecideOrder) -> Decided:
        """An applicant who waits; a decision of a day that is open; nobody admits himself."""
        found = _waiting(work, order)
        missing = _(N_("nomor keputusan harus diisi"))
        decision_no = rules.require_words(order.decision_no, missing, "decision_no")
        day = _board_day(work, order.day or work.today)
        number = numbers.next_(work) if order.approved else None
        if number is not None:
            made = _admitted(work, replace(found, status="active", joined=day))
        else:
            made = _paid_back(work, order, found)
        if made.entry is not None:
            journal.require_postable(work, made.entry, work.bd, work.today)
        return Decided(
            found.key,
            order.approved,
            decision_no,
            day,
            number,
            made.document,
            made.lines,
            made.paid_back,
            made.box,
            made.entry,
        )

    def apply(self, books: Books, fact: Decided) -> None:
        """Active with a number, or rejected; what was titipan is savings now, or paid back."""
        register.decide(
            books,
            fact.application,
            status="active" if fact.approved else "rejected",
            number=fact.number,
            joined=fact.day.isoformat() if fact.approved else None,
            decision_no=fact.decision_no,
        )
        if fact.number is not None:
            numbers.used(books, fact.number)
        if fact.entry is not None:
            deposits.pay_months(books, fact.lines or (), sign=1)
            journal.post(books, fact.entry, fact.document)

    def undo(self, books: Books, fact: Decided) -> None:
        """A reversal of its entry makes titipan of it again; the decision itself stands."""
        deposits.pay_months(books, fact.lines or (), sign=-1)

    def refers_to(self, fact: Decided) -> tuple[int, ...]:
        """The application."""
        return (fact.application,)


def _board_day(work: Work, day: date) -> date:
    """A day of the books that has come, in an open month: dues count from it.

    Raises BadDay, PeriodClosed.
    """
    if day > work.today:
        reason = _(N_("tanggal itu belum tiba"))
        raise BadDay(day=wording.short_day(day), reason=reason, field="day")
    start = periods.books_from(work)
    if start is not None and Month.of(day) < start:
        raise PeriodClosed(
            N_(
                "Keputusan bertanggal {day} tidak dapat dicatat: pembukuan di sini mulai {open}. "
                "Siapa yang menjadi anggota sebelumnya diambil alih dari buku lama; "
                "yang lain diputuskan pengurus dengan tanggal sejak bulan itu."
            ),
            day=wording.short_day(day),
            open=wording.month(start),
            field="day",
        )
    periods.require_open(work, day)
    return day


def _waiting(work: Work, order: DecideOrder) -> MemberRow:
    """The applicant, who is not the one deciding, and no member already under another record."""
    found = members.require_member(work, order.application, field="application")
    if found.status != "applicant":
        raise AlreadyDecided(subject=_(N_("Permohonan ini")), field="application")
    if found.key == work.actor.person:
        raise SelfApproval
    if order.approved:
        require_alive(work, found.nik, field="application")
    others = persons.find(work, "nik", found.nik) if order.approved and found.nik else []
    for other in (members.member(work, person) for person in others):
        if other is not None and other.status == "active":
            shown = _(N_("anggota {number}")).format(number=other.number)
            raise DuplicateNik(
                N_("Orang ini sudah diterima sebagai {member}; tolak permohonan yang kedua ini."),
                member=shown,
                field="application",
            )
    return found


def _admitted(work: Work, who: MemberRow) -> _Titipan:
    """B02: principal up to what it is, then dues, oldest month first; the rest stays titipan."""
    left = queries.prepaid(work, who.key)
    lines: list[DepositedLine] = []
    if left:
        for product in savings.products(work):
            if product.kind == "principal" and product.open:
                part = min(left, deposits.principal_owed(work, who, product.code))
                lines += [DepositedLine(who.key, product.code, part)] if part else []
                left -= part
        for product in savings.products(work):
            if product.kind == "mandatory" and product.open:
                line, left = deposits.fill_dues(work, who, product.code, left)
                lines += [line] if line is not None else []
    if not lines:
        return _Titipan()
    document = work.number("PDB")
    text = N_("Titipan menjadi simpanan {number}").format(number=document)
    shares = [
        postings.Share(each.account, each.unit, each.amount)
        for each in deposits.credited(work, lines)
    ]
    entry = postings.admitted(text, who.key, shares)
    return _Titipan(document, tuple(lines), entry=entry)


def _paid_back(work: Work, order: DecideOrder, found: MemberRow) -> _Titipan:
    """B16: what a rejected applicant has left here goes back at once, unless it is to wait."""
    amount = queries.prepaid(work, found.key)
    if not amount or not order.pay_back:
        return _Titipan()
    box = boxes.paying(work, order.cash)
    document = work.number("PGM")
    text = N_("Titipan dikembalikan {number}").format(number=document)
    entry = postings.paid_out(text, rules.TITIPAN, box, found.key, amount)
    return _Titipan(document, paid_back=amount, box=box.code, entry=entry)
