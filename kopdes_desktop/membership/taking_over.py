"""Members of an old register: taken over without money, and taken out again with an import."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField, OpeningAgreed
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, periods, year_ends
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import register
from kopdes_desktop.membership import numbers, rules
from kopdes_desktop.membership.persons import plain_person
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import estimates
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import persons
from kopdes_desktop.security import queries as users


class AdoptOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A member as an old register has him; without a number he gets the next one.

    `as_of` is the day up to which that register was kept.
    """

    number: str | None = None
    name: str
    nik: str | None = None
    sex: str | None = None
    birth_day: date | None = None
    birth_place: str | None = None
    kk: str | None = None
    mother: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    dusun: str | None = None
    rt_rw: str | None = None
    job: str | None = None
    joined: date
    left: date | None = None
    as_of: date | None = None


class Adopted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A member taken over, named by this fact's key; his data sealed under his own keys."""

    number: str
    personal: dict[str, str]
    sex: str | None = None
    joined: date
    left: date | None = None
    as_of: date | None = None


@operation("membership.adopt", version=1)
class Adopt(Operation[AdoptOrder, Adopted]):
    """Take a member over from an old register; his money comes with its own facts."""

    sentence = N_("Mengambil alih anggota dari buku lama")
    daily = False

    def decide(self, work: Work, order: AdoptOrder) -> Adopted:
        """A name, a number nobody had, a possible NIK that nobody has, days in their order.

        Only until the opening balances are agreed or a year was closed: from then on the board
        admits members.
        """
        _require_before_agreement(work)
        number = numbers.require_free(work, order.number) if order.number else numbers.next_(work)
        plain, sex = plain_person(work, order, as_written=True)
        for field, day in (("joined", order.joined), ("as_of", order.as_of)):
            if day is not None:
                rules.require_day(day, work.today, since=None, field=field)
        if order.left is not None:
            rules.require_day(order.left, work.today, since=order.joined, field="left")
        return Adopted(
            number=number,
            personal=persons.new_person(work, work.key, plain),
            sex=sex,
            joined=order.joined,
            left=order.left,
            as_of=order.as_of,
        )

    def apply(self, books: Books, fact: Adopted) -> None:
        """A member with his number; what his dues lack up to that day is an estimate."""
        key = books.stamp.key
        register.take_over(
            books,
            key,
            number=fact.number,
            sex=fact.sex,
            joined=fact.joined.isoformat(),
            left=fact.left.isoformat() if fact.left else None,
            opened=persons.unseal(books, key, fact.personal),
        )
        numbers.used(books, fact.number)
        if fact.as_of is not None and fact.left is None:
            for product in savings.products(books):
                if product.kind == "mandatory":
                    estimates.mark(books, key, product.code, Month.of(fact.as_of))

    def index(self, books: Books, fact: Adopted) -> None:
        """NIK and phone can be found."""
        key = books.stamp.key
        persons.index(books, key, persons.unseal(books, key, fact.personal))

    def unmade(self, work: Work, key: int, fact: Adopted) -> Iterable[tuple[str, dict[str, Any]]]:
        """He becomes void."""
        return (("membership.void", {"member": key}),)


def _require_before_agreement(work: Work) -> None:
    """Refuse to make members without a decision once the old books are closed. OpeningAgreed."""
    agreed = periods.opening_agreed(work)
    if agreed is not None:
        raise OpeningAgreed(
            N_(
                "Saldo awal sudah disahkan pada {day}, jadi anggota dari buku lama tidak dapat "
                "diambil alih lagi. Catat permohonannya menjadi anggota, lalu keputusan pengurus."
            ),
            day=wording.day(agreed),
        )
    closed = year_ends.closed_years(work)
    if closed:
        raise OpeningAgreed(
            N_(
                "Tahun buku {year} sudah ditutup, jadi anggota dari buku lama tidak dapat diambil "
                "alih lagi. Catat permohonannya menjadi anggota, lalu keputusan pengurus."
            ),
            year=closed[-1].year.label,
        )


class VoidOrder(Order, frozen=True, omit_defaults=True):
    """Who should not have been taken over, and why."""

    member: int | str
    reason: str


class Voided(Fact, frozen=True, omit_defaults=True):
    """Who should not have been taken over, and why."""

    member: int
    reason: str


@operation("membership.void", version=1)
class Void(Operation[VoidOrder, Voided]):
    """Take a member of an old register out again: his number stays used, his data is destroyed."""

    sentence = N_("Membatalkan pengambilalihan anggota")
    daily = False

    def decide(self, work: Work, order: VoidOrder) -> Voided:
        """Only one who was taken over, and who has neither money nor anybody who names him."""
        found = members.profile(work, order.member)
        key = found.member.key
        if found.member.status == "void":
            raise AlreadyDecided(subject=found.member.number or str(key), field="member")
        if not found.imported or found.settled_by is not None or found.member.erased:
            reason = _(N_("hanya untuk anggota yang diambil alih dari buku lama"))
            raise BadField(name="member", reason=reason, field="member")
        _require_nobody_names(work, key)
        missing = _(N_("alasan harus diisi"))
        reason = rules.require_words(order.reason, missing, "reason")
        work.once_written(work.database.checkpoint)  # the write-ahead log still had his name
        return Voided(key, reason)

    def apply(self, books: Books, fact: Voided) -> None:
        """Void: columns empty, in no group; nothing estimated of him any more."""
        register.void(books, fact.member)
        estimates.unmark(books, fact.member, fact.member)

    def index(self, books: Books, fact: Voided) -> None:
        """Destroy keys, hashes and pictures."""
        register.destroy(books, fact.member)

    def refers_to(self, fact: Voided) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)


def _require_nobody_names(work: Work, key: int) -> None:
    """Refuse while money, heirs, a user or a group still hang on him. Raises BadField."""
    used = ""
    for code in balances.accounts_of(work, key):
        used = _(N_("akun {code}")).format(code=code)
    if members.heirs(work, key):
        used = _(N_("daftar ahli waris"))
    elif any(user.person == key for user in users.users(work)):
        used = _(N_("daftar pengguna"))
    elif any(group.collector == key for group in members.groups(work)):
        used = _(N_("petugas penagih kelompok"))
    if used:
        reason = _(N_("anggota ini masih tercatat pada {place}")).format(place=used)
        raise BadField(name="member", reason=reason, field="member")
