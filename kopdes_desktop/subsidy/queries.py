"""Programmes, who a buyer is, what he may still take, and what waits for the official application.

A buyer is a member, or somebody known by his NIK alone. What he has taken counts under every key
that his NIK has ever had here: who becomes a member begins no new allowance.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.rules import NIK_DIGITS
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import persons
from kopdes_desktop.subsidy import rules
from kopdes_desktop.subsidy.tables import ALLOTMENT, BUYER, PROGRAM, TAKEN

_PROGRAM = Statement(select(PROGRAM).where(PROGRAM.c.code == bindparam("of_code")), steady=True)
_PROGRAMS = Statement(select(PROGRAM).order_by(PROGRAM.c.code), steady=True)
_BUYER = Statement(select(BUYER).where(BUYER.c.key == bindparam("of_key")))
_BUYERS = Statement(select(BUYER).order_by(BUYER.c.key))
_ON_CARD = Statement(select(BUYER.c.key).where(BUYER.c.kk == bindparam("of_kk")))
_TAKEN = Statement(
    select(func.sum(TAKEN.c.quantity)).where(
        TAKEN.c.program == bindparam("of_program"),
        TAKEN.c.buyer == bindparam("of_buyer"),
        TAKEN.c.day >= bindparam("first"),
        TAKEN.c.day <= bindparam("last"),
    )
)
_ALLOTTED = Statement(
    select(ALLOTMENT.c.quantity).where(
        ALLOTMENT.c.program == bindparam("of_program"),
        ALLOTMENT.c.period == bindparam("of_period"),
        ALLOTMENT.c.buyer == bindparam("of_buyer"),
    )
)
_ALLOTMENTS = Statement(
    select(ALLOTMENT.c.buyer, ALLOTMENT.c.quantity)
    .where(
        ALLOTMENT.c.program == bindparam("of_program"), ALLOTMENT.c.period == bindparam("of_period")
    )
    .order_by(ALLOTMENT.c.buyer)
)
#: A sale and what was taken back of it come as one while neither is entered.
_SALES = (
    select(
        TAKEN.c.sale,
        TAKEN.c.sale_line,
        TAKEN.c.program,
        TAKEN.c.item,
        TAKEN.c.buyer,
        func.min(TAKEN.c.day),
        func.sum(TAKEN.c.quantity),
        func.sum(TAKEN.c.amount),
        TAKEN.c.entered,
    )
    .where(
        or_(bindparam("of_program").is_(None), TAKEN.c.program == bindparam("of_program")),
        TAKEN.c.day >= bindparam("first"),
        TAKEN.c.day <= bindparam("last"),
    )
    .group_by(TAKEN.c.sale, TAKEN.c.sale_line, TAKEN.c.entered)
    .having(func.sum(TAKEN.c.quantity) != 0)
    .order_by(func.min(TAKEN.c.day), TAKEN.c.sale, TAKEN.c.sale_line)
)
_ALL_SALES = Statement(_SALES)
_NOT_ENTERED = Statement(_SALES.where(TAKEN.c.entered.is_(None)))
_ROWS_OF = Statement(
    select(TAKEN.c.fact, TAKEN.c.line)
    .where(
        TAKEN.c.program == bindparam("of_program"),
        TAKEN.c.sale == bindparam("of_sale"),
        TAKEN.c.entered.is_(None),
    )
    .order_by(TAKEN.c.fact, TAKEN.c.line)
)
_IS_ROW = Statement(
    select(TAKEN.c.program).where(
        TAKEN.c.fact == bindparam("of_fact"), TAKEN.c.line == bindparam("of_line")
    )
)


class Program(Struct, frozen=True):
    """A programme: its unit, how long and for whom a limit counts; `most` in thousandths.

    `allocated`: nobody gets any without an allotment by name.
    """

    code: str
    name: str
    unit: str
    period: str
    per: str
    allocated: bool
    most: int | None


class Buyer(Struct, frozen=True):
    """Who buys: a member (then with a number), or somebody known by NIK alone.

    Personal fields are None once they are erased, or where nobody has told them.
    """

    key: int
    name: str | None
    nik: str | None
    kk: str | None
    number: str | None = None


class Allowance(Struct, frozen=True):
    """What a buyer may still take in a period, in thousandths; `most` is None without a limit."""

    within: rules.Span
    most: int | None
    taken: int

    @property
    def left(self) -> int | None:
        """What is left; None without a limit."""
        return None if self.most is None else max(self.most - self.taken, 0)


class Taken(Struct, frozen=True):
    """A line that was sold, less what came back of it; `entered` once the official list has it.

    A negative quantity came back after it had been entered.
    """

    sale: int
    line: int
    program: str
    item: int
    buyer: Buyer
    day: date
    quantity: int
    amount: Rupiah
    entered: int | None


def _program(row: tuple[object, ...]) -> Program:
    code, name, unit, period, per, allocated, most = row
    return Program(
        str(code),
        str(name),
        str(unit),
        str(period),
        str(per),
        bool(allocated),
        most,  # type: ignore[arg-type]
    )


def programs(read: Reading) -> list[Program]:
    """All programmes by code."""
    return [_program(row) for row in read.rows(_PROGRAMS)]


def program(read: Reading, code: str) -> Program | None:
    """A programme by its code."""
    row = read.row(_PROGRAM, of_code=code.strip().upper())
    return _program(row) if row else None


def require_program(read: Reading, code: str, *, field: str = "program") -> Program:
    """A programme. Raises BadField."""
    found = program(read, code)
    if found is None:
        reason = _(N_("program subsidi {code} tidak ada")).format(code=code)
        raise BadField(name=field, reason=reason, field=field)
    return found


# --- who ----------------------------------------------------------------------------------------


def _as_buyer(row: members.MemberRow) -> Buyer:
    return Buyer(row.key, row.name, row.nik, row.kk, row.number)


def _outsider(read: Reading, key: int) -> Buyer | None:
    row = read.row(_BUYER, of_key=key)
    return Buyer(*row) if row else None


def nik_in(text: str) -> str | None:
    """The NIK that was typed or scanned, without blanks and dots; None when it is none."""
    bare = text.replace(" ", "").replace(".", "")
    return bare if len(bare) == NIK_DIGITS and bare.isascii() and bare.isdigit() else None


def buyer(read: Reading, name: int | str) -> Buyer | None:
    """Somebody by his key, his NIK or his member number; of several records the living or latest.

    NIKs are found by their hash.
    """
    if isinstance(name, int):
        row = members.member(read, name)
        return _as_buyer(row) if row else _outsider(read, name)
    nik = nik_in(name)
    if nik is None:
        row = members.member(read, name)
        return _as_buyer(row) if row else None
    living = members.with_nik(read, nik)
    if living is not None:
        return _as_buyer(living)
    known = [buyer(read, key) for key in sorted(persons.find(read, "nik", nik), reverse=True)]
    return next((each for each in known if each is not None), None)


def require_buyer(read: Reading, name: int | str, *, field: str = "buyer") -> Buyer:
    """A buyer whose NIK is known. Raises BadField."""
    found = buyer(read, name)
    if found is None:
        reason = _(N_("pembeli ini belum tercatat; catat nama, NIK dan nomor KK-nya dahulu"))
        raise BadField(name=field, reason=reason, field=field)
    if not found.nik:
        reason = _(N_("NIK pembeli ini belum ada; lengkapi datanya dahulu"))
        raise BadField(name=field, reason=reason, field=field)
    return found


def member_of(read: Reading, whom: Buyer) -> members.MemberRow | None:
    """The active member who this buyer is, under whichever key he is named."""
    row = members.member(read, whom.key) or (members.with_nik(read, whom.nik) if whom.nik else None)
    return row if row is not None and row.status == "active" else None


def buyers(read: Reading) -> list[Buyer]:
    """Those known by NIK alone, by name; of each NIK the latest record."""
    latest = {row[2] or row[0]: Buyer(*row) for row in read.rows(_BUYERS) if row[1] or row[2]}
    return sorted(latest.values(), key=lambda each: ((each.name or "").casefold(), each.key))


def outsiders(read: Reading, nik: str) -> list[int]:
    """The keys of every record of a NIK here that is no member's."""
    return [key for key in sorted(persons.find(read, "nik", nik)) if read.row(_BUYER, of_key=key)]


