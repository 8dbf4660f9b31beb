"""The database's own guards: made with the schema, counted at each start."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sqlalchemy.schema import CreateIndex, CreateTable

from kopdes_desktop.db.base import VIRTUAL, in_order
from kopdes_desktop.db.engine import Database, in_memory
from kopdes_desktop.db.statements import _DIALECT
from kopdes_desktop.kernel.errors import DatabaseDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table
    from sqlcipher3 import dbapi2

_NAME = re.compile(r"CREATE TRIGGER (\w+)")


def expected() -> Mapping[str, str]:
    """Every trigger that must stand, by name."""
    return _guarding(in_order())


@lru_cache(maxsize=1)
def _guarding(tables: tuple[Table, ...]) -> Mapping[str, str]:
    """Written once in a run, for every opening asks."""
    found: dict[str, str] = {}
    for each in tables:
        statements = list(each.info["guards"])
        if each.info["append_only"]:
            statements += [
                f"CREATE TRIGGER {each.name}_no_{verb} BEFORE {verb.upper()} ON {each.name} "
                f"BEGIN SELECT RAISE(ABORT,'guard: {each.name} is never changed'); END"
                for verb in ("update", "delete")
            ]
        for statement in statements:
            named = _NAME.match(statement)
            if named is None:
                msg = f"not a trigger: {statement}"
                raise ValueError(msg)
            found[named[1]] = statement
    return found


def standing(database: Database) -> dict[str, str]:
    """The triggers that stand now, by name."""
    return {
        row[0]: row[1]
        for row in database.ask("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
    }


def missing(database: Database) -> list[str]:
    """Names of guards that are gone, changed, or foreign."""
    want, have = expected(), standing(database)
    return sorted(name for name in want.keys() | have.keys() if want.get(name) != have.get(name))


def require(database: Database) -> None:
    """Raise DatabaseDamaged unless every guard stands as declared."""
    gone = missing(database)
    if gone:
        raise DatabaseDamaged(detail=", ".join(gone))


def ddl() -> list[str]:
    """All statements that make an empty database of this version, guards included."""
    made: list[str] = []
    for each in in_order():
        made += _making(each)
    for name, (statement, _columns) in VIRTUAL.items():
        made += [statement, f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)"]
    return made + list(expected().values())


@cache
def _making(table: Table) -> tuple[str, ...]:
    """A table and its indexes; written once in a run, for every rebuild needs them."""
    made: list[CreateTable | CreateIndex] = [CreateTable(table)]
    made += map(CreateIndex, sorted(table.indexes, key=lambda index: str(index.name)))
    return tuple(" ".join(str(each.compile(dialect=_DIALECT)).split()) for each in made)


def take_down(database: Database) -> None:
    """Drop every guard, inside a transaction that puts them up again (a migration)."""
    for name in standing(database):
        database.script(f"DROP TRIGGER {name}")


def install(database: Database) -> None:
    """Put up the guards that are declared, and none but these."""
    take_down(database)
    for statement in expected().values():
        database.script(statement)


def create(database: Database) -> None:
    """Make all tables, indexes and guards in an empty file, in a transaction of its own."""
    database.become(_made(tuple(ddl())))


@lru_cache(maxsize=1)
def _made(statements: tuple[str, ...]) -> dbapi2.Connection:
    """An empty database, made once in a run: its pages are copied in a fifth of the time."""
    return in_memory(statements)
