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
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.sums import Span
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.settings import YEAR_STARTS
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.equity import equity_changes
from kopdes_desktop.statements.lines import lines, placed
from kopdes_desktop.statements.sheets import Split
from tests.reports.books import HandMade, line
from tests.statements.history import UNITS, a_document, reverse

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
YEAR = BookYear(Month("2026-01"))
KINDS = ("ordinary", "ordinary", "ordinary", "adjustment", "prior-period", "opening", "closing")


def a_history(folder: Path, seed: int, days: list[date]) -> HandMade:
    """Entries of every kind on these days, now and then one that takes the last one back."""
    made, dice = HandMade(folder), random.Random(seed)  # noqa: S311
    for day in days:
        kind = dice.choice(KINDS)
        key = made.post(day, "Jurnal", *a_document(dice, kind), kind=kind)  # type: ignore[arg-type]
        if dice.random() < 0.25:
            reverse(made, day + timedelta(days=dice.randrange(40)), key)
    return made


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
            assert equity_changes(books, first, last, unit).ties
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


def test_a_shop_on_the_way_to_cash_leaves_only_what_was_paid(books: HandMade) -> None:
    """Half of a sale on bon: cost and stock cancel, the bon is no money."""
    books.post(
        date(2026, 3, 1),
        "Penjualan",
        line("1-1103", 60, "G1"),
        line("1-1201", 40, "G1", key=1),
        line("4-1101", -100, "G1"),
        line("5-1101", 70, "G1"),
        line("1-1401", -70, "G1"),
    )

    assert flow(books) == {"from_members": 60}


def test_a_disposal_shows_what_was_received(books: HandMade) -> None:
    books.post(date(2026, 1, 2), "Beli", line("1-2104", 4_800), line("1-1111", -4_800))
    books.post(date(2026, 1, 3), "Modal", line("1-1111", 9_000), line("3-1101", -9_000))
    books.post(
        date(2026, 6, 1),
        "Jual, dengan penyusutan sampai hari itu",
        line("6-1301", 100),
        line("1-1111", 1_500),
        line("1-2204", 2_300),
        line("6-9102", 900),
        line("1-2104", -4_800),
    )

    assert flow(books) == {"assets_bought": -4_800, "assets_sold": 1_500, "principal_in": 9_000}


def test_an_asset_paid_later_is_bought_and_no_payment_to_a_supplier_of_goods(
    books: HandMade,
) -> None:
    day = date(2026, 3, 2)
    owed = line("2-1201", 1_000, key=7, movement="beli")
    books.post(day, "Beli aset", line("1-2105", 1_500), line("2-1201", -1_500, movement="beli"))
    books.post(day, "Bayar", owed, line("2-1201", 200, "G1", key=5), line("1-1101", -1_200))
    back = books.post(day, "Bayar lagi", owed, line("1-1101", -1_000))
    reverse(books, day, back)

    assert flow(books) == {"assets_bought": -1_000, "to_suppliers": -200}
    span = Span(YEAR.first, YEAR.last, None)
    told = {
        name: [
            (each.text, int(amount))
            for each, amount in compute.flow_entries(books, name, "2-1201", span)
        ]
        for name in ("assets_bought", "to_suppliers")
    }
    assert told["to_suppliers"] == [("Bayar", -200)]
    assert sum(amount for _text, amount in told["assets_bought"]) == -1_000


def test_a_loan_repaid_and_one_taken_up_in_one_entry_are_two_flows(books: HandMade) -> None:
    lines = line("2-2101", 500, key=1), line("2-2101", -800, key=2), line("1-1101", 300)
    books.post(date(2026, 3, 2), "Ganti pinjaman", *lines)

    assert flow(books) == {"borrowed": 800, "repaid": -500}


def test_a_mistake_of_last_year_put_right_in_cash_is_no_share_of_the_surplus(
    books: HandMade,
) -> None:
    lines = line("1-1101", 500), line("3-1401", -500)
    books.post(date(2026, 3, 2), "Koreksi", *lines, kind="prior-period")

    assert flow(books) == {"prior_years": 500}


def test_what_is_taken_back_was_never_received(books: HandMade) -> None:
    key = books.post(date(2026, 3, 1), "Setoran", line("1-1101", 25), line("3-1102", -25, key=1))
    books.post(date(2026, 3, 1), "Keluar", line("1-1101", -10), line("3-1102", 10, key=2))
    reverse(books, date(2026, 3, 2), key)

    assert flow(books) == {"equity_refunded": -10}


def test_a_grant_that_becomes_income_while_it_is_spent_is_received_once(books: HandMade) -> None:
    books.post(date(2026, 1, 2), "Bantuan", line("1-1111", 1_200), line("2-2106", -1_200))
    books.post(
        date(2026, 2, 2),
        "Dipakai",
        line("6-2101", 400),
        line("1-1111", -400),
        line("2-2106", 400),
        line("4-9102", -400),
    )

    assert flow(books) == {"grants": 1_200, "to_expenses": -400}


def test_money_between_units_and_fixed_capital_vanish_in_the_whole_and_stay_in_the_unit(
    books: HandMade,
) -> None:
    books.post(date(2026, 1, 2), "Modal", line("1-1101", 50_000), line("3-1102", -50_000))
    books.post(
        date(2026, 1, 3),
        "Modal tetap USP",
        line("1-2302", 15_000),
        line("1-1101", -15_000),
        line("1-1104", 15_000, "USP"),
        line("3-1601", -15_000, "USP"),
    )
    books.post(date(2026, 1, 4), "Laci", line("1-1103", 2_000, "G1"), line("1-1101", -2_000))

    whole = compute.balance_sheet(books, YEAR.last).figures.amounts
    office = compute.balance_sheet(books, YEAR.last, "KTR").figures.amounts
    assert (whole["unit_capital"], whole["unit_equity"], whole["office_claim"]) == (0, 0, 0)
    assert whole["assets"] == 50_000
    assert (office["unit_capital"], office["office_claim"]) == (15_000, 2_000)
    assert compute.balance_sheet(books, YEAR.last, "G1").figures.of("office_debt") == 2_000
    assert flow(books) == {"mandatory_in": 50_000}
    unit = compute.cash_flow(books, YEAR.first, YEAR.last, "G1")
    assert unit.figures.of("between_units") == 2_000


