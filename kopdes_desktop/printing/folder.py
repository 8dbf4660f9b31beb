"""The folder of papers (cetakan): where a paper lies that no printer takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kopdes_desktop.db.faults import as_faults
from kopdes_desktop.kernel.errors import Fault, PaperNotKept

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def keep(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """Make a document and write it under a safe name, whole or not at all; gives its place.

    PaperNotKept, with the disk's own trouble in words.
    """
    path = folder / _UNSAFE.sub("-", name)
    half = path.with_name(path.name + ".part")
    try:
        with as_faults():
            content = make()
            folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(content)
            half.replace(path)
    except Fault as fault:
        raise PaperNotKept(name=path.name, reason=fault.message) from fault
    return path
