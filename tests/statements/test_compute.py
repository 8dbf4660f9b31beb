"""Statements of any mix of entries balance, lead into one another, and tie to cash and bank."""

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import chart, journal
from kopdes_desktop.ledger.balances import entry_of
from kopdes_desktop.ledger.entry import Line, reversed_entry
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.lines import lines
from tests.reports.books import HandMade, line

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
YEAR = BookYear(Month("2026-01"))
POSTING = [card.code for card in chart.shipped_chart() if card.type != "header"]
RESULTS = [code for code in POSTING if code >= "4"]
KINDS = ("ordinary", "ordinary", "ordinary", "adjustment", "prior-period", "opening", "closing")
UNITS = ("KTR", "USP", "G1")


def a_document(dice: random.Random, kind: str) -> tuple[Line, ...]:
    """Two to six lines on any accounts, every other one with cash; a closing is a unit's own."""
    amounts = [
        dice.choice((1, -1)) * dice.randrange(1, 10**9) for _n in range(dice.randrange(1, 6))
    ]
    if sum(amounts):
        amounts.append(-sum(amounts))
    else:
        amounts += [7, -7]
    if kind == "closing":
        accounts = ["3-1402", *(dice.choice(RESULTS) for _amount in amounts[1:])]
    else:
        accounts = [dice.choice(POSTING) for _amount in amounts]
    if kind != "closing" and dice.random() < 0.5:
        accounts[0] = dice.choice(("1-1101", "1-1103", "1-1111"))
    units = (dice.choice(UNITS),) if kind == "closing" else UNITS
    return tuple(
        line(account, amount, dice.choice(units))
        for account, amount in zip(accounts, amounts, strict=True)
    )


def a_history(folder: Path, seed: int, days: list[date]) -> HandMade:
    """Entries of every kind on these days, now and then one that takes the last one back."""
    made, dice = HandMade(folder), random.Random(seed)  # noqa: S311
    for day in days:
        kind = dice.choice(KINDS)
        key = made.post(day, "Jurnal", *a_document(dice, kind), kind=kind)  # type: ignore[arg-type]
        if dice.random() < 0.25:
            reverse(made, day + timedelta(days=dice.randrange(40)), key)
    return made


def reverse(books: HandMade, day: date, key: int) -> None:
    """Take an entry back line by line, as accounting.reverse does."""
    books._stamp(day)
    books.database.begin()
    journal.post(books, reversed_entry(entry_of(books, key), "Balik"), reverses=key)
    books.database.commit()


@pytest.fixture
def books(tmp_path: Path) -> Iterator[HandMade]:
    made = HandMade(tmp_path)
    yield made
    made.database.close()


def flow(books: HandMade, last: date = YEAR.last) -> dict[str, int]:
    """The lines of the year's cash flow that are not zero; it ties."""
    made = compute.cash_flow(books, YEAR.first, last)
    assert made.ties
    leaves = lines("cash_flow")
    return {
        code: amount
        for code, amount in made.figures.amounts.items()
        if amount and leaves[code].leaf
    }


@settings(max_examples=20)
@given(
    st.integers(0, 2**32),
    st.lists(DAYS, min_size=1, max_size=25),
    st.lists(DAYS, min_size=2, max_size=4),
)
def test_any_mix_of_entries_gives_statements_that_tie_to_one_another(
    seed: int, posted: list[date], asked: list[date]
) -> None:
    last = max(asked)
    first = max(min(asked), date(last.year, 1, 1))
    with tempfile.TemporaryDirectory() as folder:
        books = a_history(Path(folder), seed, posted)
        for unit in (None, *UNITS):
            begins = compute.balance_sheet(books, first - timedelta(days=1), unit)
            ends = compute.balance_sheet(books, last, unit)
            flows = compute.cash_flow(books, first, last, unit)
            result = compute.income(books, first, last, unit)

            assert begins.balances
            assert ends.balances
            assert flows.ties
            assert flows.closing == ends.cash
            before = 0 if first == date(last.year, 1, 1) else int(begins.surplus)
            carried = straight_to_the_result(books, first, last, unit)
            if first == date(last.year, 1, 1):
                carried += int(begins.figures.accounts.get("surplus", {}).get("3-1402", 0))
            assert int(result.surplus) + carried == int(ends.surplus) - before
        books.database.close()


def straight_to_the_result(books: HandMade, first: date, last: date, unit: str | None) -> int:
    """What was booked on 3-1402 by hand, past income and expense."""
    rows = books.database.connection.execute(
        "SELECT e.kind, o.kind, l.unit, -l.amount FROM journal_line l JOIN entry e ON e.key=l.entry"
        " LEFT JOIN entry o ON o.key=e.reverses"
        " WHERE l.account='3-1402' AND l.posted_on BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    )
    return sum(
        amount
        for kind, reversed_kind, its_unit, amount in rows
        if unit in {None, its_unit} and (reversed_kind or kind) != "closing"
    )