def keys_of(read: Reading, of: Buyer, per: str) -> set[int]:
    """Every key under which he takes from his allowance; his family's too where it is shared.

    Who has no family card on record stands for himself.
    """
    keys = {of.key}
    if of.nik:
        keys.update(persons.find(read, "nik", of.nik))
    if per == "family" and of.kk:
        keys.update(row.key for row in members.on_card(read, of.kk))
        keys.update(row[0] for row in read.rows(_ON_CARD, of_kk=of.kk))
    return keys


# --- how much -----------------------------------------------------------------------------------


def taken(read: Reading, program_code: str, keys: Iterable[int], within: rules.Span) -> int:
    """What these persons took of a programme, in thousandths, less what they brought back."""
    first, last = within.first.isoformat(), within.last.isoformat()
    return sum(
        read.value(_TAKEN, of_program=program_code, of_buyer=key, first=first, last=last) or 0
        for key in sorted(keys)
    )


def allotted(read: Reading, program_code: str, keys: Iterable[int], period: str) -> int | None:
    """What the list by name gives these persons in a period; None when it names none of them."""
    found = [
        read.value(_ALLOTTED, of_program=program_code, of_period=period, of_buyer=key)
        for key in sorted(keys)
    ]
    named = [int(each) for each in found if each is not None]
    return sum(named) if named else None


