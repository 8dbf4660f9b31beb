"""PERFORMANCE 9 to 11: the cold start beside an empty window, and the memory after it.

As somebody meets it: what stands before the first letter, what is loaded while he types, and what
he waits for after Enter. A person types a password in some four seconds (keystroke-level model);
who gives a PIN in one second waits for the rest of what is loaded.
"""

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
            row("in the thread: what opening needs", ours, empty, "loaded", "first_letter"),
            row("in the thread: the daily screens", ours, empty, "settled", "loaded"),
            *after_enter(ours, empty),
        ],
    )
    tell_memory(ours)
    assert all(each["till_goods"] > each["at_work"] for each in ours)


@needs_generator
@pytest.mark.parametrize(
    "size", ["S", pytest.param("M", marks=LONG), pytest.param("L", marks=LONG)]
)
@pytest.mark.deep
def test_from_enter_to_the_till_on_books_of_each_size(
    size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = coops.books(size)
    own = {
        "KOPDES_DATA": str(builders.copy(made, tmp_path / "buku")),
        "KOPDES_PASSWORD": builders.PASSWORD,
        "KOPDES_DAY": str(coops.last_day(made)),
    }
    empty: list[Seen] = []
    ours: list[Seen] = []
    hasty: list[Seen] = []
    for _turn in range(5):
        empty.append(started(YARDSTICK, "widgets"))
        ours.append(started("-m", "tests.benchmarks.start", **own))
        hasty.append(started("-m", "tests.benchmarks.start", **own, KOPDES_PACE="1000"))

    measure.table(
        f"Goal 10 on {size}: from Enter on, once all is loaded; and a PIN in one second",
        ("", "wall ms", "cpu ms", "wall / empty window", "cpu / empty window"),
        [
            *after_enter(ours, empty),
            row("a PIN in one second: Enter to the first place", hasty, empty, "at_work", "enter"),
        ],
    )
    tell_memory(ours)
    assert len(ours) == len(hasty)


def after_enter(seen: list[Seen], empty: list[Seen]) -> list[tuple[object, ...]]:
    """What is waited for, all reckoned from Enter."""
    return [
        row("Enter to the first place painted", seen, empty, "at_work", "enter"),
        row("… its figures read and painted", seen, empty, "figures", "enter"),
        row("… the till painted", seen, empty, "till", "enter"),
        row("… the till with its goods", seen, empty, "till_goods", "enter"),
        row("… the teller's screen", seen, empty, "teller", "enter"),
    ]


def tell_memory(seen: list[Seen]) -> None:
    stages = ("first_letter", "settled", "at_work", "figures", "till_goods", "teller")
    told = ", ".join(f"{each} {mid(seen, f'{each}_mib'):.0f}" for each in stages)
    print(f"\nMiB: {told}")


def row(
    name: str, seen: list[Seen], empty: list[Seen], milestone: str, since: str = ""
) -> tuple[object, ...]:
    wall, cpu = mid(seen, milestone, since), mid(seen, f"{milestone}_cpu", since and f"{since}_cpu")
    bare = mid(empty, "first_paint"), mid(empty, "first_paint_cpu")
    return name, wall, cpu, wall / bare[0], cpu / bare[1]


def mid(seen: list[Seen], what: str, since: str = "") -> float:
    return measure.median(each[what] - (each[since] if since else 0) for each in seen)
