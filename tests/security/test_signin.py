"""How long a guesser waits (RELIABILITY F25)."""

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import SignInRefused
from kopdes_desktop.security import signin
from kopdes_desktop.security.signin import Gate, delay_after

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    """A clock whose every hand can be set."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
        self.up = 1_000.0
        self.run = "first"

    def now(self) -> datetime:
        return self.wall

    def uptime(self) -> float:
        return self.up

    def boot(self) -> str:
        return self.run

    def wait(self, seconds: float) -> None:
        self.up += seconds
        self.wall += timedelta(seconds=seconds)

    def restart(self, name: str) -> None:
        self.run, self.up = name, 5.0


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def path(tmp_path: Path, machine: Machine) -> Path:
    """The file of books that were just made."""
    Gate(tmp_path / "signin.json", machine).prepare()
    return tmp_path / "signin.json"


def gate(path: Path, machine: Machine) -> Gate:
    return Gate(path, machine, ("siti", "Wagiman"))


def refused(door: Gate, name: str = "siti") -> SignInRefused | None:
    """What the door says before a password is looked at."""
    try:
        door.require_open(name)
    except SignInRefused as refusal:
        return refusal
    return None


def seconds(door: Gate, name: str = "siti") -> object:
    refusal = refused(door, name)
    return refusal.values["seconds"] if refusal else 0


def guess(door: Gate, name: str = "siti") -> bool:
    """One wrong password; whether it was looked at."""
    with suppress(SignInRefused), door.attempt(name):
        raise LookupError
    return False


def looked_at(door: Gate, name: str = "siti") -> bool:
    try:
        return guess(door, name)
    except LookupError:
        return True


# --- the delay --------------------------------------------------------------------------------


def test_five_tries_are_free_then_the_delay_doubles_to_a_quarter_of_an_hour() -> None:
    assert [delay_after(n) for n in range(12)] == [0] * 5 + [30, 60, 120, 240, 480, 900, 900]
    assert delay_after(10**9) == 900


def test_the_sixth_try_waits_and_is_told_how_long(path: Path, machine: Machine) -> None:
    door = gate(path, machine)

    for _ in range(5):
        assert looked_at(door)
    refusal = refused(door)

    assert refusal is not None
    assert refusal.message == "Tunggu 30 detik sebelum mencoba masuk lagi."
    assert refusal.field is None
    assert not looked_at(door)
    machine.wait(29.5)
    assert seconds(door) == 1
    machine.wait(0.5)
    assert looked_at(door)
    assert seconds(door) == 60


def test_waiting_is_told_in_minutes_when_it_is_long(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(10):
        door.failed("siti")

    refusal = refused(door)

    assert refusal is not None
    assert refusal.message == "Tunggu 15 menit sebelum mencoba masuk lagi."


def test_a_refused_try_costs_nothing_more(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(5):
        door.failed("siti")

    for _ in range(50):
        assert not looked_at(door)

    assert seconds(door) == 30


def test_the_right_password_forgets_the_failures_in_a_row(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(5):
        door.failed("siti")
    machine.wait(30)

    with door.attempt("siti"):
        pass

    assert sum(looked_at(door) for _ in range(9)) == 5


def test_one_user_waits_and_another_does_not(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(5):
        door.failed("siti")

    assert refused(door, "siti")
    assert not refused(door, "wagiman")
    assert not refused(door, "nobody")


def test_a_name_in_another_case_is_the_same_user(path: Path, machine: Machine) -> None:
    door = gate(path, machine)

    tries = [looked_at(door, name) for name in ("siti", "SITI", " Siti", "siti ", "sItI", "siTi")]

    assert tries == [True] * 5 + [False]


def test_all_unknown_names_share_one_count(path: Path, machine: Machine) -> None:
    door = gate(path, machine)

    assert sum(looked_at(door, f"name {n}") for n in range(20)) == 5
    assert len(json.loads(path.read_bytes())["buckets"]) == 1


def test_the_file_holds_no_name(path: Path, machine: Machine) -> None:
    door = gate(path, machine)

    door.failed("Wagiman")
    door.failed("kata sandi di kolom nama")

    text = path.read_text("utf-8").lower()
    assert "wagiman" not in text
    assert "kata sandi" not in text


def test_two_files_know_one_user_under_different_marks(tmp_path: Path, machine: Machine) -> None:
    marks = set()

    for file in (tmp_path / "one.json", tmp_path / "two.json"):
        Gate(file, machine).prepare()
        gate(file, machine).failed("siti")
        marks |= set(json.loads(file.read_bytes())["buckets"])

    assert len(marks) == 2


def test_after_a_hundred_failures_only_the_treasurer_helps(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(100):
        assert looked_at(door)
        machine.wait(901)
    machine.wait(10**7)

    locked = refused(door)
    door.reset("siti")

    assert locked is not None
    assert "bendahara" in locked.message
    assert looked_at(door)


# --- what a guesser may try -------------------------------------------------------------------


def test_two_hundred_tries_meet_the_delay_whatever_is_done_to_the_machine(
    path: Path, machine: Machine
) -> None:
    free, tries = 0, 0

    for n in range(200):
        door = gate(path, machine)  # the program is started anew each time
        machine.wall += timedelta(days=365 * (1 if n % 2 else -1))
        if n % 7 == 3:
            machine.restart(f"boot {n}")
        tries += 1
        free += looked_at(door)

    assert tries == 200
    assert free == 5


def test_a_patient_guesser_gets_what_the_delays_leave_him(path: Path, machine: Machine) -> None:
    begin, looked = machine.up, []

    while machine.up < begin + 3 * 24 * 3600:
        if looked_at(gate(path, machine)):
            looked.append(machine.up - begin)
        machine.wait(150)

    assert len(looked) == 100
    assert looked[-1] > 22 * 3600


@pytest.mark.parametrize("years", [-50, -1, 1, 50])
def test_the_wall_clock_shortens_nothing(path: Path, machine: Machine, years: int) -> None:
    door = gate(path, machine)
    for _ in range(5):
        door.failed("siti")

    machine.wall += timedelta(days=365 * years)

    assert seconds(door) == 30


def test_a_restart_of_the_machine_begins_the_delay_anew(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(6):
        door.failed("siti")
    machine.wait(59)

    machine.restart("second")

    assert seconds(gate(path, machine)) == 60
    machine.wait(59)
    assert seconds(gate(path, machine)) == 1
    machine.wait(1)
    assert seconds(gate(path, machine)) == 0


def test_a_new_boot_name_on_a_machine_that_ran_long_begins_it_anew_too(
    path: Path, machine: Machine
) -> None:
    machine.up = 10**6
    door = gate(path, machine)
    for _ in range(5):
        door.failed("siti")

    machine.run, machine.up = "second", 2 * 10**6

    assert seconds(door) == 30


def test_an_uptime_that_went_back_begins_it_anew(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(5):
        door.failed("siti")

    machine.up = 3

    assert seconds(door) == 30


def test_a_deleted_file_costs_half_a_minute_and_the_free_tries(
    path: Path, machine: Machine
) -> None:
    path.unlink()

    assert seconds(gate(path, machine), "siti") == 30
    assert seconds(gate(path, machine), "wagiman") == 30
    assert not looked_at(gate(path, machine))
    machine.wait(30)
    assert looked_at(gate(path, machine))
    assert not looked_at(gate(path, machine))
    assert seconds(gate(path, machine)) == 30


def test_deleting_the_file_before_each_try_gains_nothing(path: Path, machine: Machine) -> None:
    looked, begin = 0, machine.up

    while machine.up < begin + 3600:
        path.unlink(missing_ok=True)
        for _ in range(31):
            looked += looked_at(gate(path, machine))
            machine.wait(1)

    assert looked <= 3600 // 30


GOOD = b'{"format": "kopdes-signin/1", "salt": "00", "floor": 0, "pause": null, "buckets": {}}'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"{}",
        b"[]",
        b"[" * 100_000,
        GOOD + b" " * (2 << 20),
        GOOD.replace(b"signin/1", b"signin/2"),
        GOOD.replace(b"00", b""),
        GOOD.replace(b"00", b"zz"),
        GOOD.replace(b"0,", b"-1,"),
        GOOD.replace(b"{}}", b"[]}"),
        GOOD.replace(b"null", b"{}"),
        GOOD.replace(b"null", b'{"uptime": NaN, "boot": "first"}'),
        GOOD.replace(b"null", b'{"uptime": 1%s, "boot": "first"}' % (b"0" * 400)),
        GOOD.replace(b"{}}", b'{"strangers": {}}}'),
    ],
)
def test_a_malformed_file_is_a_lost_file(path: Path, machine: Machine, content: bytes) -> None:
    path.write_bytes(content)

    assert seconds(gate(path, machine)) == 30
    machine.wait(30)
    assert looked_at(gate(path, machine))


def test_a_legible_file_is_taken_as_it_is(path: Path, machine: Machine) -> None:
    path.write_bytes(GOOD)

    assert seconds(gate(path, machine)) == 0
    assert path.read_bytes() == GOOD


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_a_file_changed_anywhere_never_surprises(
    path: Path, machine: Machine, data: st.DataObject
) -> None:
    Gate(path, machine).prepare()
    gate(path, machine).failed("siti")
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=4))
    path.write_bytes(content)
    door = gate(path, machine)

    refusal = refused(door)
    door.unreported()

    assert refusal is None or isinstance(refusal, SignInRefused)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.sampled_from(["try", "right", "short", "long", "boot", "lost"]), max_size=40))
def test_no_sequence_of_events_gives_more_than_five_tries_in_half_a_minute(
    path: Path, machine: Machine, events: list[str]
) -> None:
    Gate(path, machine).prepare()
    recent: list[float] = []
    gone = 0.0

    for n, event in enumerate(events):
        door = gate(path, machine)
        if event == "try" and looked_at(door):
            recent = [*(moment for moment in recent if moment > gone - 30), gone]
        elif event == "right":
            with suppress(SignInRefused), door.attempt("siti"):
                recent = []
        elif event in {"short", "long"}:
            passed = 1.0 if event == "short" else 40.0
            machine.wait(passed)
            gone += passed
        elif event == "boot":
            machine.restart(f"boot {n}")
        elif event == "lost":
            path.unlink(missing_ok=True)
        assert len(recent) <= 5


# --- more than one program --------------------------------------------------------------------


def test_a_try_counts_before_its_password_is_looked_at(path: Path, machine: Machine) -> None:
    doors = [gate(path, machine) for _ in range(9)]
    inside = []

    for door in doors:  # nine windows, each with its password typed and not yet judged
        attempt = door.attempt("siti")
        with suppress(SignInRefused):
            attempt.__enter__()
            inside.append(attempt)

    assert len(inside) == 5
    assert refused(gate(path, machine))


CHILD = """
import sys
from pathlib import Path
from kopdes_desktop.security.signin import Gate
class Still:
    def now(self): from datetime import UTC, datetime; return datetime(2026, 11, 21, tzinfo=UTC)
    def uptime(self): return 1000.0
    def boot(self): return "first"
