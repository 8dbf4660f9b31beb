"""What an office writes, and a yardstick that writes the very same rows with nothing around it."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.db import guards
from kopdes_desktop.db.base import METADATA
from kopdes_desktop.db.compare import compare
from kopdes_desktop.db.engine import Database, open_database
from tests.benchmarks import measure
from tests.benchmarks.measure import Times
from tests.benchmarks.village import Order

Rows = list[tuple[Any, ...]]
#: The statements of one transaction, each with all its rows.
Writing = list[tuple[str, Rows]]

_WRITES = ("INSERT", "UPDATE", "DELETE")
_WAL_HEADER, _FRAME_HEADER = 32, 24


@contextmanager
def overheard(database: Database) -> Iterator[Writing]:
    """Every row that is written while this lasts, by statement."""
    run, many = database._run, database._many
    heard: dict[str, Rows] = {}

    def hear(sql: str, row: Sequence[Any] = ()) -> Any:
        if sql.startswith(_WRITES):
            heard.setdefault(sql, []).append(tuple(row))
        return run(sql, row)

    def hear_all(sql: str, rows: Iterable[Sequence[Any]]) -> Any:
        held = [tuple(row) for row in rows]
        heard.setdefault(sql, []).extend(held)
        return many(sql, held)

    found: Writing = []
    database._run, database._many = hear, hear_all
    try:
        yield found
    finally:
        database._run, database._many = run, many
        found += heard.items()


class Yardstick:
    """Raw SQLCipher: one prepared statement each, rows made beforehand, no guards, no questions."""

    def __init__(self, path: Path, key: bytes, writings: Sequence[Writing]) -> None:
        """Take the triggers off a copy of the books."""
        self.database = open_database(path, key)
        for name in guards.standing(self.database):
            self.database.script(f"DROP TRIGGER {name}")
        self.database.checkpoint()
        self.writings = writings

    def write(self, turn: int) -> None:
        run, many = self.database.connection.execute, self.database.connection.executemany
        run("BEGIN IMMEDIATE")
        for sql, rows in self.writings[turn]:
            if len(rows) == 1:
                run(sql, rows[0])
            else:
                many(sql, rows)
        run("COMMIT")


class Pair:
    """The same orders twice: through the program, and as the rows that the program made of them.

    The orders are listened to on a third copy of the books, under the same clock, so that the rows
    are the very same; `finish` proves it.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        place: Path,
        opened: Callable[[Path], Session],
        orders: Sequence[tuple[str, Order]],
        *,
        keyed: bool = False,
    ) -> None:
        self.asked = [(*each, str(n) if keyed else None) for n, each in enumerate(orders)]
        heard, bare, whole = (Path(shutil.copytree(folder, place / x)) for x in ("1", "2", "3"))
        writings = self._listened(opened, heard)
        self.name = f"{name}, {sum(len(rows) for _sql, rows in writings[-1])} rows"
        with anchored(place / "anchor"):
            self.session = opened(whole)
        self.secret = self.session.staff.database_key
        self.yardstick = Yardstick(bare / DATABASE, self.secret, writings)

    def _listened(self, opened: Callable[[Path], Session], folder: Path) -> list[Writing]:
        writings = []
        with opened(folder) as session:
            for op, order, key in self.asked:
                with overheard(session.office.database) as rows:
                    session.office.perform(op, order, key=key)
                writings.append(rows)
        return writings

    def program(self, turn: int) -> None:
        op, order, key = self.asked[turn]
        self.session.office.perform(op, order, key=key)

    def pause(self) -> None:
        """The checkpoint of an idle moment."""
        self.session.office.database.checkpoint()
        self.yardstick.database.checkpoint()

    def finish(self) -> None:
        bare = self.yardstick.database
        bare.close()
        tables = [(t.name, tuple(c.name for c in t.columns)) for t in METADATA.sorted_tables]
        found = compare(self.session.office.database, bare.path, self.secret, tables)
        self.session.close()
        assert found.differences == ()
        assert found.rows > 0


@contextmanager
def anchored(folder: Path) -> Iterator[None]:
    """Note every commit in an anchor file here, as outside of tests."""
    before = os.environ["KOPDES_ANCHOR"]
    os.environ["KOPDES_ANCHOR"] = str(folder)
    yield
    os.environ["KOPDES_ANCHOR"] = before


def side_by_side(pairs: Sequence[Pair]) -> dict[str, tuple[Times, Times]]:
    """Every pair in turn; raw and program of each by its name."""
    works: dict[tuple[str, str], Callable[[int], object]] = {}
    for pair in pairs:
        works |= {(pair.name, "raw"): pair.yardstick.write, (pair.name, ""): pair.program}
    turns = len(pairs[0].asked)

    def pause() -> None:
        for pair in pairs:
            pair.pause()

    times = measure.in_turn(works, turns, warm=turns // 10, between=pause)
    for pair in pairs:
        pair.finish()
    return {pair.name: (times[pair.name, "raw"], times[pair.name, ""]) for pair in pairs}


def frames(database: Database, known: int = 0) -> list[int]:
    """Pages of each commit in the write-ahead log, in order, after the pages known already."""
    with database.path.with_name(database.path.name + "-wal").open("rb") as file:
        head = file.read(_WAL_HEADER)
        if len(head) < _WAL_HEADER:
            return []
        size, salt = struct.unpack(">8xI4x8s8x", head)
        file.seek(known * (size + _FRAME_HEADER), os.SEEK_CUR)
        log = file.read()
    commits, pages = [], 0
    for at in range(0, len(log), size + _FRAME_HEADER):
        whole, its_salt = struct.unpack(">4xI8s8x", log[at : at + _FRAME_HEADER])
        if its_salt != salt:
            break
        pages += 1
        if whole:
            commits.append(pages)
            pages = 0
    return commits


def pages_of_each(database: Database, acts: Sequence[Callable[[], object]]) -> list[list[int]]:
    """Do each act and count the pages of each commit that it made; no checkpoint comes between."""
    database.checkpoint()
    database.pragma("wal_autocheckpoint=0")
    found: list[list[int]] = []
    known = 0
    for act in acts:
        act()
        found.append(frames(database, known))
        known += sum(found[-1])
    database.checkpoint()
    database.pragma("wal_autocheckpoint=1000")
    return found


def size(database: Database) -> int:
    """Bytes of the file once the log is emptied into it."""
    database.checkpoint()
    return database.path.stat().st_size
