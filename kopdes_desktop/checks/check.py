"""A proof of the books, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from kopdes_desktop.kernel.errors import Fault
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading

if TYPE_CHECKING:
    from kopdes_desktop.kernel.progress import Progress

#: More findings than this are counted, not listed.
MOST = 50

Finder = Callable[[Reading], Iterable[str]]


class Fix(Struct, frozen=True):
    """How a red proof is put right, in a sentence, and where: a place and perhaps a list there."""

    words: str
    place: str
    listing: str = ""


#: What no entry can mend: the file itself, or what it says of itself, was changed.
RESTORE = Fix(
    N_("Jangan mencatat lagi. Pulihkan salinan terakhir yang utuh, dan simpan berkas ini."),
    "read.backups",
)
#: Books kept beside the journal that part from it are made anew from the facts, or restored.
REBUILD = Fix(
    N_("Jalankan periksa menyeluruh (F9). Kalau itu juga merah, pulihkan salinan yang utuh."),
    "read.backups",
)


class Check(Struct, frozen=True):
    """A proof: its code, what it proves, and how; `fix` leads to where it is put right."""

    code: str
    title: str
    find: Finder
    fix: Fix | None = None


class Result(Struct, frozen=True):
    """What a proof found; nothing means green."""

    code: str
    title: str
    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether it is green."""
        return not self.findings


CHECKS: list[Check] = []


def check(code: str, title: str, *, fix: Fix | None = None) -> Callable[[Finder], Finder]:
    """Enter a proof into the list."""

    def enter(find: Finder) -> Finder:
        CHECKS.append(Check(code, title, find, fix))
        return find

    return enter


def fix_of(code: str) -> Fix | None:
    """How a red proof is put right."""
    return next((each.fix for each in CHECKS if each.code == code), None)


def run(
    read: Reading, only: Iterable[str] | None = None, progress: Progress | None = None
) -> list[Result]:
    """Run the proofs, all or those named; every finding of each (at most MOST of them).

    `progress` is told of every proof; Cancelled once it is stopped.
    """
    named = None if only is None else set(only)
    wanted = [each for each in CHECKS if named is None or each.code in named]
    made: list[Result] = []
    for done, each in enumerate(wanted):
        if progress is not None:
            progress.step(done, len(wanted))
        made.append(Result(each.code, each.title, _findings(each, read)))
    return made


def _findings(each: Check, read: Reading) -> tuple[str, ...]:
    found: list[str] = []
    rest = 0
    try:
        for finding in each.find(read):
            if len(found) < MOST:
                found.append(finding)
            else:
                rest += 1
    except Fault as fault:  # what cannot be read cannot be proven
        found.append(fault.message)
    if rest:
        found.append(_(N_("… dan {count} lagi")).format(count=rest))
    return tuple(found)
