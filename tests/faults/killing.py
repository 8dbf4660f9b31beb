"""F1: kill −9 at random moments of work, opening and closing; then look whether anything is lost.

    python -m tests.faults.killing TEMPLATE WORKPLACE KILLS SEED counter|outlet|till|too-early

`till` sells, and its open cart must stand as it was kept last. `outlet` works on a second laptop
whose file is exchanged again and again (outlet.py). `too-early` is the control: a counter that says
"done" before the commit must be caught.
"""

import itertools
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from kopdes_desktop.app.books import Session
from tests.faults import books, oracle
from tests.faults.counter import Counter, Tell, Wanted
from tests.faults.oracle import Acknowledged
from tests.faults.outlet import OutletDay
from tests.faults.workers import OUTLET, TILL, opened, worker

ROUND = {"counter": 50, OUTLET: 20, TILL: 50, "too-early": 50}
ENOUGH = 20
#: How often it is looked at before the end of a round: what is lost once stays lost until then.
LOOKED_AT = {"counter": 0.2, OUTLET: 0.5, TILL: 0.2, "too-early": 0.5}
SHORTEST, LONGEST, LONGEST_EXCHANGE = 0.005, 0.060, 0.012


@dataclass
class Report:
    """What was done to the books, and what was wrong afterwards."""

    kills: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    came_through: int = 0
    while_opening: int = 0
    verified: int = 0
    rebuilt: int = 0
    slowest_opening: float = 0.0
    violations: list[str] = field(default_factory=list)


@dataclass
class Round:
    """One copy of the books, and everything that was said about it."""

    folder: Path
    work: str
    acknowledged: list[Acknowledged] = field(default_factory=list)
    open_orders: list[Wanted] = field(default_factory=list)
    #: What the clerk's open cart may be: what was kept last, or was being kept.
    carts: set[str] = field(default_factory=lambda: {""})

    def opened(self) -> Session:
        return opened(self.folder, self.work)

    def clerk(self, session: Session, tell: Tell, name: str) -> Counter | OutletDay:
        """Somebody who first asks again what was left open."""
        clerk = worker(self.work, session, tell, name)
        if isinstance(clerk, Counter):
            if self.work == "too-early":
                predict(clerk)
            for wanted in self.open_orders:
                clerk.ask(wanted)
        return clerk


def main(template: Path, place: Path, kills: int, seed: str, work: str) -> Report:
    report = Report()
    chance, size = books.dice(seed, "kills"), ROUND[work]
    warm_up(new_round(template, place / "warm", work))
    here = Round(template, work)
    for n in range(kills):
        if n % size == 0:
            here = new_round(template, place / f"round-{n // size}", work)
        said = killed(here, f"{seed}/{n}", chance.random())
        note(here, report, said)
        last = n % size == size - 1 or n == kills - 1
        if last or chance.random() < LOOKED_AT[work]:
            verify(here, report, whole=last or n % 10 == 0)
    return report


def new_round(template: Path, place: Path, work: str) -> Round:
    """Fresh books, and an anchor of their own: an older one would hold them back."""
    os.environ["KOPDES_ANCHOR"] = str(place / "anchor")
    return Round(books.copied(template, place / "books"), work)


def warm_up(here: Round) -> None:
    """Compile every statement before the first fork, so that children work and do not prepare."""
    session = here.opened()
    for _answer in itertools.islice(here.clerk(session, lambda _told: None, "warm").work(), 60):
        pass
    session.close()


