"""Savings by member and in all, dues by the month, sheets, who has long not paid, estimates."""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from kopdes_desktop.ledger import balances
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports import rendering, savings_balances
from kopdes_desktop.reports.rendering import on_paper
from kopdes_desktop.reports.report import find, make
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.reports.cooperative import NEXT_DAY, Coop


@pytest.fixture
def office(practice: Path) -> Iterator[Office]:
    """Empty books of one's own."""
    with builders.open_books(practice) as session:
        yield session.office


def made(office: Office, code: str) -> Document:
    report = find(code)
    return office.read(report.right, make, code, report.params({}, office.today()))


def keys(coop: Coop, code: str, **given: str) -> list[str]:
    return [column.key for column in coop.ask(code, **given).columns]


# --- balances ------------------------------------------------------------------------------------


def test_balances_are_listed_by_member_and_product(coop: Coop) -> None:
    rows = coop.rows("savings_balances")

    assert [(row["number"], row["product"], row["balance"]) for row in rows[:5]] == [
        ("0001", "principal", 100_000),
        ("0001", "mandatory", 30_000),
        ("0001", "voluntary", 1_810_000),
        ("0002", "principal", 40_000),
        ("0002", "voluntary", 5_000),
    ]
    assert {"number", "name", "product", "balance"} <= set(keys(coop, "savings_balances"))


@pytest.mark.parametrize("day", ["2026-01-31", "2026-02-02", "2026-02-03"])
def test_balances_of_any_day_come_to_the_ledger_s_of_that_day(coop: Coop, day: str) -> None:
    read = coop.session.office.reading
    document = coop.ask("savings_balances", day=day)

    ledger = balances.balances_at(read, date.fromisoformat(day))
    for product in savings.products(read):
        mine = sum(
            row["balance"]  # type: ignore[misc]
            for row in document.rows
            if row["product"] == product.code
        )
        assert mine == -int(ledger.get(product.account, 0))
    assert all("sama dengan akun" in note for note in document.notes)
    assert document.totals["balance"] == sum(
        row["balance"]  # type: ignore[misc]
        for row in document.rows
    )


def test_balances_of_an_earlier_day_know_nothing_of_what_came_later(coop: Coop) -> None:
    before = {
        (row["number"], row["product"]): row["balance"]
        for row in coop.rows("savings_balances", day="2026-02-02")
    }

    assert before["0001", "voluntary"] == 1_806_000
    assert before["0003", "voluntary"] == 1_300_000
    assert before["0006", "principal"] == 100_000


def test_balances_that_do_not_tie_say_so_with_the_difference(coop: Coop) -> None:
    [product] = [x for x in savings.products(coop.session.office.reading) if x.code == "mandatory"]

    words = savings_balances.tie(product, 85_000, 90_000)

    assert words == (
        "Simpanan Wajib: per anggota Rp85.000, akun 3-1102 Rp90.000; "
        "selisih Rp5.000 belum dirinci per anggota."
    )


def test_totals_by_product_stand_beside_the_ledger_and_name_nobody(coop: Coop) -> None:
    document = coop.ask("savings_totals")

    assert [(row["product"], row["unit"], row["members"]) for row in document.rows] == [
        ("principal", "KTR", 2),
        ("mandatory", "KTR", 4),
        ("voluntary", "USP", 4),
    ]
    assert document.totals == {"balance": 2_747_000, "ledger": 2_747_000, "difference": 0}
    assert "Anggota Nomor" not in plain(document)


# --- dues ----------------------------------------------------------------------------------------


def dues(coop: Coop, number: str, **given: str) -> list[tuple[object, ...]]:
    return [
        tuple(row[key] for key in ("month", "due", "paid", "late", "estimate"))
        for row in coop.rows("mandatory_dues", **given)
        if row["number"] == number
    ]


def test_each_month_says_what_it_owed_what_is_paid_and_what_is_late(coop: Coop) -> None:
    assert keys(coop, "mandatory_dues")[:6] == ["number", "name", "month", "due", "paid", "late"]
    assert dues(coop, "0003") == [
        ("2026-01", 10_000, 10_000, 0, 0),
        ("2026-02", 10_000, 5_000, 5_000, 0),
    ]


def test_months_ahead_are_paid_and_never_late(coop: Coop) -> None:
    given = {"from": "2026-02", "to": "2026-04"}

    assert dues(coop, "0001", **given) == [
        ("2026-02", 10_000, 10_000, 0, 0),
        ("2026-03", 10_000, 10_000, 0, 0),
        ("2026-04", 10_000, 0, 0, 0),
    ]


