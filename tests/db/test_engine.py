"""One connection, one transaction, and errors that say what they are."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, delete, exists, select, update
from sqlcipher3 import dbapi2

from kopdes_desktop.db import engine, guards
from kopdes_desktop.db.engine import Database, open_database
from kopdes_desktop.db.faults import as_faults, fault_of
from kopdes_desktop.db.statements import Statement, add_to, insert_into, raise_to
from kopdes_desktop.kernel.errors import (
    Cancelled,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseReadOnly,
    DiskFull,
    DiskTrouble,
    Fault,
)
from kopdes_desktop.ledger.tables import BALANCE_KEY, PERIOD
from kopdes_desktop.office.tables import COUNTER

KEY = bytes(range(32))
NEW = insert_into(PERIOD)
NUMBER = insert_into(COUNTER)
ALL = Statement(select(PERIOD.c.month, PERIOD.c.closed).order_by(PERIOD.c.month))
ONE = Statement(select(PERIOD.c.closed).where(PERIOD.c.month == bindparam("of_month")))
CLOSE = Statement(update(PERIOD).where(PERIOD.c.month == bindparam("of_month")).values(closed=1))
GONE = Statement(delete(PERIOD).where(PERIOD.c.month == bindparam("of_month")))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = open_database(tmp_path / "buku.db", KEY, new=True)
    guards.create(made)
    yield made
    made.close()


def months(database: Database) -> list[str]:
    return [row[0] for row in database.rows(ALL)]


ONE_KEPT = Statement(
    select(PERIOD.c.closed).where(PERIOD.c.month == bindparam("of_month")), steady=True
)
JOINED = Statement(
    select(PERIOD.c.month).where(
        exists().where(COUNTER.c.kind == PERIOD.c.month),
        PERIOD.c.closed == select(COUNTER.c.last).limit(1).scalar_subquery(),
    ),
    steady=True,
)


# --- the file ------------------------------------------------------------------------------------


def test_the_file_is_sealed_for_everybody_without_the_key(
    tmp_path: Path, database: Database
) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))
    database.checkpoint()
    file = Path(shutil.copy(database.path, tmp_path / "lain.db"))

    raw = file.read_bytes()
    assert b"SQLite format" not in raw
    assert b"period" not in raw
    for wrong in (bytes(32), bytes(reversed(KEY))):
        with pytest.raises(DatabaseDamaged):
            open_database(file, wrong)
    again = open_database(file, KEY)
    assert months(again) == ["2026-01"]
    again.close()


def test_the_file_belongs_to_its_owner_alone(database: Database) -> None:
    assert database.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33)])
def test_a_key_has_thirty_two_bytes(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(ValueError, match="32"):
        open_database(tmp_path / "x.db", key, new=True)


def test_new_books_never_take_an_old_file_s_place(database: Database) -> None:
    with pytest.raises(Fault):
        open_database(database.path, KEY, new=True)


def test_a_file_that_is_not_there_is_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(Fault):
        open_database(tmp_path / "tidak-ada.db", KEY)

    assert not (tmp_path / "tidak-ada.db").exists()


def test_a_second_program_is_kept_out(tmp_path: Path, database: Database) -> None:
    months(database)

    with pytest.raises(DatabaseBusy):
        open_database(tmp_path / "buku.db", KEY)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("locking_mode", "exclusive"),
        ("temp_store", 2),
    ],
)
def test_the_connection_is_as_strict_as_it_was_tried(
    database: Database, pragma: str, value: object
) -> None:
    assert database.pragma(pragma)[0][0] == value


def test_a_whole_copy_is_under_the_same_key(tmp_path: Path, database: Database) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))

    database.copy_to(tmp_path / "salinan.db")

    twin = open_database(tmp_path / "salinan.db", KEY)
    assert months(twin) == ["2026-01"]
    assert guards.missing(twin) == []
    twin.close()


def fail_after(database: Database, month: str) -> None:
    database.run(NEW, (month, 0, 7))
    raise KeyError


# --- transactions --------------------------------------------------------------------------------


def test_a_transaction_is_whole_or_nothing(database: Database) -> None:
    with pytest.raises(KeyError), database.whole():
        fail_after(database, "2026-01")
    with database.whole():
        database.run(NEW, ("2026-02", 0, 7))

    assert months(database) == ["2026-02"]
    assert not database.in_transaction


def test_nothing_goes_on_after_an_error_until_it_is_rolled_back(database: Database) -> None:
    database.begin()
    database.run(NEW, ("2026-01", 0, 7))
    with pytest.raises(dbapi2.IntegrityError):
        database.run(NEW, ("2026-01", 0, 7))

    for act in (
        lambda: database.run(NEW, ("2026-02", 0, 7)),
        lambda: database.rows(ALL),
        database.commit,
    ):
        with pytest.raises(RuntimeError):
            act()
    database.rollback()

    assert months(database) == []
    with database.whole():
        database.run(NEW, ("2026-03", 0, 7))
    assert months(database) == ["2026-03"]


def test_a_commit_without_a_transaction_is_a_bug(database: Database) -> None:
    with pytest.raises(RuntimeError, match="gone"):
        database.commit()
    database.begin()
    database.connection.execute("ROLLBACK")
    with pytest.raises(RuntimeError, match="gone"):
        database.commit()
    database.rollback()


def test_a_trial_is_taken_back_and_the_rest_stays(database: Database) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))
        with database.trial():
            database.run(NEW, ("2026-02", 0, 7))
            database.change(CLOSE, of_month="2026-01")
            assert months(database) == ["2026-01", "2026-02"]

    assert database.rows(ALL) == [("2026-01", 0)]


def test_a_steady_row_is_asked_for_once_until_its_table_is_written(database: Database) -> None:
    asked: list[str] = []
    database.connection.set_trace_callback(asked.append)

    def one() -> object:
        return database.row(ONE_KEPT, of_month="2026-01")

    with database.whole():
        assert one() is None
        database.run(NEW, ("2026-01", 0, 7))
        assert [one(), one(), database.rows(ONE_KEPT, of_month="2026-01")] == [(0,), (0,), [(0,)]]
        assert sum(each.startswith("SELECT period") for each in asked) == 2
        database.change(CLOSE, of_month="2026-01")
        assert one() == (1,)
        database.many(NEW, [("2026-02", 0, 7)])
        assert database.row(ONE_KEPT, of_month="2026-02") == (0,)
        with database.trial():
            database.change(GONE, of_month="2026-01")
            assert one() is None
        assert one() == (1,)
        database.ask("UPDATE period SET closed = 0")
        assert one() == (0,)


def test_a_steady_row_is_known_in_the_next_transaction(database: Database) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))
        assert database.row(ONE_KEPT, of_month="2026-01") == (0,)
    asked: list[str] = []
    database.connection.set_trace_callback(asked.append)

    with database.whole():
        assert database.row(ONE_KEPT, of_month="2026-01") == (0,)
    assert asked == ["BEGIN IMMEDIATE", "COMMIT"]

    database.change(CLOSE, of_month="2026-01")
    with database.whole():
        assert database.row(ONE_KEPT, of_month="2026-01") == (1,)
    database.connection.execute("UPDATE period SET closed = 0")
    with database.whole():
        assert database.row(ONE_KEPT, of_month="2026-01") == (0,)


def test_a_steady_row_is_asked_for_once_between_transactions_too(database: Database) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))
    asked: list[str] = []
    database.connection.set_trace_callback(asked.append)

    def one() -> object:
        return database.row(ONE_KEPT, of_month="2026-01")

    assert [one(), one(), database.rows(ONE_KEPT, of_month="2026-01")] == [(0,), (0,), [(0,)]]
    database.checkpoint()
    assert one() == (0,)
    assert sum(each.startswith("SELECT period") for each in asked) == 1
    database.connection.execute("UPDATE period SET closed = 1")
    assert one() == (1,)
    database.begin()
    database.change(GONE, of_month="2026-01")
    assert one() is None
    database.rollback()
    assert one() == (1,)


def test_what_is_made_of_steady_rows_is_made_once_until_its_table_is_written(
    database: Database,
) -> None:
    made: list[int] = []

    def counted(rows: list[tuple[object, ...]]) -> tuple[object, ...]:
        made.append(len(rows))
        return tuple(rows)

    with database.whole():
        assert database.made(counted, ONE_KEPT, of_month="2026-01") == ()
        database.run(NEW, ("2026-01", 0, 7))
        first = database.made(counted, ONE_KEPT, of_month="2026-01")
        database.run(NUMBER, ("SMP", "KR", 2026, 1))
    assert first == ((0,),)
    assert database.made(counted, ONE_KEPT, of_month="2026-01") is first
    assert made == [0, 1]
    assert database.rows(ONE_KEPT, of_month="2026-01") == [(0,)]


def test_of_books_that_others_may_write_nothing_is_kept(database: Database) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))
    database.close()
    shared = open_database(database.path, KEY, readonly=True)

    assert shared.row(ONE_KEPT, of_month="2026-01") == (0,)
    assert shared._kept == {}
    shared.close()


def test_no_more_rows_are_kept_than_fit(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_MOST_KEPT", 3)
    months = [f"2026-{n:02d}" for n in range(1, 9)]
    with database.whole():
        database.many(NEW, [(month, n % 2, 7) for n, month in enumerate(months)])
        found = [database.row(ONE_KEPT, of_month=month) for month in months * 2]

    assert found == [(n % 2,) for n in range(8)] * 2
    assert len(database._kept) <= 3


def test_what_a_transaction_kept_and_took_back_is_forgotten(database: Database) -> None:
    database.begin()
    database.run(NEW, ("2026-01", 0, 7))
    assert database.row(ONE_KEPT, of_month="2026-01") == (0,)
    database.rollback()
    assert database.row(ONE_KEPT, of_month="2026-01") is None

    with database.whole():
        database.run(NEW, ("2026-01", 1, 7))
        assert database.row(ONE_KEPT, of_month="2026-01") == (1,)
    database.connection.execute("UPDATE period SET closed = 0")
    assert database.row(ONE_KEPT, of_month="2026-01") == (0,)


def test_a_statement_knows_every_table_it_reads(database: Database) -> None:
    assert JOINED.reads == {"period", "counter"}
    with database.whole():
        database.run(NEW, ("SMP", 3, 7))
        assert database.rows(JOINED) == []
        database.run(insert_into(COUNTER), ("SMP", "KR", 2026, 3))
        assert database.rows(JOINED) == [("SMP",)]


def test_a_trial_that_fails_is_taken_back_too(database: Database) -> None:
    with database.whole():
        database.run(NEW, ("2026-01", 0, 7))
        with pytest.raises(KeyError), database.trial():
            fail_after(database, "2026-02")

    assert months(database) == ["2026-01"]


def test_long_reading_ends_when_it_is_told_to(database: Database) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT max(x) FROM n"

    with pytest.raises(Cancelled), database.cancellable(lambda: True):
        database.connection.execute(endless).fetchall()

    assert database.ask("SELECT 1") == [(1,)]


# --- statements ----------------------------------------------------------------------------------


def test_values_are_bound_and_never_text(database: Database) -> None:
    nasty = "2026-01'; DROP TABLE period; --"
    with database.whole():
        database.run(NEW, (nasty, 0, 7))

    assert database.row(ONE, of_month=nasty) == (0,)
    assert database.row(ONE, of_month="2026-01") is None
    assert "?" in ONE.sql
    assert "2026" not in ONE.sql


def test_a_value_that_no_statement_asks_for_is_a_bug(database: Database) -> None:
    with pytest.raises(KeyError):
        database.rows(ONE, of_moonth="x")


def test_how_many_rows_a_change_met(database: Database) -> None:
    with database.whole():
        database.many(NEW, [(f"2026-{n:02d}", 0, 7) for n in range(1, 4)])
        assert database.change(CLOSE, of_month="2026-02") == 1
        assert database.change(CLOSE, of_month="2027-02") == 0
        assert database.change(GONE, of_month="2026-03") == 1

    assert list(database.each(ALL)) == [("2026-01", 0), ("2026-02", 1)]


def test_kept_sums_add_and_kept_maxima_rise(database: Database) -> None:
    total, highest = add_to(BALANCE_KEY, "amount"), raise_to(COUNTER, "last")
    with database.whole():
        for amount in (5, -7, 10):
            database.run(total, ("3-1101", 1, "KTR", amount))
        for last in (3, 9, 4):
            database.run(highest, ("SMP", "KR", 2026, last))

    assert database.ask("SELECT amount FROM balance_key") == [(8,)]
    assert database.ask("SELECT last FROM counter") == [(9,)]


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENOSPC, "x"), DiskFull),
        (OSError(errno.EDQUOT, "x"), DiskFull),
        (OSError(errno.EROFS, "x"), DatabaseReadOnly),
        (OSError(errno.EIO, "x"), DiskTrouble),
        (PermissionError(errno.EACCES, "x"), DiskTrouble),
        (dbapi2.OperationalError("database is locked"), DatabaseBusy),
        (dbapi2.OperationalError("attempt to write a readonly database"), DatabaseReadOnly),
        (dbapi2.OperationalError("disk I/O error"), DiskTrouble),
        (dbapi2.OperationalError("database or disk is full"), DiskFull),
        (dbapi2.OperationalError("unable to open database file"), DiskTrouble),
        (dbapi2.DatabaseError("database disk image is malformed"), DatabaseDamaged),
        (dbapi2.DatabaseError("file is not a database"), DatabaseDamaged),
    ],
)
def test_an_error_of_disk_or_file_is_a_fault_in_words(error: Exception, fault: type[Fault]) -> None:
    with pytest.raises(fault) as told, as_faults():
        raise error

    assert told.value.message
    assert told.value.__cause__ is error


@pytest.mark.parametrize(
    "error",
    [
        dbapi2.IntegrityError("UNIQUE constraint failed"),
        dbapi2.OperationalError("no such table: x"),
        ValueError("x"),
        KeyError("x"),
    ],
)
def test_a_bug_of_ours_stays_a_bug(error: Exception) -> None:
    assert fault_of(error) is None
    with pytest.raises(type(error)), as_faults():
        raise error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_says_so(tmp_path: Path, database: Database) -> None:
    database.close()
    (tmp_path / "buku.db").chmod(0o400)

    with pytest.raises(Fault):
        open_database(tmp_path / "buku.db", KEY).begin()
