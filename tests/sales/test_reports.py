"""Reports of sales: their sums are those of the ledger, and each line leads to its documents."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import rendering, report
from kopdes_desktop.reports.sales import percent
from kopdes_desktop.sales import queries
from tests import builders
from tests.sales import store
from tests.sales.store import sell

CODES = (
    "sales",
    "sales_list",
    "sales_clerks",
    "sales_hours",
    "sales_items",
    "margins",
    "till_close",
    "receivables",
)


@pytest.fixture(scope="module")
def office(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Three sales, a return and a void, by two clerks; a bon that is not paid."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("reports") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        store.consign(office)
        member = store.member(office)
        office.perform("sales.set_limit", {"member": member, "amount": 90_000})
        store.open_shift(office)
        first = sell(office, ("MI", "4"), ("KUE", "1"), off=400)
        with builders.working_as(office, "kasir"):
            sell(office, ("GULA", "2"), member=member, tenders=[{"kind": "bon"}])
        void = sell(office, ("BERAS", "1"))
        office.perform("accounting.reverse", {"entry": void.id, "reason": "salah"})
        back = {"sale": first.id, "lines": [{"line": 0, "quantity": "1"}]}
        office.perform("sales.bring_back", back)
        office.perform("till.close_shift", {"cash": store.drawer(office) - 500, "reason": "x"})
        yield office


def made(office: Office, code: str, **given: str) -> Document:
    wanted = report.find(code)
    params = wanted.params(given, office.today())
    return office.read(wanted.right, report.make, code, params)


def column(document: Document, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(key) for key in keys) for row in document.rows]


def test_a_day_s_sales_are_what_the_ledger_says(office: Office) -> None:
    document = made(office, "sales")

    wanted = (2, 57_600, -3_442, 54_158, 400, 40_000, 14_158)
    names = ("times", "sales", "returns", "net", "off", "cost", "margin")
    assert column(document, *names) == [wanted]
    revenue = -sum(
        builders.balance(office, account)
        for account in ("4-1101", "4-1102", "4-1103", "4-1104", "4-1402", "4-1303", "2-1203")
    )
    assert document.totals["net"] == revenue
    cost = builders.balance(office, "5-1101") + builders.balance(office, "5-1102")
    assert document.totals["cost"] == cost


def test_other_days_and_units_have_nothing(office: Office) -> None:
    assert made(office, "sales", to="01/02/2026").rows == []
    assert made(office, "sales", unit="KTR").rows == []
    assert column(made(office, "sales", unit="G1"), "times") == [(2,)]


def test_every_document_is_listed_with_its_number(office: Office) -> None:
    rows = column(made(office, "sales_list"), "number", "what", "member", "net")

    assert [(row[0][:3], *row[1:]) for row in rows] == [
        ("STR", "penjualan", None, 23_600),
        ("STR", "penjualan", "0001", 34_000),
        ("STR", "penjualan", None, 14_000),
        ("BLK", "batal", None, -14_000),
        ("RTR", "retur", None, -3_442),
    ]


def test_an_item_s_documents_count_with_its_lines_alone(office: Office) -> None:
    document = made(office, "sales_list", item="MI")

    (mine,) = [row for row in made(office, "sales_items").rows if row["code"] == "MI"]
    assert document.totals["net"] == mine["net"]
    assert [row["what"] for row in document.rows] == ["penjualan", "retur"]
    assert "Mi goreng" in document.about[0]


def test_clerks_and_hours_have_the_same_sum(office: Office) -> None:
    clerks, hours = made(office, "sales_clerks"), made(office, "sales_hours")

    assert column(clerks, "clerk", "net") == [
        ("Kasir Latihan", 34_000),
        ("Bendahara Latihan", 20_158),
    ]
    assert column(hours, "hour", "net") == [("08.00", 54_158)]
    assert clerks.totals == hours.totals == made(office, "sales").totals


def test_items_say_how_much_and_what_they_left(office: Office) -> None:
    assert column(made(office, "sales_items"), "code", "quantity", "net") == [
        ("GULA", "2", 34_000),
        ("MI", "3", 10_325),
        ("KUE", "1", 9_833),
        ("BERAS", "0", 0),
    ]
    assert column(made(office, "margins"), "code", "margin", "percent") == [
        ("MI", 1_325, "12.8"),
        ("GULA", 3_000, "8.8"),
        ("KUE", 9_833, "100"),
    ]


def test_a_shift_stands_there_with_its_z(office: Office) -> None:
    names = ("box", "began", "float", "cash", "besides", "expected", "variance")
    document = made(office, "till_close")

    assert column(document, *names) == [("LACI-G1", 0, 200_000, 20_158, 0, 220_158, -500)]
    assert column(document, "sales", "other") == [(54_158, 34_000)]
    assert str(document.rows[0]["number"]).startswith("ZET-KR-2026-")


def test_a_bon_stands_under_its_age_and_ties(office: Office) -> None:
    names = ("member", "coming", "late", "latest", "amount", "limit")

    today, later = made(office, "receivables"), made(office, "receivables", day="20/03/2026")

    assert column(today, *names) == [("0001", 34_000, 0, 0, 34_000, 90_000)]
    assert column(later, *names) == [("0001", 0, 34_000, 0, 34_000, 90_000)]
    assert all("sama dengan akun" in note for note in today.notes)


@pytest.mark.parametrize("code", CODES)
def test_every_report_goes_onto_paper_and_sheets(office: Office, code: str) -> None:
    wanted = report.find(code)
    params = wanted.params({}, office.today())

    for form in rendering.FORMATS:
        out = BytesIO()
        rendering.put(made(office, code), params, form, out)
        assert out.getvalue()


def test_a_share_of_nothing_is_nothing() -> None:
    assert percent(5, 0) is None
    assert percent(-1, 8) == "-12.5"


def test_a_members_own_documents_are_his_of_all_and_the_newest_first(office: Office) -> None:
    read = office.reading
    everything = [*queries.sales(read, date.min, date.max)]
    whom = {row.member for row in everything if row.member is not None}

    assert whom
    for member in whom:
        his = [row for row in everything if row.member == member][::-1]
        assert queries.of_member(read, member, date.min) == his
        assert queries.of_member(read, member, date.min, most=1) == his[:1]
