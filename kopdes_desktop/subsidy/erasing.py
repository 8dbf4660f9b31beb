"""A buyer who is no member asks that his data go: the keys are destroyed (FACTS §7, UU 27/2022)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.office import log
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons
from kopdes_desktop.subsidy import queries, rules
from kopdes_desktop.subsidy.tables import BUYER

_UNREADABLE = Statement(select(BUYER.c.key).where(BUYER.c.nik.is_(None)))
_ERASED = Statement(
    update(BUYER).where(BUYER.c.key == bindparam("of_key")).values(name=None, nik=None, kk=None)
)


class EraseOrder(Order, frozen=True, omit_defaults=True):
    """The NIK of a buyer who is no member, and why his data go."""

    nik: str
    reason: str


class BuyerErased(Fact, frozen=True, omit_defaults=True):
    """Whose data went (every record of his), and why."""

    buyers: tuple[int, ...]
    reason: str


@operation("subsidy.erase_buyer", version=1)
class EraseBuyer(Operation[EraseOrder, BuyerErased]):
    """Destroy the keys of a buyer's data: amounts and days stay, nobody's name does."""

    sentence = N_("Menghapus data pribadi pembeli barang bersubsidi")
    daily = False

    def decide(self, work: Work, order: EraseOrder) -> BuyerErased:
        """A NIK that is known here, for nothing that still needs it, and a reason. BadField."""
        reason = short_line(order.reason, field="reason", missing=_(N_("alasan harus diisi")))
        nik = queries.nik_in(order.nik)
        keys = queries.outsiders(work, nik) if nik is not None else []
        if not keys:
            said = _(N_("tidak ada pembeli dengan NIK itu; data anggota dihapus di daftar anggota"))
            raise BadField(name="nik", reason=said, field="nik")
        _require_unneeded(work, keys)
        work.once_written(work.database.checkpoint)  # the write-ahead log still had it
        return BuyerErased(tuple(keys), reason)

    def apply(self, books: Books, fact: BuyerErased) -> None:
        """Empty the columns; what he took stays under his key."""
        for key in fact.buyers:
            books.change(_ERASED, of_key=key)

    def index(self, books: Books, fact: BuyerErased) -> None:
        """Destroy keys and hashes."""
        for key in fact.buyers:
            persons.forget(books, key)

    def refers_to(self, fact: BuyerErased) -> tuple[int, ...]:
        """His records."""
        return fact.buyers


def _require_unneeded(work: Work, keys: Iterable[int]) -> None:
    """Refuse while the official list or a running limit still needs to know him. BadField."""
    his = set(keys)
    waiting = queries.sold(work, date.min, date.max)
    if any(each.buyer.key in his for each in waiting):
        said = _(N_("belian orang ini belum dicatat di aplikasi resmi; catat dan tandai dahulu"))
        raise BadField(name="nik", reason=said, field="nik")
    for program in queries.programs(work):
        within = rules.span(program.period, work.bd)
        limited = program.most is not None or program.allocated
        if limited and queries.taken(work, program.code, his, within):
            said = _(N_("jatah {program} masih dihitung sampai {day}; hapus sesudah itu")).format(
                program=program.name, day=wording.short_day(within.last)
            )
            raise BadField(name="nik", reason=said, field="nik")


def erased(read: Reading) -> frozenset[int]:
    """Buyers whose data were erased by request."""
    if not read.rows(_UNREADABLE):
        return frozenset()
    facts = (each.fact for each in log.of_kinds(read, [EraseBuyer.code]))
    return frozenset(key for fact in facts if isinstance(fact, BuyerErased) for key in fact.buyers)


def forget_erased(books: Books) -> None:
    """Keys of buyers who were erased do not come back with a late bundle."""
    for key in sorted(erased(books)):
        persons.forget(books, key)
