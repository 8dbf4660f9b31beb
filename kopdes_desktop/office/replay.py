"""Replaying the log into another file: to compare, or because facts changed their place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kopdes_desktop.db import base, guards
from kopdes_desktop.db.engine import open_database
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.db.statements import Insertion, Statement, insert_into
from kopdes_desktop.kernel.ids import system_entropy
from kopdes_desktop.kernel.progress import Silent
from kopdes_desktop.office import order
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import find

if TYPE_CHECKING:
    from sqlalchemy import Table

    from kopdes_desktop.db.engine import Database
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.actor import Calendar
    from kopdes_desktop.office.facts import Envelope, Stamp

_CHUNK = 2000

Before = Callable[["Books", "Stamp", "Envelope"], None]


def copy_rows(source: Database, target: Database, kind: base.Kind, *, bulky: bool = True) -> None:
    """Copy whole tables of a kind, row by row; those that no replay reads only where `bulky`."""
    for table in base.tables(kind):
        if table.info["bulky"] and not bulky:
            continue
        select, statement = _copying(table)
        rows = []
        for row in source.each(select):
            rows.append(row)
            if len(rows) == _CHUNK:
                target.many(statement, rows)
                rows.clear()
        target.many(statement, rows)


@cache
def _copying(table: Table) -> tuple[Statement, Insertion]:
    """How the rows of a table are read and written; compiled once in a run."""
    return Statement(table.select()), insert_into(table)


def unseen(_books: Books, _stamp: Stamp, _envelope: Envelope) -> None:
    """Nobody looks at the facts as they are applied."""


def replay(
    log: Reading,
    target: Database,
    own: int,
    calendar: Calendar,
    *,
    index: Collection[int] | Literal["all"] = (),
    progress: Progress | None = None,
    before: Before = unseen,
) -> int:
    """Apply every fact of `log` to `target` in the one order; the number of facts.

    `index` names facts whose finders (keepers) have to be written too; `before` sees each fact
    where the books stand before it. The caller holds the transaction.
    """
    steps = progress or Silent()
    books = Books(target, log)
    count = 0
    for stamp, envelope in order.in_books_order(log, own, calendar, books):
        before(books, stamp, envelope)
        operation = find(envelope.kind)
        fact = operation.fact_from(envelope.d, envelope.kv)
        books.stamp = stamp
        operation.apply(books, fact)
        if index == "all" or stamp.key in index:
            operation.index(books, fact)
        count += 1
        if count % _CHUNK == 0:
            steps.step(count, 0)
    return count


class Scratch(Struct):
    """A throw-away file of books that is being filled, under a key of its own."""

    path: Path
    key: bytes
    books: Books

    def seal(self) -> None:
        """All of it stands: commit, and close the file so that it can be compared."""
        self.books.database.commit()
        self.books.database.connection.close()


@contextmanager
def scratch(read: Reading) -> Iterator[Scratch]:
    """An empty file beside the books, with the keepers that applying reads; gone at the end."""
    key = system_entropy(32)
    beside = read.database.path.parent
    with tempfile.TemporaryDirectory(prefix="susun-ulang-", dir=beside) as folder, as_faults():
        path = Path(folder) / "scratch.db"
        database = open_database(path, key, scratch=True)
        try:
            guards.create(database)
            database.begin()
            copy_rows(read.database, database, "keeper", bulky=False)
            yield Scratch(path, key, Books(database, read))
        finally:
            database.connection.close()
