"""F3: a disk that fails once or for ever is met with a message, and costs nothing that was told."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.books import SEED, dice
from tests.faults.conftest import Harness

pytestmark = pytest.mark.fault
WAYS = "ENOSPC,ENOSPC!,EIO,EIO!,full"
#: As many steps as the work has; later moments strike nothing.
STEPS = 600


class Disk:
    """A disk that fails at the moments given."""

    def __init__(self, template: Path, place: Path, shim: Path, harness: Harness) -> None:
        self.template, self.place, self.shim, self.harness = template, place, shim, harness

    def report(self, ways: str, moments: list[int]) -> dict[str, Any]:
        env = {"LD_PRELOAD": str(self.shim), "FAULT_ROOT": str(self.place / "books")}
        listed = ",".join(map(str, moments))
        return self.harness("failing", self.template, self.place, SEED, ways, listed, **env)


@pytest.fixture
def disk(template: Path, place: Path, shim: Path, harness: Harness) -> Disk:
    return Disk(template, place, shim, harness)


def sample(count: int) -> list[int]:
    """The first steps (signing in, the first commit), and a throw of later ones."""
    chance = dice(SEED, "moments")
    return [*range(1, 9), *sorted(chance.sample(range(9, STEPS), count - 8))]


def test_one_failed_step_or_all_from_one_on_lose_nothing(disk: Disk) -> None:
    report = disk.report(WAYS, sample(20))

    assert not report["violations"], f"seed {SEED}: {report}"
    assert report["struck"] > report["runs"] * 0.8
    assert {"worked on", "read only"} <= report["endings"].keys()


@pytest.mark.deep
@pytest.mark.timeout(1200)
def test_every_one_of_the_first_160_steps_and_many_later_ones(disk: Disk) -> None:
    report = disk.report(WAYS, [*range(1, 161), *range(163, STEPS, 7)])

    assert not report["violations"], report


def test_an_error_taken_for_an_answer_is_caught(disk: Disk) -> None:
    report = disk.report("EIO!swallowed", [60, 90])

    assert any("lost: " in each for each in report["violations"])
