"""F36: kill −9 between a sale's commit and its paper, at each of the moments in between.

    python -m tests.faults.printing_out TEMPLATE WORKPLACE ROUNDS SEED

A child sells, puts the receipt into the queue within the sale's own transaction, tells a printer (a
folder of papers) and dies at its moment. Whoever opens the books after it prints what waits, as the
program does. Of each sale there has to be one whole paper at least, and one original at most.
"""

import itertools
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.transaction import Request
from kopdes_desktop.paper import thermal
from kopdes_desktop.printing import papers, queue
from tests.faults import books, oracle
from tests.faults.oracle import Acknowledged
from tests.faults.till import DRAWER, FLOAT, SHOP, Till

#: Where the child dies: in the sale, before the printer is told, before, within and after the
#: bytes, and after the queue knows.
MOMENTS = ("sold", "begun", "half", "sent", "finished")
#: Paper is fed out last of all.
ENDING = b"\x1bd\x04"


@dataclass
class Report:
    """How often it was killed, at which moments, and what was wrong afterwards."""

    kills: int = 0
    moments: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MOMENTS, 0))
    papers: int = 0
    copies: int = 0
    violations: list[str] = field(default_factory=list)


def main(template: Path, place: Path, rounds: int, seed: str) -> Report:
    os.environ["KOPDES_ANCHOR"] = str(place / "anchor")
    folder, paper = books.copied(template, place / "books"), place / "paper"
    paper.mkdir(parents=True)
    with books.unlocked(folder) as session:
        order = {"box": DRAWER, "place": SHOP, "float": FLOAT}
        session.office.perform("till.open_shift", order)
    report = Report()
    for n, moment in enumerate(MOMENTS * rounds):
        key = killed(folder, paper, f"{seed}/{n}", moment)
        report.kills += 1
        report.moments[moment] += 1
        with books.unlocked(folder) as session:
            report.violations += oracle.audited(session, [Acknowledged(key)])
            for job in queue.jobs(session.office.reading):
                deque(put_out(session, paper, job.fact, copy=job.copy), maxlen=0)
            report.violations += judged(session, paper, key)
    names = [each.name for each in paper.iterdir()]
    report.papers, report.copies = len(names), sum("copy" in name for name in names)
    return report


def killed(folder: Path, paper: Path, name: str, moment: str) -> int:
    """A child sells and dies at its moment; the key of what it said was sold."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            live(folder, paper, writer, name, moment)
        finally:
            os._exit(1)
    os.close(writer)
    heard = b""
    while piece := os.read(reader, 64):
        heard += piece
    os.close(reader)
    _pid, status = os.waitpid(child, 0)
    if os.WTERMSIG(status) != signal.SIGKILL:
        raise AssertionError(moment)
    return int(heard)


def live(folder: Path, paper: Path, pipe: int, name: str, moment: str) -> None:
    """One sale and its paper, up to the moment."""
    session = books.unlocked(folder)
    clerk = Till(session, lambda _told: None, name=name, seed=name)
    order = clerk.rung_up()
    [answer] = session.office.perform_all(
        [Request("sales.sell", order)],
        beside=lambda kept, answers: queue.expect(kept, [each.id for each in answers]),
    )
    os.write(pipe, str(answer.id).encode())
    steps = put_out(session, paper, answer.id, copy=False)
    for reached in itertools.chain(["sold"], steps):
        if reached == moment:
            os.kill(os.getpid(), signal.SIGKILL)


def put_out(session: Session, paper: Path, fact: int, *, copy: bool) -> Iterator[str]:
    """The steps of one paper, in the order of ui/kit/printer; each is told when it is done."""
    office = session.office
    slip, _receipt = papers.both(office.reading, fact, copy=copy)
    content = thermal.encode(slip, 32, drawer=not copy)
    tries = len(list(paper.glob(f"{fact}-*")))
    office.note(partial(queue.begin, fact=fact))
    yield "begun"
    with (paper / f"{fact}-{tries}-{'copy' if copy else 'original'}").open("wb") as out:
        out.write(content[: len(content) // 2])
        out.flush()
        yield "half"
        out.write(content[len(content) // 2 :])
    yield "sent"
    office.note(partial(queue.finish, fact=fact))
    yield "finished"


def judged(session: Session, paper: Path, fact: int) -> Iterator[str]:
    """One whole paper at least; one original at most, and a copy where that may be torn."""
    out = {each.name: each.read_bytes() for each in paper.glob(f"{fact}-*")}
    originals = [name for name in out if "original" in name]
    whole = [name for name, content in out.items() if content.endswith(ENDING)]
    if len(originals) > 1:
        yield f"two originals: {sorted(out)}"
    if not whole:
        yield f"no whole paper: {sorted(out)}"
    for name, content in out.items():
        if ("copy" in name) is not (b"SALINAN" in content):
            yield f"its mark is wrong: {name}"
    if queue.jobs(session.office.reading):
        yield "something still waits"


if __name__ == "__main__":
    template, place, rounds, seed = sys.argv[1:]
    report = main(Path(template), Path(place), int(rounds), seed)
    sys.stdout.buffer.write(msgspec.json.encode(asdict(report)))
