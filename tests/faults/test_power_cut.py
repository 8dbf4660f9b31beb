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

    def __init__(self, template: Path, place: Path, shim: Path, harness: Harness) -> None:
        self.template, self.place, self.shim, self.harness = template, place, shim, harness

    def outcome(self, synchronous: str, states: int, seed: int) -> Outcome:
        """Record once, cut the power so many times, and look at what is left."""
        live, record = self.place / synchronous, self.place / f"{synchronous}.record"
        books.copied(self.template, live / "books")
        disk = Disk.holding(live)
        env = {"LD_PRELOAD": self.shim, "FAULT_ROOT": live, "FAULT_LOG": record}
        words = {name: str(value) for name, value in env.items()}
        self.harness("recording", live, ORDERS, seed, synchronous, **words)
        done = list(power_cut.steps(record))
        result = Outcome()
        for after in cuts(disk, done, states, seed):
            self._judge(live, after, disk, result)
        print(f"seed {seed}, {synchronous}: {len(done)} steps, {result}")
        return result

    def _judge(self, live: Path, after: dict[str, bytes], disk: Disk, result: Outcome) -> None:
        left = self.place / "left"
        for path, content in after.items():
            file = left / Path(path).relative_to(live)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        os.environ["KOPDES_ANCHOR"] = str(left / "anchor")
        found = findings(left / "books", disk)
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


def findings(folder: Path, disk: Disk) -> list[str]:
    """Open what is left as the program does; a refusal to open is damage."""
    try:
        with books.unlocked(folder) as session:
            return oracle.findings(session, disk.answers)
    except KopdesError as fault:
        return [fault.message]


@pytest.fixture
def village(
    template: Path,
    place: Path,
    shim: Path,
    harness: Harness,
    monkeypatch: pytest.MonkeyPatch,
) -> Village:
    monkeypatch.setenv("KOPDES_ANCHOR", str(place / "anchor"))
    return Village(template, place, shim, harness)


def test_no_power_cut_loses_or_damages_anything(village: Village) -> None:
    result = village.outcome("FULL", 150, SEED)

    assert (result.states, result.lost, result.damaged) == (150, 0, 0), result


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_a_thousand_power_cuts_lose_and_damage_nothing(village: Village) -> None:
    result = village.outcome("FULL", 1000, SEED + 1)

    assert (result.states, result.lost, result.damaged) == (1000, 0, 0), result


def test_without_the_sync_of_each_commit_much_is_lost(village: Village) -> None:
    result = village.outcome("NORMAL", 30, SEED)

    assert result.lost > 5
