"""The example profile as a beginning: units, cash boxes and people that nearly everybody has."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from kopdes_desktop.places import RESOURCES

#: A row of a list, as texts by the names of the profile.
Row = dict[str, str]


@cache
def _example() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "templates" / "profile.toml").read_text("utf-8"))


def rows(part: str) -> list[Row]:
    """A list of the example, each row anew."""
    return [{name: str(value) for name, value in row.items()} for row in _example()[part]]


def people() -> list[Row]:
    """The example's people, whose names are still to be typed."""
    return [row | {"person": ""} for row in rows("orang")]


def example() -> dict[str, dict[str, Any]]:
    """The practice cooperative as it would stand in the wizard: for pictures."""
    made = tomllib.loads((RESOURCES / "templates" / "practice.toml").read_text("utf-8"))
    people = [dict(row) for row in made["orang"][:4]]
    return {
        "koperasi": {name: text for name, text in made["koperasi"].items() if name != "zone"},
        "orang": {"rows": people},
    }


def savings(code: str) -> dict[str, Any]:
    """One of the example's products."""
    return next(dict(each) for each in _example()["simpanan"] if each["code"] == code)


def series() -> str:
    """The letters on this laptop's documents."""
    return str(_example()["buku"]["series"])
