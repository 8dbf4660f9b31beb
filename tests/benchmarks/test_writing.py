"""PERFORMANCE 1 to 3 and 7c: what a deposit and a sale cost beside the bare rows that it writes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.members import queries as members
from tests import builders
from tests.benchmarks import coops, measure, outlet, syncs, village, writing
from tests.benchmarks.sizes import FEW, LARGE, MANY, SMALL
from tests.benchmarks.village import Order
from tests.benchmarks.writing import Pair

pytestmark = pytest.mark.bench

SHIM = Path(__file__).parents[1] / "faults" / "shim.c"
HEAD = (
    *("what is written", "raw p50 ms", "p95", "cpu", "program p50 ms", "p95", "cpu"),
    *("p50 ratio", "p95 ratio", "cpu ratio"),
)


@pytest.mark.parametrize("turns", [FEW, MANY])
def test_deposits_and_journals_beside_their_own_rows(
    inhabited: Path, tmp_path: Path, turns: int
) -> None:
    with builders.open_books(inhabited) as session:
        deposits = [("savings.deposit", x) for x in village.deposits(active(session), turns)]
    journals = [("accounting.record", x) for x in village.journals(turns)]
    pairs = [
        Pair(name, inhabited, tmp_path / name, builders.open_books, orders, keyed=keyed)
        for name, orders, keyed in (
            ("deposit", deposits, False),
            ("deposit with a key", deposits, True),
            ("ten-line journal", journals, False),
            ("ten-line journal with a key", journals, True),
        )
    ]

    show(f"Goal 1: {turns} turns", pairs)


@pytest.mark.parametrize("sizes", [SMALL, LARGE])
def test_deposits_on_books_of_every_size(tmp_path: Path, sizes: tuple[str, ...]) -> None:
    turns = 480 if len(sizes) > 1 else 24
    pairs = []
    for size in sizes:
        folder = coops.books(size)
        opened = partial(coops.opened, day=coops.last_day(folder))
        orders = [("savings.deposit", x) for x in scattered(folder, turns)]
        pairs.append(Pair(f"deposit on {size}", folder, tmp_path / size, opened, orders))

    found = show(f"Goal 3: {turns} turns", pairs)

    programs = [program for _raw, program in found.values()]
    print(f"\n{sizes[-1]} / {sizes[0]}: {programs[-1].p50 / programs[0].p50:.2f}")


@pytest.mark.parametrize("turns", [FEW, MANY])
def test_five_line_sales_beside_their_own_rows(trading: Path, tmp_path: Path, turns: int) -> None:
    with builders.open_books(trading) as session:
        orders = [("sales.sell", x) for x in outlet.sales(session.office, turns)]
    pairs = [
        Pair(name, trading, tmp_path / name, builders.open_books, orders, keyed=keyed)
        for name, keyed in (("five-line sale", False), ("five-line sale with a key", True))
    ]

    show(f"Goal 1: {turns} turns", pairs)


@pytest.mark.parametrize("sizes", [SMALL, LARGE])
def test_sales_on_books_of_every_size(tmp_path: Path, sizes: tuple[str, ...]) -> None:
    turns = 480 if len(sizes) > 1 else 24
    pairs = []
    for size in sizes:
        folder = tmp_path / f"{size}-shop"
        shutil.copytree(coops.books(size), folder)
        day = coops.last_day(coops.books(size))
        with coops.opened(folder, day) as session:
            outlet.fill(session.office, outlet.DRAWER)
            outlet.open_shift(session.office)
            orders = [("sales.sell", x) for x in outlet.sales(session.office, turns)]
        opened = partial(coops.opened, day=day)
        pairs.append(Pair(f"sale on {size}", folder, tmp_path / size, opened, orders))

    found = show(f"Goal 3: {turns} turns", pairs)

    programs = [program for _raw, program in found.values()]
    print(f"\n{sizes[-1]} / {sizes[0]}: {programs[-1].p50 / programs[0].p50:.2f}")


def show(title: str, pairs: list[Pair]) -> dict[str, tuple[measure.Times, measure.Times]]:
    found = writing.side_by_side(pairs)
    measure.table(
        title,
        HEAD,
        [
            (
                *(name, raw.p50, raw.p95, raw.cpu, program.p50, program.p95, program.cpu),
                *(program.p50 / raw.p50, program.p95 / raw.p95, program.cpu / raw.cpu),
            )
            for name, (raw, program) in found.items()
        ],
    )
    return found


def active(session: Session) -> list[int]:
    return [each.key for each in members.in_status(session.office.reading, "active")]


def scattered(folder: Path, count: int) -> list[Order]:
    """Receipts for members here and there, into the drawer of the second laptop's outlet."""
    with coops.opened(folder) as session:
        keys = active(session)
    dice = random.Random(count)  # noqa: S311  the same members each time
    return list(village.deposits(dice.sample(keys, min(len(keys), count)), count, "LACI-G1"))


def test_a_deposit_is_one_commit_and_grows_the_books_by_little(
    inhabited: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(inhabited, tmp_path / "books"))
    with builders.open_books(folder) as session:
        database, perform = session.office.database, session.office.perform
        acts = [
            partial(perform, "savings.deposit", order)
            for order in village.deposits(active(session), 360)
        ]
        before = writing.size(database)
        commits = writing.pages_of_each(database, acts)
        grown = writing.size(database) - before

    pages = measure.median(commit[0] for commit in commits)
    measure.table(
        "Goal 2 and 7c: 360 deposits",
        ("WAL pages of each", "bytes of each"),
        [(pages, grown / len(acts))],
    )
    assert {len(commit) for commit in commits} == {1}


def test_a_sale_is_one_commit_of_few_pages(trading: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(trading, tmp_path / "books"))
    with builders.open_books(folder) as session:
        database, perform = session.office.database, session.office.perform
        acts = [
            partial(perform, "sales.sell", order) for order in outlet.sales(session.office, 200)
        ]
        before = writing.size(database)
        commits = writing.pages_of_each(database, acts)
        grown = writing.size(database) - before

    pages = measure.median(commit[0] for commit in commits)
    measure.table(
        "Goal 2 and 7c: 200 five-line sales",
        ("WAL pages of each", "bytes of each"),
        [(pages, grown / len(acts))],
    )
    assert {len(commit) for commit in commits} == {1}


@pytest.mark.skipif(not shutil.which("gcc"), reason="needs gcc")
@pytest.mark.parametrize("kind", ["deposit", "sale"])
def test_a_document_syncs_once(kind: str, inhabited: Path, trading: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(trading if kind == "sale" else inhabited, tmp_path / "books"))
    shim, record = tmp_path / "shim.so", tmp_path / "record"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", shim, SHIM, "-ldl"], check=True)
    watched = {"LD_PRELOAD": str(shim), "FAULT_ROOT": str(tmp_path), "FAULT_LOG": str(record)}
    anchor = {"KOPDES_ANCHOR": str(tmp_path / "anchor")}

    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.syncs", folder, "20", kind],
        cwd=coops.ROOT,
        env=os.environ | watched | anchor,
        check=True,
    )

    assert list(syncs.synced(record.read_bytes())) == [[f"{DATABASE}-wal"]] * 20
