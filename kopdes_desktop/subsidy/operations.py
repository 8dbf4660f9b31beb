"""Programmes and their limits, buyers known by NIK, allocations, and what was entered elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import bindparam, func, update
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.goods import rules as goods
from kopdes_desktop.kernel.errors import BadField, DuplicateNik
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries as members
from kopdes_desktop.members import rules as people
from kopdes_desktop.members.operations import plain_fields
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons
from kopdes_desktop.security.keys import SealBroken
from kopdes_desktop.subsidy import queries, rules
from kopdes_desktop.subsidy.tables import ALLOTMENT, BUYER, PROGRAM, TAKEN

#: It stands in codes of items and in lists: capitals, digits and hyphens.
_CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}")
_PERSONAL = ("name", "nik", "kk")
_NEEDED = ("name", "nik")

_program = insert(PROGRAM).values({column.name: None for column in PROGRAM.columns})
_SET = Statement(
    _program.on_conflict_do_update(
        index_elements=[PROGRAM.c.code],
        set_={each.name: _program.excluded[each.name] for each in PROGRAM.c if each.name != "code"},
    )
)
_NEW_BUYER = insert_into(BUYER)
_allotment = insert(ALLOTMENT).values({column.name: None for column in ALLOTMENT.columns})
_ALLOT = Statement(
    _allotment.on_conflict_do_update(
        index_elements=[ALLOTMENT.c.program, ALLOTMENT.c.period, ALLOTMENT.c.buyer],
        set_={"quantity": _allotment.excluded.quantity},
    )
)
#: Two laptops may say so of the same row: the later fact stands, in whatever order they come.
_ENTERED = Statement(
    update(TAKEN)
    .where(TAKEN.c.fact == bindparam("of_fact"), TAKEN.c.line == bindparam("of_line"))
    .values(entered=func.max(func.coalesce(TAKEN.c.entered, 0), bindparam("by_fact")))
)


class ProgramOrder(Order, frozen=True, omit_defaults=True, kw_only=True):
    """A programme: code, name, unit; for whom and how long a limit counts, and how much it is.

    `limit` is what one person or family may take in one period; none where it is missing.
    `allocated`: only those named by `subsidy.allocate` get any. `items` belong to it from now on.
    """

    code: str
    name: str
    unit: str
    period: rules.Period = "month"
    per: rules.Per = "person"
    allocated: bool = False
    limit: str | None = None
    items: tuple[int | str, ...] = ()


class ProgramSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A programme as it is from now on."""

    code: str
    name: str
    unit: str
    period: str
    per: str
    allocated: bool = False
    limit: str | None = None


@operation("subsidy.set_program", version=1)
class SetProgram(Operation[ProgramOrder, ProgramSet]):
    """Make a programme, or change its limits."""

    sentence = N_("Mengatur program barang bersubsidi")
    daily = False

    def decide(self, work: Work, order: ProgramOrder) -> ProgramSet:
        """A short code, a name and a unit; a limit that is a quantity. Its items are told so."""
        code, name = order.code.strip().upper(), people.plain_name(order.name)
        if not _CODE.fullmatch(code):
            reason = _(N_("kode memakai huruf dan angka tanpa spasi, misalnya LPG3"))
            raise BadField(name="code", reason=reason, field="code")
        unit = " ".join(order.unit.split())
        if not unit:
            reason = _(N_("satuan harus diisi, misalnya tabung atau kg"))
            raise BadField(name="unit", reason=reason, field="unit")
        limit = order.limit
        if limit is not None:
            limit = goods.decimal(rules.amount_of(limit, field="limit"))
        for item in order.items:
            work.then("goods.change_item", {"item": item, "fields": {"program": code}})
        return ProgramSet(
            code=code,
            name=name,
            unit=unit,
            period=order.period,
            per=order.per,
            allocated=order.allocated,
            limit=limit,
        )

    def apply(self, books: Books, fact: ProgramSet) -> None:
        """The programme as it is from now on."""
        books.change(
            _SET,
            code=fact.code,
            name=fact.name,
            unit=fact.unit,
            period=fact.period,
            per=fact.per,
            allocated=int(fact.allocated),
            most=None if fact.limit is None else rules.amount_of(fact.limit, field="limit"),
        )


class BuyerOrder(Order, frozen=True, omit_defaults=True):
    """Somebody who is no member: his NIK, his name, his family card where it is known."""

    nik: str
    name: str
    kk: str | None = None


class BuyerAdded(Fact, frozen=True, omit_defaults=True):
    """A buyer, named by this fact's key; his data sealed under keys of his own."""

    personal: dict[str, str]


