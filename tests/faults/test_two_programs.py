"""F9: one program at a time; the second learns the first one's name, a dead one leaves no lock."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kopdes_desktop.kernel.errors import DatabaseBusy
from tests.faults import books
from tests.faults.conftest import ROOT

pytestmark = pytest.mark.fault
CYCLES = 20


class Holders:
    """Makes programs that hold the books, and kills them."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self.server = server

    def new(self, folder: Path) -> int:
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write(f"{folder}\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())

    @staticmethod
    def kill(process: int) -> None:
        os.kill(process, signal.SIGKILL)
        while Path(f"/proc/{process}").exists():
            time.sleep(0.001)


@pytest.fixture(scope="module")
def holders() -> Iterator[Holders]:
    if not Path("/proc/self").exists():
        pytest.skip("needs /proc to see a process die")
    line = [sys.executable, "-m", "tests.faults.holding"]
    pipe = subprocess.PIPE
    with subprocess.Popen(line, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as server:
        yield Holders(server)


def refused(folder: Path) -> tuple[DatabaseBusy, float]:
    """The refusal of a second program, and how long it took."""
    began = time.perf_counter()
    with pytest.raises(DatabaseBusy) as refusal:
        books.unlocked(folder)
    return refusal.value, time.perf_counter() - began


def test_the_second_program_is_refused_by_name_and_a_killed_one_leaves_no_lock(
    folder: Path, holders: Holders
) -> None:
    took: list[float] = []
    for _cycle in range(CYCLES):
        holder = holders.new(folder)
        busy, waited = refused(folder)
        took.append(waited)
        assert "kasir" in busy.message

        holders.kill(holder)

        with books.unlocked(folder) as session:
            books.deposit(session, books.MEMBERS[1])
        assert not (folder / "holder.json").exists()

    print(f"refusals: {min(took):.3f} to {max(took):.3f} s")
    assert min(took) < 1, "a refusal waits, however idle the machine"


def test_books_that_nobody_holds_are_not_refused(folder: Path) -> None:
    """The control: what is asserted above is the lock's doing."""
    with pytest.raises(BaseException, match="DID NOT RAISE"):
        refused(folder)


def command_line(folder: Path) -> tuple[int, dict[str, dict[str, str]]]:
    """A verb that only reads, as a program of its own."""
    line = [sys.executable, "-m", "kopdes_desktop", "--data", str(folder), "--json", "check"]
    env = os.environ | {"KOPDES_USER": "bendahara", "KOPDES_PASSWORD": books.PASSWORD}
    done = subprocess.run(line, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=False)
    return done.returncode, msgspec.json.decode(done.stdout)


def test_the_command_line_ends_with_exit_3_and_the_holders_name(
    folder: Path, holders: Holders
) -> None:
    holder = holders.new(folder)

    code, answer = command_line(folder)

    assert code == 3
    assert answer["fault"]["code"] == "DatabaseBusy"
    assert "kasir" in answer["fault"]["message"]
    holders.kill(holder)
    assert command_line(folder)[0] == 0
