"""F2: a power cut at any moment costs no acknowledged document and damages nothing.

The control works with `synchronous=NORMAL`, as many programs do, and must lose.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kopdes_desktop.kernel.errors import KopdesError
from tests.faults import books, oracle, power_cut
from tests.faults.books import SEED
from tests.faults.conftest import Harness
from tests.faults.power_cut import Disk, Step
from tests.faults.workers import OUTLET, opened

pytestmark = pytest.mark.fault
ORDERS = 120


@dataclass
class Outcome:
    """How many states lost something that was acknowledged, and how many were damaged."""

    states: int = 0
    lost: int = 0
    damaged: int = 0
    first: str = ""


class Village:
    """Books on a disk that is written down while somebody works on them."""

    def __init__(self, place: Path, harness: Harness) -> None:
        self.place, self.harness = place, harness

    def outcome(
        self, template: Path, work: str, states: int, seed: int, synchronous: str = "FULL"
    ) -> Outcome:
        """Record once, cut the power so many times, and look at what is left."""
        live, record = self.place / "live", self.place / "record"
        books.copied(template, live / "books")
        disk = Disk.holding(live)
        env = {"FAULT_ROOT": str(live), "FAULT_LOG": str(record)}
        self.harness("recording", live, ORDERS, seed, synchronous, work, **env)
        done = list(power_cut.steps(record))
        result = Outcome()
        for after in cuts(disk, done, states, seed):
            self._judge(work, after, disk, result)
        print(f"seed {seed}, {work}, {synchronous}: {len(done)} steps, {result}")
        return result

    def _judge(self, work: str, after: dict[str, bytes], disk: Disk, result: Outcome) -> None:
        left = self.place / "left"
        for path, content in after.items():
            file = left / Path(path).relative_to(self.place / "live")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        os.environ["KOPDES_ANCHOR"] = str(left / "anchor")
        found = findings(left / "books", work, disk)
        result.states += 1
        result.lost += any("lost" in each for each in found)
        result.damaged += any("lost" not in each for each in found)
        result.first = result.first or (found[0] if found else "")
        books.emptied(left)


def cuts(disk: Disk, done: list[Step], states: int, seed: int) -> Iterator[dict[str, bytes]]:
    """What the disk holds after each of so many cuts, all after the first answer."""
    chance = books.dice(seed, "cuts")
    first = next(n for n, step in enumerate(done) if step.op == "A")
    at = 0
    for cut in sorted(chance.randrange(first + 1, len(done) + 1) for _ in range(states)):
        for step in done[at:cut]:
            disk.take(step)
        at = cut
        yield disk.after_a_cut(chance)


def findings(folder: Path, work: str, disk: Disk) -> list[str]:
    """Open what is left as the program does; a refusal to open is damage."""
    try:
        with opened(folder, work) as session:
            return oracle.findings(session, disk.answers)
    except KopdesError as fault:
        return [fault.message]


@pytest.fixture
def village(place: Path, shim: Path, harness: Harness, monkeypatch: pytest.MonkeyPatch) -> Village:
    assert shim.exists()
    monkeypatch.setenv("KOPDES_ANCHOR", str(place / "anchor"))
    return Village(place, harness)


def sound(result: Outcome, states: int) -> bool:
    return (result.states, result.lost, result.damaged) == (states, 0, 0)


def test_no_power_cut_loses_or_damages_anything(village: Village, template: Path) -> None:
    result = village.outcome(template, "counter", 150, SEED)

    assert sound(result, 150), result


def test_no_power_cut_while_the_file_is_exchanged_does(
    village: Village, outlet_template: Path
) -> None:
    result = village.outcome(outlet_template, OUTLET, 40, SEED)

    assert sound(result, 40), result


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_a_thousand_power_cuts_lose_and_damage_nothing(village: Village, template: Path) -> None:
    result = village.outcome(template, "counter", 1000, SEED + 1)

    assert sound(result, 1000), result


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_four_hundred_power_cuts_while_the_file_is_exchanged_do_not_either(
    village: Village, outlet_template: Path
) -> None:
    result = village.outcome(outlet_template, OUTLET, 400, SEED + 1)

    assert sound(result, 400), result


def test_without_the_sync_of_each_commit_much_is_lost(village: Village, template: Path) -> None:
    result = village.outcome(template, "counter", 30, SEED, "NORMAL")

    assert result.lost > 5
