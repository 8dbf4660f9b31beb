"""An upgrade is cut off anywhere (RELIABILITY F12): old books or new ones, nothing between."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kopdes_desktop.checks import proofs, rebuild
from kopdes_desktop.db import version
from kopdes_desktop.db.engine import Database
from kopdes_desktop.kernel.errors import Fault
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.migrations import upgrade
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading
from tests.migrations import later
from tests.migrations.later import NEXT, Books

if not hasattr(os, "fork"):
    pytest.skip("forks, and kills the child", allow_module_level=True)
resource = pytest.importorskip("resource")

pytestmark = pytest.mark.fault
OLD = version.HEAD
FACTS = "SELECT n, key, kind, bd, hash, body FROM fact ORDER BY n"
FILE_CALLS = {os.replace, os.fsync, os.unlink, os.sendfile, os.mkdir, os.open}
SQL_CALLS = {"execute", "executemany", "close"}
KILLED, DONE, FAULT, WRONG = -signal.SIGKILL, 0, 7, 8


@pytest.fixture(autouse=True)
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    later.install(monkeypatch, tmp_path / "program")


def in_a_child(do: Callable[[], int]) -> int:
    """What a forked process ends with; a signal counts as negative."""
    pid = os.fork()
    if not pid:
        code = WRONG
        try:
            code = do()
        except Fault:
            code = FAULT
        finally:
            sys.setprofile(None)
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def upgraded(books: Books) -> int:
    books.upgrade().close()
    return DONE


def reaches_the_disk(event: str, called: object) -> bool:
    """Whether this is a call into C that reads or writes a file, or hands SQLite something."""
    if event != "c_call":
        return False
    owner = type(getattr(called, "__self__", None)).__module__
    name = getattr(called, "__name__", "")
    return called in FILE_CALLS or (owner.startswith("sqlcipher3") and name in SQL_CALLS)


def calls_of(books: Books) -> list[str]:
    """Every call of an upgrade that reaches the disk, in order."""
    names: list[str] = []

    def note(_frame: object, event: str, called: object) -> None:
        if reaches_the_disk(event, called):
            names.append(getattr(called, "__name__", ""))

    opened = books.open()
    sys.setprofile(note)
    try:
        made = upgrade.upgrade(opened, books.key, later.MOMENT)
    finally:
        sys.setprofile(None)
    made.close()
    return names


def killed_at(books: Books, nth: int) -> int:
    """Upgrade in a child that is killed just before its n-th call."""

    def do() -> int:
        left = nth

        def count(_frame: object, event: str, called: object) -> None:
            nonlocal left
            if reaches_the_disk(event, called):
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1

        opened = books.open()
        sys.setprofile(count)
        upgrade.upgrade(opened, books.key, later.MOMENT)
        return DONE

    return in_a_child(do)


def state(database: Database, *, whole: bool = False) -> str:
    """Old or new; whole in either case, which the same bytes need not show twice."""
    own = device.installation(Reading(database))
    assert own is not None
    read = Reading(database)
    if not whole:
        assert [each for each in proofs.run(read) if not each.ok] == []
        assert rebuild.rebuild(read, own.number, Months()).differences == ()
    columns = database.ask("SELECT count(*) FROM pragma_table_info('member') WHERE name='note'")
    found = version.version_of(database)
    assert columns == [(int(found == NEXT),)]
    return found or ""


def kill_at(closed: Books, scratch: Path, every: int) -> set[str]:
    """Kill at each call that moves a file, and at every so manieth other; the versions then seen.

    Each time the books are whole, and the next start finishes what was begun.
    """
    opened = closed.open()
    facts = opened.ask(FACTS)
    opened.close()
    calls = calls_of(Books(Path(shutil.copytree(closed.folder, scratch / "trial")), closed.key))
    assert calls.count("replace") == 2  # the copy gets its name, the new file the old one's place
    moving = {n for n, name in enumerate(calls) if name in {"replace", "fsync", "sendfile"}}
    seen, whole = set(), set[bytes]()
    for n in sorted(moving | set(range(0, len(calls), every))):
        books = Books(Path(shutil.copytree(closed.folder, scratch / f"at-{n}")), closed.key)
        assert killed_at(books, n) == KILLED
        content = books.content()
        opened = books.open()
        seen.add(state(opened, whole=content in whole))
        whole.add(content)
        assert opened.ask(FACTS) == facts
        if version.version_of(opened) == OLD:
            opened = upgrade.upgrade(opened, books.key, later.MOMENT)
        opened.close()
        left = {name for name in books.names() if not name.startswith("susun-ulang-")}
        assert left == {*closed.names(), f"cadangan/sebelum-{OLD}-20261122-030405.db"}
        shutil.rmtree(books.folder)
    return seen


def test_killed_at_a_good_many_places_the_books_are_old_or_new(
    closed: Books, tmp_path: Path
) -> None:
    assert kill_at(closed, tmp_path, 71) == {OLD, NEXT}


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_killed_anywhere_the_books_are_old_or_new(closed: Books, tmp_path: Path) -> None:
    assert kill_at(closed, tmp_path, 1) == {OLD, NEXT}


def test_a_disk_that_fills_up_leaves_the_old_books(closed: Books, tmp_path: Path) -> None:
    size = closed.file.stat().st_size
    ends = set()

    for limit in (0, 4096, size // 2, size - 4096, size, size + 4096, size + 200_000, 1 << 30):
        folder = Path(shutil.copytree(closed.folder, tmp_path / f"full-{limit}"))
        books = Books(folder, closed.key)

        def in_little_room(books: Books = books, limit: int = limit) -> int:
            opened = books.open()
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            upgrade.upgrade(opened, books.key, later.MOMENT).close()
            return DONE

        end = in_a_child(in_little_room)
        opened = books.open()
        assert (end, state(opened)) in {(FAULT, OLD), (DONE, NEXT)}
        opened.close()
        if end == FAULT:
            assert books.file.read_bytes() == closed.file.read_bytes()
            assert books.copies == []
        ends.add(end)
        shutil.rmtree(folder)

    assert ends == {FAULT, DONE}


def test_an_upgrade_in_place_would_be_caught_between(
    closed: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: scripts on the live file, a commit for each statement."""

    def in_place(database: Database, _key: bytes, _moment: object) -> Database:
        database.script("UPDATE schema_version SET version_num='9999'")
        database.script("ALTER TABLE member ADD COLUMN note TEXT")
        return database

    monkeypatch.setattr(upgrade, "upgrade", in_place)

    assert killed_at(closed, 1) == KILLED

    opened = closed.open()
    with pytest.raises(AssertionError):
        state(opened)
    opened.close()