def test_estimates_of_an_old_register_are_in_no_sum_of_arrears(coop: Coop) -> None:
    given = {"from": "2025-01", "to": "2026-02", "member": "0077"}
    document = coop.ask("mandatory_dues", **given)

    months = dues(coop, "0077", **given)
    assert [month[0] for month in months] == [
        *(f"2025-{n:02d}" for n in range(4, 13)),
        "2026-01",
        "2026-02",
    ]
    assert months[2] == ("2025-06", 10_000, 10_000, 0, 0)
    assert months[3] == ("2025-07", 10_000, 0, 0, 10_000)
    assert months[-1] == ("2026-02", 10_000, 0, 10_000, 0)
    assert document.totals == {"due": 110_000, "paid": 30_000, "late": 10_000, "estimate": 70_000}
    assert any("Perkiraan" in note for note in document.notes)


def test_the_month_of_leaving_owes_nothing(coop: Coop) -> None:
    assert dues(coop, "0006") == [("2026-01", 10_000, 10_000, 0, 0)]


def test_arrears_by_the_month_are_those_of_the_counter(coop: Coop) -> None:
    read = coop.session.office.reading
    late: dict[object, int] = {}
    for row in coop.rows("mandatory_dues", **{"from": "2025-01"}):
        late[row["number"]] = late.get(row["number"], 0) + int(str(row["late"]))

    for number in ("0001", "0002", "0003", "0004", "0005", "0077"):
        assert late[number] == int(savings.dues(read, number, NEXT_DAY).arrears)


def test_a_year_s_grid_has_a_row_a_member_and_leaves_what_is_not_due_empty(coop: Coop) -> None:
    rows = {row["number"]: row for row in coop.rows("dues_grid")}

    part = rows["0003"]
    assert [part[f"m{n:02d}"] for n in range(1, 5)] == [10_000, 5_000, None, None]
    assert (part["paid"], part["months"], part["arrears"]) == (15_000, 1, 5_000)
    assert rows["0001"]["m03"] == 10_000
    assert rows["0077"]["estimate"] == 70_000
    assert "0006" not in rows


def test_who_has_long_not_paid_is_listed_and_estimates_do_not_count(office: Office) -> None:
    slow = builders.a_member(office, 1, day=date(2026, 1, 5))
    paid = builders.a_member(office, 2, day=date(2026, 1, 5))
    builders.pay(office, paid, "mandatory", months=6)
    office.perform(
        "membership.adopt", {"name": "Wijaya Kusuma", "joined": "2025-01-05", "as_of": "2026-01-31"}
    )
    before = listed(office)
    office.named_day = date(2026, 6, 15)

    assert before == []
    assert listed(office) == [(slow.number, 6, 60_000, "belum pernah")]


def listed(office: Office) -> list[tuple[object, ...]]:
    return [
        tuple(row[key] for key in ("number", "months", "arrears", "paid_until"))
        for row in made(office, "inactive").rows
    ]


def test_estimates_wait_for_the_board_by_member(coop: Coop) -> None:
    [row] = coop.rows("estimates")

    assert (row["number"], row["until"], row["months"], row["estimate"]) == (
        "0077",
        "Januari 2026",
        7,
        70_000,
    )


# --- collectors' sheets --------------------------------------------------------------------------


def test_a_sheet_shows_what_is_due_and_leaves_room_to_write(coop: Coop) -> None:
    document = coop.ask("collection_sheet", sheet=coop.issued)

    assert document.title == f"Lembar tagihan {coop.issued}"
    assert document.ruled
    assert [(row["number"], row["due"], row["received"]) for row in document.rows] == [
        ("0001", 0, None),
        ("0003", 5_000, None),
        ("0004", 20_000, None),
    ]
    assert [column.key for column in document.columns][-3:] == [
        "received",
        "voluntary",
        "signature",
    ]
    assert document.about[1] == "Petugas tagih: Melati Anggota"


def test_a_sheet_whose_money_came_shows_what_each_one_gave(coop: Coop) -> None:
    document = coop.ask("collection_sheet", sheet=coop.brought)

    given = [(row["number"], row["product"], row["received"]) for row in document.rows]
    assert given == [
        ("0001", "mandatory", 0),
        ("0001", "voluntary", 4_000),
        ("0003", "mandatory", 0),
        ("0004", "mandatory", 10_000),
    ]
    assert document.totals["received"] == 14_000
    assert "TGH-KR-2026-000001" in document.notes[0]


def test_a_group_alone_gives_a_blank_sheet_of_today(coop: Coop) -> None:
    document = coop.ask("collection_sheet", group="KRJ")

    assert [(row["number"], row["due"]) for row in document.rows] == [
        ("0001", 0),
        ("0003", 5_000),
        ("0004", 10_000),
    ]
    assert document.notes[0].startswith("Lembar kosong tanpa nomor")


