"""What was typed so far, kept beside the books that are to come; never a password, never a PIN."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kopdes_desktop.security.keyfile import write_whole

FILE: Final = "pendirian.json"

#: What stands in the fields of every step, by the step's code.
Texts = dict[str, dict[str, Any]]


def load(folder: Path) -> Texts:
    """What an earlier start left; nothing where nothing readable lies."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {code: texts for code, texts in found.items() if isinstance(texts, dict)}


def save(folder: Path, texts: Texts) -> None:
    """Keep it; a disk that takes none of it is told by the founding, not by every key."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FILE, json.dumps(texts, ensure_ascii=False, indent=1).encode())


def drop(folder: Path) -> None:
    """The cooperative stands: its draft is of no use any more."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
