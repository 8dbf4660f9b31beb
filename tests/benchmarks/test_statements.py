"""PERFORMANCE 4 and 5 for statements: any day of any history, in process and as a whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.ledger import years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import export, report
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.sheets import BalanceSheet, Income
from tests import builders
from tests.benchmarks import coops, measure
from tests.benchmarks.sizes import LARGE, LONG, SMALL, needs_generator
from tests.benchmarks.test_reading import (
    DAYS,
    commands,
    opened,
    raw_balances,
    show,
    some_days,
    summed,
)
from tests.benchmarks.test_reading import theirs as told

pytestmark = pytest.mark.bench

REPORTS = ("balance_sheet", "income_statement")


@pytest.mark.parametrize("sizes", [SMALL, LARGE])
def test_statements_at_any_day(tmp_path: Path, sizes: tuple[str, ...]) -> None:
    sessions = {size: opened(coops.books(size), tmp_path / size) for size in sizes}
    days = {size: some_days(coops.last_day(coops.books(size))) for size in sizes}
    works: dict[tuple[str, str], Callable[[int], object]] = {}
    for size, session in sessions.items():
        of_size = days[size]
        works[size, "raw"] = partial(_on, raw_balances, session, of_size)
        works[size, "sheet"] = partial(_on, sheet, session, of_size)
        works[size, "result"] = partial(_on, result, session, of_size)
        for code in REPORTS:
            works[size, code] = partial(_on, partial(paper, code), session, of_size)

    times = measure.in_turn(works, DAYS, warm=5)
    for size, session in sessions.items():
        for day in days[size][:3]:
            require_equal(session, day)
        session.close()

    measure.table(
        f"Goal 4: statements, {DAYS} days in turn",
        ("size", "what", "p50 ms", "cpu ms", "cpu to the raw sums", "cpu to the smallest"),
        [
            (
                size,
                what,
                times[size, what].p50,
                times[size, what].cpu,
                times[size, what].cpu / times[size, "raw"].cpu,
                times[size, what].cpu / times[sizes[0], what].cpu,
            )
            for size in sizes
            for what in ("raw", "sheet", "result", *REPORTS)
        ],
    )


@pytest.mark.parametrize(
    ("size", "turns"),
    [
        pytest.param("XS", 1, marks=needs_generator),
        pytest.param("M", 5, marks=(needs_generator, *LONG)),
    ],
)
def test_statements_as_whole_processes(
    tmp_path: Path, size: str, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours beside the year before; theirs of one column."""
    monkeypatch.setenv("KOPDES_PASSWORD", builders.PASSWORD)
    day = coops.last_day(coops.books(size))
    folder, journal = tmp_path / "buku", tmp_path / "buku.journal"
    with opened(coops.books(size), folder) as session, journal.open("wb") as file:
        file.writelines(export.journal(session.office.reading, "hledger"))
        begins = years.year_of(session.office.reading, day).first.isoformat()
    results = ("-b", begins, "^Income", "^Expenses")
    asked = {
        "balance_sheet": ("--day", ("^Assets", "^Liabilities")),
        "income_statement": ("--to", results),
    }
    for code, (ask, theirs) in asked.items():
        lines = commands(folder, journal, code, ask, day, *theirs)
        found: dict[str, list[measure.Process]] = {name: [] for name in lines}
        for _turn in range(turns):
            for name, line in lines.items():
                out = tmp_path / f"{name}.out"
                found[name].append(measure.whole_process(line, os.environ, out))

        rows = json.loads((tmp_path / "ours.out").read_bytes())["rows"]
        amount = {row["line"]: row["amount"] for row in rows if row["rank"] != "heading"}
        ours = (
            amount["assets"] - amount["liabilities"]
            if code == "balance_sheet"
            else -amount["result"]
        )
        for name in lines.keys() - {"ours"}:
            assert sum(told(tmp_path / f"{name}.out").values()) == ours
        show(f"{code} of {size}", found)


@pytest.mark.parametrize("sizes", [SMALL, LARGE])
def test_a_cash_flow_of_a_year(tmp_path: Path, sizes: tuple[str, ...]) -> None:
    found = []
    for size in sizes:
        session = opened(coops.books(size), tmp_path / size)
        year = years.year_of(session.office.reading, coops.last_day(coops.books(size)))
        read = session.office.reading
        took = measure.in_turn({"": partial(_flow, session, year)}, turns=3)[""]
        made = _flow(session, year, 0)
        assert made.ties
        assert made.closing == compute.balance_sheet(read, year.last).cash
        found.append((size, took.p50))
        session.close()

    measure.table("Cash flow of a year", ("size", "p50 ms"), found)


def _flow(session: Session, year: BookYear, _turn: int) -> compute.CashFlow:
    return compute.cash_flow(session.office.reading, year.first, year.last)


def _on(
    ask: Callable[[Session, date], object], session: Session, days: list[date], turn: int
) -> None:
    ask(session, days[turn])


def sheet(session: Session, day: date) -> BalanceSheet:
    """The figures alone."""
    return compute.balance_sheet(session.office.reading, day)


def result(session: Session, day: date) -> Income:
    """The figures of the book year up to a day."""
    first = years.year_of(session.office.reading, day).first
    return compute.income(session.office.reading, first, day)


def paper(code: str, session: Session, day: date) -> Document:
    """The comparative report as a face asks for it."""
    asked = "day" if code == "balance_sheet" else "to"
    params = report.find(code).params({asked: day.isoformat()}, day)
    return session.office.read(f"report.{code}", report.make, code, params)


def require_equal(session: Session, day: date) -> None:
    """Both statements are what the lines of the journal sum up to."""
    lines = summed(session, day)
    whole, earned = sheet(session, day), result(session, day)

    assert whole.balances
    net = sum(amount for code, amount in lines.items() if code[0] in "12")
    assert int(whole.assets) - int(whole.liabilities) == net - lines.get("1-2302", 0)
    before = years.year_of(session.office.reading, day).before().last
    then = summed(session, before)
    moved = {code: amount - then.get(code, 0) for code, amount in lines.items() if code >= "4"}
    assert int(earned.surplus) == -sum(moved.values())