def allotments(read: Reading, program_code: str, period: str) -> list[tuple[Buyer, int]]:
    """The list by name of a period: who may take how much."""
    rows = read.rows(_ALLOTMENTS, of_program=program_code, of_period=period)
    found = [(buyer(read, row[0]) or Buyer(row[0], None, None, None), row[1]) for row in rows]
    return sorted(found, key=lambda each: ((each[0].name or "").casefold(), each[0].key))


def allowance(read: Reading, of: Program, who: Buyer, day: date) -> Allowance:
    """What a buyer may still take on a day: his allotment, the limit, or the lesser of both."""
    within, keys = rules.span(of.period, day), keys_of(read, who, of.per)
    named = allotted(read, of.code, keys, within.name)
    limits = [each for each in (of.most, named) if each is not None]
    if of.allocated and named is None:
        limits.append(0)
    return Allowance(within, min(limits, default=None), taken(read, of.code, keys, within))


# --- what waits for the official application ----------------------------------------------------


def sold(
    read: Reading,
    first: date,
    last: date,
    *,
    program_code: str | None = None,
    waiting: bool = True,
) -> list[Taken]:
    """What was sold by name, in order; only what still has to be entered when `waiting`."""
    people: dict[int, Buyer] = {}
    made: list[Taken] = []
    statement = _NOT_ENTERED if waiting else _ALL_SALES
    asked = {"first": first.isoformat(), "last": last.isoformat()}
    for row in read.rows(statement, of_program=program_code, **asked):
        sale, line, code, item, key, day, quantity, amount, entered = row
        if key not in people:
            people[key] = buyer(read, key) or Buyer(key, None, None, None)
        who, on = people[key], date.fromisoformat(day)
        made.append(Taken(sale, line, code, item, who, on, quantity, Rupiah(amount), entered))
    return made


def rows_to_enter(read: Reading, program_code: str, sale: int) -> list[tuple[int, int]]:
    """The rows (fact and line) of a sale that the official application does not have yet."""
    return [(row[0], row[1]) for row in read.rows(_ROWS_OF, of_program=program_code, of_sale=sale)]


def is_taken(read: Reading, program_code: str, fact: int, line: int) -> bool:
    """Whether a fact's line took from this programme."""
    return bool(read.value(_IS_ROW, of_fact=fact, of_line=line) == program_code)
