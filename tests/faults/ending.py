"""F1: kill −9 while a book year is closed or opened again, at moments spread over its writes.

    python -m tests.faults.ending TEMPLATE WORKPLACE POINTS close|reopen|hasty

The year is closed as a whole or not at all. `hasty` is the control: a program that commits what it
has written so far must be caught.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

from kopdes_desktop.app.books import Session
from kopdes_desktop.ledger import periods, year_ends
from tests import builders
from tests.faults import books

DAY = date(2027, 1, 4)
YEAR = {"year": "2026"}
REOPEN = {**YEAR, "reason": "beban terlewat"}
_WRITES = ("run", "many", "change", "commit")


@dataclass
class Report:
    """How many moments there were, at how many of them it was killed, and what was wrong then."""

    writes: int = 0
    kills: int = 0
    closed: int = 0
    violations: list[str] = field(default_factory=list)


def main(template: Path, place: Path, points: int, work: str) -> Report:
    report = Report()
    year = prepared(books.copied(template, place / "year"), work)
    report.writes = counted(books.copied(year, place / "counted"), work)
    even = {report.writes * (k + 1) // (points + 1) for k in range(points)} - {0}
    for n in sorted(even | {report.writes, report.writes + 1}):
        folder = books.copied(year, place / "books")
        kill_at(folder, work, n)
        report.kills += 1
        verify(folder, report, n, work)
    return report


def opened(folder: Path) -> Session:
    os.environ["KOPDES_ANCHOR"] = str(folder.parent / f"{folder.name}-anchor")
    books.emptied(folder.parent / f"{folder.name}-anchor")
    return books.unlocked(folder, day=DAY)


def prepared(folder: Path, work: str) -> Path:
    """A year with income and costs; closed already where it is to be opened again."""
    with opened(folder) as session:
        late: dict[str, Any] = {"day": "2026-11-02", "late": "dari buku kas"}
        earned = (("1-1101", 90_000, "KTR"), ("4-9109", -90_000, "KTR"))
        spent = (("6-1201", 20_000, "G1"), ("1-1101", -20_000, "KTR"))
        builders.record(session.office, *earned, **late)
        builders.record(session.office, *spent, **late)
        if work == "reopen":
            session.office.perform("accounting.close_year", YEAR)
    return folder


def do(session: Session, work: str) -> None:
    if work == "reopen":
        session.office.perform("accounting.reopen_year", REOPEN, approval=builders.approval())
    else:
        session.office.perform("accounting.close_year", YEAR)


def watched(session: Session, reach: Callable[[str, bool], None]) -> None:
    """Tell of every write before it happens, and of the commit after it too."""
    database = session.office.database
    for name in _WRITES:
        inner = getattr(database, name)

        def outer(
            *given: Any, inner: Callable[..., Any] = inner, name: str = name, **named: Any
        ) -> Any:
            reach(name, False)
            found = inner(*given, **named)
            if name == "commit":
                reach(name, True)
            return found

        setattr(database, name, outer)


def counted(folder: Path, work: str) -> int:
    """How many writes there are, the commit among them."""
    told: list[str] = []
    with opened(folder) as session:
        watched(session, lambda name, after: None if after else told.append(name))
        do(session, work)
    return len(told)


def kill_at(folder: Path, work: str, n: int) -> None:
    """A child does it, and dies before its n-th write; one more is right after the commit."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    session, count = opened(folder), 0

    def reach(_name: str, _after: bool) -> None:
        nonlocal count
        count += 1
        if count == n:
            if work == "hasty" and session.office.database.in_transaction:
                with suppress(dbapi2.IntegrityError):  # lines whose entry is still to come
                    session.office.database.connection.execute("COMMIT")
            os.kill(os.getpid(), signal.SIGKILL)

    watched(session, reach)
    do(session, work)
    os._exit(1)


def verify(folder: Path, report: Report, n: int, work: str) -> None:
    """Open what is left: everything of it, or nothing, and the books are green."""
    with opened(folder) as session:
        office = session.office
        done = [each.year.name for each in year_ends.closed_years(office.reading)] == ["2026"]
        report.closed += done
        locked = len(periods.closed_months(office.reading))
        fitting = {(True, 12), (False, 11 if work == "reopen" else 0)}
        if (done, locked) not in fitting:
            report.violations.append(f"write {n}: closed {done}, {locked} months locked")
        if done != ((n > report.writes) != (work == "reopen")):
            report.violations.append(f"write {n}: closed is {done}")
        report.violations += [f"write {n}: {code}" for code in builders.findings(office)]


if __name__ == "__main__":
    template, place, points, work = sys.argv[1:]
    report = main(Path(template), Path(place), int(points), work)
    sys.stdout.buffer.write(msgspec.json.encode(asdict(report)))
