"""PERFORMANCE 4 for statements: any day of any history, against the raw sums of kept balances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.ledger import years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.sheets import BalanceSheet, Income
from tests.benchmarks import coops, measure
from tests.benchmarks.sizes import LARGE, SMALL
from tests.benchmarks.test_reading import DAYS, opened, raw_balances, some_days, summed

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
        ("size", "what", "p50 ms", "to the raw sums", "to the smallest"),
        [
            (
                size,
                what,
                times[size, what].p50,
                times[size, what].p50 / times[size, "raw"].p50,
                times[size, what].p50 / times[sizes[0], what].p50,
            )
            for size in sizes
            for what in ("raw", "sheet", "result", *REPORTS)
        ],
    )


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