def test_sheets_are_listed_with_what_is_still_out_and_what_came_back(coop: Coop) -> None:
    document = coop.ask("sheets")

    out, back = document.rows
    assert (out["number"], out["issued"], out["members"], out["due"]) == (
        coop.issued,
        NEXT_DAY,
        3,
        25_000,
    )
    assert (out["collected"], out["received"], out["days_out"]) == (None, None, 0)
    assert (back["number"], back["receipt"]) == (coop.brought, "TGH-KR-2026-000001")
    assert (back["collected"], back["received"], back["days_out"]) == (NEXT_DAY, 14_000, None)
    assert document.totals == {"due": 50_000, "received": 14_000}
    assert document.notes == ("1 lembar belum kembali.",)
    assert coop.rows("sheets", to="2026-02-02") == []
    assert coop.rows("sheets", group="TNI") == []


def test_a_sheet_that_was_voided_is_out_no_more_and_says_why(office: Office) -> None:
    member = builders.a_member(office, 1, day=date(2026, 1, 5))
    office.perform("members.set_group", {"code": "RT01", "name": "RT 01", "kind": "rt"})
    office.perform("members.assign", {"group": "RT01", "members": [member.key]})
    issued = office.perform("savings.issue_sheet", {"group": "RT01"})
    ended = {"sheet": issued.number, "reason": "semua sedang panen"}
    office.perform("savings.void_sheet", ended)

    def ask(code: str, **given: str) -> Document:
        report = find(code)
        made: Document = office.read(
            report.right, make, report.code, report.params(given, office.today())
        )
        return made

    listed, one = ask("sheets"), ask("collection_sheet", sheet=str(issued.number))

    [row] = listed.rows
    assert (row["receipt"], row["collected"], row["received"]) == ("batal", None, None)
    assert row["days_out"] is None
    assert listed.notes == (
        "0 lembar belum kembali.",
        f"{issued.number} dibatalkan: semua sedang panen",
    )
    assert "Lembar ini dibatalkan 2 Februari 2026: semua sedang panen." in one.notes[0]
    assert [row["received"] for row in one.rows] == [None]


def test_a_month_paid_in_full_keeps_the_rate_it_was_paid_at(office: Office) -> None:
    member = builders.a_member(office, 1, day=date(2026, 1, 5))
    builders.pay(office, member, "mandatory", months=3)
    rate = {"product": "mandatory", "from": "2026-03-01", "amount": 15_000, "decision_no": "2/RAT"}
    office.perform("savings.set_rate", rate)
    office.named_day = date(2026, 4, 2)

    report = find("mandatory_dues")
    rows = office.read(report.right, make, report.code, report.params({}, office.today())).rows

    assert [tuple(row[key] for key in ("month", "due", "paid", "late")) for row in rows] == [
        ("2026-01", 10_000, 10_000, 0),
        ("2026-02", 10_000, 10_000, 0),
        ("2026-03", 10_000, 10_000, 0),
        ("2026-04", 15_000, 0, 15_000),
    ]


# --- formats and speed ---------------------------------------------------------------------------


def test_programs_get_codes_and_people_get_names(coop: Coop) -> None:
    office = coop.session.office
    report, out = find("savings_balances"), BytesIO()
    params = report.params({}, office.today())
    office.read(report.right, rendering.write, report.code, params, "json", out)

    made = json.loads(out.getvalue())
    assert made["rows"][0]["product"] == "principal"
    assert made["totals"] == {"balance": 2_747_000}
    assert "product" not in [column.key for column in on_paper(coop.ask(report.code)).columns]


LISTS = (
    "member_register",
    "savings_balances",
    "savings_totals",
    "mandatory_dues",
    "dues_grid",
    "inactive",
    "estimates",
    "groups",
    "refund_queue",
    "sheets",
    "supervision",
)


def test_no_list_asks_the_books_once_a_member(office: Office) -> None:
    def joined(numbers: range) -> dict[str, int]:
        for n in numbers:
            builders.pay(office, builders.a_member(office, n), "mandatory", months=1)
        return {code: statements(office, code) for code in LISTS}

    joined(range(1, 2))  # what is asked once and then kept is asked here
    few = joined(range(2, 3))

    assert joined(range(3, 28)) == few


def statements(office: Office, code: str) -> int:
    """How many statements a report runs."""
    asked: list[str] = []
    office.database.connection.set_trace_callback(asked.append)
    try:
        made(office, code)
    finally:
        office.database.connection.set_trace_callback(None)
    return len(asked)
