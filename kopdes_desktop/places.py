"""Where files are: the program's own resources and the user's folders; nothing is touched."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def _shipped(name: str) -> Path:
    """A shipped folder: beside the package in a checkout or when frozen, inside it in a wheel."""
    inside = Path(__file__).resolve().parent / name
    return inside if inside.is_dir() else _ROOT / name


RESOURCES = _shipped("resources")
TRANSLATIONS = _shipped("translations")
#: In the folder of the books: paper as files.
PRINTED = "cetakan"


def user_data() -> Path:
    """The folder of the cooperative's books when nobody names another one."""
    named = os.environ.get("KOPDES_DATA")
    if named:
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415  only needed without a named folder

    return user_data_path("kopdes-desktop", appauthor=False, roaming=False) / "buku"


def anchors() -> Path | None:
    """The folder of anchor files, outside every data folder; None when KOPDES_ANCHOR is off."""
    named = os.environ.get("KOPDES_ANCHOR")
    if named == "off":
        return None
    if named:
        return Path(named)
    from platformdirs import user_state_path  # noqa: PLC0415

    return user_state_path("kopdes-desktop", appauthor=False) / "anchor"
