"""F25: whoever guesses at the door of the books waits by uptime, is counted, and is told of.

tests/security has the gate alone; here it stands in front of real books.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.founding import FoundingSecrets
from kopdes_desktop.kernel.errors import DatabaseBusy, PasswordChangeNeeded, SignInRefused
from kopdes_desktop.office import log
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.security import keyfile, queries
from kopdes_desktop.security.keyfile import KeyFile
from tests.faults import books
from tests.faults.books import MEMBERS, PASSWORD, PIN

pytestmark = pytest.mark.fault


class Machine:
    """A clock whose every hand can be set."""

    def __init__(self) -> None:
        self.wall, self.up, self.run = datetime(2026, 11, 2, 1, tzinfo=UTC), 1_000.0, "first"

    def now(self) -> datetime:
        return self.wall

    def uptime(self) -> float:
        return self.up

    def boot(self) -> str:
        return self.run

    def restart(self) -> None:
        self.run, self.up = f"{self.run}+", 5.0


class Door:
    """The books' own door, and a count of the passwords that were really looked at."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.machine, self.looked = folder, Machine(), 0
        unlock = KeyFile.unlock

        def counted(file: KeyFile, name: str, password: str) -> keyfile.Unlocked:
            self.looked += 1
            return unlock(file, name, password)

        monkeypatch.setattr(KeyFile, "unlock", counted)

    def enter(self, user: str = "kasir", password: str = PASSWORD) -> Session:
        return books.unlocked(self.folder, user, password, clock=self.machine)

    def guess(self, user: str = "kasir") -> SignInRefused:
        with pytest.raises(SignInRefused) as refusal:
            self.enter(user, "salah")
        return refusal.value

    def wait_asked(self, user: str = "kasir") -> float:
        """The seconds that the right password would have to wait; 0 when it opens."""
        try:
            self.enter(user).close()
        except SignInRefused as refusal:
            return float(str(refusal.values.get("seconds", "inf")))
        return 0.0


