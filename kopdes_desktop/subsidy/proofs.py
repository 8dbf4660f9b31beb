"""What must hold of buyers' keys, and of the hashes that find them (FACTS §7)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security import persons
from kopdes_desktop.subsidy.erasing import erased
from kopdes_desktop.subsidy.tables import BUYER

_ALL = Statement(select(BUYER.c.key, BUYER.c.nik).order_by(BUYER.c.key))


def without_keys(read: Reading) -> list[int]:
    """Buyers of whom nothing can be read though nobody erased them."""
    held = {person for person, _name, _secret in persons.all_secrets(read)}
    missing = [key for key, _nik in read.each(_ALL) if key not in held]
    gone = erased(read) if missing else frozenset()
    return [key for key in missing if key not in gone]


def not_found(read: Reading) -> Iterator[tuple[int, str]]:
    """Buyers whom their own NIK does not find: key and field."""
    for key, nik in read.rows(_ALL):
        if nik and key not in persons.find(read, "nik", nik):
            yield key, "nik"
