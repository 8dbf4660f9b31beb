"""When these books were last proven on this laptop, by whom, and which proofs were red.

Kept in the books as a keeper: what says that a statement may be printed clean is sealed like they
are. It names no finding.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.kernel.dates import in_zone

if TYPE_CHECKING:
    from kopdes_desktop.checks.check import Result
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.office.office import Office

#: Where earlier programs kept it, beside the books.
OLD_FILE: Final = "periksa.json"


class LastCheck(Struct, frozen=True):
    """The moment with its offset, the user's sign-in name, and the codes of red proofs.

    `seen` is how many facts of all laptops the proofs saw: later ones are unproven.
    """

    at: datetime
    by: str
    red: tuple[str, ...]
    seen: int

    @property
    def ok(self) -> bool:
        """Whether all proofs were green."""
        return not self.red


def folder_of(read: Reading) -> Path:
    """Where the books that are open lie."""
    return read.database.path.parent


def last_check(read: Reading) -> LastCheck | None:
    """The last proof of these books, by their own zone's clock.

    None before the first, or if none is readable.
    """
    from kopdes_desktop.checks.queries import proof_run  # noqa: PLC0415  a glance loads no SQL
    from kopdes_desktop.office.settings import ZONE, setting  # noqa: PLC0415  as above

    found = said(proof_run(read))
    return found and replace(found, at=in_zone(found.at, setting(read, ZONE)))


def said(body: str | None) -> LastCheck | None:
    """What a kept proof says."""
    try:
        told = json.loads(body or "")
        red = tuple(str(code) for code in told["red"])
        at = datetime.fromisoformat(told["at"])
        return LastCheck(at, str(told["by"]), red, int(told["seen"]))
    except (ValueError, KeyError, TypeError):
        return None


def standing(read: Reading) -> tuple[LastCheck | None, bool]:
    """The last proof of these books, and whether nothing was recorded or taken in since."""
    from kopdes_desktop.office import log  # noqa: PLC0415  a glance loads no SQL

    known = last_check(read)
    return known, known is not None and known.seen == log.newest(read)


def remember(office: Office, results: Iterable[Result]) -> LastCheck:
    """Keep that all proofs were run; in books that take nothing, they were run all the same."""
    from kopdes_desktop.checks.queries import keep_proof_run  # noqa: PLC0415  as above
    from kopdes_desktop.kernel.errors import Fault  # noqa: PLC0415  as above
    from kopdes_desktop.office import log  # noqa: PLC0415  as above

    red = tuple(each.code for each in results if not each.ok)
    seen = log.newest(office.reading)
    made = LastCheck(in_zone(office.clock.now(), office.zone), office.signed_in.name, red, seen)
    body = {"at": made.at.isoformat(), "by": made.by, "red": list(red), "seen": seen}
    try:
        office.note(lambda books: keep_proof_run(books, json.dumps(body)))
    except Fault:
        return made
    return made