def test_a_balance_on_its_other_side_moves_across_the_sheet(books: HandMade) -> None:
    """A supplier paid too much is no negative debt but an advance."""
    books.post(date(2026, 1, 2), "Modal", line("1-1101", 900), line("3-1102", -900))
    books.post(date(2026, 1, 2), "Bayar", line("2-1201", 300, "G1", key=5), line("1-1101", -300))

    sheet = compute.balance_sheet(books, YEAR.last)

    assert sheet.figures.of("trade_payables") == 0
    assert sheet.figures.accounts["prepaid"] == {"2-1201": 300}
    assert sheet.balances


def test_what_falls_due_within_a_year_stands_apart(books: HandMade) -> None:
    books.post(date(2026, 1, 2), "Pinjaman", line("1-1111", 500), line("2-2101", -500, key=3))

    split = [Split("2-2101", "borrowings_current", -120)]
    sheet = compute.balance_sheet(books, YEAR.last, splits=split)

    assert sheet.figures.of("borrowings_current") == 120
    assert sheet.figures.of("borrowings") == 380
    assert sheet.balances


def test_closing_a_year_moves_its_surplus_and_leaves_its_result(books: HandMade) -> None:
    sold = [line("1-1103", 500, "G1"), line("4-1102", -500, "G1")]
    books.post(date(2026, 5, 1), "Jual", *sold)
    before = compute.surplus(books, YEAR)
    open_next = compute.balance_sheet(books, date(2027, 2, 1))

    books.post(
        YEAR.last,
        "Tutup",
        line("4-1102", 500, "G1"),
        line("3-1402", -500, "G1"),
        kind="closing",
    )
    books.post(
        YEAR.after().first,
        "Buka",
        line("3-1402", 500, "G1"),
        line("3-1401", -500, "G1"),
        kind="closing",
    )

    assert before == compute.surplus(books, YEAR) == 500
    assert compute.balance_sheet(books, YEAR.last).surplus == 500
    opened = compute.balance_sheet(books, date(2027, 2, 1))
    assert opened.figures.amounts == open_next.figures.amounts
    assert (opened.surplus, opened.figures.of("prior_surplus")) == (0, 500)


def test_cash_of_old_books_is_where_the_flows_begin(books: HandMade) -> None:
    books.post(YEAR.first, "Saldo awal", line("1-1101", 700), line("3-1501", -700), kind="opening")
    books.post(date(2026, 2, 1), "Listrik", line("6-1201", 50), line("1-1101", -50))

    made = compute.cash_flow(books, YEAR.first, YEAR.last)

    assert (made.opening, made.closing, made.net) == (700, 650, -50)
    assert made.taken_over == 700
    assert flow(books) == {"to_expenses": -50}


def test_every_account_of_the_chart_has_a_line_in_each_statement_it_belongs_to() -> None:
    cards = [
        chart.Account(x.code, x.name, x.type, x.side, x.line, x.flow, None, None, None, x.cash)
        for x in chart.shipped_chart()
        if x.type != chart.HEADER
    ]
    sheet, result = placed("balance_sheet", cards), placed("income", cards)

    assert set(sheet) == {card.code for card in cards}
    assert set(result) == {card.code for card in cards if card.code >= "4"}
    assert set(placed("cash_flow", cards)) >= {c for c in sheet if sheet[c].line != "cash"}
    for statement in ("balance_sheet", "income", "cash_flow"):
        known = lines(statement)
        for place in placed(statement, cards).values():
            assert known[place.line].leaf
            assert known[place.other].leaf


@pytest.mark.parametrize(
    ("code", "kind", "line_of_chart", "line_of_sheet"),
    [
        ("1-1210", "asset", "Piutang lain", "other_receivables"),
        ("1-1101.2", "asset", None, "cash"),
        ("2-1209", "liability", "Utang pajak", "tax_payable"),
        ("A-77", "contra_asset", "Akumulasi penyusutan", "depreciation"),
        ("A-78", "liability", None, "other_payables"),
    ],
)
def test_an_account_of_ones_own_stands_with_its_like(
    code: str, kind: str, line_of_chart: str | None, line_of_sheet: str
) -> None:
    card = chart.Account(code, "", kind, "K", line_of_chart, None, None, None, None, cash=False)

    assert placed("balance_sheet", [card])[code].line == line_of_sheet


def test_a_book_year_that_begins_in_july_earns_from_july_on(books: HandMade) -> None:
    books.set(YEAR_STARTS, 7)  # type: ignore[arg-type]
    books.post(date(2026, 6, 30), "Jual", line("1-1103", 300, "G1"), line("4-1102", -300, "G1"))
    books.post(date(2026, 7, 1), "Jual", line("1-1103", 50, "G1"), line("4-1102", -50, "G1"))

    sheet = compute.balance_sheet(books, date(2026, 8, 1))

    assert (sheet.figures.of("prior_surplus"), sheet.surplus) == (300, 50)
    assert compute.surplus(books, BookYear(Month("2025-07"))) == 300
    assert compute.surplus(books, BookYear(Month("2026-07"))) == 50
