"""F3: a disk that fails once or for ever is met with a message, and costs nothing that was told."""

import errno
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.founding import FoundingSecrets
from kopdes_desktop.kernel.errors import DiskFull, SavedNotFinished
from kopdes_desktop.security import keyfile
from tests.faults import books, oracle
from tests.faults.books import SEED, dice
from tests.faults.conftest import Harness
from tests.faults.workers import OUTLET

pytestmark = pytest.mark.fault
WAYS = "ENOSPC,ENOSPC!,EIO,EIO!,full"
#: As many steps as the work has; later moments strike nothing.
STEPS = 420
#: An outlet's first taking: the new file is filled, checkpointed, and put in the old one's place.
EXCHANGE = range(100, 310)


class Disk:
    """A disk that fails at the moments given."""

    def __init__(self, place: Path, harness: Harness) -> None:
        self.place, self.harness = place, harness

    def report(self, template: Path, work: str, ways: str, moments: list[int]) -> dict[str, Any]:
        env = {"FAULT_ROOT": str(self.place / "books")}
        listed = ",".join(map(str, moments))
        return self.harness("failing", template, self.place, SEED, work, ways, listed, **env)


@pytest.fixture
def disk(place: Path, shim: Path, harness: Harness) -> Disk:
    assert shim.exists()
    return Disk(place, harness)


def sample(count: int, among: range) -> list[int]:
    return sorted(dice(SEED, "moments").sample(among, count))


def test_one_failed_step_or_all_from_one_on_lose_nothing(disk: Disk, template: Path) -> None:
    signing_in, later = range(1, 9, 2), range(9, STEPS)
    report = disk.report(template, "counter", WAYS, [*signing_in, *sample(10, later)])

    assert not report["violations"], f"seed {SEED}: {report}"
    assert report["struck"] > report["runs"] * 0.8
    assert {"worked on", "read only"} <= report["endings"].keys()


def test_a_disk_that_fails_while_the_file_is_exchanged_loses_nothing(
    disk: Disk, outlet_template: Path
) -> None:
    report = disk.report(outlet_template, OUTLET, WAYS, sample(6, EXCHANGE))

    assert not report["violations"], f"seed {SEED}: {report}"
    assert report["struck"] > report["runs"] * 0.8


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_every_one_of_the_first_160_steps_and_many_later_ones(disk: Disk, template: Path) -> None:
    report = disk.report(template, "counter", WAYS, [*range(1, 161), *range(163, STEPS, 7)])

    assert not report["violations"], report


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_every_step_while_the_file_is_exchanged(disk: Disk, outlet_template: Path) -> None:
    report = disk.report(outlet_template, OUTLET, WAYS, [*EXCHANGE])

    assert not report["violations"], report


def test_an_error_taken_for_an_answer_is_caught(disk: Disk, template: Path) -> None:
    report = disk.report(template, "counter", "EIO!swallowed", [60, 90])

    assert any("lost: " in each for each in report["violations"])


@pytest.mark.allowed_logs("kopdes_desktop.office.office")
def test_a_new_password_that_the_disk_refuses_leaves_the_old_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with books.unlocked(folder, "kasir") as session:
        session.staff.secrets = FoundingSecrets({"kasir": "tiga sapi merah di sawah"}, {})
        monkeypatch.setattr(keyfile, "write_whole", refuse)
        with pytest.raises(SavedNotFinished, match="ruang disk penuh") as told:
            session.office.perform("security.change_password", {})
        assert isinstance(told.value.__cause__, DiskFull)
        monkeypatch.undo()

    with books.unlocked(folder, "kasir") as session:
        session.staff.secrets = FoundingSecrets({"kasir": "tiga sapi merah di sawah"}, {})
        session.office.perform("security.change_password", {})
    with books.unlocked(folder, "kasir", "tiga sapi merah di sawah") as session:
        assert oracle.findings(session) == []
