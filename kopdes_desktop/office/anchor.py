"""The anchor: after each commit, this device's last number and hash, outside the books' folder.

Books that lag behind their anchor have lost their tail, or were put back to an older copy: they
open read-only. Nothing else can see a log that was rewritten from one end to the other (FACTS §8).
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

_LENGTH = 128


class Mark(NamedTuple):
    """How far a chain had come."""

    seq: int
    hash: str


class Anchor:
    """One small file a device, rewritten in place: 128 bytes, one write, no sync of its own."""

    def __init__(self, folder: Path, coop: str, device_id: str) -> None:
        """Name the file; nothing is touched yet."""
        self.path = folder / f"{coop}-{device_id[:16]}.txt"
        self._file = -1

    def read(self) -> Mark | None:
        """The mark, or None when there is none that can be read."""
        try:
            words = self.path.read_text("ascii").split()
            return Mark(int(words[1]), words[2]) if words[0] == "kopdes-anchor/1" else None
        except (OSError, ValueError, IndexError):
            return None

    def write(self, seq: int, digest: bytes) -> None:
        """Note the newest fact. A folder that cannot be written costs the anchor, not the sale."""
        line = f"kopdes-anchor/1 {seq} {digest.hex()}".ljust(_LENGTH - 1) + "\n"
        with contextlib.suppress(OSError):
            if self._file < 0:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, line.encode())

    def close(self) -> None:
        """Let the file go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
