"""Heirs: persons under keys of their own, named by the member while he lives (FACTS §7)."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.members import queries, register, rules
from kopdes_desktop.members.operations import plain_fields
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons


class AddHeirOrder(Order, frozen=True, omit_defaults=True):
    """An heir of a member: who he is, and how he is related."""

    member: int | str
    name: str
    relation: rules.Relation
    nik: str | None = None
    phone: str | None = None
    address: str | None = None


class HeirAdded(Fact, frozen=True, omit_defaults=True):
    """An heir, named by this fact's key; his data sealed under his own keys."""

    member: int
    relation: str
    personal: dict[str, str]


@operation("members.add_heir", version=1)
class AddHeir(Operation[AddHeirOrder, HeirAdded]):
    """Note who inherits from a member."""

    sentence = N_("Mencatat ahli waris anggota")
    daily = False

    def decide(self, work: Work, order: AddHeirOrder) -> HeirAdded:
        """Of a member whose data is there; a name, and a possible NIK where one is given.

        Heirs may be named after a death too: the letter of the village often says so only then.
        """
        found = queries.require_member(work, order.member)
        if found.erased or found.status in {"rejected", "void"}:
            reason = _(
                N_("ahli waris hanya untuk anggota atau calon anggota yang datanya masih ada")
            )
            raise BadField(name="member", reason=reason, field="member")
        given = {
            "name": order.name,
            "nik": order.nik,
            "phone": order.phone,
            "address": order.address,
        }
        plain = plain_fields(
            {name: value for name, value in given.items() if value is not None}, work.today
        )
        if plain.get("nik") and plain["nik"] == found.nik:
            reason = _(N_("anggota tidak menjadi ahli waris dirinya sendiri"))
            raise BadField(name="nik", reason=reason, field="nik")
        return HeirAdded(found.key, order.relation, persons.new_person(work, work.key, plain))

    def apply(self, books: Books, fact: HeirAdded) -> None:
        """One more heir."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        register.add_heir(books, key, fact.member, fact.relation, opened)

    def index(self, books: Books, fact: HeirAdded) -> None:
        """NIK and phone can be found."""
        key = books.stamp.key
        persons.index(books, key, persons.unseal(books, key, fact.personal))

    def refers_to(self, fact: HeirAdded) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)


class RemoveHeirOrder(Order, frozen=True, omit_defaults=True):
    """Which heir is none any more, and why."""

    heir: int
    reason: str


class HeirRemoved(Fact, frozen=True, omit_defaults=True):
    """Which heir is none any more, and why."""

    heir: int
    reason: str


@operation("members.remove_heir", version=1)
class RemoveHeir(Operation[RemoveHeirOrder, HeirRemoved]):
    """Take an heir off the list; his data goes with him."""

    sentence = N_("Mencoret ahli waris anggota")
    daily = False

    def decide(self, work: Work, order: RemoveHeirOrder) -> HeirRemoved:
        """One who stands, of a membership that has not ended: later his name is evidence."""
        found = queries.require_heir(work, order.heir)
        owner = queries.require_member(work, found.member)
        if owner.status in queries.ENDED:
            reason = _(
                N_("keanggotaannya sudah berakhir, jadi daftar ahli waris tetap seperti itu")
            )
            raise BadField(name="heir", reason=reason, field="heir")
        reason = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        work.once_written(work.database.checkpoint)  # the write-ahead log still had his name
        return HeirRemoved(found.key, reason)

    def apply(self, books: Books, fact: HeirRemoved) -> None:
        """Off the list, columns empty."""
        register.remove_heir(books, fact.heir)

    def index(self, books: Books, fact: HeirRemoved) -> None:
        """Destroy his keys and hashes."""
        persons.forget(books, fact.heir)

    def refers_to(self, fact: HeirRemoved) -> tuple[int, ...]:
        """The heir."""
        return (fact.heir,)