@pytest.fixture
def door(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(folder, monkeypatch)


def noted(session: Session) -> list[dict[str, Any]]:
    """What the facts say of failed tries."""
    facts = (msgspec.json.decode(body) for _key, _hash, body in log.every(session.office.reading))
    return [each["d"] for each in facts if each["kind"] == "security.note_failures"]


# --- two hundred tries ------------------------------------------------------------------------


def test_of_two_hundred_tries_in_a_row_five_are_looked_at(door: Door) -> None:
    for _ in range(200):
        door.guess()

    assert door.looked == 5
    assert door.wait_asked() == 30


def test_waits_double_to_a_quarter_of_an_hour(door: Door) -> None:
    waits: list[float] = []
    for _ in range(5):
        door.guess()
    for _ in range(8):
        waits.append(float(str(door.guess().values["seconds"])))
        door.machine.up += waits[-1]
        door.guess()

    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_hundred_failures_lock_the_name_until_the_treasurer_opens_it(door: Door) -> None:
    for _ in range(200):
        door.guess()
        door.machine.up += 901

    assert door.looked == 100
    assert door.wait_asked() == float("inf")
    shown = FoundingSecrets({}, {})
    with door.enter("bendahara") as session:
        session.staff.secrets = shown
        session.office.perform("security.change_password", {"user": "kasir"})
    with door.enter(password=shown.words["kasir"]) as session, pytest.raises(PasswordChangeNeeded):
        books.deposit(session, MEMBERS[0])


def test_the_wall_clock_shortens_nothing_and_a_restart_begins_anew(door: Door) -> None:
    for _ in range(5):
        door.guess()
    door.machine.up += 20
    door.machine.wall += timedelta(days=18_000)
    assert door.wait_asked() == 10

    door.machine.restart()

    assert door.wait_asked() == 30
    door.machine.wall -= timedelta(days=36_000)
    door.machine.up += 30
    assert door.wait_asked() == 0


def test_another_name_is_not_kept_waiting_and_strangers_share_one_count(door: Door) -> None:
    for n in range(20):
        door.guess(f"orang {n}")
    for _ in range(5):
        door.guess("kasir")

    assert door.wait_asked("ketua") == 0
    assert door.looked - 1 == 5 + 5


def test_no_refusal_says_which_part_was_wrong(door: Door) -> None:
    wrong, unknown = door.guess("kasir"), door.guess("tidak ada")

    assert (wrong.message, wrong.values) == (unknown.message, unknown.values)


def test_a_second_program_has_no_tries_at_all_while_the_books_are_open(door: Door) -> None:
    with door.enter("bendahara"):
        for _ in range(20):
            with pytest.raises(DatabaseBusy):
                door.enter(password="salah")
    assert door.looked == 1

    for _ in range(5):
        door.guess()
    assert door.wait_asked() == 30


def test_a_try_that_is_killed_counts(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(KeyFile, "unlock", killed)
        for _ in range(5):
            with pytest.raises(SystemExit):
                door.enter()

    assert door.wait_asked() == 30


def test_without_its_file_the_door_waits_first(door: Door) -> None:
    (door.folder / "signin.json").unlink()

    assert door.wait_asked() == 30


def test_a_door_without_the_gate_would_be_noticed(door: Door) -> None:
    """The control: what stops the tries is the count in the file."""
    fresh = (door.folder / "signin.json").read_bytes()
    for _ in range(20):
        (door.folder / "signin.json").write_bytes(fresh)
        door.guess()

    assert door.looked == 20


# --- the fact of it ---------------------------------------------------------------------------


def test_failures_become_a_fact_with_the_first_order_and_once(door: Door) -> None:
    for name in ("kasir", "kasir", "ketua", "siapa"):
        door.guess(name)
    with door.enter("bendahara") as session:
        assert noted(session) == []
        before = log.count(session.office.reading)
        books.deposit(session, MEMBERS[0])
        users = dict(logins(session))
        assert noted(session) == [
            {"known": {str(users["kasir"]): 2, str(users["ketua"]): 1}, "unknown": 1}
        ]
        assert log.count(session.office.reading) - before == 2

    with door.enter() as session:
        books.deposit(session, MEMBERS[0])
        assert len(noted(session)) == 1


def test_a_session_that_only_reads_leaves_the_telling_to_the_next(door: Door) -> None:
    door.guess()
    with door.enter("pengawas") as session:
        session.office.read("report.trial_balance", log.count)
    with door.enter("bendahara") as session:
        with pytest.raises(Exception, match="9999"):
            books.deposit(session, "9999")
        assert noted(session) == []

        books.deposit(session, MEMBERS[0])

        assert len(noted(session)) == 1


def logins(session: Session) -> Iterator[tuple[str, int]]:
    for user in queries.users(session.office.reading):
        yield user.login or "", user.key


# --- PINs inside open books -------------------------------------------------------------------


def switched(session: Session, user: str, pin: str) -> bool:
    try:
        session.switch(user, pin)
    except SignInRefused:
        return False
    return True


def approved(session: Session, pin: str) -> bool:
    """Whether the chair's PIN is taken for an approval."""
    approval = Approval("ketua", "perlu", pin)
    order = {"user": 1, "reason": "x"}
    try:
        session.office.perform("security.remove_user", order, approval=approval)
    except SignInRefused:
        return False
    except Exception as refusal:  # noqa: BLE001  the user does not exist: the PIN was right
        assert "pengguna 1" in str(refusal)  # noqa: PT017
    return True


def test_five_wrong_pins_and_it_takes_the_password(door: Door) -> None:
    with door.enter("bendahara") as session:
        assert approved(session, PIN)
        tries = [approved(session, f"00000{n}") for n in range(3)]
        tries += [switched(session, "ketua", f"00000{n}") for n in range(2)]
        assert not any(tries)
        assert not approved(session, PIN)
        assert not switched(session, "ketua", PIN)
        assert switched(session, "kasir", PIN), "another's PIN is not touched"

    with door.enter("bendahara") as session:
        assert not approved(session, PIN), "a restart forgets nothing"
    door.enter("ketua").close()
    with door.enter("bendahara") as session:
        assert approved(session, PIN), "his password has freed it"


def test_a_right_pin_forgets_the_wrong_ones(door: Door) -> None:
    with door.enter("bendahara") as session:
        for _ in range(3):
            assert [approved(session, "000000") for _ in range(4)] == [False] * 4
            assert approved(session, PIN)


def test_pins_are_good_for_twelve_hours_of_uptime_from_the_password(door: Door) -> None:
    with door.enter("bendahara") as session:
        door.machine.up += 12 * 3600
        door.machine.wall += timedelta(days=400)
        assert approved(session, PIN)
        door.machine.up += 1
        assert not approved(session, PIN)
        assert not switched(session, "ketua", PIN)
    with door.enter("bendahara") as session:
        assert approved(session, PIN)


def test_a_pin_opens_no_books(door: Door) -> None:
    for user, pin in itertools.product(("kasir", "bendahara"), (PIN, "")):
        with pytest.raises(SignInRefused):
            door.enter(user, pin)
