"""What must hold of persons' keys, and of the hashes that find them (FACTS §7)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.members import third_parties
from kopdes_desktop.members.tables import HEIR, MEMBER
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import persons, queries

_ALL = Statement(
    select(MEMBER.c.key, MEMBER.c.erased, MEMBER.c.nik, MEMBER.c.phone).order_by(MEMBER.c.key)
)
_ALL_HEIRS = Statement(
    select(HEIR.c.key, HEIR.c.nik, HEIR.c.phone)
    .join(MEMBER, MEMBER.c.key == HEIR.c.member)
    .where(HEIR.c.removed.is_(None), MEMBER.c.erased == 0)
    .order_by(HEIR.c.key)
)
_BOTH = {"identity", "contact"}


def without_keys(read: Reading) -> list[int]:
    """Persons whose keys are gone though no fact has erased them."""
    held: dict[int, set[str]] = {}
    for person, name, _secret in persons.all_secrets(read):
        held.setdefault(person, set()).add(name)
    living = [key for key, erased, _nik, _phone in read.each(_ALL) if not erased]
    living += [key for key, _nik, _phone in read.each(_ALL_HEIRS)]
    living += [user.key for user in queries.users(read)]
    gone = third_parties.erased(read)
    living += [each.key for each in third_parties.known(read) if each.key not in gone]
    return [key for key in living if held.get(key) != _BOTH]


def not_found(read: Reading) -> Iterator[tuple[int, str]]:
    """Members and heirs whom their own NIK or phone number does not find: key and field."""
    people = [(key, nik, phone) for key, _erased, nik, phone in read.rows(_ALL)]
    for key, nik, phone in [*people, *read.rows(_ALL_HEIRS)]:
        for field, value in (("nik", nik), ("phone", phone)):
            if value and key not in persons.find(read, field, value):
                yield key, field
