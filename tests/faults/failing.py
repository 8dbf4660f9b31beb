"""F3: the n-th write, sync or renaming fails, once or for ever, with a full disk or a broken one.

    python -m tests.faults.failing TEMPLATE PLACE SEED counter|outlet WAYS N,N,…

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
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Fault, KopdesError, SignInRefused
from kopdes_desktop.office.transaction import Answer
from tests.faults import books, oracle
from tests.faults.counter import Counter
from tests.faults.oracle import Acknowledged
from tests.faults.outlet import OutletDay, Step
from tests.faults.workers import OUTLET, opened, worker

#: Orders while the disk fails, and afterwards.
ORDERS = {"counter": (12, 4), OUTLET: (5, 3)}


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


@dataclass(frozen=True)
class Work:
    """Somebody who works in a folder, the same again for the same seed."""

    folder: Path
    kind: str
    seed: str

    def opened(self, clock: "Waiting") -> Session:
        return opened(self.folder, self.kind, clock)

    def clerk(self, session: Session) -> Counter | OutletDay:
        return worker(self.kind, session, lambda _told: None, self.seed)


def main(template: Path, here: Work, ways: list[str], moments: list[int]) -> Report:
    report, endings = Report(), Tally[str]()
    shim, place = ctypes.CDLL(None), here.folder.parent
    os.environ["KOPDES_ANCHOR"] = str(place / "warm")
    books.copied(template, here.folder)
    work(here, Trouble(shim, "", 0))
    for way, moment in itertools.product(ways, moments):
        os.environ["KOPDES_ANCHOR"] = str(place / f"{way}-{moment}")
        books.copied(template, here.folder)
        said = in_a_child(here, Trouble(shim, way, moment))
        name = f"{way} at {moment}"
        report.runs += 1
        report.struck += said.get("steps", 0) >= moment
        endings[said["ending"]] += 1
        told = [Acknowledged(*each) for each in said["acknowledged"]]
        report.violations += [f"{name}: {each}" for each in judged(here.kind, way, said)]
        report.violations += [f"{name}: {each}" for each in verified(here, told)]
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


def in_a_child(here: Work, trouble: Trouble) -> dict[str, Any]:
    """Arm the shim and work; what the child says of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        said: dict[str, Any] = {"ending": "crashed", "acknowledged": []}
        try:
            said = work(here, trouble)
            said.setdefault("steps", trouble.shim.fault_count())
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


def work(here: Work, trouble: Trouble) -> dict[str, Any]:
    """Sign in, work, read, close, while the disk fails; only faults and refusals may come out."""
    said: dict[str, Any] = {"ending": "not opened", "acknowledged": [], "faults": []}
    trouble.begin()
    session = entered(here, Waiting(), said)
    if session is None:
        return said
    clerk = here.clerk(session)
    orders, spare = ORDERS[here.kind]
    perform(clerk, orders, said, swallow=trouble.swallowed)
    said["read"] = readable(session)
    said["steps"] = trouble.shim.fault_count()
    goes_on = trouble.end()
    answers = perform(clerk, spare, said, swallow=trouble.swallowed)
    said["ending"] = "worked on" if goes_on and answers == spare else "read only"
    session.close()
    return said


def perform(clerk: Counter | OutletDay, count: int, said: dict[str, Any], *, swallow: bool) -> int:
    """Give so many orders; those that fail are not given again. The number of answers."""
    office = clerk.session.office
    orders: Iterator[Answer | Step] = clerk.work()
    answers = 0
    for n in range(count):
        expected = office.own.number << oracle.SHIFT | office.chain.seq + 1
        try:
            said["acknowledged"] += answered(next(orders))
            answers += 1
            if n % 4 == 3:
                office.database.checkpoint()
        except Fault as fault:
            said["faults"].append(fault.code)
            orders = clerk.work()
            if swallow:
                said["acknowledged"].append((expected, None))
    return answers


def answered(answer: Answer | Step) -> list[tuple[int, str | None]]:
    """Keys and numbers that somebody was told."""
    if isinstance(answer, Step):
        return [(id_, None) for id_ in answer.ids]
    return [(answer.id, answer.number)]


def entered(here: Work, clock: Waiting, said: dict[str, Any]) -> Session | None:
    """Sign in, patiently."""
    for _try in range(3):
        try:
            return here.opened(clock)
        except SignInRefused as refusal:
            clock.up += float(str(refusal.values.get("seconds", 0)))
        except KopdesError as fault:
            said["faults"].append(fault.code)
    return None


def readable(session: Session) -> bool:
    """Whether the books answer; a dead disk may have taken them while they were exchanged."""
    try:
        return bool(session.office.read("read.members", balances))
    except Fault:
        return False


def balances(read: Any) -> list[tuple[Any, ...]]:
    """Any question at all."""
    rows: list[tuple[Any, ...]] = read.database.ask(
        "SELECT account, sum(debit-credit) FROM balance_month GROUP BY 1"
    )
    return rows


def judged(kind: str, way: str, said: dict[str, Any]) -> list[str]:
    """What a child may not say: that it crashed, or that what is over still ended its work."""
    wrong = [said["ending"]] if said["ending"].startswith("crashed") else []
    if "!" not in way and said["ending"] != "worked on":
        wrong.append(f"it was over, and then: {said['ending']}")
    if kind != OUTLET and not said.get("read", True):
        wrong.append("what was there could not be read any more")
    if way == "full" and set(said["faults"]) - {"DiskFull"}:
        wrong.append(f"a full disk is called {said['faults']}")
    return wrong


def verified(here: Work, told: list[Acknowledged]) -> list[str]:
    """Open the books on a sound disk, and audit them."""
    clock = Waiting()
    session = entered(here, clock, {"faults": []})
    if session is None:
        return ["the books do not open any more"]
    with session:
        return oracle.findings(session, told)[:3]


if __name__ == "__main__":
    template, place, seed, kind, ways, moments = sys.argv[1:]
    counted = [int(n) for n in moments.split(",")]
    here = Work(Path(place) / "books", kind, seed)
    report = main(Path(template), here, ways.split(","), counted)
    sys.stdout.buffer.write(msgspec.json.encode(asdict(report)))
