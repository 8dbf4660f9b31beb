"""A budget stands beside what happened; a later version takes its place."""

from datetime import date
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.budgets import queries
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.money import Rupiah, half_up
from kopdes_desktop.ledger import years
from kopdes_desktop.office.office import Office
from kopdes_desktop.reports import report
from tests.builders import DAY, approval, record, require_green

LINES = (("4-1402", "G1", 12_000_000), ("6-1101", "KTR", 5_000_000), ("1-2105", "KTR", 3_000_000))


def set_budget(office: Office, *lines: tuple[str, str, int], **fields: Any) -> None:
    made = [{"account": code, "unit": unit, "amount": amount} for code, unit, amount in lines]
    office.perform("budgets.set", {"year": "2026", "lines": made, **fields})


def plan(office: Office, unit: str | None = None) -> queries.Plan:
    read = office.reading
    return queries.plan(read, years.year_named(read, "2026"), unit)


def live(office: Office) -> None:
    income = {"account": "4-1402", "amount": -10_000_000, "unit": "G1", "lini": "gudang"}
    record(office, ("1-1101", 10_000_000, "KTR"), income)
    record(office, ("6-1101", 2_000_000, "KTR"), ("1-1101", -2_000_000, "KTR"))


def test_a_budget_stands_beside_what_happened(books: Session) -> None:
    office = books.office
    set_budget(office, *LINES, decision_no="03/RA/2025", note="disahkan RAT")
    set_budget(office, ("6-1101", "KTR", 6_000_000), year="2027")
    live(office)

    found = plan(office)

    rows = {row.account: row for row in found.rows}
    assert rows["4-1402"].percent == 83
    assert rows["6-1101"].left == Rupiah(3_000_000)
    assert rows["6-1101"].coming == Rupiah(6_000_000)
    assert found.surplus().planned == Rupiah(7_000_000)
    assert found.surplus().actual == Rupiah(8_000_000)
    assert [row.account for row in plan(office, "G1").rows] == ["4-1402"]
    require_green(office)


def test_the_latest_version_counts_and_the_earlier_ones_stay_known(books: Session) -> None:
    office = books.office
    set_budget(office, *LINES)
    set_budget(office, ("6-1101", "KTR", 4_000_000), ("6-1201", "KTR", 0))

    found = plan(office)

    assert [(row.account, int(row.planned)) for row in found.rows] == [("6-1101", 4_000_000)]
    assert found.version is not None
    assert found.version.number == 2


def test_what_a_meeting_decided_is_changed_by_two_and_no_year_before_the_books(
    books: Session,
) -> None:
    office = books.office
    set_budget(office, *LINES, decision_no="03/RA/2025")

    with pytest.raises(NeedsApproval, match="03/RA/2025"):
        set_budget(office, ("6-1101", "KTR", 4_000_000), decision_no="03/RA/2025")
    with pytest.raises(BadField, match="Januari 2026"):
        set_budget(office, *LINES, year="2019")


def test_the_report_sums_by_section_and_ends_in_the_surplus(books: Session) -> None:
    office = books.office
    set_budget(office, *LINES)
    live(office)
    asked = report.find("budget").params({"year": "2026"}, DAY)

    made = report.make(office.reading, "budget", asked)

    totals = {
        row["name"]: (row["planned"], row["actual"])
        for row in made.rows
        if row.get("rank") == "total"
    }
    assert totals == {
        "Jumlah pendapatan usaha": (12_000_000, 10_000_000),
        "Jumlah beban usaha": (5_000_000, 2_000_000),
        "SISA HASIL USAHA": (7_000_000, 8_000_000),
        "Jumlah belanja modal (aset)": (3_000_000, 0),
    }
    assert made.notes[1] == "Anggaran 2027 belum disusun."


def test_a_running_year_is_measured_by_the_days_that_are_gone(books: Session) -> None:
    office = books.office
    set_budget(office, *LINES)
    live(office)
    found = report.find("budget")

    made = report.make(office.reading, "budget", found.params({"year": "2026"}, DAY))
    over = report.make(office.reading, "budget", found.params({"year": "2026"}, date(2027, 1, 1)))

    parts = {row.get("account"): (row.get("by_now"), row.get("percent")) for row in made.rows}
    assert parts["4-1402"] == (half_up(12_000_000 * 33, 365), 922), "until 2 February"
    assert parts["1-2105"] == (3_000_000, 0), "what is bought is bought at once"
    surplus = next(row for row in made.rows if row["name"] == "SISA HASIL USAHA")
    assert surplus["by_now"] == 1_084_932 - 452_055
    assert "33 dari 365 hari" in made.notes[-1]
    assert "by_now" not in {column.key for column in over.columns}
    assert {row.get("account"): row.get("percent") for row in over.rows}["4-1402"] == 83


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([("6-9999", "KTR", 1)], "lines[0].account"),
        ([("1-1101", "KTR", 1)], "lines[0].account"),
        ([("4-1103", "G1", 1)], "lines[0].account"),
        ([("6-1101", "KTR", 1), ("6-1101", "KTR", 2)], "lines[1].account"),
        ([("4-1101", "KTR", 1)], "lines[0].unit"),
        ([("6-1101", "XX", 1)], "lines[0].unit"),
        ([("6-1101", "KTR", -1)], "lines[0].amount"),
        ([("6-1101", "KTR", 0)], "lines"),
        ([], "lines"),
    ],
)
def test_lines_that_no_budget_has_are_refused(
    books: Session, lines: list[tuple[str, str, int]], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        set_budget(books.office, *lines)

    assert refused.value.field == field


def test_a_year_that_is_none_is_refused(books: Session) -> None:
    with pytest.raises(BadField) as refused:
        set_budget(books.office, *LINES, year="tahun depan")

    assert refused.value.field == "year"


def test_capital_spending_is_what_was_bought_whatever_was_there_or_sold(books: Session) -> None:
    office = books.office
    opened = [
        {"account": "1-1101", "amount": 20_000_000, "unit": "KTR"},
        {"account": "1-2105", "amount": 10_000_000, "unit": "KTR"},
        {"account": "3-1501", "amount": -30_000_000, "unit": "KTR"},
    ]
    office.perform("accounting.open_balances", {"day": "2026-02-01", "lines": opened})
    bought = {"name": "Kulkas", "account": "1-2105", "cost": 4_800_000, "box": "KAS"}
    asset = office.perform("assets.acquire", bought)
    sold = {"asset": asset.id, "how": "sold", "proceeds": 4_000_000, "box": "KAS", "reason": "x"}
    office.perform("assets.dispose", sold, approval=approval())

    rows = {row.account: int(row.actual) for row in plan(office).rows}

    assert rows["1-2105"] == 4_800_000
