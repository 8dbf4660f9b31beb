"""Rebuild: replay the facts into a scratch file, and compare every projection."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kopdes_desktop.db.compare import Difference, compare
from kopdes_desktop.db.engine import open_database
from kopdes_desktop.db.faults import DriverError, as_faults
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.ids import system_entropy
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
    key = system_entropy(32)
    with (
        tempfile.TemporaryDirectory(prefix="susun-ulang-", dir=read.database.path.parent) as folder,
        as_faults(),
    ):
        path = Path(folder) / "scratch.db"
        scratch = open_database(path, key, scratch=True)
        try:
            scratch.begin()
            replay.scratch_copy(read.database, scratch)
            facts = replay.replay(read, scratch, own, calendar, progress=progress)
            scratch.commit()
        except (DriverError, Refusal, msgspec.DecodeError, LookupError, ValueError) as error:
            # No log that this program wrote comes here: it says what its own guards refuse.
            return Rebuilt(0, 0, 0, (Difference("fact", "rebuilt", (str(error),)),))
        finally:
            scratch.rollback()
            scratch.connection.close()
        found = compare(read.database, path, key)
    return Rebuilt(facts, found.tables, found.rows, found.differences)
