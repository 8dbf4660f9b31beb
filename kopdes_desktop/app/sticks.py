"""Which sticks are in now: what can be pulled out, and is mounted where people's sticks are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kopdes_desktop.app.place import REMOVABLE, LinuxProbe, drive_type

_SHELVES = ("media", "run/media", "mnt")


def mounted() -> list[Path]:
    """The root folder of each stick; none where the system does not tell."""
    try:
        return list(_windows()) if os.name == "nt" else list(on_linux(LinuxProbe()))
    except OSError:
        return []


def on_linux(probe: LinuxProbe) -> Iterator[Path]:
    """By the mount table, and by what is under each mount."""
    shelves = [probe.root / each for each in _SHELVES]
    for mount in probe.mounts():
        here = probe.root / mount.point.relative_to("/")
        shelved = any(here.is_relative_to(each) for each in shelves)
        if shelved and probe.medium(mount.point) == "removable" and os.access(here, os.W_OK):
            yield here


def on_windows(drives: int, kind: Callable[[Path], int]) -> Iterator[Path]:
    """By the letters in use (a bit each, A first) and what Windows says of each."""
    for n in range(26):
        root = Path(f"{chr(ord('A') + n)}:\\")
        if drives >> n & 1 and kind(root) == REMOVABLE:
            yield root


def _windows() -> Iterator[Path]:
    if sys.platform != "win32":
        msg = "asked on another system"
        raise RuntimeError(msg)
    import ctypes  # noqa: PLC0415  Windows only

    yield from on_windows(ctypes.windll.kernel32.GetLogicalDrives(), drive_type)
