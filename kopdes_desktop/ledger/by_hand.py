"""Entries by hand, and reversals, on accounts of which another room keeps a book of its own.

The room says here what may stand there and when a second person is needed, so that nobody goes
round its operations with a general journal entry (domain/RULES, Control).
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.ledger.tables import ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.operation import Fact
from kopdes_desktop.office.work import Work

_L, _undone = JOURNAL_LINE.c, ENTRY.alias("undone")
_ORDINARY = Statement(
    select(_L.account, _L.key, func.sum(_L.amount))
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(
        _L.account >= bindparam("first"),
        _L.account <= bindparam("last"),
        or_(
            ENTRY.c.kind == "ordinary",
            ENTRY.c.reverses.in_(select(_undone.c.key).where(_undone.c.kind == "ordinary")),
        ),
    )
    .group_by(_L.account, _L.key)
    .having(func.sum(_L.amount) != 0)
)


class Undone(Struct, frozen=True):
    """The document that a reversal takes back: its number, its operation's code, its fact."""

    number: str
    code: str
    fact: Fact


#: Refuses what may not stand there; says whether the rest needs a second person.
Guard = Callable[[Work, Entry, Undone | None], bool]
GUARDS: list[Guard] = []


def needs_second(work: Work, entry: Entry, undone: Undone | None = None) -> bool:
    """Whether an entry needs a second person; `undone` is what a reversal takes back.

    Raises what the rooms refuse: BadField, of a reversal NotReversible.
    """
    wanted = [guard(work, entry, undone) for guard in GUARDS]  # each may refuse
    return any(wanted)


def ordinary(read: Reading, first: str, last: str) -> list[tuple[str, int | None, Rupiah]]:
    """What ordinary entries, less those taken back, moved on accounts from one code to another.

    By account and sub-ledger key (debit +); openings and corrections are left out.
    """
    rows = read.rows(_ORDINARY, first=first, last=last)
    return [(account, key, Rupiah(amount)) for account, key, amount in rows]
