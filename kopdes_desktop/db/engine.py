"""One connection to the encrypted books, on one thread, with one BEGIN for whoever may write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.db.statements import Insertion, Statement
from kopdes_desktop.kernel.errors import Cancelled, DatabaseDamaged

#: SQLite before 3.51.3 can lose a commit when its WAL resets (STACK).
OLDEST_SQLITE = (3, 51, 3)
KEY_BYTES = 32
_PROGRESS_STEPS = 20_000

_LIVE = ("journal_mode=WAL", "synchronous=FULL")
_SCRATCH = ("journal_mode=OFF", "synchronous=OFF")
_ALWAYS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-32768",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cipher_memory_security=OFF",
)


class Database:
    """Rows in, rows out, and a transaction that is either whole or nothing."""

    def __init__(self, connection: dbapi2.Connection, path: Path) -> None:
        """Wrap an open connection."""
        self.connection = connection
        self.path = path
        self._run = connection.execute
        self._many = connection.executemany
        self._cancelled: Callable[[], bool] | None = None

    def run(self, statement: Insertion, row: Sequence[Any]) -> None:
        """Insert one row."""
        self._run(statement.sql, row)

    def many(self, statement: Insertion, rows: Iterable[Sequence[Any]]) -> None:
        """Insert several rows."""
        self._many(statement.sql, rows)

    def change(self, statement: Statement, **values: Any) -> int:  # noqa: ANN401
        """Run an UPDATE or DELETE; the number of rows it met."""
        return int(self._run(statement.sql, statement.bind(values)).rowcount)

    def rows(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """All rows of a SELECT."""
        return self._run(statement.sql, statement.bind(values)).fetchall()

    def row(self, statement: Statement, **values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401
        """The first row of a SELECT, or None."""
        found = self._run(statement.sql, statement.bind(values)).fetchmany(1)
        return found[0] if found else None

    def each(self, statement: Statement, **values: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        """Rows one after another, for results that may be long."""
        return iter(self._run(statement.sql, statement.bind(values)))

    def script(self, statement: str) -> None:
        """Run one statement of DDL or a PRAGMA that stands in this program's own source."""
        self._run(statement)

    def pragma(self, name: str) -> list[tuple[Any, ...]]:
        """What a PRAGMA answers."""
        return self._run(f"PRAGMA {name}").fetchall()

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN is open; SQLite itself may have rolled back after an error."""
        return bool(self.connection.in_transaction)

    def begin(self) -> None:
        """Open the one write transaction."""
        self._run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Close it, synced to disk. Never after an error: the transaction must still be open."""
        if not self.in_transaction:
            msg = "the transaction is gone"
            raise RuntimeError(msg)
        self._run("COMMIT")

    def rollback(self) -> None:
        """Undo all of it, if anything is still open."""
        if self.in_transaction:
            self._run("ROLLBACK")

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Do something inside the open transaction and take it back at the end, whatever happens."""
        self._run("SAVEPOINT trial")
        try:
            yield
        finally:
            if self.in_transaction:
                self._run("ROLLBACK TO trial")
                self._run("RELEASE trial")

    @contextmanager
    def cancellable(self, asked: Callable[[], bool]) -> Iterator[None]:
        """Let `asked` end a long statement: a flag in the progress handler, not interrupt()."""
        self.connection.set_progress_handler(lambda: int(asked()), _PROGRESS_STEPS)
        try:
            yield
        except dbapi2.OperationalError as error:
            if asked() and "interrupt" in str(error):
                raise Cancelled from error
            raise
        finally:
            self.connection.set_progress_handler(None, 0)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file and empty it; for idle moments and at exit."""
        self._run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def copy_to(self, path: Path) -> None:
        """Write a whole, encrypted copy under the same key to a new file."""
        with as_faults():
            self._run("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Close; the log is emptied first where that is possible."""
        try:
            if not self.in_transaction:
                self.checkpoint()
        except dbapi2.Error:
            pass  # a damaged or full disk: closing must still close
        self.connection.close()


def open_database(
    path: Path, key: bytes, *, new: bool = False, scratch: bool = False, readonly: bool = False
) -> Database:
    """Open (or, when `new`, make) the encrypted file under its 32-byte key.

    Raises NoBooks-free faults only: DatabaseBusy when another program holds it, DatabaseDamaged when
    the key does not fit or a page fails its seal, DatabaseReadOnly, DiskTrouble.
    """
    if len(key) != KEY_BYTES:
        msg = f"a database key has {KEY_BYTES} bytes"
        raise ValueError(msg)
    mode = "ro" if readonly else ("rwc" if new or scratch else "rw")
    with as_faults():
        if new:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=0.2,
            cached_statements=256,
        )
    try:
        with as_faults():
            _prepare(connection, key, scratch=scratch, readonly=readonly)
    except BaseException:
        connection.close()
        raise
    return Database(connection, path)


def _prepare(connection: dbapi2.Connection, key: bytes, *, scratch: bool, readonly: bool) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level=NONE")
    run(f"PRAGMA key=\"x'{key.hex()}'\"")
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseDamaged(detail=f"SQLite {dbapi2.sqlite_version}")
    if not readonly:
        run("PRAGMA locking_mode=EXCLUSIVE")
        for pragma in _SCRATCH if scratch else _LIVE:
            run(f"PRAGMA {pragma}").fetchall()
    for pragma in _ALWAYS:
        run(f"PRAGMA {pragma}").fetchall()
    run("SELECT count(*) FROM sqlite_master").fetchall()
    _assert_build(connection)


def _assert_build(connection: dbapi2.Connection) -> None:
    """What must hold of this build and connection (FACTS §9)."""
    options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    if "TEMP_STORE=2" not in options and "TEMP_STORE=3" not in options:
        raise DatabaseDamaged(detail="TEMP_STORE")
    for pragma in ("secure_delete", "foreign_keys", "recursive_triggers"):
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != 1:
            raise DatabaseDamaged(detail=pragma)
