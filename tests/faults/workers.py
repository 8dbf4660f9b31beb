"""Whoever works while days go bad: at the counter, at a till, or on an outlet's laptop."""

from pathlib import Path

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Clock
from tests.faults import books
from tests.faults.counter import Counter, Tell
from tests.faults.outlet import OutletDay
from tests.faults.till import Till

OUTLET, TILL = "outlet", "till"


def opened(folder: Path, work: str, clock: Clock | None = None) -> Session:
    """The books, by whoever works there."""
    if work == OUTLET:
        return books.unlocked(folder, "kasir", day=None, clock=clock)
    return books.unlocked(folder, clock=clock)


def worker(work: str, session: Session, tell: Tell, name: str) -> Counter | OutletDay:
    """Somebody who works and says so; the same again for the same name."""
    if work == OUTLET:
        return OutletDay(session, tell, name=name, seed=name)
    return (Till if work == TILL else Counter)(session, tell, name=name, seed=name)
