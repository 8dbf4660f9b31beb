"""The chart that comes with the program, as rows of text. Pure: loads no SQL."""

from __future__ import annotations

import csv

from kopdes_desktop.places import RESOURCES


def chart_rows() -> list[dict[str, str]]:
    """Every account by the column heads of resources/charts/kdmp.csv."""
    with (RESOURCES / "charts" / "kdmp.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
