"""holder.json: who has the books open, so that a second program can name him (FACTS §8).

The lock itself is the database's own; this file only gives it a name, and is never relied on.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from kopdes_desktop.security.keyfile import MALFORMED, write_whole

_LONGEST: Final = 200


class Holder:
    """The name beside the lock; a disk that takes no name keeps nobody from his books."""

    def __init__(self, path: Path) -> None:
        """Take the place of the file."""
        self._path = path

    def write(self, user: str, since: str) -> None:
        """Say who holds the books, and since when (as text for people)."""
        with suppress(OSError):
            write_whole(self._path, json.dumps({"user": user, "since": since}).encode())

    def read(self) -> tuple[str, str] | None:
        """User and since; None when nobody says, or nothing legible."""
        try:
            raw = json.loads(self._path.read_bytes())
            user, since = raw["user"], raw["since"]
        except (OSError, *MALFORMED):
            return None
        if _legible(user) and _legible(since):
            return user, since
        return None

    def clear(self) -> None:
        """Nobody holds the books any more."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _legible(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text) <= _LONGEST and text.isprintable()
