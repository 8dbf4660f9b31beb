"""The swap of a restore: old books out, proved ones in, by renames that any next start finishes.

A restore ends by writing `pulih.json`, whole or not at all. From then on the swap is decided; a
program that is killed in it leaves the rest to the next start. Everything old stays, in a folder of
its own that can be opened as books. Light: it is asked before any database is loaded.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from kopdes_desktop.security.keyfile import patiently, sync_folder, write_whole

INTENT: Final = "pulih.json"
#: Where the proved books wait.
SIDE: Final = "pulih-baru"
#: What the first transaction of restored books has to tell.
OWED: Final = "dipulihkan.json"
DATABASE, KEYS, SIGN_INS = "books.db", "keys.json", "signin.json"
_OUT = (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", DATABASE, KEYS)
_IN = (DATABASE, KEYS)


class Restored(msgspec.Struct, frozen=True):
    """Which copy the books come from, and the anchor that its person knowingly left behind."""

    copy: str
    made: str
    seq: int
    hash: str
    #: The mark outside the folder at that time; 0 when the books do not lag behind one.
    mark: int = 0
    mark_hash: str = ""
    accepted: bool = False


class Intent(msgspec.Struct, frozen=True):
    """A swap that is decided: where the old books go, and what is owed afterwards."""

    old: str
    restored: Restored


def decide(folder: Path, intent: Intent) -> None:
    """The proved books in SIDE shall take the place of those here. Raises OSError."""
    sync_folder(folder / SIDE)
    write_whole(folder / INTENT, msgspec.json.encode(intent))


def decided(folder: Path) -> bool:
    """Whether a swap waits to be finished."""
    return (folder / INTENT).is_file()


def settle(folder: Path) -> bool:
    """Finish a swap that was decided; whether there was one. Nobody holds the books. OSError."""
    if not decided(folder):
        return False
    intent = msgspec.json.decode((folder / INTENT).read_bytes(), type=Intent)
    old, side = folder / intent.old, folder / SIDE
    old.mkdir(exist_ok=True)
    for name in _OUT:
        if name not in _IN or (side / name).exists():  # else the new one stands here already
            _move(folder / name, old / name)
    with suppress(OSError):
        if not (old / SIGN_INS).exists():
            shutil.copyfile(folder / SIGN_INS, old / SIGN_INS)
    sync_folder(old)
    for name in _IN:
        _move(side / name, folder / name)
    if not (folder / SIGN_INS).exists():
        _move(side / SIGN_INS, folder / SIGN_INS)
    write_whole(folder / OWED, msgspec.json.encode(intent.restored))
    shutil.rmtree(side, ignore_errors=True)
    (folder / INTENT).unlink()
    sync_folder(folder)
    with suppress(OSError):  # nothing was here before
        if not (old / DATABASE).exists():
            shutil.rmtree(old)
    return True


def _move(source: Path, target: Path) -> None:
    if source.exists():
        patiently(lambda: source.replace(target))


def owed(folder: Path) -> Restored | None:
    """What the first transaction has to tell; None when these books were not restored."""
    try:
        return msgspec.json.decode((folder / OWED).read_bytes(), type=Restored)
    except (OSError, msgspec.DecodeError):
        return None


def told(folder: Path) -> None:
    """The log says it now."""
    with suppress(OSError):
        (folder / OWED).unlink(missing_ok=True)
