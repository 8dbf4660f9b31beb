"""The schema as a file really has it, in a form that can be kept, compared, and read by people.

`schema_snapshot.json` holds one of these for every version. Versions only add: a table, a column
that may be empty, an index. What was there stays, so that books of any age can be upgraded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kopdes_desktop.db.engine import Database

#: Shadow tables of a search index are its own business; sqlite_… and automatic indexes have no SQL.
_EVERYTHING = (
    "SELECT m.type, m.name, m.sql FROM sqlite_master AS m JOIN pragma_table_list AS t "
    "ON t.schema='main' AND t.name=m.tbl_name WHERE t.type<>'shadow' AND m.sql IS NOT NULL "
    "ORDER BY m.type, m.name"
)
_CONSTRAINTS = {"PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"}


class Table(msgspec.Struct, frozen=True):
    """Columns with all that is said of each, in their order; what is said of the whole table."""

    columns: dict[str, str]
    constraints: list[str]
    options: str


class Schema(msgspec.Struct, frozen=True):
    """Everything that stands in a file, by kind and name."""

    tables: dict[str, Table]
    indexes: dict[str, str]
    guards: dict[str, str]
    others: dict[str, str]

    def same_as(self, other: Schema) -> bool:
        """Whether nothing differs, not even the order of columns."""
        return msgspec.json.encode(self) == msgspec.json.encode(other)


def schema_of(database: Database) -> Schema:
    """What stands in this file."""
    found: dict[str, dict[str, str]] = {"table": {}, "index": {}, "trigger": {}, "view": {}}
    for kind, name, sql in database.ask(_EVERYTHING):
        found[kind][name] = _plain(sql)
    real = {n: sql for n, sql in found["table"].items() if not sql.startswith("CREATE VIRTUAL")}
    return Schema(
        {name: _table(sql) for name, sql in real.items()},
        found["index"],
        found["trigger"],
        {n: sql for n, sql in found["table"].items() if n not in real} | found["view"],
    )


def read(path: Path) -> dict[str, Schema]:
    """The schemas that are kept, by version."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Schema])


def write(path: Path, schemas: dict[str, Schema]) -> None:
    """Keep these, so that a difference between two commits reads line by line."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(schemas), indent=1) + b"\n")


def broken(old: Schema, new: Schema) -> list[str]:
    """What of `old` the new schema takes away or changes: none of it may happen."""
    said = [f"table {name} is gone" for name in old.tables if name not in new.tables]
    for name, before in old.tables.items():
        if name in new.tables:
            said += [f"{name}: {what}" for what in _changes(before, new.tables[name])]
    said += [
        f"{name} is gone or changed"
        for name in old.others
        if old.others[name] != new.others.get(name)
    ]
    return said


def added(old: Schema, new: Schema) -> list[str]:
    """What the new schema has beyond the old one, or has otherwise without harm to any row."""
    said = [f"table {name}" for name in new.tables if name not in old.tables]
    for name, table in old.tables.items():
        columns = new.tables.get(name, table).columns
        said += [f"column {name}.{each}" for each in columns if each not in table.columns]
    for kind, before, now in (
        ("index", old.indexes, new.indexes),
        ("guard", old.guards, new.guards),
        ("other", old.others, new.others),
    ):
        names = sorted(before.keys() | now.keys())
        said += [f"{kind} {name}" for name in names if before.get(name) != now.get(name)]
    return said


def _changes(before: Table, now: Table) -> Iterator[str]:
    for column, definition in before.columns.items():
        if column not in now.columns:
            yield f"column {column} is gone (a new name is a new column)"
        elif now.columns[column] != definition:
            yield f"column {column} was {definition!r} and is {now.columns[column]!r}"
    for column, definition in now.columns.items():
        if column not in before.columns and _cannot_be_added(definition):
            yield f"new column {column} is {definition!r}: old rows have no value for it"
    if list(now.columns)[: len(before.columns)] != list(before.columns):
        yield "new columns stand after the old ones"
    if sorted(now.constraints) != sorted(before.constraints):
        yield f"constraints were {before.constraints} and are {now.constraints}"
    if now.options != before.options:
        yield f"was {before.options!r} and is {now.options!r}"


def _cannot_be_added(definition: str) -> bool:
    words = definition.upper()
    return "NOT NULL" in words and "DEFAULT" not in words


def _plain(sql: str) -> str:
    """The statement without what means nothing: blanks, and quotes around plain names."""
    tight = re.sub(r"\(\s+", "(", re.sub(r"\s+\)", ")", " ".join(sql.split())))
    return re.sub(r'"(\w+)"', r"\1", tight)


def _table(sql: str) -> Table:
    start = sql.index("(")
    items, rest = _items(sql[start + 1 :])
    columns = [each for each in items if each.split()[0].upper() not in _CONSTRAINTS]
    return Table(
        {each.split()[0]: " ".join(each.split()[1:]) for each in columns},
        [each for each in items if each not in columns],
        rest,
    )


def _items(body: str) -> tuple[list[str], str]:
    """What stands between the outer brackets, parted at its commas; and what follows them."""
    items, depth, quoted, begun = [], 0, False, 0
    for at, letter in enumerate(body):
        if letter == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif letter == "(":
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif letter == ")" or (letter == "," and not depth):
            items.append(body[begun:at].strip())
            begun = at + 1
            if letter == ")":
                break
    return items, body[begun:].strip()
