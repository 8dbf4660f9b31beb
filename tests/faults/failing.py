"""F3: the n-th write, sync or renaming fails, once or for ever, with a full disk or a broken one.

    python -m tests.faults.failing TEMPLATE PLACE SEED WAYS N,N,…

WAYS is a comma-separated list of ENOSPC and EIO (once), ENOSPC! and EIO! (from then on), and full:
a disk that takes nothing new from then on, until there is room again. `EIO!swallowed` is the
control: a program that takes every order for done.
"""

import ctypes
import errno
import itertools
import os
import sys
from collections import Counter as Tally
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Fault, KopdesError, SignInRefused
from tests.faults import books, oracle
from tests.faults.counter import Counter
from tests.faults.oracle import Acknowledged

ORDERS, SPARE_ORDERS = 12, 4


class Waiting:
    """A clock for somebody who waits as long as the door wants him to."""

    def __init__(self) -> None:
        self.up = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 2, 1, tzinfo=UTC) + timedelta(seconds=self.up)

    def uptime(self) -> float:
        return self.up

    def boot(self) -> str:
        return "only"


@dataclass
class Report:
    """Runs by how they ended, and what was wrong."""

    runs: int = 0
    struck: int = 0
    endings: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)


def main(template: Path, place: Path, seed: str, ways: list[str], moments: list[int]) -> Report:
    report, endings = Report(), Tally[str]()
    shim = ctypes.CDLL(None)
    os.environ["KOPDES_ANCHOR"] = str(place / "warm")
    work(books.copied(template, place / "books"), seed, Trouble(shim, "", 0))
    for way, moment in itertools.product(ways, moments):
        os.environ["KOPDES_ANCHOR"] = str(place / f"{way}-{moment}")
        folder = books.copied(template, place / "books")
        said = in_a_child(folder, seed, shim, way, moment)
        name = f"{way} at {moment}"
        report.runs += 1
        report.struck += said.get("steps", 0) >= moment
        endings[said["ending"]] += 1
        told = [Acknowledged(*each) for each in said["acknowledged"]]
        report.violations += [f"{name}: {each}" for each in judged(way, said)]
        report.violations += [f"{name}: {each}" for each in verified(folder, told)]
    report.endings = dict(endings)
    return report


@dataclass
class Trouble:
    """What happens to the disk, and when."""

    shim: ctypes.CDLL
    way: str
    moment: int

    def begin(self) -> None:
        if self.way == "full":
            self.shim.fault_full(self.moment)
        elif self.way:
            code = errno.ENOSPC if "ENOSPC" in self.way else errno.EIO
            self.shim.fault_arm(self.moment, code, int("!" in self.way))

    def end(self) -> bool:
        """Over, unless it is for ever; whether work can go on."""
        if "!" not in self.way:
            self.shim.fault_full(0)
            self.shim.fault_arm(0, 0, 0)
        return "!" not in self.way

    @property
    def swallowed(self) -> bool:
        return "swallowed" in self.way


def in_a_child(folder: Path, seed: str, shim: ctypes.CDLL, way: str, moment: int) -> dict[str, Any]:
    """Arm the shim and work; what the child says of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        said: dict[str, Any] = {"ending": "crashed", "acknowledged": []}
        try:
            said = work(folder, seed, Trouble(shim, way, moment))
            said.setdefault("steps", shim.fault_count())
        except BaseException as error:  # noqa: BLE001  told, and judged by the parent
            said["ending"] = f"crashed: {error!r}"
        finally:
            os.write(writer, msgspec.json.encode(said))
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as heard:
        answer: dict[str, Any] = msgspec.json.decode(heard.read())
    return answer


def work(folder: Path, seed: str, trouble: Trouble) -> dict[str, Any]:
    """Sign in, work, read, close, while the disk fails; only faults and refusals may come out."""
    said: dict[str, Any] = {"ending": "not opened", "acknowledged": [], "faults": []}
    trouble.begin()
    session = entered(folder, Waiting(), said)
    if session is None:
        return said
    clerk = Counter(session, lambda _told: None, name="clerk", seed=seed)
    perform(clerk, ORDERS, said, swallow=trouble.swallowed)
    session.office.read("report.trial_balance", balances)
    said["steps"] = trouble.shim.fault_count()
    goes_on = trouble.end()
    before = len(said["acknowledged"])
    perform(clerk, SPARE_ORDERS, said, swallow=trouble.swallowed)
    later = len(said["acknowledged"]) - before
    said["ending"] = "worked on" if goes_on and later == SPARE_ORDERS else "read only"
    session.close()
    return said


def perform(clerk: Counter, count: int, said: dict[str, Any], *, swallow: bool) -> None:
    """Give so many orders; those that fail are not given again."""
    office, orders = clerk.session.office, clerk.work()
    for n in range(count):
        expected = office.own.number << oracle.SHIFT | office.chain.seq + 1
        try:
            answer = next(orders)
            said["acknowledged"].append((answer.id, answer.number))
            if n % 4 == 3:
                office.database.checkpoint()
        except Fault as fault:
            said["faults"].append(fault.code)
            orders = clerk.work()
            if swallow:
                said["acknowledged"].append((expected, None))


def entered(folder: Path, clock: Waiting, said: dict[str, Any]) -> Session | None:
    """Sign in, patiently."""
    for _try in range(3):
        try:
            return books.unlocked(folder, clock=clock)
        except SignInRefused as refusal:
            clock.up += float(str(refusal.values.get("seconds", 0)))
        except KopdesError as fault:
            said["faults"].append(fault.code)
    return None


def balances(read: Any) -> list[tuple[Any, ...]]:
    """Any question at all."""
    rows: list[tuple[Any, ...]] = read.database.ask(
        "SELECT account, sum(debit-credit) FROM balance_month GROUP BY 1"
    )
    return rows


def judged(way: str, said: dict[str, Any]) -> list[str]:
    """What a child may not say: that it crashed, or that what is over still ended its work."""
    wrong = [said["ending"]] if said["ending"].startswith("crashed") else []
    if "!" not in way and said["ending"] != "worked on":
        wrong.append(f"it was over, and then: {said['ending']}")
    if way == "full" and set(said["faults"]) - {"DiskFull"}:
        wrong.append(f"a full disk is called {said['faults']}")
    return wrong


def verified(folder: Path, told: list[Acknowledged]) -> list[str]:
    """Open the books on a sound disk, and audit them."""
    clock = Waiting()
    session = entered(folder, clock, {"faults": []})
    if session is None:
        return ["the books do not open any more"]
    with session:
        return oracle.findings(session, told)[:3]


if __name__ == "__main__":
    template, place, seed, ways, moments = sys.argv[1:]
    report = main(
        Path(template), Path(place), seed, ways.split(","), [int(n) for n in moments.split(",")]
    )
    sys.stdout.buffer.write(msgspec.json.encode(asdict(report)))
