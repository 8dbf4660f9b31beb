"""Balances at any day are the sums of the lines up to it, and the proofs would notice otherwise."""

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import InsufficientBalance
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances, chart, journal, periods, proofs
from kopdes_desktop.ledger.entry import Line, entry
from tests.reports.books import HandMade, line

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 500).map(lambda n: FIRST + timedelta(days=n))
ACCOUNTS = ("1-1401", "2-1101", "3-1101", "4-1101", "6-1201")


def a_document(dice: random.Random) -> tuple[Line, ...]:
    """Two to six lines in any units, with keys where there are some."""
    amounts = [
        dice.choice((1, -1)) * dice.randrange(1, 10**9) for _n in range(dice.randrange(1, 6))
    ]
    amounts.append(-sum(amounts) or 7)
    if sum(amounts):
        amounts.append(-sum(amounts))
    return tuple(
        line(
            dice.choice(ACCOUNTS),
            amount,
            dice.choice(("KTR", "USP", "G1")),
            **({"key": dice.randrange(1, 5)} if dice.random() < 0.5 else {}),
        )
        for amount in amounts
    )


def a_history(folder: Path, seed: int, days: Iterable[date]) -> HandMade:
    """Documents on these days, in the order given (which is not the order of the days)."""
    made, dice = HandMade(folder), random.Random(seed)  # noqa: S311
    for day in days:
        made.post(day, "Jurnal", *a_document(dice))
    return made


def summed(books: HandMade, until: date, unit: str | None = None) -> dict[str, int]:
    """The same balances the slow way: line by line."""
    found: dict[str, int] = defaultdict(int)
    rows = books.database.connection.execute(
        "SELECT account, posted_on, unit, amount FROM journal_line"
    )
    for account, posted_on, its_unit, amount in rows:
        if posted_on <= until.isoformat() and unit in {None, its_unit}:
            found[account] += amount
    return {account: amount for account, amount in found.items() if amount}


