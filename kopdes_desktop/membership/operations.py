"""Application and decision (UU 25/1992: a person becomes a member by the board's decision)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import AlreadyDecided, BadDay, BadField, SelfApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries, register, rules
from kopdes_desktop.members.operations import plain_fields, require_free_nik
from kopdes_desktop.office import numbering
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.numbering import LIFELONG, DocumentNumber
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons

NUMBER_KIND = "AGT"
#: Member numbers are one lifelong series, whatever device the treasurer works on.
NUMBER_SERIES = "*"


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
        """A name, a possible NIK that nobody else has."""
        plain = plain_fields(_given(order))
        sex, birth_day = order.sex, order.birth_day
        if plain.get("nik"):
            inside = rules.read_nik(plain["nik"])
            sex = sex or inside.sex
            birth_day = birth_day or inside.birth_day(work.today)
            require_free_nik(work, plain["nik"])
        if sex not in {None, "L", "P"}:
            raise BadField(name="sex", reason=_(N_("L atau P")), field="sex")
        if birth_day is not None:
            if birth_day > work.today:
                reason = _(N_("tanggal lahir belum tiba"))
                raise BadDay(day=wording.short_day(birth_day), reason=reason, field="birth_day")
            plain["birth_day"] = birth_day.isoformat()
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
        others = [p for p in persons.find(books, "nik", nik) if p != stamp.key] if nik else []
        lost = register.without_keys(books, stamp.key)
        return [*lost, *(("duplicate_nik", str(other)) for other in others)]


def _given(order: ApplyOrder) -> dict[str, str]:
    texts = {name: getattr(order, name) for name in order.__struct_fields__}
    return {
        name: value
        for name, value in texts.items()
        if isinstance(value, str) and name != "sex" and (value.strip() or name == "name")
    }


class DecideOrder(Order, frozen=True, omit_defaults=True):
    """The board's decision: yes or no, its number and day."""

    application: int | str
    approved: bool
    decision_no: str
    day: date | None = None


class Decided(Fact, frozen=True, omit_defaults=True):
    """The decision; `number` is the lifelong member number when it was yes."""

    application: int
    approved: bool
    decision_no: str
    day: date
    number: str | None = None


@operation("membership.decide", version=1)
class Decide(Operation[DecideOrder, Decided]):
    """Record the board's decision; with a yes the member gets his number."""

    sentence = N_("Mencatat keputusan pengurus atas permohonan")

    def decide(self, work: Work, order: DecideOrder) -> Decided:
        """An applicant who waits; a decision not later than today; nobody admits himself."""
        found = queries.require_member(work, order.application, field="application")
        if found.status != "applicant":
            raise AlreadyDecided(subject=_(N_("Permohonan ini")), field="application")
        if found.key == work.actor.person:
            raise SelfApproval
        if not order.decision_no.strip():
            reason = _(N_("nomor keputusan harus diisi"))
            raise BadField(name="decision_no", reason=reason, field="decision_no")
        day = order.day or work.today
        if day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(day), reason=reason, field="day")
        number = next_number(work) if order.approved else None
        return Decided(found.key, order.approved, order.decision_no.strip(), day, number)

    def apply(self, books: Books, fact: Decided) -> None:
        """Active with a number, or rejected."""
        register.decide(
            books,
            fact.application,
            status="active" if fact.approved else "rejected",
            number=fact.number,
            joined=fact.day.isoformat() if fact.approved else None,
            decision_no=fact.decision_no,
        )
        if fact.number is not None and fact.number.isdigit():
            count = int(fact.number)
            numbering.advance(
                books.database, DocumentNumber(NUMBER_KIND, NUMBER_SERIES, LIFELONG, count)
            )

    def refers_to(self, fact: Decided) -> tuple[int, ...]:
        """The application."""
        return (fact.application,)


def next_number(work: Work) -> str:
    """The next number of the treasurer's lifelong series: four digits or more, never used."""
    count = numbering.last(work.database, NUMBER_KIND, NUMBER_SERIES, LIFELONG)
    while True:
        count += 1
        number = f"{count:04d}"
        if queries.member(work, number) is None:
            return number
