"""Rebuild: replay the facts into a scratch file, and compare every projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kopdes_desktop.db.compare import Difference, compare
from kopdes_desktop.db.faults import DriverError
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.office import replay
from kopdes_desktop.office.books import Reading
from kopdes_desktop.security.keys import SealBroken

if TYPE_CHECKING:
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.actor import Calendar

#: What applying a log raises that this program did not write: what its own guards refuse, keys that
#: do not open, payloads that say nothing.
_NO_LOG_OF_OURS = (DriverError, Refusal, SealBroken, msgspec.DecodeError, LookupError, ValueError)


class Rebuilt(Struct, frozen=True):
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
    read: Reading,
    own: int,
    calendar: Calendar,
    *,
    progress: Progress | None = None,
    before: replay.Before = replay.unseen,
) -> Rebuilt:
    """Compare the books with what their log makes of an empty file; the live file is only read.

    `before` sees each fact just before it is applied to that file.
    """
    try:
        with replay.scratch(read) as made:
            facts = replay.replay(
                read, made.books.database, own, calendar, progress=progress, before=before
            )
            made.seal()
            found = compare(read.database, made.path, made.key)
    except _NO_LOG_OF_OURS as error:
        return Rebuilt(0, 0, 0, (Difference("fact", "rebuilt", (str(error),)),))
    return Rebuilt(facts, found.tables, found.rows, found.differences)
