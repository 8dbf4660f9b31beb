"""PERFORMANCE 9 to 11: the cold start beside an empty window, and the memory after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.benchmarks import coops, measure
from tests.benchmarks.sizes import LONG, needs_generator

pytestmark = pytest.mark.bench

YARDSTICK = coops.GENERATOR.with_name("ui_start.py")
#: What waits until somebody has seen the window.
LATER = {"sqlalchemy", "alembic", "reportlab", "cryptography", "babel", "typer"}

Seen = dict[str, Any]


def started(*line: object, **env: str) -> Seen:
    """What a fresh process tells of its start."""
    done = subprocess.run(
        [sys.executable, *map(str, line)],
        cwd=coops.ROOT,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        check=True,
    )
    told: Seen = json.loads(done.stdout.splitlines()[-1])
    return told


def test_the_window_is_painted_before_the_heavy_modules_come(practice: Path) -> None:
    seen = started("-m", "tests.benchmarks.start", KOPDES_DATA=str(practice))

    loaded = {name.partition(".")[0] for name in seen["modules"]}
    assert loaded & LATER == set()


@needs_generator
@pytest.mark.parametrize("turns", [pytest.param(1, id="one"), pytest.param(15, marks=LONG)])
def test_a_cold_start_beside_an_empty_window(practice: Path, turns: int) -> None:
    empty: list[Seen] = []
    ours: list[Seen] = []
    own = {"KOPDES_DATA": str(practice), "KOPDES_PASSWORD": builders.PASSWORD}
    for turn in range(turns + (turns > 1)):
        bare = started(YARDSTICK, "widgets")
        whole = started("-m", "tests.benchmarks.start", **own)
        if turn or turns == 1:  # the first of many finds no bytecode
            empty.append(bare)
            ours.append(whole)

    measure.table(
        f"Goals 9 to 11: {turns} cold starts in turn",
        ("", "wall ms", "cpu ms", "wall / empty window", "cpu / empty window"),
        [
            row("empty window, first paint", empty, empty, "first_paint"),
            row("first paint", ours, empty, "first_paint"),
            row("first letter in the sign-in", ours, empty, "first_letter"),
            row("all that opening needs", ours, empty, "loaded"),
            row("signed in, at work", ours, empty, "at_work"),
            row("the teller's screen", ours, empty, "teller"),
        ],
    )
    print(f"\nMiB then: {mid(ours, 'resident'):.0f}, the empty window {mid(empty, 'rss_mib'):.0f}")


def row(name: str, seen: list[Seen], empty: list[Seen], milestone: str) -> tuple[object, ...]:
    wall, cpu = mid(seen, milestone), mid(seen, f"{milestone}_cpu")
    bare = mid(empty, "first_paint"), mid(empty, "first_paint_cpu")
    return name, wall, cpu, wall / bare[0], cpu / bare[1]


def mid(seen: list[Seen], what: str) -> float:
    return measure.median(each[what] for each in seen)
