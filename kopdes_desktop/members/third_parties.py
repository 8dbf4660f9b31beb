"""Third parties whom the books owe or who owe: neither members nor officers, named once.

Terms: pihak ketiga, as in "talangan pihak ketiga".
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.members import outsiders
from kopdes_desktop.members.tables import OUTSIDER
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons

_COLUMNS = (OUTSIDER.c.key, OUTSIDER.c.code, OUTSIDER.c.name)
_ALL = Statement(select(*_COLUMNS).order_by(OUTSIDER.c.code))
_ONE = Statement(
    select(*_COLUMNS).where(
        or_(OUTSIDER.c.key == bindparam("of_key"), OUTSIDER.c.code == bindparam("of_code"))
    )
)
_NEW = insert_into(OUTSIDER)
#: How the codes begin that the program gives by itself.
_CODE = "PIHAK-{n}"


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody from outside; the name is None once his keys are gone."""

    key: int
    code: str
    name: str | None


class OutsiderOrder(Order, frozen=True, omit_defaults=True):
    """A name (of a person, an office, a firm); a code, or the next one if none is said."""

    name: str
    code: str = ""


class OutsiderAdded(Fact, frozen=True, omit_defaults=True):
    """Somebody from outside, named by this fact's key; his name is sealed under keys of his own."""

    code: str
    personal: dict[str, str]


@operation("members.add_outsider", version=1)
class AddOutsider(Operation[OutsiderOrder, OutsiderAdded]):
    """Note somebody from outside who lends, owes, or is owed."""

    sentence = N_("Mencatat pihak ketiga")
    daily = False

    def decide(self, work: Work, order: OutsiderOrder) -> OutsiderAdded:
        """A code that nobody else has; a name. Raises BadField."""
        wanted = order.code.strip() or next_code(work)
        code = outsiders.free_code(work, wanted, outsider, example=_CODE.format(n=1))
        known = {"name": outsiders.named(order.name)}
        return OutsiderAdded(code, persons.new_person(work, work.key, known))

    def apply(self, books: Books, fact: OutsiderAdded) -> None:
        """He can be named from now on."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(_NEW, key, fact.code, opened.get("name"))


def next_code(read: Reading) -> str:
    """A code that says nothing of the person: PIHAK-1, PIHAK-2 …"""
    taken = {each.code for each in known(read)}
    free = (_CODE.format(n=n) for n in range(1, len(taken) + 2))
    return next(code for code in free if code not in taken)


def known(read: Reading) -> list[Outsider]:
    """All of them, by code."""
    return [Outsider(*row) for row in read.rows(_ALL)]


def outsider(read: Reading, name: int | str) -> Outsider | None:
    """One by his key or his code."""
    number = isinstance(name, int)
    row = read.row(
        _ONE,
        of_key=name if number else None,
        of_code=None if number else str(name).strip().upper(),
    )
    return Outsider(*row) if row else None
