"""Rebuild: replay the facts into a scratch file, and compare every projection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kopdes_desktop.db.compare import Difference, compare
from kopdes_desktop.office import replay
from kopdes_desktop.office.books import Reading

if TYPE_CHECKING:
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.actor import Calendar


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many facts were replayed, how much was compared, and what differs."""

    facts: int
    tables: int
    rows: int
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether the log gives these books again."""
        return not self.differences


def rebuild(
    read: Reading, own: int, calendar: Calendar, *, progress: Progress | None = None
) -> Rebuilt:
    """Compare the books with what their log makes of an empty file; the live file is only read."""
    with replay.scratch(read) as made:
        facts = replay.replay(read, made.books.database, own, calendar, progress=progress)
        made.seal()
        found = compare(read.database, made.path, made.key)
    return Rebuilt(facts, found.tables, found.rows, found.differences)
