"""One connection to the encrypted books, on one thread, with one BEGIN for whoever may write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from sqlcipher3 import dbapi2

from kopdes_desktop.db.faults import as_faults, fault_of
from kopdes_desktop.kernel.errors import Cancelled, DatabaseDamaged, Fault

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from kopdes_desktop.db.statements import Insertion, Statement

Made = TypeVar("Made")

#: SQLite before 3.51.3 can lose a commit when its WAL resets (STACK).
OLDEST_SQLITE = (3, 51, 3)
KEY_BYTES = 32
_PROGRESS_STEPS = 20_000
#: So many answers of steady statements are kept.
_MOST_KEPT = 4_096

_LIVE = ("journal_mode=WAL", "synchronous=FULL")
_SCRATCH = ("journal_mode=OFF", "synchronous=OFF")
_ALWAYS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-16384",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cipher_memory_security=OFF",
)


#: What is made of the rows, the statement, and what it was asked with.
_Asked = tuple[object, "Statement", tuple[Any, ...]]


class Database:
    """Rows in, rows out, and a transaction that is either whole or nothing.

    Errors of disk and file come out as faults (db.faults), whoever asked. After any error inside a
    transaction nothing runs until it is rolled back: SQLite may have ended it by itself, and what
    followed would be committed alone.

    What a steady statement found is kept, and not asked for again until one of the tables that it
    read is written, or something is run whose tables are not known. That is so where these books
    are `held`: nobody else writes to them while they are open.
    """

    def __init__(self, connection: dbapi2.Connection, path: Path, *, held: bool = False) -> None:
        """Wrap an open connection."""
        self.connection = connection
        self.path = path
        self._held = held
        self._run = connection.execute
        self._many = connection.executemany
        self._writing = False
        self._kept: dict[_Asked, Any] = {}
        self._kept_of: dict[str, set[_Asked]] = {}
        self._changes = 0

    def run(self, statement: Insertion, row: Sequence[Any]) -> None:
        """Insert one row."""
        if statement.writes in self._kept_of:
            self._forget_of(statement.writes)
        try:
            self._run(statement.sql, row)
        except dbapi2.Error as error:
            self._fail(error)

    def many(self, statement: Insertion, rows: Iterable[Sequence[Any]]) -> None:
        """Insert several rows."""
        if statement.writes in self._kept_of:
            self._forget_of(statement.writes)
        try:
            self._many(statement.sql, rows)
        except dbapi2.Error as error:
            self._fail(error)

    def change(self, statement: Statement, **values: Any) -> int:  # noqa: ANN401
        """Run an UPDATE or DELETE; the number of rows it met."""
        if statement.writes in self._kept_of:
            self._forget_of(statement.writes)
        try:
            return int(self._run(statement.sql, statement.bind(values)).rowcount)
        except dbapi2.Error as error:
            self._fail(error)

    def rows(self, statement: Statement, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        """All rows of a SELECT."""
        if statement.steady:
            found: list[tuple[Any, ...]] = self._steady(statement, values)
            return [*found]
        return self._ask(statement.sql, statement.bind(values))

    def row(self, statement: Statement, **values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401
        """The first row of a SELECT, or None."""
        if statement.steady:
            kept = self._steady(statement, values)
            return kept[0] if kept else None
        try:
            found: tuple[Any, ...] | None = self._run(
                statement.sql, statement.bind(values)
            ).fetchone()
        except dbapi2.Error as error:
            self._fail(error)
        return found

    def made(
        self,
        make: Callable[[list[tuple[Any, ...]]], Made],
        statement: Statement,
        **values: Any,  # noqa: ANN401
    ) -> Made:
        """What `make` makes of a steady SELECT's rows, kept as long as they: nobody changes it."""
        found: Made = self._steady(statement, values, make)
        return found

    def each(self, statement: Statement, **values: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
        """Rows one after another, for results that may be long."""
        try:
            yield from self._run(statement.sql, statement.bind(values))
        except dbapi2.Error as error:
            self._fail(error)

    def script(self, statement: str) -> None:
        """Run one statement of DDL or a PRAGMA that stands in this program's own source."""
        self._forget()
        self._end_or_begin(statement)

    def _end_or_begin(self, statement: str) -> None:
        try:
            self._run(statement)
        except dbapi2.Error as error:
            self._fail(error)

    def become(self, pages: dbapi2.Connection) -> None:
        """Hold what these pages of a database in memory hold, and nothing else."""
        self._forget()
        try:
            pages.backup(self.connection)
        except dbapi2.Error as error:
            self._fail(error)

    def ask(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement that stands in this program's own source."""
        self._forget()
        return self._ask(sql, values)

    def _ask(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            found: list[tuple[Any, ...]] = self._run(sql, values).fetchall()
        except dbapi2.Error as error:
            self._fail(error)
        return found

    def _steady(
        self,
        statement: Statement,
        values: dict[str, Any],
        make: Callable[[list[tuple[Any, ...]]], Any] | None = None,
    ) -> Any:  # noqa: ANN401  rows, or what was made of them
        asked = make, statement, statement.bind(values)
        if not self._writing:
            self._notice()
        try:
            return self._kept[asked]
        except KeyError:
            found: Any = self._ask(statement.sql, asked[2])
        if make is not None:
            found = make(found)
        if self._held:
            if len(self._kept) >= _MOST_KEPT:
                self._forget()
            self._kept[asked] = found
            for name in statement.reads:
                self._kept_of.setdefault(name, set()).add(asked)
        return found

    def _notice(self) -> None:
        """Forget what is kept if something was written past this class meanwhile."""
        try:
            changes = self.connection.total_changes
        except dbapi2.Error as error:  # closed
            self._fail(error)
        if changes != self._changes:
            self._forget()
            self._changes = changes

    def _forget_of(self, table: str) -> None:
        for asked in self._kept_of.pop(table):
            self._kept.pop(asked, None)

    def _forget(self) -> None:
        self._kept.clear()
        self._kept_of.clear()

    def pragma(self, name: str) -> list[tuple[Any, ...]]:
        """What a PRAGMA answers."""
        return self.ask(f"PRAGMA {name}")

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN is open; SQLite itself may have rolled back after an error."""
        try:
            return bool(self.connection.in_transaction)
        except dbapi2.ProgrammingError:  # closed
            return False

    def begin(self) -> None:
        """Open the one write transaction."""
        self._end_or_begin("BEGIN IMMEDIATE")
        self._notice()
        self._writing = True

    def commit(self) -> None:
        """Close it, synced to disk. Never after an error: the transaction must still be open."""
        if not self.in_transaction:
            msg = "the transaction is gone"
            raise RuntimeError(msg)
        self._end_or_begin("COMMIT")
        self._writing = False
        self._changes = self.connection.total_changes

    def rollback(self) -> None:
        """Undo all of it, if anything is still open."""
        if self._writing:
            self._forget()
        self._writing = False
        self._run, self._many = self.connection.execute, self.connection.executemany
        if self.in_transaction:
            self.script("ROLLBACK")

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Do something in a transaction of its own: all of it, or nothing."""
        self.begin()
        try:
            yield
            self.commit()
        finally:
            self.rollback()

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Do something inside the open transaction and take it back at the end in any case."""
        self.script("SAVEPOINT trial")
        try:
            yield
        finally:
            if self.in_transaction and self._run is not _nothing_goes_on:
                self.script("ROLLBACK TO trial")
                self.script("RELEASE trial")

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
        self._ask("PRAGMA wal_checkpoint(TRUNCATE)", ())

    def copy_to(self, path: Path) -> None:
        """Write a whole, encrypted copy under the same key to a new file."""
        self.ask("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Close; the log is emptied first where that is possible."""
        if not self.in_transaction:
            with suppress(Fault):  # a damaged or full disk: closing must still close
                self.checkpoint()
        self.connection.close()

    def _fail(self, error: dbapi2.Error) -> NoReturn:
        """Raise the fault that the driver's error stands for, or the error: a bug of ours."""
        self._forget()
        if self._writing:
            self._run = self._many = _nothing_goes_on
        fault = fault_of(error)
        if fault is None:
            raise error
        raise fault from error


def _nothing_goes_on(*_statement: object) -> NoReturn:
    msg = "nothing goes on in a transaction after an error"
    raise RuntimeError(msg)


def remove(path: Path) -> None:
    """Take away a database file and what SQLite leaves beside it."""
    path.unlink(missing_ok=True)
    remove_logs(path)


def remove_logs(path: Path) -> None:
    """Take away what SQLite leaves beside a closed file."""
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def open_database(
    path: Path, key: bytes, *, new: bool = False, scratch: bool = False, readonly: bool = False
) -> Database:
    """Open (or, when `new`, make) the encrypted file under its 32-byte key.

    Raises NoBooks-free faults only: DatabaseBusy when another program holds it, DatabaseDamaged
    when the key does not fit or a page fails its seal, DatabaseReadOnly, DiskTrouble.
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
    return Database(connection, path, held=not readonly)


def in_memory(statements: Iterable[str]) -> dbapi2.Connection:
    """What these statements make, in memory, as pages that any file of ours can take over."""
    made = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
    made.execute(f"PRAGMA key=\"x'{bytes(KEY_BYTES).hex()}'\"")  # pages with room for a seal
    made.execute("BEGIN")
    for each in statements:
        made.execute(each)
    made.execute("COMMIT")
    return made


def is_held(path: Path) -> bool:
    """Whether another program holds the file; known at once, without key or password."""
    try:
        probe = dbapi2.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0)
    except dbapi2.Error:
        return False
    try:
        probe.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.OperationalError as error:
        return "locked" in str(error)
    except dbapi2.Error:
        return False
    finally:
        probe.close()
    return False


def alchemy(database: Database) -> Engine:
    """SQLAlchemy on an open connection, for version scripts. Transactions stay with `database`."""
    from sqlalchemy import create_engine  # noqa: PLC0415  needed at an upgrade only
    from sqlalchemy.pool import StaticPool  # noqa: PLC0415

    return create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: database.connection,
        poolclass=StaticPool,
        hide_parameters=True,
    )


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
    used = "sqlite_compileoption_used"
    if connection.execute(f"SELECT {used}('TEMP_STORE=2') + {used}('TEMP_STORE=3')").fetchone() == (
        0,
    ):
        raise DatabaseDamaged(detail="TEMP_STORE")
    for pragma in ("secure_delete", "foreign_keys", "recursive_triggers"):
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != 1:
            raise DatabaseDamaged(detail=pragma)
