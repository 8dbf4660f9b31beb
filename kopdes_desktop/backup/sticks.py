"""Sticks: only one that was prepared for these books gets a copy, and only a proved copy a name.

`KOPDES/CADANGAN/<coop>/` on the stick holds the mark and the copies. Nothing else there is opened.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from kopdes_desktop.backup import copy_file
from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.security.keyfile import patiently, sync_folder, write_whole

#: Asks the machine which removable volumes are in now: the root folder of each.
Sticks = Callable[[], list[Path]]
#: A file that is not yet what its name says.
UNPROVED: Final = ".belum"
_MARK = "kopdes-cadangan.json"
_FORMAT = "kopdes-stick/1"
_PIECE = 1 << 20


class _Mark(msgspec.Struct, frozen=True):
    format: str
    coop: str


def no_sticks() -> list[Path]:
    """Nothing is ever in."""
    return []


def home(stick: Path, coop: str) -> Path:
    """Where the copies of a cooperative lie on a stick."""
    return stick / "KOPDES" / "CADANGAN" / coop[:8]


def prepare(stick: Path, coop: str) -> Path:
    """Mark a stick as one for these books; the folder for the copies. DiskFull, DiskTrouble."""
    place = home(stick, coop)
    with as_faults():
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / _MARK, msgspec.json.encode(_Mark(_FORMAT, coop)))
    return place


def marked(sticks: Iterable[Path], coop: str) -> list[Path]:
    """The folders for the copies of these books on the sticks that are in."""
    return [place for each in sticks if _is_marked(place := home(each, coop), coop)]


def _is_marked(place: Path, coop: str) -> bool:
    try:
        found = msgspec.json.decode((place / _MARK).read_bytes(), type=_Mark)
    except (OSError, msgspec.DecodeError):
        return False
    return found.format == _FORMAT and found.coop == coop


def carry(copy: Path, place: Path) -> Path:
    """Copy a copy into another folder: written, synced, read back and compared, then named.

    Raises DiskFull, DiskTrouble, BadCopy; then nothing new is listed there.
    """
    target, fresh = place / copy.name, place / (copy.name + UNPROVED)
    try:
        with as_faults():
            for stale in place.glob(f"*{UNPROVED}"):  # a stick that was pulled out
                stale.unlink()
            _write(copy, fresh)
            _require_same(copy, fresh)
            patiently(lambda: fresh.replace(target))
            sync_folder(place)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    return target


def _require_same(copy: Path, carried: Path) -> None:
    if copy_file.sum_of(carried) != copy_file.sum_of(copy):
        raise copy_file.damaged(copy)


def _write(source: Path, target: Path) -> None:
    with source.open("rb") as content, target.open("xb") as file:
        while piece := content.read(_PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):  # so that it is read back from the stick, not from memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
