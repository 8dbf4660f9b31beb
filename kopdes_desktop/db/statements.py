"""Statements made once from the table definitions and run on the driver's own cursor.

SQLAlchemy writes the SQL (so that it follows the tables and stays portable); running it through the
driver costs 3 microseconds instead of 28 (trial/REPORT.md). Parameters are always bound, never
text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import TableClause
from sqlalchemy.sql.visitors import iterate

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.sql.elements import ClauseElement


class _Compiler(SQLiteCompiler):
    """Writes a fixed LIMIT into the text: SQLite plans anew for every bound one it is handed."""

    def limit_clause(self, select: Any, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's own
        """LIMIT 1, but LIMIT ? where the caller says how many."""
        fixed = getattr(select._limit_clause, "value", None) is not None  # noqa: SLF001  as dialects do
        options["literal_binds"] = fixed
        text: str = super().limit_clause(select, **options)  # type: ignore[no-untyped-call]
        return text


_DIALECT = dialect(paramstyle="qmark")
_DIALECT.statement_compiler = _Compiler


class Statement:
    """A construct with its SQL, compiled at first use.

    A steady one reads what hardly ever changes while something is done (the chart, settings): its
    rows are kept from transaction to transaction, until one of its tables is written.
    """

    def __init__(self, construct: ClauseElement, *, steady: bool = False) -> None:
        """Keep the construct; nothing is compiled at import."""
        self._construct = construct
        self.steady = steady

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        compiled = self._construct.compile(dialect=_DIALECT)
        names = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        return str(compiled), names, dict(compiled.params)

    @cached_property
    def sql(self) -> str:
        """The SQL text with question marks."""
        return self._compiled[0]

    @cached_property
    def reads(self) -> frozenset[str]:
        """The tables that it looks at, those of its subqueries too."""
        return frozenset(
            each.name for each in iterate(self._construct) if isinstance(each, TableClause)
        )

    @cached_property
    def writes(self) -> str:
        """The table that an INSERT, UPDATE or DELETE changes; empty for a SELECT."""
        if not isinstance(self._construct, UpdateBase):
            return ""
        return str(self._construct.entity_description["name"])

    def bind(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """The values in the order of the question marks; KeyError for an unknown name."""
        _sql, names, constants = self._compiled
        if tuple(values) == names:
            return tuple(values.values())
        known = {**constants, **values}
        if len(known) != len(constants):
            raise KeyError(*(values.keys() - constants.keys()))
        return tuple(map(known.__getitem__, names))


class Insertion:
    """INSERT of whole rows, values in the order of the table's columns."""

    def __init__(self, target: Table, *, adding: tuple[str, ...] = (), latest: str = "") -> None:
        """Insert into `target`; on a known key add `adding` and keep the larger `latest`."""
        self._target, self._adding, self._latest = target, adding, latest
        self.writes = target.name

    @cached_property
    def sql(self) -> str:
        """The SQL text with a question mark a column."""
        target = self._target
        statement = insert(target).values({column.name: None for column in target.columns})
        new = statement.excluded
        kept: dict[str, Any] = {n: target.c[n] + new[n] for n in self._adding}
        if self._latest:
            kept[self._latest] = func.max(target.c[self._latest], new[self._latest])
        if kept:
            statement = statement.on_conflict_do_update(
                index_elements=list(target.primary_key.columns), set_=kept
            )
        return str(statement.compile(dialect=_DIALECT))


def insert_into(target: Table) -> Insertion:
    """New rows; a known key is an error."""
    return Insertion(target)


def add_to(target: Table, *columns: str, raising: str = "") -> Insertion:
    """Kept sums: new rows, or the columns added to the row that is there (and `raising` raised)."""
    return Insertion(target, adding=columns, latest=raising)


def raise_to(target: Table, column: str) -> Insertion:
    """Kept maxima: new rows, or the larger value of the column."""
    return Insertion(target, latest=column)
