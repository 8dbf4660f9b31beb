"""What lies where, what came of it, what will spoil: each figure ties and leads to its document."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import AlreadyDecided, BadField
from kopdes_desktop.ledger import balances
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import rendering, report
from tests.inventory import shop
from tests.inventory.shop import SHOP, STORE, fill


@pytest.fixture
def office(books: Session) -> Office:
    """Sugar in two places, some medicine that will spoil, a loss and a transfer."""
    office = books.office
    shop.furnish(office)
    fill(office, "GULA", "10", 15_000)
    fill(office, "GULA", "4", 16_000, place=STORE)
    fill(office, "OBAT", "4", 9_000, lot="A1", expires="2026-05-31")
    fill(office, "OBAT", "6", 9_000, lot="B2", expires="2026-02-20")
    lines = [{"item": "GULA", "quantity": "2.5"}]
    office.perform("inventory.write_off", {"place": SHOP, "reason": "damaged", "lines": lines})
    return office


def made(office: Office, code: str, **given: str) -> Document:
    wanted = report.find(code)
    params = wanted.params(given, office.today())
    return office.read(wanted.right, report.make, code, params)


def column(document: Document, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(key) for key in keys) for row in document.rows]


def test_stock_of_a_day_ties_to_the_ledger(office: Office) -> None:
    document = made(office, "stock")

    assert column(document, "place", "code", "quantity", "cost", "value") == [
        (STORE, "GULA", "4", 16_000, 64_000),
        (SHOP, "GULA", "7.5", 15_000, 112_500),
        (SHOP, "OBAT", "10", 9_000, 90_000),
    ]
    assert document.totals == {"value": 266_500}
    assert [(each.labels, each.series[0].values) for each in document.charts] == [
        (("sembako dan barang toko", "obat"), (176_500, 90_000)),
        (("Gula pasir", "Obat batuk"), (176_500, 90_000)),
    ]
    assert document.notes == (
        "Sama dengan buku besar pada hari itu: 1-1401 G1 Rp176.500, 1-1404 G1 Rp90.000.",
    )


def test_stock_of_an_earlier_day_leaves_out_what_came_later(office: Office) -> None:
    assert column(made(office, "stock", day="01/02/2026"), "code") == []
    assert column(made(office, "stock", place="gudang"), "code", "value") == [("GULA", 64_000)]


def test_goods_below_their_minimum_and_below_zero_are_marked(office: Office) -> None:
    order = {"item": "GULA", "fields": {"minimum": "8"}}
    office.perform("goods.change_item", order)

    assert column(made(office, "stock", place=SHOP), "code", "mark") == [
        ("GULA", "di bawah minimum"),
        ("OBAT", ""),
    ]


def test_a_stock_card_runs_from_opening_to_closing(office: Office) -> None:
    document = made(office, "stock_card", item="GULA", place=SHOP)

    assert column(document, "why", "came", "went", "left", "value", "worth") == [
        ("Stok awal", None, None, "0", None, 0),
        ("Stok awal", "10", None, "10", 150_000, 150_000),
        ("Barang keluar", None, "2.5", "7.5", -37_500, 112_500),
        ("Stok akhir", None, None, "7.5", None, 112_500),
    ]
    number = str(document.rows[2]["number"])
    assert number.startswith("BRG-KR-2026-")
    posted = balances.posted(office.reading, number)
    assert posted is not None
    assert document.rows[2]["entry"] == posted.key


def test_what_spoils_within_thirty_days_is_listed_first_to_end_first(office: Office) -> None:
    document = made(office, "expiring")
    assert column(document, "expires", "days", "lot", "quantity", "value") == [
        (date(2026, 2, 20), 18, "B2", "6", 54_000)
    ]


def test_a_blind_sheet_tells_no_figure_and_the_record_tells_them_all(office: Office) -> None:
    office.perform("inventory.begin_count", {"place": SHOP})
    number = "OPN-KR-2026-000001"
    sheet = made(office, "count_sheet", document=number)
    assert {code for (code,) in column(sheet, "code")} == {"GULA", "OBAT"}
    assert not any(each.kind in {"quantity", "money"} for each in sheet.columns)
    with pytest.raises(BadField, match="belum ditutup"):
        made(office, "count_record", document=number)
    lines = [{"item": "GULA", "quantity": "7"}, {"item": "OBAT", "quantity": "10"}]
    office.perform("inventory.add_count", {"count": number, "lines": lines})
    office.perform("inventory.close_count", {"count": number, "note": "kantong bocor"})

    record = made(office, "count_record", document=number)

    assert column(record, "code", "found", "value") == [("GULA", "7", -7_500)]
    assert "kantong bocor" in record.about
    with pytest.raises(AlreadyDecided):
        made(office, "count_sheet", document=number)


@pytest.mark.parametrize(
    ("code", "given"), [("stock", {}), ("stock_card", {"item": "GULA"}), ("expiring", {})]
)
def test_every_list_comes_in_every_format(office: Office, code: str, given: dict[str, str]) -> None:
    wanted = report.find(code)
    params = wanted.params(given, office.today())
    for form in rendering.FORMATS:
        out = BytesIO()
        rendering.put(made(office, code, **given), params, form, out)
        assert out.getvalue()


def test_a_transfer_note_is_printed_by_its_number(office: Office) -> None:
    lines = [{"item": "GULA", "quantity": "2"}]
    office.perform("inventory.send", {"from": SHOP, "to": STORE, "lines": lines})

    note = made(office, "transfer_note", document="SJ-KR-2026-000001")

    assert column(note, "code", "quantity", "arrived") == [("GULA", "2", "")]
