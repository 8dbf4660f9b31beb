"""How tables are declared: STRICT, and each of one kind: log, projection or keeper (FACTS §1)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, MetaData, Table, Text

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

Kind = Literal["log", "projection", "keeper"]

METADATA = MetaData()
#: DDL that SQLAlchemy has no construct for (virtual tables), by table name.
VIRTUAL: dict[str, tuple[str, tuple[str, ...]]] = {}


def table(
    name: str,
    *items: SchemaItem,
    kind: Kind,
    natural: tuple[str, ...],
    append_only: bool = False,
    clustered: bool = False,
    bulky: bool = False,
    guards: tuple[str, ...] = (),
) -> Table:
    """Declare a table.

    `natural` names the columns by which rebuild compares rows; `append_only` installs triggers that
    refuse update and delete; `clustered` stores rows in primary-key order (WITHOUT ROWID); `bulky`
    keepers are read by no replay, and stay away from a scratch file;
    `guards` are further CREATE TRIGGER statements.
    """
    return Table(
        name,
        METADATA,
        *items,
        sqlite_strict=True,
        sqlite_with_rowid=not clustered,
        info={
            "kind": kind,
            "natural": natural,
            "append_only": append_only,
            "bulky": bulky,
            "guards": guards,
        },
    )


def virtual_table(name: str, ddl: str, columns: tuple[str, ...]) -> None:
    """Declare a search index, filled like a projection; `columns` are what rebuild compares."""
    VIRTUAL[name] = (ddl, columns)


def integer(name: str, *items: Any, **options: Any) -> Column[int]:  # noqa: ANN401  SQLAlchemy's own
    """A NOT NULL INTEGER unless said otherwise."""
    return Column(name, Integer, *items, **{"nullable": False, **options})


def text(name: str, *items: Any, **options: Any) -> Column[str]:  # noqa: ANN401
    """A NOT NULL TEXT unless said otherwise."""
    return Column(name, Text, *items, **{"nullable": False, **options})


def blob(name: str, *items: Any, **options: Any) -> Column[bytes]:  # noqa: ANN401
    """A NOT NULL BLOB unless said otherwise."""
    return Column(name, LargeBinary, *items, **{"nullable": False, **options})


def day(name: str, **options: Any) -> Column[str]:  # noqa: ANN401
    """A day as ISO text; impossible dates are refused by the database itself."""
    null = f"{name} IS NULL OR " if options.get("nullable") else ""
    return text(name, CheckConstraint(f"{null}{name} IS date({name})"), **options)


def in_order() -> tuple[Table, ...]:
    """All declared tables, in an order that satisfies foreign keys."""
    return _sorted(len(METADATA.tables))


@cache
def _sorted(_declared: int) -> tuple[Table, ...]:
    """Sorted once for as many tables as are declared; every opening and rebuild asks."""
    return tuple(METADATA.sorted_tables)


def tables(kind: Kind) -> list[Table]:
    """All declared tables of a kind, in an order that satisfies foreign keys."""
    return [each for each in in_order() if each.info["kind"] == kind]