@operation("subsidy.add_buyer", version=1)
class AddBuyer(Operation[BuyerOrder, BuyerAdded]):
    """Note a buyer of subsidised goods; a later record of the same NIK takes the earlier's place.

    What he took under the earlier one still counts.
    """

    sentence = N_("Mencatat pembeli barang bersubsidi")
    daily = False

    def decide(self, work: Work, order: BuyerOrder) -> BuyerAdded:
        """A NIK that no member has, a name; not the same once more."""
        plain = plain_fields({"nik": order.nik, "name": order.name, "kk": order.kk or ""}, work.bd)
        people.read_nik(plain["nik"])
        member = members.with_nik(work, plain["nik"])
        if member is not None:
            known = N_("anggota {number}") if member.number else N_("calon anggota")
            raise DuplicateNik(member=_(known).format(number=member.number), field="nik")
        before = queries.buyer(work, plain["nik"])
        if before is not None and (before.name, before.kk or "") == (plain["name"], plain["kk"]):
            raise DuplicateNik(member=before.name, field="nik")
        return BuyerAdded(persons.new_person(work, work.key, plain))

    def apply(self, books: Books, fact: BuyerAdded) -> None:
        """He can be named at the till from now on."""
        key = books.stamp.key
        opened = persons.unseal(books, key, fact.personal)
        books.insert(_NEW_BUYER, key, *(opened.get(name) for name in _PERSONAL))

    def index(self, books: Books, fact: BuyerAdded) -> None:
        """His NIK finds him."""
        key = books.stamp.key
        persons.index(books, key, persons.unseal(books, key, fact.personal))

    def judge(self, books: Books, fact: BuyerAdded, stamp: Stamp) -> Iterator[str]:
        """Name and NIK at least, no field that a buyer has not, under seals that open."""
        if not set(_NEEDED) <= fact.personal.keys() <= set(_PERSONAL):
            yield "R2: personal"
            return
        try:
            persons.unseal(books, stamp.key, fact.personal)
        except SealBroken:
            yield "R2: personal"

    def found(self, books: Books, fact: BuyerAdded, stamp: Stamp) -> list[tuple[str, str]]:
        """Nothing can be read without the person's keys."""
        lost = not persons.secrets_of(books, stamp.key)
        return [("key_missing", str(stamp.key))] if lost else []


class Share(Order, frozen=True, omit_defaults=True):
    """A buyer (member number, key or NIK) and how much he may take."""

    buyer: int | str
    quantity: str


class AllocateOrder(Order, frozen=True, omit_defaults=True):
    """Who may take how much of a programme in a period: 2026-11, 2026-MT3 … (now, if not said)."""

    program: str
    shares: tuple[Share, ...]
    period: str | None = None


class Allocated(Fact, frozen=True, omit_defaults=True):
    """Who may take how much in a period: buyer's key and quantity."""

    program: str
    period: str
    shares: tuple[tuple[int, str], ...]


@operation("subsidy.allocate", version=1)
class Allocate(Operation[AllocateOrder, Allocated]):
    """Take over the list of allocations by name (e-RDKK), or mend a row of it."""

    sentence = N_("Mencatat alokasi barang bersubsidi per nama")
    daily = False

    def decide(self, work: Work, order: AllocateOrder) -> Allocated:
        """A programme, a period of its kind; buyers who are known, each once."""
        program = queries.require_program(work, order.program)
        if order.period is None:
            within = rules.span(program.period, work.bd)
        else:
            within = rules.span_named(program.period, order.period)
        shares: dict[int, str] = {}
        for n, each in enumerate(order.shares):
            field = f"shares[{n}]"
            who = queries.require_buyer(work, each.buyer, field=f"{field}.buyer")
            if who.key in shares:
                reason = _(N_("orang ini sudah disebut di atas"))
                raise BadField(name="buyer", reason=reason, field=f"{field}.buyer")
            much = rules.amount_of(each.quantity, field=f"{field}.quantity")
            shares[who.key] = goods.decimal(much)
        if not shares:
            raise BadField(name="shares", reason=_(N_("belum ada isinya")), field="shares")
        return Allocated(program.code, within.name, tuple(shares.items()))

    def apply(self, books: Books, fact: Allocated) -> None:
        """What each may take in that period from now on."""
        for buyer, quantity in fact.shares:
            books.change(
                _ALLOT,
                program=fact.program,
                period=fact.period,
                buyer=buyer,
                quantity=rules.amount_of(quantity, field="quantity"),
            )

    def refers_to(self, fact: Allocated) -> Iterator[int]:
        """Everybody named."""
        yield from (buyer for buyer, _quantity in fact.shares)


class EnteredOrder(Order, frozen=True, omit_defaults=True):
    """Sales (by key) of a programme that now stand in the official application."""

    program: str
    sales: tuple[int, ...]


class Entered(Fact, frozen=True, omit_defaults=True):
    """Rows (fact and line) of a programme that now stand in the official application."""

    program: str
    rows: tuple[tuple[int, int], ...]


@operation("subsidy.mark_entered", version=1)
class MarkEntered(Operation[EnteredOrder, Entered]):
    """Take sales off the list of what has to be entered once more."""

    sentence = N_("Menandai penjualan bersubsidi yang sudah dicatat di aplikasi resmi")
    daily = False

    def decide(self, work: Work, order: EnteredOrder) -> Entered:
        """Sales of this programme that wait."""
        program = queries.require_program(work, order.program)
        rows: list[tuple[int, int]] = []
        for n, sale in enumerate(order.sales):
            waiting = queries.rows_to_enter(work, program.code, sale)
            if not waiting:
                reason = _(N_("penjualan ini tidak menunggu untuk dicatat lagi"))
                raise BadField(name="sales", reason=reason, field=f"sales[{n}]")
            rows += waiting
        if not rows:
            raise BadField(name="sales", reason=_(N_("belum ada isinya")), field="sales")
        return Entered(program.code, tuple(dict.fromkeys(rows)))

    def apply(self, books: Books, fact: Entered) -> None:
        """They wait no more."""
        for row, line in fact.rows:
            books.change(_ENTERED, of_fact=row, of_line=line, by_fact=books.stamp.key)

    def judge(self, books: Books, fact: Entered, stamp: Stamp) -> Iterator[str]:
        """Rows that took from this programme, each once."""
        known = all(queries.is_taken(books, fact.program, row, line) for row, line in fact.rows)
        if not fact.rows or not known or len({*fact.rows}) != len(fact.rows):
            yield "R2: rows"

    def refers_to(self, fact: Entered) -> set[int]:
        """The sales and what came back of them."""
        return {row for row, _line in fact.rows}
