"""The catalogue of reports, what they may be asked, and their formats."""

import csv
import io
import json
from datetime import date

import msgspec
import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.reports import report
from kopdes_desktop.reports.lines import Lines
from kopdes_desktop.reports.rendering import FORMATS, Format, write
from kopdes_desktop.reports.report import Params, TooLong, UnknownReport, catalogue, find, make
from tests.reports.books import FEBRUARY, NASTY, HandMade, line

TODAY = date(2026, 2, 3)
EVER = Params(day=FEBRUARY, until=FEBRUARY)


def written(books: HandMade, code: str, params: Params, form: Format) -> bytes:
    out = io.BytesIO()
    write(books, code, params, form, out)
    return out.getvalue()


def test_the_reports_of_today_are_found() -> None:
    assert {"trial_balance", "journal", "general_ledger"} <= {each.code for each in catalogue()}
    assert all(find(each.code) is each for each in catalogue())


@pytest.mark.parametrize("code", ["", "no_such", "lines", "../x", "report", "os.path", "__init__"])
def test_what_is_no_report_is_refused(code: str) -> None:
    with pytest.raises(UnknownReport):
        find(code)


def test_days_not_given_are_today() -> None:
    assert find("trial_balance").params({}, TODAY) == Params(day=TODAY, until=TODAY)
    assert find("journal").params({"from": "1/2", "to": "2026-02-02"}, TODAY) == Params(
        day=TODAY, first=date(2026, 2, 1), until=date(2026, 2, 2)
    )


def test_a_month_is_its_first_day_after_from_and_its_last_otherwise() -> None:
    asked = find("journal").params({"from": "2026-02", "to": "2026-02"}, TODAY)

    assert (asked.first, asked.until) == (date(2026, 2, 1), date(2026, 2, 28))
    assert find("trial_balance").params({"day": "2024-02"}, TODAY).day == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("trial_balance", {"day": "31/2"}, "day"),
        ("trial_balance", {"day": "2026-13"}, "day"),
        ("trial_balance", {"day": "kapan-kapan"}, "day"),
        ("trial_balance", {"account": "1-1101"}, "account"),
        ("journal", {"from": "2026-02-02", "to": "2026-02-01"}, "from"),
        ("journal", {"unit": " "}, "unit"),
        ("general_ledger", {}, "account"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    code: str, given: dict[str, str], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        find(code).params(given, TODAY)

    assert refused.value.field == field
    assert "{" not in refused.value.message


def test_json_holds_whole_rupiah_and_iso_days(books: HandMade) -> None:
    made = json.loads(written(books, "journal", EVER, "json"))

    assert (made["report"], made["title"], made["params"]) == (
        "journal",
        "Jurnal umum",
        {"to": "2026-02-03"},
    )
    assert made["period"] == "Sampai dengan 3 Februari 2026"
    assert made["columns"][0] == {"key": "date", "title": "Tanggal", "kind": "day"}
    assert [column["key"] for column in made["columns"]] == list(made["rows"][0])
    assert made["rows"][0]["date"] == "2026-01-01"
    assert made["rows"][0]["debit"] == 2_000_000
    assert made["totals"] == {"debit": 3_675_000, "credit": 3_675_000}
    assert sum(row["debit"] for row in made["rows"]) == 3_675_000


def test_json_of_nothing_is_still_a_report(empty: HandMade) -> None:
    made = json.loads(written(empty, "trial_balance", EVER, "json"))

    assert (made["rows"], made["totals"]) == ([], {"debit": 0, "credit": 0})


def test_a_stream_is_the_same_whatever_its_pieces(
    books: HandMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {form: written(books, "journal", EVER, form) for form in FORMATS[:2]}

    monkeypatch.setattr("kopdes_desktop.reports.rendering._ROWS_AT_ONCE", 2)

    assert {form: written(books, "journal", EVER, form) for form in FORMATS[:2]} == whole


def test_csv_holds_the_rows_of_the_journal(books: HandMade) -> None:
    for text in NASTY:
        books.post(FEBRUARY, text, line("1-1101", 1), line("3-1501", -1))

    rows = list(csv.DictReader(io.StringIO(written(books, "journal", EVER, "csv").decode())))

    expected = make(books, "journal", EVER).rows
    assert [row["account"] for row in rows] == [row["account"] for row in expected]
    assert [row["debit"] for row in rows] == [str(row["debit"]) for row in expected]
    assert {row["text"] for row in rows} >= {'Beli "beras" 5 kg; tunai', "'=1+1", "''"}


@pytest.mark.parametrize(
    ("form", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF-"), ("text", b"\nBuku besar 1-1101")]
)
def test_paper_and_sheet_are_made(books: HandMade, form: Format, begins: bytes) -> None:
    params = Params(day=FEBRUARY, until=FEBRUARY, account="1-1101")

    assert written(books, "general_ledger", params, form).startswith(begins)


def test_more_rows_than_a_paper_holds_are_refused_and_still_stream(
    books: HandMade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "ROWS_IN_HAND", 10)

    with pytest.raises(TooLong):
        written(books, "journal", EVER, "pdf")
    assert len(json.loads(written(books, "journal", EVER, "json"))["rows"]) == 11


def test_lines_are_a_sequence_with_sums() -> None:
    lines = Lines(lambda: iter([{"a": n} for n in range(5)]), ("a",))

    assert msgspec.json.encode(dict(lines.totals)) == b'{"a":10}'
    assert (len(lines), lines[1], lines[-1], lines[1:3]) == (
        5,
        {"a": 1},
        {"a": 4},
        [{"a": 1}, {"a": 2}],
    )
    for place in (5, -6):
        with pytest.raises(IndexError):
            lines[place]


def test_lines_gone_through_in_part_do_not_give_half_a_sum() -> None:
    lines = Lines(lambda: iter([{"a": 1}, {"a": 2}]), ("a",))

    next(iter(lines))

    assert dict(lines.totals) == {"a": 3}


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12", "9999-12-31"])
def test_a_year_that_no_books_speak_of_is_refused_in_words(day: str) -> None:
    for code, name in (("cash_flow", "to"), ("balance_sheet", "day")):
        with pytest.raises(BadField, match="1900") as refused:
            find(code).params({name: day}, TODAY)
        assert refused.value.field == name
