"""What `apply` and queries get: the database, and the stamp of the fact in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.office import numbering
from kopdes_desktop.office.facts import stored
from kopdes_desktop.office.operation import AnyOperation, Fact, Part, find, opened
from kopdes_desktop.office.tables import FACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kopdes_desktop.db.engine import Database
    from kopdes_desktop.db.statements import Insertion
    from kopdes_desktop.office.facts import Stamp


_BODY = Statement(select(FACT.c.body).where(FACT.c.key == bindparam("of_key")))


class Opened(NamedTuple):
    """What a fact's sealed fields of one person say: whoever has just sealed or opened them knows.

    It is worth what opening them again would give, and counts for that fact and person alone.
    """

    fact: int
    person: int
    sealed: Mapping[str, str]
    plain: Mapping[str, str | None]


class Reading:
    """Rows out; nothing in."""

    def __init__(self, database: Database) -> None:
        """Read from this database."""
        self.database = database
        self.rows = database.rows
        self.row = database.row
        self.each = database.each
        self.made = database.made

    def value(self, statement: Statement, **values: Any) -> Any:  # noqa: ANN401  a column's value
        """The first column of the first row, or None."""
        found = self.row(statement, **values)
        return found[0] if found else None

    def original(self, key: int) -> tuple[AnyOperation, Any] | None:
        """An earlier fact and its operation; None when it is not in this log."""
        return original(self, key)


class Books(Reading):
    """Rows in, for the fact whose stamp is `stamp`. `log` is where the facts themselves stand."""

    stamp: Stamp
    opened: Opened | None = None

    def __init__(self, database: Database, log: Reading | None = None) -> None:
        """Write to this database; a rebuild reads facts from the live one."""
        super().__init__(database)
        self.log = log or self

    def original(self, key: int) -> tuple[AnyOperation, Any] | None:
        """An earlier fact and its operation; None when it is not in this log."""
        return original(self.log, key)

    def insert(self, statement: Insertion, *row: object) -> None:
        """One new row, or one addition to a kept sum."""
        self.database.run(statement, row)

    def insert_all(self, statement: Insertion, rows: Iterable[Sequence[object]]) -> None:
        """Several."""
        self.database.many(statement, rows)

    def change(self, statement: Statement, **values: Any) -> int:  # noqa: ANN401
        """An UPDATE or DELETE of rows that are not append-only."""
        return self.database.change(statement, **values)

    def numbered(self, number: str) -> None:
        """Advance the counter of a document number that stands in the fact."""
        parts = numbering.parse(number)
        if parts is not None:
            numbering.advance(self.database, parts)

    def apply_part(self, part: Part) -> None:
        """Apply a nested operation's fact; the parent posts the one entry."""
        find(part.kind).apply(self, opened(part))


def original(read: Reading, key: int) -> tuple[AnyOperation, Any] | None:
    """A stored fact and its operation; None when it is not in this log."""
    body = read.value(_BODY, of_key=key)
    if body is None:
        return None
    envelope = stored(key, body)
    operation = find(envelope.kind)
    return operation, operation.fact_from(envelope.d, envelope.kv)


def agreed_by(read: Reading, key: int) -> int | None:
    """The user who was the second person of a stored fact; None where there was none."""
    body = read.value(_BODY, of_key=key)
    appr = stored(key, body).appr if body is not None else None
    return appr.user if appr is not None else None


def recorded_by(read: Reading, key: int) -> tuple[int | None, str, bool]:
    """The user who recorded a stored fact, on which day, and whether it came with an import."""
    body = read.value(_BODY, of_key=key)
    if body is None:
        return None, "", False
    envelope = stored(key, body)
    return envelope.by.user, envelope.at[:10], envelope.batch is not None


def parts_of(fact: Fact) -> Iterator[Part]:
    """The nested facts of a fact, at any depth that its fields show."""
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Part):
                yield each