@settings(max_examples=15)
@given(
    st.integers(0, 2**32),
    st.lists(DAYS, min_size=1, max_size=25),
    st.lists(DAYS, min_size=3, max_size=8),
)
def test_balances_at_any_day_are_the_sums_of_the_lines(
    seed: int, posted: list[date], asked: list[date]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = a_history(Path(folder), seed, posted)
        ends = [Month.of(day).last() for day in posted[:3]]
        for day in (*asked, *posted[:3], *ends, FIRST - timedelta(days=1)):
            for unit in (None, "KTR", "USP", "G1"):
                kept = balances.balances_at(books, day, unit)
                assert {a: int(x) for a, x in kept.items() if x} == summed(books, day, unit)
                if unit is not None:
                    assert sum(int(amount) for amount in kept.values()) == 0

        assert list(proofs.wrong_balances(books)) == []
        assert list(proofs.unbalanced_entries(books)) == []
        assert proofs.inter_unit_differences(books) == []
        books.database.close()


@settings(max_examples=10)
@given(st.integers(0, 2**32), st.lists(DAYS, min_size=1, max_size=20), DAYS, DAYS)
def test_an_account_opens_with_what_it_closed_with_and_runs_line_by_line(
    seed: int, posted: list[date], one: date, other: date
) -> None:
    first, until = min(one, other), max(one, other)
    with tempfile.TemporaryDirectory() as folder:
        books = a_history(Path(folder), seed, posted)
        for account in (*ACCOUNTS, "1-1901"):
            opening, rows = balances.ledger(books, account, first, until)
            lines = list(rows)
            assert int(opening) == summed(books, first - timedelta(days=1)).get(account, 0)
            moved = sum(int(row.amount) for row in lines)
            assert int(opening) + moved == summed(books, until).get(account, 0)
            assert [row.entry.posted_on for row in lines] == sorted(
                row.entry.posted_on for row in lines
            )
        whole = sum(1 for _row in balances.journal(books, None, date(2099, 1, 1)))
        assert (
            whole
            == books.database.connection.execute("SELECT count(*) FROM journal_line").fetchone()[0]
        )
        books.database.close()


def test_keys_at_any_day_are_the_sums_of_their_lines_up_to_it(tmp_path: Path) -> None:
    days = [FIRST + timedelta(days=3 * n) for n in range(30)]
    books = a_history(tmp_path, 7, reversed(days))
    rows = books.database.connection.execute(
        "SELECT account, posted_on, key, amount FROM journal_line WHERE key>0"
    ).fetchall()

    for day in (days[0] - timedelta(days=1), *days[::4], days[-1], date(2099, 1, 1)):
        for account in ACCOUNTS:
            slow: dict[int, int] = defaultdict(int)
            for name, posted_on, key, amount in rows:
                if name == account and posted_on <= day.isoformat():
                    slow[key] += amount
            found = balances.key_balances_at(books, account, day)
            assert {key: int(x) for key, x in found.items()} == {k: x for k, x in slow.items() if x}
    assert any(balances.key_balances_at(books, account, days[9]) for account in ACCOUNTS)
    books.database.close()


def test_keys_and_boxes_are_the_sums_of_their_lines(tmp_path: Path) -> None:
    books = a_history(tmp_path, 5, [FIRST + timedelta(days=n) for n in range(30)])
    books.post(FIRST, "Kas", line("1-1101", 900, box="KAS"), line("3-1501", -900))
    books.post(FIRST, "Kas", line("1-1101", -150, box="KAS"), line("3-1501", 150))

    for account in ACCOUNTS:
        rows = books.database.connection.execute(
            "SELECT key, sum(amount) FROM journal_line WHERE account=? AND key>0 GROUP BY key",
            (account,),
        ).fetchall()
        assert {key: int(x) for key, x in balances.key_balances(books, account).items()} == dict(
            rows
        )
    assert chart.box_balances(books)["KAS"] == Rupiah(750)
    books.database.close()


WRONG: dict[str, Callable[[HandMade], object]] = {
    "day": lambda b: b.database.script(
        "UPDATE balance_day SET debit=debit+1 WHERE account='1-1101'"
    ),
    "month": lambda b: b.database.script("DELETE FROM balance_month WHERE account='1-1101'"),
    "key": lambda b: b.database.script("UPDATE balance_key SET amount=amount-1"),
    "box": lambda b: b.database.script("UPDATE balance_box SET amount=amount+1"),
}
#: A month is held against its days, so a wrong day shows in its month too.
BESIDE = {"day": {"month"}}


@pytest.mark.parametrize("which", WRONG)
def test_a_kept_balance_that_differs_from_the_lines_is_found(which: str, tmp_path: Path) -> None:
    books = HandMade(tmp_path)
    books.post(FIRST, "Kas", line("1-1101", 900, box="KAS"), line("3-1101", -900, key=7))
    assert list(proofs.wrong_balances(books)) == []

    WRONG[which](books)

    assert {each[0] for each in proofs.wrong_balances(books)} == {which} | BESIDE.get(which, set())
    books.database.close()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(-60, 100).filter(bool)), min_size=1, max_size=12
    ),
    st.integers(0, 12),
    st.integers(1, 150),
    st.booleans(),
)
def test_a_withdrawal_may_take_no_more_than_the_lowest_balance_from_its_day_to_today(
    moved: list[tuple[int, int]], on: int, amount: int, by_key: bool
) -> None:
    today = FIRST + timedelta(days=12)
    day = FIRST + timedelta(days=on)
    account, sign = ("3-1101", -1) if by_key else ("1-1101", 1)
    tags: dict[str, Any] = {"key": 7} if by_key else {"box": "KAS"}
    with tempfile.TemporaryDirectory() as folder:
        books = HandMade(Path(folder))
        for n, change in moved:
            books.post(
                FIRST + timedelta(days=n),
                "x",
                line(account, sign * change, **tags),
                line("3-1501", -sign * change),
            )
        lowest = min(sum(change for n, change in moved if n <= until) for until in range(on, 13))
        taken = entry("x", line(account, -sign * amount, **tags), line("3-1501", sign * amount))

        if amount <= lowest:
            journal.require_postable(books, taken, day, today)
        else:
            with pytest.raises(InsufficientBalance):
                journal.require_postable(books, taken, day, today)
        books.database.close()


def test_what_comes_in_and_goes_out_in_one_entry_counts_as_a_whole(tmp_path: Path) -> None:
    books = HandMade(tmp_path)
    inside = entry(
        "x",
        line("1-1101", -500, box="KAS"),
        line("1-1101", 500, box="KAS"),
        line("1-1101", -1, box="KAS"),
        line("6-1201", 1),
    )

    with pytest.raises(InsufficientBalance):
        journal.require_postable(books, inside, FIRST, FIRST)
    books.post(FIRST, "x", line("1-1101", 1, box="KAS"), line("3-1501", -1))
    journal.require_postable(books, inside, FIRST, FIRST)
    books.database.close()


def test_an_account_without_box_or_key_may_take_either_side(tmp_path: Path) -> None:
    books = HandMade(tmp_path)
    free = entry("x", line("6-1201", -500), line("5-1107", -500), line("3-1501", 1000))

    journal.require_postable(books, free, FIRST, FIRST)
    books.database.close()


def test_months_are_open_from_the_first_until_they_are_closed(tmp_path: Path) -> None:
    books = HandMade(tmp_path)
    books.post(FIRST, "x", line("1-1101", 1), line("3-1501", -1))
    months = periods.Months()

    periods.close(books, Month("2026-01"))
    periods.close(books, Month("2026-02"))

    assert periods.first_open(books, Month("2025-06")) == Month("2026-03")
    assert months.posting_day(books, "2026-01-31") == "2026-03-01"
    assert months.posting_day(books, "2025-12-31") == "2026-03-01"
    assert months.posting_day(books, "2026-03-17") == "2026-03-17"
    periods.reopen(books, Month("2026-02"))
    assert months.posting_day(books, "2026-01-31") == "2026-02-01"
    assert months.posting_day(books, "2026-02-27") == "2026-02-27"
    books.database.close()
