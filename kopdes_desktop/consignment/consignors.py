"""Those whose goods we sell: members under their own keys, outsiders as persons of their own."""

from __future__ import annotations

from collections.abc import Iterable

from kopdes_desktop.consignment import queries
from kopdes_desktop.consignment.tables import CONSIGNOR
from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.kernel.errors import UnknownMember
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import outsiders
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons
from kopdes_desktop.security.keys import SealBroken

_NEW = insert_into(CONSIGNOR)


class OwnerOrder(Order, frozen=True, omit_defaults=True):
    """A code, a name, and perhaps a phone number."""

    code: str
    name: str
    phone: str = ""


class OwnerAdded(Fact, frozen=True, omit_defaults=True):
    """A consignor, named by this fact's key; name and phone are sealed under keys of his own."""

    code: str
    personal: dict[str, str]


@operation("consignment.add_owner", version=1)
class AddOwner(Operation[OwnerOrder, OwnerAdded]):
    """Note somebody from outside whose goods we sell."""

    sentence = N_("Menambah penitip barang")
    daily = False

    def decide(self, work: Work, order: OwnerOrder) -> OwnerAdded:
        """A code that nobody else has, consignor or member; a name."""
        code = outsiders.free_code(work, order.code, queries.consignor, example="SITI-KUE")
        known = {"name": outsiders.named(order.name), "phone": order.phone.strip() or None}
        return OwnerAdded(code, persons.new_person(work, work.key, known))

    def apply(self, books: Books, fact: OwnerAdded) -> None:
        """His goods can be taken in from now on."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(_NEW, key, fact.code, opened.get("name"), opened.get("phone"))

    def judge(self, books: Books, fact: OwnerAdded, stamp: Stamp) -> Iterable[str]:
        """A code of the right form; a name and perhaps a phone, under seals that open."""
        if not outsiders.CODE.fullmatch(fact.code):
            yield "R2: code"
        if not {"name"} <= fact.personal.keys() <= {"name", "phone"}:
            yield "R2: personal"
            return
        try:
            persons.unseal(books, stamp.key, fact.personal)
        except SealBroken:
            yield "R2: personal"

    def found(self, books: Books, fact: OwnerAdded, stamp: Stamp) -> list[tuple[str, str]]:
        """The same code on two laptops: both stay, each under his own key. Keys that are gone."""
        same = [x for x in queries.consignors(books) if x.code == fact.code and x.key != stamp.key]
        lost = not persons.secrets_of(books, stamp.key)
        return [
            *([("same_code", fact.code)] if same else []),
            *([("key_missing", str(stamp.key))] if lost else []),
        ]


def is_owner(read: Reading, key: int) -> bool:
    """Whether goods can be a person's of this key: a consignor from outside, or a member."""
    return queries.consignor(read, key) is not None or members.is_key(read, key)


def owner(work: Work, name: int | str) -> tuple[int, str]:
    """The key of whoever brings goods, and how texts may call him: his code, a member's number.

    A code goes before a member number. Raises UnknownMember.
    """
    found = queries.consignor(work, name)
    if found is not None:
        return found.key, found.code
    who = members.member(work, name)
    if who is None:
        raise UnknownMember(
            N_("Penitip {member} tidak ditemukan. Daftarkan dahulu, atau sebut nomor anggotanya."),
            member=name,
            field="owner",
        )
    return who.key, N_("anggota {number}").format(number=who.number or who.key)


def called(read: Reading, key: int) -> str:
    """An owner's name for screens and papers, with his code or number; what is left of it."""
    found = queries.consignor(read, key)
    if found is not None:
        return f"{found.name} ({found.code})" if found.name else found.code
    row = members.member(read, key)
    if row is None:
        return "?"
    return f"{row.name or _(N_('(nama dihapus)'))} ({row.number or '?'})"
