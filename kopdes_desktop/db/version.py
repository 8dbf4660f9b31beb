"""Which version of the schema a file has: newer ones are refused, older ones upgraded."""

from __future__ import annotations

from sqlalchemy import select

from kopdes_desktop.db.base import table, text
from kopdes_desktop.db.engine import Database
from kopdes_desktop.db.statements import Statement, insert_into

#: The newest version; `migrations/versions` has a script of this name.
HEAD = "0001"
#: Every version ever shipped, oldest first.
SHIPPED = ("0001",)

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


def stamp(database: Database) -> None:
    """Note that a new file has the newest schema."""
    database.run(_FIRST, (HEAD,))
