"""Books of an earlier version become today's, or stay what they were."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kopdes_desktop.app.books import DATABASE
from kopdes_desktop.checks import check, proofs, rebuild
from kopdes_desktop.db import guards, version
from kopdes_desktop.db.engine import Database, open_database
from kopdes_desktop.kernel.errors import (
    DatabaseDamaged,
    Fault,
    NewerBooks,
)
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.migrations import snapshot, upgrade
from kopdes_desktop.migrations.upgrade import UpgradeFailed
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading
from tests import builders
from tests.migrations import later
from tests.migrations.later import ADDS, NEXT, REBUILDS, Books

OLD = version.HEAD
COPY = f"cadangan/sebelum-{OLD}-20261122-030405.db"
KEPT = snapshot.read(upgrade.HOME / upgrade.SNAPSHOT)[OLD]
FACTS = "SELECT * FROM fact ORDER BY n"


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    later.install(monkeypatch, tmp_path / "program")


def require_green(database: Database) -> None:
    read = Reading(database)
    own = device.installation(read)
    assert own is not None
    assert [each for each in proofs.run(read) if not each.ok] == []
    assert rebuild.rebuild(read, own.number, Months()).differences == ()


def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    """What a statement gives; the database is closed after it."""
    found = database.ask(sql)
    database.close()
    return found


def plant(monkeypatch: pytest.MonkeyPatch, code: str, find: Callable[[Reading], list[str]]) -> None:
    """Let one of the proofs find something else."""
    made = [
        check.Check(each.code, each.title, find if each.code == code else each.find)
        for each in check.CHECKS
    ]
    monkeypatch.setattr(check, "CHECKS", made)


# --- what goes well -----------------------------------------------------------------------------


@pytest.mark.usefixtures("next_version")
def test_old_books_become_those_of_the_next_version(closed: Books) -> None:
    facts, before = rows(closed.open(), FACTS), closed.file.read_bytes()

    made = closed.upgrade()

    assert version.version_of(made) == NEXT
    assert made.ask("SELECT count(*) FROM visit") == [(0,)]
    assert made.ask("SELECT count(*), count(note) FROM member") == [(1, 0)]
    assert len(guards.standing(made)) == len(guards.expected()) > 10
    require_green(made)
    assert rows(made, FACTS) == facts
    copy = closed.folder / COPY
    assert closed.copies == [copy]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600 or os.name == "nt"
    assert rows(open_database(copy, closed.key, readonly=True), FACTS) == facts
    assert closed.file.read_bytes() != before


@pytest.mark.usefixtures("next_version")
def test_opening_upgrades_and_work_goes_on(closed: Books) -> None:
    with builders.open_books(closed.folder) as session:
        member = builders.a_member(session.office, 2)
        builders.pay(session.office, member, amount=50_000)
        builders.require_green(session.office)

    with builders.open_books(closed.folder) as session:
        assert version.version_of(session.office.database) == NEXT
    assert len(closed.copies) == 1


def test_books_of_the_next_version_are_refused_by_this_program(
    closed: Books, tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        later.install(patch, tmp_path / "program")
        closed.upgrade().close()

    with pytest.raises(NewerBooks):
        builders.open_books(closed.folder)


@pytest.mark.parametrize("told", [None, "", "satu", "0000"])
def test_books_without_a_version_of_ours_are_damaged(closed: Books, told: str | None) -> None:
    opened = closed.open()
    opened.script("DELETE FROM schema_version")
    if told is not None:
        opened.ask("INSERT INTO schema_version VALUES (?)", (told,))
    opened.close()

    with pytest.raises(DatabaseDamaged):
        builders.open_books(closed.folder)


def test_a_table_that_alembic_rebuilds_gets_its_guards_back(
    closed: Books, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    after = later.with_columns(KEPT, "fact", note="TEXT")
    later.install(monkeypatch, tmp_path / "program", REBUILDS, after)
    facts = rows(closed.open(), FACTS)

    made = closed.upgrade()

    assert guards.missing(made) == []
    with pytest.raises(Exception, match="guard: fact is never changed"):
        made.script("DELETE FROM fact")
    require_green(made)
    assert [row[:-1] for row in rows(made, FACTS)] == facts


def test_rebuilding_a_table_does_lose_guards_when_nobody_puts_them_up(
    closed: Books, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    after = later.with_columns(KEPT, "fact", note="TEXT")
    later.install(monkeypatch, tmp_path / "program", REBUILDS, after)
    monkeypatch.setattr(guards, "take_down", lambda _database: None)
    monkeypatch.setattr(guards, "install", lambda _database: None)

    with pytest.raises(UpgradeFailed, match="penjaga fact_gapless"):
        closed.upgrade()


def test_red_proofs_of_before_do_not_stop_an_upgrade(
    closed: Books, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    later.install(monkeypatch, tmp_path / "program")
    plant(monkeypatch, "cash", lambda _read: ["KAS: minus"])

    closed.upgrade().close()


def test_a_start_without_an_upgrade_loads_no_alembic(closed: Books) -> None:
    program = (
        "import sys; from pathlib import Path; from kopdes_desktop.app import books; "
        "books.open_books(Path(sys.argv[1]), 'bendahara', 'latihan').close(); "
        "print([name for name in sys.modules if 'alembic' in name or 'migrations' in name])"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, closed.folder], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "[]"


# --- what goes wrong ----------------------------------------------------------------------------


def require_untouched(closed: Books, before: bytes) -> None:
    """The old file is as it was, byte for byte, and nothing lies about."""
    assert closed.file.read_bytes() == before
    assert {"books.db", "keys.json", "signin.json"} <= closed.names()
    assert not [each for each in closed.names() if each.endswith((".db", ".belum"))][1:]
    opened = closed.open()
    assert version.version_of(opened) == OLD
    require_green(opened)
    opened.close()


BAD = {
    "it stops half way": (ADDS + "    raise LookupError('lupa')", "LookupError: lupa"),
    "its SQL is wrong": (ADDS + "    op.execute('SELECT lupa')", "no such column"),
    "it forgets a table": ("    op.add_column('member', sa.Column('note', sa.Text()))", "susunan"),
    "it drops a column": (ADDS + "    op.drop_column('member', 'job')", "susunan"),
    "it loses STRICT": (
        ADDS + "    with op.batch_alter_table('pin', recreate='always', "
        "table_kwargs={'sqlite_strict': False}):\n        pass",
        "susunan",
    ),
    "it deletes a fact": (ADDS + "    op.execute('DELETE FROM fact WHERE n=3')", "isi fact"),
    "it changes a PIN": (ADDS + "    op.execute('UPDATE pin SET tries=4')", "isi pin"),
    "it changes what was computed": (
        ADDS + "    op.execute('UPDATE savings_balance SET amount=amount+1')",
        "Simpanan setiap anggota",
    ),
    "it changes what no proof looks at": (
        ADDS + "    op.execute(\"UPDATE member SET dusun='lain'\")",
        "susun ulang memberi member",
    ),
    "it breaks a reference": (ADDS + '    op.execute("DELETE FROM unit")', "putus di box"),
    "it ends the transaction": (ADDS + "    connection.exec_driver_sql('COMMIT')", "transaction"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_script_leaves_the_old_books(
    closed: Books, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    body, words = BAD[how]
    later.install(monkeypatch, tmp_path / "program", body)
    before = closed.file.read_bytes()

    with pytest.raises(UpgradeFailed, match=words):
        closed.upgrade()

    require_untouched(closed, before)


@pytest.mark.usefixtures("next_version")
def test_a_copy_that_differs_stops_the_upgrade(
    closed: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_to, before = Database.copy_to, closed.file.read_bytes()

    def lose_a_row(database: Database, path: Path) -> None:
        copy_to(database, path)
        lossy = open_database(path, closed.key)
        lossy.script("DELETE FROM pin WHERE user=(SELECT max(user) FROM pin)")
        lossy.script("PRAGMA journal_mode=DELETE")
        lossy.close()

    def flip_a_bit(database: Database, path: Path) -> None:
        copy_to(database, path)
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 1]))

    def write_nothing(_database: Database, _path: Path) -> None:
        return

    for trick, words in (
        (lose_a_row, "berbeda di pin"),
        (flip_a_bit, "tidak utuh"),
        (write_nothing, "tidak utuh"),
    ):
        monkeypatch.setattr(Database, "copy_to", trick)
        with pytest.raises(UpgradeFailed, match=words):
            closed.upgrade()
    monkeypatch.setattr(Database, "copy_to", copy_to)

    require_untouched(closed, before)


@pytest.mark.usefixtures("next_version")
def test_damaged_books_are_not_upgraded(closed: Books) -> None:
    whole = bytearray(closed.file.read_bytes())
    whole[len(whole) // 2] ^= 1
    closed.file.write_bytes(whole)

    with pytest.raises(DatabaseDamaged):
        closed.upgrade()

    assert closed.file.read_bytes() == whole
    assert closed.copies == []


@pytest.mark.usefixtures("next_version")
def test_books_whose_guards_somebody_took_down_are_not_upgraded(closed: Books) -> None:
    opened = closed.open()
    opened.script("DROP TRIGGER fact_no_delete")
    opened.close()

    with pytest.raises(DatabaseDamaged, match="susunan tabelnya"):
        builders.open_books(closed.folder)


@pytest.mark.usefixtures("next_version")
def test_a_log_left_beside_the_old_file_stops_the_swap(
    closed: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = upgrade._close

    def leave_a_log(database: Database) -> None:
        close(database)
        if database.path.name == DATABASE:
            (closed.folder / "books.db-wal").write_bytes(b"frames")

    monkeypatch.setattr(upgrade, "_close", leave_a_log)
    before = closed.file.read_bytes()

    with pytest.raises(UpgradeFailed, match=r"books\.db-wal belum kosong"):
        closed.upgrade()

    assert closed.file.read_bytes() == before
    assert closed.copies == []


@pytest.mark.usefixtures("next_version")
def test_proofs_that_turn_red_stop_the_upgrade(
    closed: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = closed.file.read_bytes()

    def red_afterwards(read: Reading) -> list[str]:
        return ["KAS: minus"] if version.version_of(read.database) == NEXT else []

    plant(monkeypatch, "cash", red_afterwards)

    with pytest.raises(UpgradeFailed, match="KAS: minus"):
        closed.upgrade()

    require_untouched(closed, before)


@pytest.mark.usefixtures("next_version")
def test_another_program_keeps_the_books_to_itself(closed: Books) -> None:
    other = closed.open()

    with pytest.raises(Fault, match="sedang dibuka"):
        builders.open_books(closed.folder)

    assert version.version_of(other) == OLD
    other.close()
