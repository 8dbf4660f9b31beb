"""Buku Daftar Anggota: the register whole, as the law's book has it; one statement for everybody.

UU 25/1992, 17: a member is entered in the book. Its columns are those of DOMAIN, 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.members import queries
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.members.tables import GROUP_MEMBER, MEMBER
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.log import logged

_REST = Statement(
    select(MEMBER.c.key, MEMBER.c.birth_place, MEMBER.c.decision_no, MEMBER.c.settled_by)
)
_SETTLED_BY = Statement(select(MEMBER.c.settled_by).where(MEMBER.c.key == bindparam("of_key")))
_MEMBERSHIPS = Statement(
    select(GROUP_MEMBER.c.code, GROUP_MEMBER.c.member).order_by(GROUP_MEMBER.c.code)
)


class Entry(Struct, frozen=True):
    """A member as the book has him: his row, and what lists of members leave out.

    `reason` is the settlement's code (request, death, dismissal); `left_decision` its number.
    """

    member: MemberRow
    birth_place: str | None
    decision_no: str | None
    reason: str | None
    left_decision: str | None


def entries(
    read: Reading, *, status: str | None = None, group: str | None = None
) -> Iterator[Entry]:
    """The book by number: of one status, else all who ever had a number; of one group or of all."""
    rest = {row[0]: row[1:] for row in read.rows(_REST)}
    for row in queries.listing(read, status=status, group=group):
        if status is None and row.number is None:
            continue
        birth_place, decision_no, settled_by = rest[row.key]
        settled = logged(read, settled_by) if settled_by is not None else None
        fact = settled.fact if settled else None
        yield Entry(
            row,
            birth_place,
            decision_no,
            getattr(fact, "reason", None),
            getattr(fact, "decision_no", None),
        )


def settlement_of(read: Reading, member_key: int) -> int | None:
    """The fact that ended a membership; None while it lasts, and of one who came as left."""
    found = read.value(_SETTLED_BY, of_key=member_key)
    return None if found is None else int(found)


def memberships(read: Reading) -> dict[str, set[int]]:
    """Each group's members' keys, by the group's code; groups without any are missing."""
    found: dict[str, set[int]] = {}
    for code, member in read.rows(_MEMBERSHIPS):
        found.setdefault(code, set()).add(member)
    return found
