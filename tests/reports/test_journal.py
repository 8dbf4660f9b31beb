"""Jurnal umum and buku besar."""

from datetime import date
from itertools import pairwise

import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.reports.report import Params, make
from tests.reports.books import FEBRUARY, JANUARY, HandMade

EVER = Params(day=FEBRUARY, until=FEBRUARY)


def test_the_journal_shows_every_line_in_the_order_of_posting(books: HandMade) -> None:
    rows = make(books, "journal", EVER).rows

    assert [(row["posted_on"], row["account"]) for row in rows[:3]] == [
        (date(2026, 1, 1), "1-1101"),
        (date(2026, 1, 1), "3-1501"),
        (date(2026, 1, 5), "1-1101"),
    ]
    assert dict(rows[3]) == {
        "date": JANUARY,
        "posted_on": JANUARY,
        "number": "SMP-KR-2026-000001",
        "entry": (1 << 30) + 3,
        "line": 2,
        "account": "3-1101",
        "name": "Simpanan Pokok",
        "unit": "KTR",
        "key": 77,
        "debit": 0,
        "credit": 100_000,
        "text": "Setoran simpanan",
        "kind": "ordinary",
        "auto": False,
    }


def test_a_late_document_keeps_its_day_beside_the_day_of_posting(books: HandMade) -> None:
    [row, *_rest] = [
        row for row in make(books, "journal", EVER).rows if row["number"] == "BYR-KR-2026-000001"
    ]

    assert (row["date"], row["posted_on"]) == (date(2026, 1, 31), FEBRUARY)


def test_lines_that_the_program_added_say_so(books: HandMade) -> None:
    added = [row for row in make(books, "journal", EVER).rows if row["auto"]]

    assert [(row["account"], row["unit"], row["debit"], row["credit"]) for row in added] == [
        ("1-1901", "G1", 0, 750_000),
        ("1-1901", "KTR", 750_000, 0),
    ]


def test_the_journal_of_some_days_or_a_unit_is_a_part_of_the_whole(books: HandMade) -> None:
    january = make(books, "journal", Params(day=FEBRUARY, until=JANUARY, first=JANUARY))
    outlet = make(books, "journal", Params(day=FEBRUARY, until=FEBRUARY, unit="G1"))

    assert {row["number"] for row in january.rows} == {"SMP-KR-2026-000001"}
    assert january.totals == {"debit": 125_000, "credit": 125_000}
    assert [row["account"] for row in outlet.rows] == ["1-1401", "1-1901"]


def ledger(books: HandMade, account: str, first: date | None = None) -> list[dict[str, object]]:
    params = Params(day=FEBRUARY, until=FEBRUARY, first=first, account=account)
    return [dict(row) for row in make(books, "general_ledger", params).rows]


def test_the_ledger_begins_with_the_balance_before_its_first_day(books: HandMade) -> None:
    first, *rest = ledger(books, "1-1101", date(2026, 2, 1))

    assert (first["date"], first["text"], first["balance"]) == (
        date(2026, 2, 1),
        "Saldo awal",
        2_125_000,
    )
    assert [row["balance"] for row in rest] == [1_375_000, 1_425_000]


def test_each_balance_follows_from_the_one_before(books: HandMade) -> None:
    for account in ("1-1101", "3-1102", "1-1901"):
        rows = ledger(books, account)

        assert rows[0]["balance"] == 0
        assert all(
            before["balance"] + row["debit"] - row["credit"] == row["balance"]  # type: ignore[operator]
            for before, row in pairwise(rows)
        )


def test_the_last_balance_is_the_trial_balance(books: HandMade) -> None:
    for row in make(books, "trial_balance", EVER).rows:
        last = ledger(books, str(row["account"]))[-1]["balance"]

        assert last == row["debit"] - row["credit"]  # type: ignore[operator]


@pytest.mark.parametrize("account", ["9-9999", "1-0000", ""])
def test_an_account_that_nothing_is_posted_on_is_refused(books: HandMade, account: str) -> None:
    with pytest.raises(BadField) as refused:
        ledger(books, account)

    assert refused.value.field == "account"
