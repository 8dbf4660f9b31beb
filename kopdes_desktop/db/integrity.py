"""Reading every page: SQLCipher's seal on each, then SQLite's own look at the structure."""

from __future__ import annotations

from contextlib import suppress

from kopdes_desktop.db.engine import Database
from kopdes_desktop.kernel.errors import DatabaseDamaged, Fault


def damaged_pages(database: Database) -> list[str]:
    """What the page seals (HMAC) say; empty when every page is as it was written.

    The seals are read from the file alone: pages that a power cut has torn, and that the
    write-ahead log still holds whole, are first put back.
    """
    with suppress(Fault):
        database.checkpoint()
    try:
        return [str(row[0]) for row in database.pragma("cipher_integrity_check")]
    except Fault as fault:
        return [fault.message]


def structure(database: Database) -> list[str]:
    """What SQLite finds wrong in b-trees and foreign keys; empty when nothing is."""
    try:
        quick = [str(row[0]) for row in database.pragma("quick_check")]
        keys = [f"foreign key {row}" for row in database.pragma("foreign_key_check")]
    except Fault as fault:
        return [fault.message]
    return [each for each in quick if each != "ok"] + keys


def require_pages(database: Database) -> None:
    """Raise DatabaseDamaged unless every page passes its seal."""
    found = damaged_pages(database)
    if found:
        raise DatabaseDamaged(detail=found[0])