door = Gate(Path(sys.argv[1]), Still(), ("siti",))
for n in range(int(sys.argv[2])):
    door.failed("siti")
    print(n, flush=True)
"""


def child(path: Path, tries: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), str(tries)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def failures(path: Path) -> int:
    raw: dict[str, Any] = json.loads(path.read_bytes())
    return sum(int(bucket["failures"]) for bucket in raw["buckets"].values())


def test_two_programs_lose_no_count(path: Path) -> None:
    children = [child(path, 15) for _ in range(3)]

    for one in children:
        one.communicate(timeout=60)

    assert [one.returncode for one in children] == [0, 0, 0]
    assert failures(path) == 45


@pytest.mark.fault
@pytest.mark.parametrize("after", [0.0, 0.004, 0.011])
def test_a_killed_program_loses_no_count(path: Path, after: float) -> None:
    one = child(path, 10_000)
    assert one.stdout is not None
    said = [one.stdout.readline()]
    time.sleep(after)

    one.kill()
    said += one.stdout.readlines()
    one.wait(timeout=60)
    one.stdout.close()

    told = sum(line.endswith("\n") for line in said)
    assert told >= 1
    assert told <= failures(path) <= told + 1


def test_a_count_is_on_the_disk_before_the_answer(
    path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def sync(handle: int) -> None:
        synced.append(handle)
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)

    with suppress(LookupError), gate(path, machine).attempt("siti"):
        before = failures(path), len(synced)
        raise LookupError

    assert before[0] == 1
    assert before[1] >= 1


# --- where nothing can be written -------------------------------------------------------------


def refuse(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    assert path.exists()

    def fill() -> None:
        monkeypatch.setattr(signin, "write_whole", refuse)
        monkeypatch.setattr(signin, "write_over", refuse)

    return fill


def test_a_disk_that_takes_no_count_costs_a_delay_and_the_free_tries(
    path: Path, machine: Machine, full_disk: Callable[[], None]
) -> None:
    full_disk()
    door = gate(path, machine)

    assert not looked_at(door)
    assert seconds(door) == 30
    machine.wait(30)
    assert looked_at(door)

    assert not looked_at(gate(path, machine)), "a program started anew waits again"
    assert path.exists()


def test_the_right_password_opens_on_a_disk_that_takes_no_count(
    path: Path, machine: Machine, full_disk: Callable[[], None]
) -> None:
    full_disk()
    door, opened = gate(path, machine), 0
    assert not looked_at(door)
    machine.wait(30)

    for _ in range(7):
        with door.attempt("siti"):
            opened += 1

    assert opened == 7


def test_a_full_disk_takes_the_count_over_the_one_before(
    path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signin, "write_whole", refuse)

    for _ in range(3):
        assert looked_at(gate(path, machine))

    assert failures(path) == 3
    with gate(path, machine).attempt("siti"):
        pass
    assert failures(path) == 0


def test_once_the_disk_takes_it_the_count_is_written(
    path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = gate(path, machine)
    with monkeypatch.context() as broken:
        broken.setattr(signin, "write_whole", refuse)
        broken.setattr(signin, "write_over", refuse)
        door.failed("siti")
        door.failed("siti")
    unwritten = failures(path)

    door.failed("siti")

    assert unwritten == 0
    assert failures(path) == 3

    gate(path, machine).failed("siti")
    door.failed("siti")

    assert failures(path) == 5, "what another program counted since is not written over"


# --- the fact of it ---------------------------------------------------------------------------


def test_failed_tries_are_told_once(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    door.failed("WAGIMAN")
    machine.wait(3600)
    door.failed("wagiman")
    door.failed("somebody")

    told = door.unreported()
    door.reported(told)

    assert {(t.name, t.count, t.first, t.last) for t in told} == {
        ("Wagiman", 2, "2026-11-21T01:00:00.000+00:00", "2026-11-21T02:00:00.000+00:00"),
        (None, 1, "2026-11-21T02:00:00.000+00:00", "2026-11-21T02:00:00.000+00:00"),
    }
    assert gate(path, machine).unreported() == []
    assert failures(path) == 3


def test_a_try_between_reading_and_telling_is_told_next_time(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    door.failed("siti")
    told = door.unreported()

    gate(path, machine).failed("siti")
    door.reported(told)

    assert [(t.name, t.count) for t in door.unreported()] == [("siti", 1)]


def test_a_right_password_is_not_told_as_a_failure(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    with door.attempt("siti"):
        pass
    assert door.unreported() == []

    door.failed("siti")
    before = door.unreported()
    machine.wait(60)
    with door.attempt("siti"):
        pass

    assert door.unreported() == before


def test_failures_stay_to_be_told_after_the_right_password(path: Path, machine: Machine) -> None:
    door = gate(path, machine)
    for _ in range(3):
        door.failed("siti")

    door.succeeded("siti")

    assert [(t.name, t.count) for t in door.unreported()] == [("siti", 3)]
    assert not refused(door)


def test_a_user_who_is_gone_is_told_of_without_a_name(path: Path, machine: Machine) -> None:
    gate(path, machine).failed("siti")

    told = Gate(path, machine, ("Wagiman",)).unreported()

    assert [(t.name, t.count) for t in told] == [(None, 1)]
