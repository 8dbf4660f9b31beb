"""Third parties whom the books owe or who owe: neither members nor officers, named once.

Terms: pihak ketiga, as in "talangan pihak ketiga".
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from sqlalchemy import bindparam, or_, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import impersonal, short_line
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.members import outsiders
from kopdes_desktop.members.tables import OUTSIDER
from kopdes_desktop.office import log
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons
from kopdes_desktop.security import queries as users

_COLUMNS = (OUTSIDER.c.key, OUTSIDER.c.code, OUTSIDER.c.name)
_ALL = Statement(select(*_COLUMNS).order_by(OUTSIDER.c.code))
_ONE = Statement(
    select(*_COLUMNS).where(
        or_(OUTSIDER.c.key == bindparam("of_key"), OUTSIDER.c.code == bindparam("of_code"))
    )
)
_NEW = insert_into(OUTSIDER)
_NAMELESS = Statement(
    update(OUTSIDER).where(OUTSIDER.c.key == bindparam("of_key")).values(name=None)
)
#: Rooms that still need to know who he is: each says why, in words, or nothing.
NEEDED: list[Callable[[Reading, int], str | None]] = []
#: How the codes begin that the program gives by itself.
_CODE = "PIHAK-{n}"


class Outsider(Struct, frozen=True):
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
        code = outsiders.free_code(work, wanted, _named_so, example=_CODE.format(n=1))
        known = {"name": impersonal(outsiders.named(order.name), field="name")}
        return OutsiderAdded(code, persons.new_person(work, work.key, known))

    def apply(self, books: Books, fact: OutsiderAdded) -> None:
        """He can be named from now on."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(_NEW, key, fact.code, opened.get("name"))


class EraseOrder(Order, frozen=True, omit_defaults=True):
    """A third party, by code or key, and why his name goes."""

    party: int | str
    reason: str


class OutsiderErased(Fact, frozen=True, omit_defaults=True):
    """Whose name went, and why."""

    outsider: int
    reason: str


@operation("members.erase_outsider", version=1)
class EraseOutsider(Operation[EraseOrder, OutsiderErased]):
    """Destroy the keys of a third party's name: code, amounts and days stay, nobody's name does."""

    sentence = N_("Menghapus nama pihak ketiga")
    daily = False

    def decide(self, work: Work, order: EraseOrder) -> OutsiderErased:
        """Somebody to whom nothing is open, who still has a name, and a reason. BadField."""
        reason = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        found = outsider(work, order.party)
        if found is None or found.name is None:
            said = _(N_("tidak ada pihak ketiga dengan kode itu, atau namanya sudah dihapus"))
            raise BadField(name="party", reason=said, field="party")
        _require_unneeded(work, found)
        work.once_written(work.database.checkpoint)  # the write-ahead log still had it
        return OutsiderErased(found.key, reason)

    def apply(self, books: Books, fact: OutsiderErased) -> None:
        """Empty the column; what he lent or owed stays under his code."""
        books.change(_NAMELESS, of_key=fact.outsider)

    def index(self, books: Books, fact: OutsiderErased) -> None:
        """Destroy the keys."""
        persons.forget(books, fact.outsider)

    def refers_to(self, fact: OutsiderErased) -> tuple[int, ...]:
        """The third party."""
        return (fact.outsider,)


def _named_so(read: Reading, code: str) -> object | None:
    """Whoever is called so already: a third party, or a person at the desk by his login."""
    return outsider(read, code) or users.user_called(read, code.lower())


def _require_unneeded(work: Work, found: Outsider) -> None:
    """Refuse while something is open under his code, or a room needs his name. BadField."""
    told = needed_for(work, found)
    if told:
        raise BadField(name="party", reason=told[0], field="party")


def needed_for(read: Reading, found: Outsider) -> list[str]:
    """Why a name has to stay, in words: what is open under its code, what a room says."""
    told = [said for ask in NEEDED if (said := ask(read, found.key))]
    open_at = balances.accounts_of(read, found.key)
    if open_at:
        names = (f"{code} {chart.account(read, code).name}" for code in open_at)
        told.append(
            _(N_("{code} masih punya saldo di akun {accounts}; lunasi atau koreksi dahulu")).format(
                code=found.code, accounts=", ".join(names)
            )
        )
    return told


def erased(read: Reading) -> frozenset[int]:
    """Third parties whose names were erased."""
    if all(each.name is not None for each in known(read)):
        return frozenset()
    facts = (each.fact for each in log.of_kinds(read, [EraseOutsider.code]))
    return frozenset(fact.outsider for fact in facts if isinstance(fact, OutsiderErased))


def forget_erased(books: Books) -> None:
    """Keys of third parties who were erased do not come back with a late bundle."""
    for key in sorted(erased(books)):
        persons.forget(books, key)


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
