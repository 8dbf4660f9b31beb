"""PERFORMANCE 4 and 5: the trial balance at any day, in process and as a whole process."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.reports import export, report
from kopdes_desktop.security.passwords import derive
from tests import builders
from tests.benchmarks import coops, measure, village
from tests.benchmarks.measure import Process
from tests.benchmarks.sizes import LARGE, LONG, SMALL, needs_generator

pytestmark = pytest.mark.bench

CODE = "trial_balance"
#: The least that answers the question: two sums over the maintained balances.
RAW = (
    "SELECT account, sum(amount) FROM ("
    "SELECT account, sum(debit-credit) AS amount FROM balance_month WHERE month<? GROUP BY account "
    "UNION ALL SELECT account, sum(debit-credit) FROM balance_day WHERE day>=? AND day<=? "
    "GROUP BY account) GROUP BY account ORDER BY account"
)
LINES = "SELECT account, sum(amount) FROM journal_line WHERE posted_on<=? GROUP BY account"
#: As `ledger` and `hledger` print a balance: amount, commodity, account.
PEER_LINE = re.compile(r"^ *(-?\d+) IDR +\w+:(\S+)$", re.MULTILINE)
DAYS = 60

Ask = Callable[[Session, date], dict[str, int]]


@pytest.mark.parametrize("sizes", [SMALL, LARGE])
def test_a_trial_balance_at_any_day(tmp_path: Path, sizes: tuple[str, ...]) -> None:
    sessions = {size: opened(coops.books(size), tmp_path / size) for size in sizes}
    days = {size: some_days(coops.last_day(coops.books(size))) for size in sizes}
    works: dict[tuple[str, str], Callable[[int], object]] = {}
    for size, session in sessions.items():
        works[size, "raw"] = partial(on_day, raw_balances, session, days[size])
        works[size, "report"] = partial(on_day, balances, session, days[size])

    times = measure.in_turn(works, DAYS, warm=5)
    for size, session in sessions.items():
        for day in days[size][:3]:
            assert balances(session, day) == raw_balances(session, day) == summed(session, day)
        assert balances(session, coops.last_day(coops.books(size))) == coops.sums(coops.books(size))
        session.close()

    rows = [(size, times[size, "raw"], times[size, "report"]) for size in sizes]
    measure.table(
        f"Goal 4: {DAYS} days in turn",
        ("size", "raw p50 ms", "report p50 ms", "report cpu ms", "ratio", "to the smallest"),
        [
            (size, raw.p50, ours.p50, ours.cpu, ours.p50 / raw.p50, ours.p50 / rows[0][2].p50)
            for size, raw, ours in rows
        ],
    )


def opened(folder: Path, target: Path) -> Session:
    shutil.copytree(folder, target)
    return coops.opened(target)


def some_days(last: date) -> list[date]:
    dice = random.Random(last.toordinal())  # noqa: S311  the same days each time
    return [last - timedelta(days=dice.randrange(300)) for _n in range(DAYS)]


def on_day(ask: Ask, session: Session, days: list[date], turn: int) -> None:
    ask(session, days[turn])


def balances(session: Session, day: date) -> dict[str, int]:
    """The report as a face asks for it, and what its rows say."""
    params = report.find(CODE).params({"day": day.isoformat()}, day)
    made = session.office.read(f"report.{CODE}", report.make, CODE, params)
    return net(made.rows)


def net(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {row["account"]: row["debit"] - row["credit"] for row in rows}


def raw_balances(session: Session, day: date) -> dict[str, int]:
    asked = (day.isoformat()[:7], day.replace(day=1).isoformat(), day.isoformat())
    return not_zero(session.office.database.connection.execute(RAW, asked))


def summed(session: Session, day: date) -> dict[str, int]:
    return not_zero(session.office.database.connection.execute(LINES, (day.isoformat(),)))


def not_zero(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {account: amount for account, amount in rows if amount}


@pytest.mark.parametrize(
    ("size", "turns"),
    [
        pytest.param("XS", 1, marks=needs_generator),
        pytest.param("M", 5, marks=(needs_generator, *LONG)),
    ],
)
def test_a_trial_balance_as_a_whole_process(
    tmp_path: Path, size: str, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOPDES_PASSWORD", builders.PASSWORD)
    day = coops.last_day(coops.books(size))
    folder, journal = tmp_path / "buku", tmp_path / "buku.journal"
    with opened(coops.books(size), folder) as session, journal.open("wb") as file:
        file.writelines(export.journal(session.office.reading, "hledger"))
    lines = commands(folder, journal, CODE, "--day", day)
    found: dict[str, list[Process]] = {name: [] for name in lines}

    for turn in range(turns):
        for name, line in lines.items():
            if turn < 2 or median_wall(found[name]) < 30:
                out = tmp_path / f"{name}.out"
                found[name].append(measure.whole_process(line, os.environ, out))

    assert net(json.loads((tmp_path / "ours.out").read_bytes())["rows"]) == coops.sums(
        coops.books(size)
    )
    for name in lines.keys() - {"ours"}:
        assert theirs(tmp_path / f"{name}.out") == coops.sums(coops.books(size))
    show(f"trial balance of {size}", found)


def commands(
    folder: Path, journal: Path, code: str, ask: str, day: date, *theirs: str
) -> dict[str, list[str]]:
    """The same question to each program that is here; `theirs` narrows the peers' accounts."""
    program = [sys.executable, "-m", "kopdes_desktop", "--data", str(folder)]
    asked = ["--user", village.TREASURER, "report", code, ask, day.isoformat()]
    end = (day + timedelta(days=1)).isoformat()
    lines = {"ours": [*program, *asked, "--format", "json"]}
    for name in ("ledger", "hledger"):
        if shutil.which(name):
            lines[name] = [name, "-f", str(journal), "bal", "--flat", "-e", end, *theirs]
    return lines


def theirs(out: Path) -> dict[str, int]:
    return {account: int(amount) for amount, account in PEER_LINE.findall(out.read_text("utf-8"))}


def median_wall(runs: list[Process]) -> float:
    return measure.median(run.wall for run in runs) if runs else 0.0


def show(title: str, found: dict[str, list[Process]]) -> None:
    cpu = {name: measure.median(run.cpu for run in runs) for name, runs in found.items()}
    measure.table(
        f"Goal 5: {title}, whole processes",
        ("program", "runs", "wall s", "cpu s", "cpu / ours"),
        [
            (
                name,
                len(runs),
                median_wall(runs),
                cpu[name],
                cpu[name] / cpu["ours"],
            )
            for name, runs in found.items()
        ],
    )
    argon = measure.in_turn({"": lambda _turn: derive("kata sandi", bytes(16))}, turns=3)[""].cpu
    print(f"\nNot counted, as the slots here are cheap: Argon2 at its real cost, {argon:.0f} ms")
