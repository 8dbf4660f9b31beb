"""What must hold of buyers' keys, and of the hashes that find them (FACTS §7)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import persons
from kopdes_desktop.subsidy.tables import BUYER

_ALL = Statement(select(BUYER.c.key, BUYER.c.nik).order_by(BUYER.c.key))


def without_keys(read: Reading) -> list[int]:
    """Buyers of whom nothing can be read though nothing erases one."""
    held = {person for person, _name, _secret in persons.all_secrets(read)}
    return [key for key, _nik in read.each(_ALL) if key not in held]


def not_found(read: Reading) -> Iterator[tuple[int, str]]:
    """Buyers whom their own NIK does not find: key and field."""
    for key, nik in read.rows(_ALL):
        if nik and key not in persons.find(read, "nik", nik):
            yield key, "nik"