def killed(here: Round, name: str, throw: float) -> list[dict[str, Any]]:
    """Let a child work and kill it, four times of five after it has opened the books.

    On an outlet, three times of five while its file is exchanged.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            live(here, writer, name)
        except BaseException as error:  # noqa: BLE001  told, and judged by the parent
            say(writer, {"crashed": repr(error)})
        os._exit(1)
    os.close(writer)
    heard = b""
    if throw < 0.8:
        heard = os.read(reader, 4096)
    if here.work == OUTLET and throw < 0.6:
        while b"exchanging" not in heard and (piece := os.read(reader, 4096)):
            heard += piece
        let_work(child, LONGEST_EXCHANGE * (throw * 7 % 1))
    else:
        let_work(child, SHORTEST + (LONGEST - SHORTEST) * (throw * 7 % 1))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reader, 1 << 16):
        heard += piece
    os.close(reader)
    return [msgspec.json.decode(line) for line in heard.splitlines()]


def let_work(child: int, seconds: float) -> None:
    """Wait until a child has worked so long by its own clock: a busy machine lets it come as far.

    One that has ended works no more, so the wait ends in any case.
    """
    clock = ~child << 3 | 2  # Linux: the processor time of another process
    try:
        until = time.clock_gettime(clock) + seconds
    except OSError:
        time.sleep(seconds)
        return
    patience = time.monotonic() + 100 * seconds
    while time.clock_gettime(clock) < until and time.monotonic() < patience:
        time.sleep(0.0005)


def live(here: Round, pipe: int, name: str) -> None:
    """A child's life: open, ask again what the one before left open, work on, close, open again."""
    for life in itertools.count():
        session = here.opened()
        say(pipe, {"opened": life})
        clerk = here.clerk(session, lambda told: say(pipe, told), f"{name}/{life}")
        for _answer in itertools.islice(clerk.work(), 25):
            pass
        session.close()


def predict(clerk: Counter) -> None:
    """The control's fault: the answer is given when the order is."""
    begun, office = clerk.tell, clerk.session.office

    def tell(words: dict[str, Any]) -> None:
        begun(words)
        if "begun" in words:
            expected = office.own.number << oracle.SHIFT | office.chain.seq + 1
            begun({"done": words["begun"], "id": expected, "number": None, "again": False})

    clerk.tell = tell


def say(pipe: int, words: dict[str, Any]) -> None:
    os.write(pipe, msgspec.json.encode(words) + b"\n")


def note(here: Round, report: Report, said: list[dict[str, Any]]) -> None:
    """Keep what was acknowledged, and what was left open."""
    report.kills += 1
    report.while_opening += not any("opened" in words for words in said)
    left = {each.key: each for each in here.open_orders}
    for words in said:
        match words:
            case {"crashed": str(why)}:
                report.violations.append(f"crashed: {why}")
            case {"keeping": str(body)}:
                here.carts.add(body)
            case {"kept": str(body)}:
                here.carts = {body}
            case {"begun": str(key)}:
                left[key] = Wanted(key, words["op"], words["order"])
                here.carts |= {""} if words["op"] == "sales.sell" else set()
            case {"done": str(key)}:
                here.carts = {words["cart"]} if "cart" in words else here.carts
                report.came_through += words["again"]
                left.pop(key, None)
                here.acknowledged.append(Acknowledged(words["id"], words["number"]))
                report.acknowledged += 1
    here.open_orders = list(left.values())
    report.in_flight += bool(left)


def verify(here: Round, report: Report, *, whole: bool) -> None:
    """Open what the kill has left, as the program does, and audit it."""
    began = time.process_time()  # what others do on this machine is not ours to answer for
    session = here.opened()
    report.slowest_opening = max(report.slowest_opening, time.process_time() - began)
    try:
        found = oracle.findings(session, here.acknowledged, whole=whole)
        found += oracle.open_cart(session, here.carts)
    finally:
        session.close()
    report.violations += [each for each in found[:5] if len(report.violations) < ENOUGH]
    report.verified += 1
    report.rebuilt += whole


if __name__ == "__main__":
    template, place, kills, seed, work = sys.argv[1:]
    report = main(Path(template), Path(place), int(kills), seed, work)
    sys.stdout.buffer.write(msgspec.json.encode(asdict(report)))
