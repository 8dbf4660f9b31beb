"""A scratch file that adds kept sums up in memory: a rebuild adds to the same rows all day long.

Half of what applying a fact writes are sums by day, month, key and box. Adding them up here and
writing each once is also a second way to the same figure: the live books let SQLite add.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from kopdes_desktop.db.engine import Database
from kopdes_desktop.db.statements import Insertion, Statement

Row = tuple[Any, ...]


class Gathering(Database):
    """Holds kept sums and maxima back until somebody looks at their table, or to the commit."""

    def __init__(self, connection: dbapi2.Connection, path: Path) -> None:
        """Wrap an open connection."""
        super().__init__(connection, path)
        self._held: dict[Insertion, dict[Row, Row]] = {}

    def run(self, statement: Insertion, row: Sequence[Any]) -> None:
        """Insert one row, or hold it back."""
        if statement.merge is None:
            super().run(statement, row)
        else:
            self._hold(statement, (row,))

    def many(self, statement: Insertion, rows: Iterable[Sequence[Any]]) -> None:
        """Insert several rows, or hold them back."""
        if statement.merge is None:
            super().many(statement, rows)
        else:
            self._hold(statement, rows)

    def _hold(self, statement: Insertion, rows: Iterable[Sequence[Any]]) -> None:
        merge, keys = statement.merge, statement.keys
        held = self._held.setdefault(statement, {})
        for row in rows:
            key, values = tuple(row[:keys]), tuple(row[keys:])
            known = held.get(key)
            held[key] = (
                values if known is None or merge is None else tuple(map(merge, known, values))
            )

    def _settle(self, sql: str = "") -> None:
        """Write what is held back for the tables that a statement names, or all of it."""
        for statement in [each for each in self._held if not sql or each.table in sql]:
            held = self._held.pop(statement)
            super().many(statement, [(*key, *values) for key, values in held.items()])

    def change(self, statement: Statement, **values: Any) -> int:  # noqa: ANN401
        """As ever, on rows that are all there."""
        self._settle(statement.sql)
        return super().change(statement, **values)

    def row(self, statement: Statement, **values: Any) -> Row | None:  # noqa: ANN401
        """As ever, from rows that are all there."""
        self._settle(statement.sql)
        return super().row(statement, **values)

    def each(self, statement: Statement, **values: Any) -> Iterator[Row]:  # noqa: ANN401
        """As ever, from rows that are all there."""
        self._settle(statement.sql)
        return super().each(statement, **values)

    def ask(self, sql: str, values: Row = ()) -> list[Row]:
        """As ever, from rows that are all there."""
        self._settle(sql)
        return super().ask(sql, values)

    def commit(self) -> None:
        """Write what is still held back, and close the transaction."""
        self._settle()
        super().commit()
