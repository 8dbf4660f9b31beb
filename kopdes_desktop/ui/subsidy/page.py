"""What the screen of subsidised goods shows, read in one go on the database's thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.goods.rules import shown
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.subsidy import queries, rules
from kopdes_desktop.subsidy.queries import Allowance, Buyer, Program, Taken
from kopdes_desktop.ui.door import Session

RIGHT = "report.subsidised"
SET, ADD, ALLOCATE, ENTERED, ERASE = (
    "subsidy.set_program",
    "subsidy.add_buyer",
    "subsidy.allocate",
    "subsidy.mark_entered",
    "subsidy.erase_buyer",
)
_LONG_AGO = date(1970, 1, 1)


class Named(Struct, frozen=True):
    """Somebody on a programme's list by name: what he was given and what he has taken of it."""

    buyer: Buyer
    given: int
    allowance: Allowance


class Waiting(Struct, frozen=True):
    """A line that is not in the official application yet, with its item's name."""

    taken: Taken
    item: str


class Shelf(Struct, frozen=True):
    """A programme: its goods, its list by name in the present period, and what waits."""

    program: Program
    items: Sequence[str]
    within: rules.Span
    named: Sequence[Named]
    waiting: Sequence[Waiting]

    @property
    def rule(self) -> str:
        """Its limit in words."""
        return limit_in_words(self.program)


class Page(Struct, frozen=True):
    """All that the screen shows, and what may be done by the one who sits here."""

    shelves: Sequence[Shelf]
    may: frozenset[str]


def limit_in_words(program: Program) -> str:
    """For example: 4 tabung sebulan, per keluarga (KK)."""
    per, period = _(rules.PER_WORDS[program.per]), _(rules.PERIOD_WORDS[program.period])
    told = _(N_("tanpa batas, dicatat {per}")).format(per=per)
    if program.allocated:
        told = _(N_("menurut daftar nama {period}, {per}")).format(period=period, per=per)
    if program.most is not None:
        much = f"{shown(program.most)} {program.unit}"
        told = _(N_("{much} {period}, {per}")).format(much=much, period=period, per=per)
        if program.allocated:
            told = _(N_("{told}; hanya yang ada di daftar")).format(told=told)
    return told


def page(session: Session, today: date) -> Page:
    """Read it; on the database's thread."""
    office = session.office
    deeds = (SET, ADD, ALLOCATE, ENTERED, ERASE)
    may = frozenset(code for code in deeds if office.may(code) is not Level.NO)
    return Page(office.read(RIGHT, _shelves, today), may)


def _shelves(read: Reading, today: date) -> list[Shelf]:
    names = {each.key: each.name for each in goods.items(read, closed=True)}
    under: dict[str, list[str]] = {}
    for item in goods.items(read):
        if item.program:
            under.setdefault(item.program, []).append(item.name)
    rows = [Waiting(each, names.get(each.item, "–")) for each in _waiting(read, today)]
    made = []
    for program in queries.programs(read):
        within = rules.span(program.period, today)
        named = [
            Named(who, given, queries.allowance(read, program, who, today))
            for who, given in queries.allotments(read, program.code, within.name)
        ]
        waiting = [row for row in rows if row.taken.program == program.code]
        made.append(Shelf(program, under.get(program.code, ()), within, named, waiting))
    return made


def _waiting(read: Reading, today: date) -> list[Taken]:
    return queries.sold(read, _LONG_AGO, today)
