"""What a person likes, beside the books and never in them: look, text size, printer, last name."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from kopdes_desktop.ui.kit.theme import SIZES, THEMES

FILE: Final = "tampilan.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Look, text size in percent, slip printer, and who signed in last."""

    look: str = "light"
    percent: int = 100
    printer: str = ""
    user: str = ""


def load(folder: Path) -> Preferences:
    """What stands in the folder; the plain ones where nothing readable does."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    known = {field.name: field for field in fields(Preferences)}
    kept = {
        name: value
        for name, value in (found.items() if isinstance(found, dict) else ())
        if name in known and type(value) is type(getattr(Preferences(), name))
    }
    read = Preferences(**kept)
    if read.look not in THEMES or read.percent not in SIZES:
        return Preferences(printer=read.printer, user=read.user)
    return read


def save(folder: Path, preferences: Preferences) -> None:
    """Keep them, if the folder exists and takes it; they are never worth a complaint."""
    if not folder.is_dir():
        return
    try:
        (folder / FILE).write_text(json.dumps(asdict(preferences)), "utf-8")
    except OSError:
        return
