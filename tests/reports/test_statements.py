"""Statements as reports: columns, drafts, units, and papers between a figure and its ledger."""

import io
import json
from datetime import date

import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import report, statement_lines
from kopdes_desktop.reports.rendering import on_paper, write
from tests.reports.books import FEBRUARY, HandMade, line

CODES = (
    "balance_sheet",
    "income_statement",
    "unit_results",
    "equity_changes",
    "cash_flow",
    "ratios",
)
LAST = date(2026, 12, 31)


@pytest.fixture
def trading(books: HandMade) -> HandMade:
    """With sales, a wage and something bought on credit of an outlet."""
    books.post(
        FEBRUARY,
        "Penjualan",
        line("1-1103", 900_000, "G1"),
        line("1-1201", 100_000, "G1", key=77),
        line("4-1101", -700_000, "G1", lini="sembako"),
        line("4-1102", -300_000, "G1", lini="sembako"),
        line("5-1101", 500_000, "G1", lini="sembako"),
        line("5-1102", 200_000, "G1", lini="sembako"),
        line("1-1401", -700_000, "G1", lini="sembako"),
    )
    books.post(FEBRUARY, "Honor", line("6-1102", 50_000), line("1-1101", -50_000))
    return books


def made(books: HandMade, code: str, **given: str) -> Document:
    return report.make(books, code, report.find(code).params(given, LAST))


def amounts(document: Document) -> dict[str, int]:
    """The first column by line; sums over their group's heading."""
    return {str(row["line"]): int(str(row["amount"])) for row in document.rows if "amount" in row}


def below(
    books: HandMade, code: str, row: dict[str, object], **given: str
) -> tuple[Document, dict[str, str]]:
    asked = statement_lines.asked(code, given, row)
    assert asked is not None
    return statement_lines.build(books, asked, LAST)


def test_the_three_statements_say_the_same_of_surplus_and_cash(trading: HandMade) -> None:
    sheet, result = (
        amounts(made(trading, "balance_sheet")),
        amounts(made(trading, "income_statement")),
    )
    flow = amounts(made(trading, "cash_flow"))

    assert sheet["assets"] == sheet["funding"]
    assert sheet["surplus"] == result["result"] == 250_000
    assert result["member"] == 200_000
    assert result["non_member"] == 100_000
    assert flow["closing"] == sheet["cash"]
    before = amounts(made(trading, "balance_sheet", day="2025-12-31"))
    assert flow["opening"] == before.get("cash", 0)
    assert flow["taken_over"] == 2_000_000
    assert flow["opening"] + flow["taken_over"] + flow["net"] == flow["closing"]
    equity = made(trading, "equity_changes").rows[-1]
    assert equity["total"] == sheet["equity"]


def test_a_book_year_may_be_asked_by_its_name(trading: HandMade) -> None:
    whole = made(trading, "income_statement", year="2026")

    assert [column.title for column in whole.columns[-2:]] == ["2026", "2025"]
    assert amounts(made(trading, "balance_sheet", year="2025")) == {}


def test_a_unit_shows_what_it_owes_the_office_and_the_whole_does_not(trading: HandMade) -> None:
    unit = amounts(made(trading, "balance_sheet", unit="G1"))

    assert unit["office_debt"] == 750_000
    assert unit["assets"] == unit["funding"]
    assert not {"office_debt", "office_claim"} & amounts(made(trading, "balance_sheet")).keys()
    with pytest.raises(BadField):
        made(trading, "balance_sheet", unit="XX")


def test_results_of_units_add_up_to_the_whole(trading: HandMade) -> None:
    document = made(trading, "unit_results")
    *units, whole = (column.key for column in document.columns if column.kind == "money")

    titles = [column.title for column in document.columns[-3:]]
    assert titles == ["Gerai Sembako", "Kantor", "Semua unit"]
    for row in document.rows:
        if whole in row:
            assert row[whole] == sum(int(str(row[unit])) for unit in units)


@pytest.mark.parametrize("code", CODES)
def test_a_statement_nobody_proved_is_a_draft_and_says_why(trading: HandMade, code: str) -> None:
    document = made(trading, code)

    assert document.draft
    assert document.notes[-1].startswith("DRAF: ")
    out = io.BytesIO()
    write(trading, code, report.find(code).params({}, LAST), "json", out)
    assert json.loads(out.getvalue())["draft"] is True


@pytest.mark.parametrize("code", ["balance_sheet", "income_statement", "cash_flow"])
def test_the_accounts_below_each_line_sum_up_to_it(trading: HandMade, code: str) -> None:
    document = made(trading, code)
    for row in document.rows:
        if "amount" in row and row["line"] not in {"opening", "taken_over"}:
            paper, _given = below(trading, code, dict(row))
            assert paper.totals["amount"] == row["amount"], row["line"]


def test_the_entries_below_a_flow_sum_up_to_what_its_account_brings(trading: HandMade) -> None:
    accounts, given = below(trading, "cash_flow", {"line": "net"})
    for row in accounts.rows:
        entries, _given = below(trading, statement_lines.ACCOUNTS, dict(row), **given)
        assert entries.totals["amount"] == row["amount"]
    assert {row["line"] for row in accounts.rows} >= {"from_members", "to_suppliers", "to_staff"}


def test_lines_lead_to_the_ledger_of_the_days_they_are_made_of(trading: HandMade) -> None:
    _paper, given = below(trading, "balance_sheet", {"line": "cash"}, day="03/02/2026", unit="KTR")

    assert (given["from"], given["to"], given["unit"]) == ("01/01/2026", "03/02/2026", "KTR")


@pytest.mark.parametrize("code", CODES)
def test_every_row_can_be_explained_and_no_row_leads_astray(trading: HandMade, code: str) -> None:
    for row in made(trading, code).rows:
        assert isinstance(statement_lines.explanation(code, row), str)
        asked = statement_lines.asked(code, {}, row)
        assert asked is not None or row.get("line") in {"opening", "taken_over"}
        if asked is not None:
            statement_lines.build(trading, asked, LAST)


def test_a_ratio_that_divides_by_nothing_says_so(empty: HandMade) -> None:
    rows = made(empty, "ratios").rows

    assert {(row["value"], row["meaning"]) for row in rows} == {("–", "Belum dapat dihitung.")}


def test_codes_for_programs_stay_off_the_paper(trading: HandMade) -> None:
    keys = [column.key for column in on_paper(made(trading, "balance_sheet")).columns]

    assert keys == ["ministry", "label", "amount", "before"]
