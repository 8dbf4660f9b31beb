"""When these books were last proven on this laptop, by whom, and which proofs were red.

Kept beside the books and never in them: another laptop has its own. It names the cooperative, for
other books may lie there later, and no finding, for the file is not encrypted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kopdes_desktop.kernel.ids import seq_of

if TYPE_CHECKING:
    from kopdes_desktop.checks.check import Result
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.office.office import Office

FILE: Final = "periksa.json"


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The moment with its offset, the user's sign-in name, and the codes of red proofs.

    `seq` is the last fact of this laptop that the proofs saw: later facts are unproven.
    """

    at: datetime
    by: str
    red: tuple[str, ...]
    seq: int

    @property
    def ok(self) -> bool:
        """Whether all proofs were green."""
        return not self.red


def folder_of(read: Reading) -> Path:
    """Where the books that are open lie."""
    return read.database.path.parent


def last_check(office: Office) -> LastCheck | None:
    """The last proof of these books; None before the first, or if none is readable."""
    return kept(folder_of(office.reading), office.own.coop)


def kept(folder: Path, coop: str) -> LastCheck | None:
    """The last proof of the books in a folder, if they are this cooperative's."""
    try:
        said = json.loads((folder / FILE).read_text("utf-8"))
        if said["coop"] != coop:
            return None
        red = tuple(str(code) for code in said["red"])
        return LastCheck(datetime.fromisoformat(said["at"]), str(said["by"]), red, int(said["seq"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def standing(read: Reading) -> tuple[LastCheck | None, bool]:
    """The last proof of these books, and whether nothing was recorded since."""
    from kopdes_desktop.office import device  # noqa: PLC0415  a glance loads no SQL

    own = device.installation(read)
    known = kept(folder_of(read), own.coop) if own is not None else None
    if own is None or known is None:
        return None, False
    newest = device.last_fact(read, own.number)
    return known, newest is not None and known.seq == seq_of(newest[0])


def remember(office: Office, results: Iterable[Result]) -> LastCheck:
    """Keep that all proofs were run; where the folder takes nothing, they were run all the same."""
    red = tuple(each.code for each in results if not each.ok)
    made = LastCheck(office.clock.now(), office.signed_in.name, red, office.chain.seq)
    said = {
        "coop": office.own.coop,
        "at": made.at.isoformat(),
        "by": made.by,
        "red": list(red),
        "seq": made.seq,
    }
    try:
        (folder_of(office.reading) / FILE).write_text(json.dumps(said), "utf-8")
    except OSError:
        return made
    return made
