"""Which version of the schema a file has: newer ones are refused, older ones upgraded."""

from __future__ import annotations

from sqlalchemy import select

from kopdes_desktop.db.base import table, text
from kopdes_desktop.db.engine import Database
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import DatabaseDamaged, NewerBooks
from kopdes_desktop.kernel.i18n import N_, _

#: Every version that books anywhere may have, oldest first: a script each in migrations/versions.
SHIPPED = ("0001", "0002", "0003")
HEAD = SHIPPED[-1]

SCHEMA_VERSION = table(
    "schema_version",
    text("version_num", primary_key=True),
    kind="keeper",
    natural=("version_num",),
)
_NOW = Statement(select(SCHEMA_VERSION.c.version_num))
_FIRST = insert_into(SCHEMA_VERSION)


def version_of(database: Database) -> str | None:
    """The version a file has; None in an empty one."""
    exists = database.ask("SELECT 1 FROM sqlite_master WHERE name='schema_version'")
    row = database.row(_NOW) if exists else None
    return row[0] if row else None


def require_known(database: Database) -> str:
    """The version a file has, one of SHIPPED. Raises NewerBooks, DatabaseDamaged."""
    found = version_of(database)
    if found in SHIPPED:
        return found
    if found is not None and found.isdecimal() and found > HEAD:
        raise NewerBooks
    raise DatabaseDamaged(detail=_(N_("versi susunan tabel tidak dikenal")))


def stamp(database: Database) -> None:
    """Note that a new file has the newest schema."""
    database.run(_FIRST, (HEAD,))
