"""Those who pay for members without being one: the village, an employer, a programme."""

from __future__ import annotations

from typing import Literal

from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.kernel.errors import UnknownMember
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.members import outsiders
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.tables import PAYER
from kopdes_desktop.security import persons

PayerKind = Literal["village", "employer", "program", "other"]
_NEW = insert_into(PAYER)


class PayerOrder(Order, frozen=True, omit_defaults=True):
    """A code, a name (of an office, a firm, or a person) and what kind of payer it is."""

    code: str
    name: str
    kind: PayerKind


class PayerAdded(Fact, frozen=True, omit_defaults=True):
    """A payer, named by this fact's key; his name is sealed under keys of his own."""

    code: str
    kind: str
    personal: dict[str, str]


@operation("savings.add_payer", version=1)
class AddPayer(Operation[PayerOrder, PayerAdded]):
    """Note somebody who pays for members."""

    sentence = N_("Menambah pembayar pihak ketiga")
    daily = False

    def decide(self, work: Work, order: PayerOrder) -> PayerAdded:
        """A code that nobody else has, payer or member; a name."""
        code = outsiders.free_code(work, order.code, queries.payer, example="DESA")
        known = {"name": outsiders.named(order.name)}
        return PayerAdded(code, order.kind, persons.new_person(work, work.key, known))

    def apply(self, books: Books, fact: PayerAdded) -> None:
        """He can be named as the payer from now on."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(_NEW, key, fact.code, fact.kind, opened.get("name"))


def paying(work: Work, name: int | str) -> tuple[int, str]:
    """The key of whoever pays, and how texts may call him: a payer's code, a member's number.

    A code goes before a member number. Raises UnknownMember.
    """
    found = queries.payer(work, name)
    if found is not None:
        return found.key, found.code
    who = members.member(work, name)
    if who is None:
        raise UnknownMember(
            N_("Pembayar {member} tidak ditemukan. Daftarkan dahulu, atau sebut nomor anggotanya."),
            member=name,
            field="payer",
        )
    return who.key, N_("anggota {number}").format(number=who.number or who.key)
