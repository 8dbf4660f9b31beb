"""Two files of books side by side: do their projections hold the same rows?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from kopdes_desktop.db.base import VIRTUAL, tables
from kopdes_desktop.db.engine import Database

SHOWN = 20


class Difference(Struct, frozen=True):
    """A row that only one side has."""

    table: str
    side: str
    row: tuple[object, ...]


class Comparison(Struct, frozen=True):
    """How much was compared, and what differs (at most SHOWN rows a table and side)."""

    tables: int
    rows: int
    differences: tuple[Difference, ...]


@contextmanager
def _beside(database: Database, path: Path, key: bytes) -> Iterator[None]:
    database.connection.execute(f"ATTACH ? AS other KEY \"x'{key.hex()}'\"", (str(path),))
    try:
        yield
    finally:
        database.script("DETACH other")


def projections() -> list[tuple[str, tuple[str, ...]]]:
    """Name and columns of everything that rebuild must give again."""
    real = [(each.name, tuple(c.name for c in each.columns)) for each in tables("projection")]
    return real + [(name, ("rowid", *columns)) for name, (_ddl, columns) in VIRTUAL.items()]


def compare(
    database: Database,
    path: Path,
    key: bytes,
    among: Iterable[tuple[str, Iterable[str]]] | None = None,
) -> Comparison:
    """Compare every projection of `database` with the file at `path` (closed, under `key`).

    `among` names other tables, and their columns, to compare instead.
    """
    compared = projections() if among is None else list(among)
    differences: list[Difference] = []
    counted = 0
    with _beside(database, path, key):
        names = [name for name, _columns in compared]
        ours, others = _counts(database, "main", names), _counts(database, "other", names)
        for (name, columns), here, there in zip(compared, ours, others, strict=True):
            counted += here
            listed = ", ".join(columns)
            mine = _only_in(database, listed, f"main.{name}", f"other.{name}") if here else []
            differences += [Difference(name, "books", row) for row in mine]
            if mine or here != there:  # no row stands twice: of as many, none is left over there
                theirs = _only_in(database, listed, f"other.{name}", f"main.{name}")
                differences += [Difference(name, "rebuilt", row) for row in theirs]
    return Comparison(len(compared), counted, tuple(differences))


def _counts(database: Database, side: str, names: Iterable[str]) -> tuple[int, ...]:
    """How many rows each table has, asked in one go."""
    listed = ", ".join(f"(SELECT count(*) FROM {side}.{name})" for name in names)  # noqa: S608  names from our own metadata
    counted: tuple[int, ...] = database.connection.execute(f"SELECT {listed}").fetchone()
    return counted


def _only_in(database: Database, columns: str, one: str, other: str) -> list[tuple[object, ...]]:
    """Rows that only one of two tables has, SHOWN at most."""
    found = database.connection.execute(
        f"SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other} LIMIT {SHOWN}"  # noqa: S608
    )
    return [tuple(row) for row in found]
