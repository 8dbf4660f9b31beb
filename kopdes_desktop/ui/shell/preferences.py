"""What a person likes, beside the books and never in them: look, text size, last name."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from kopdes_desktop.kernel.i18n import SOURCE_LANGUAGE
from kopdes_desktop.ui.kit.theme import SIZES, THEMES

FILE: Final = "tampilan.json"
#: Each by its own name, whatever is spoken now.
LANGUAGES: Final = {SOURCE_LANGUAGE: "Indonesia", "en": "English"}


class Preferences(NamedTuple):
    """Look, text size in percent; who signed in last, to which cooperative.

    After `idle` minutes without a touch the screen locks itself; nought is never. The `language` is
    spoken from the next start on.
    """

    look: str = "light"
    percent: int = 100
    user: str = ""
    coop: str = ""
    practice: bool = False
    idle: int = 10
    language: str = SOURCE_LANGUAGE


def load(folder: Path) -> Preferences:
    """What stands in the folder; the plain ones where nothing readable does."""
    if not (folder / FILE).is_file():
        return Preferences()
    import json  # noqa: PLC0415  the very first start goes without

    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    plain = Preferences()._asdict()
    kept = {
        name: value
        for name, value in (found.items() if isinstance(found, dict) else ())
        if name in plain and type(value) is type(plain[name])
    }
    read = Preferences(**kept)
    if read.language not in LANGUAGES:
        read = read._replace(language=SOURCE_LANGUAGE)
    if read.look not in THEMES or read.percent not in SIZES:
        return read._replace(look=Preferences().look, percent=Preferences().percent)
    return read


def save(folder: Path, preferences: Preferences) -> None:
    """Keep them, if the folder exists and takes it; they are never worth a complaint."""
    if not folder.is_dir():
        return
    import json  # noqa: PLC0415  as above

    try:
        (folder / FILE).write_text(json.dumps(preferences._asdict()), "utf-8")
    except OSError:
        return
