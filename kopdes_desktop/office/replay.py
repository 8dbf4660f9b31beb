"""Replaying the log into another file: to compare, or because facts changed their place."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kopdes_desktop.db import base, guards
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.progress import Silent
from kopdes_desktop.office import order
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import find

if TYPE_CHECKING:
    from kopdes_desktop.db.engine import Database
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.actor import Calendar

_CHUNK = 2000


def copy_rows(source: Database, target: Database, kind: base.Kind) -> None:
    """Copy whole tables of a kind, row by row."""
    for table in base.tables(kind):
        statement = insert_into(table)
        rows = []
        for row in source.each(Statement(table.select())):
            rows.append(row)
            if len(rows) == _CHUNK:
                target.many(statement, rows)
                rows.clear()
        target.many(statement, rows)


def replay(
    log: Reading,
    target: Database,
    own: int,
    calendar: Calendar,
    *,
    index: Collection[int] = (),
    progress: Progress | None = None,
) -> int:
    """Apply every fact of `log` to `target` in the one order; the number of facts.

    `index` names facts whose finders (keepers) have to be written too. The caller holds the
    transaction.
    """
    steps = progress or Silent()
    books = Books(target, log)
    count = 0
    for stamp, envelope in order.in_books_order(log, own, calendar, books):
        operation = find(envelope.kind)
        fact = operation.fact_from(envelope.d, envelope.kv)
        books.stamp = stamp
        operation.apply(books, fact)
        if stamp.key in index:
            operation.index(books, fact)
        count += 1
        if count % _CHUNK == 0:
            steps.step(count, 0)
    return count


def scratch_copy(source: Database, target: Database) -> None:
    """An empty schema in `target`, with the keepers that applying reads (member keys)."""
    guards.create(target)
    copy_rows(source, target, "keeper")
