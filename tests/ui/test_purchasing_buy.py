"""A market purchase by keys: ten lines in one screen, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.purchasing import queries
from kopdes_desktop.sales import drafts
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.purchasing.purchasing_screen import PurchasingScreen
from tests import builders
from tests.ui import village
from tests.ui.fingers import CTRL, bring_up, counted, enter, focused, press, scan, write
from tests.ui.outlet import approve
from tests.ui.registry import said
from tests.ui.village import TODAY, Village

PLACE = "TOKO"
WARES = (
    "Beras medium",
    "Gula pasir",
    "Kopi bubuk",
    "Teh celup",
    "Sabun mandi",
    "Minyak goreng",
    "Tepung terigu",
    "Kecap manis",
    "Garam halus",
    "Mi goreng",
)
#: Nobody who shops types faster than three keys a second for a minute (bar: 60 s).
MOST_KEYS = 180


def stocked(folder: Path) -> None:
    """A shop with ten kinds of goods, a supplier, and money to buy for."""
    with builders.open_books(folder, day=TODAY.date(), at=TODAY) as session:
        office = session.office
        place = {"code": PLACE, "name": "Toko desa", "unit": "G1", "kind": "outlet"}
        office.perform("inventory.add_place", place)
        for n, name in enumerate(WARES):
            item: dict[str, Any] = {"code": f"B{n}", "name": name, "unit": "pcs", "price": 12_000}
            item["barcodes"] = [{"code": f"899000000{n:03d}"}]
            if n == 0:
                item |= {"unit": "kg", "packs": [{"name": "sak", "factor": "25"}]}
            office.perform("goods.add_item", item)
        supplier = {"code": "KENARI", "name": "Grosir Kenari", "days": 14}
        office.perform("purchasing.add_supplier", supplier)
        lines = [
            {"account": "1-1101", "amount": 9_000_000, "unit": "KTR", "box": "KAS"},
            {"account": "3-1201", "amount": -9_000_000, "unit": "KTR"},
        ]
        office.perform("accounting.record", {"text": "Modal", "lines": lines})


@pytest.fixture(scope="module")
def market(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = builders.copy(template, tmp_path_factory.mktemp("market") / "buku")
    stocked(folder)
    return folder


@pytest.fixture
def shop(market: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(market, tmp_path / "buku")


@pytest.fixture
def screen(shop: Village) -> PurchasingScreen:
    window = shop.signed_in()
    press(Qt.Key.Key_L, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, PurchasingScreen)
    return found


def bought(shop: Village) -> dict[str, Any]:
    found: dict[str, Any] = shop.newest("purchasing.receive")["d"]
    return found


def test_ten_lines_of_a_market_purchase_take_less_than_a_minute_of_typing(
    shop: Village, screen: PurchasingScreen
) -> None:
    with counted() as keys:
        for name in WARES:
            write(name[:3])
            enter()
            write("10")
            enter()
            write("110000")
            enter()
        enter(2)

    assert len(keys) <= MOST_KEYS
    fact = bought(shop)
    assert (len(fact["lines"]), fact["total"]) == (10, 1_100_000)
    assert fact["paid"] == [{"amount": 1_100_000, "box": "KAS"}]
    assert "BLI-KR-2026-000001" in said(shop.windows[-1])
    assert screen.buy.draft.lines == ()


def test_a_scan_names_the_goods_and_never_the_price(
    shop: Village, screen: PurchasingScreen
) -> None:
    scan("899000000001")
    enter()
    write("9000")
    scan("899000000002")
    enter()
    write("15000")
    enter()

    assert [(line.item.name, line.amount) for line in screen.buy.draft.lines] == [
        ("Gula pasir", None),
        ("Kopi bubuk", 15_000),
    ]
    enter()
    write("9000")
    enter(3)
    assert bought(shop)["total"] == 24_000


@pytest.mark.usefixtures("screen")
def test_packs_unit_prices_freight_and_discount_make_one_note(shop: Village) -> None:
    write("ber")
    enter()
    write("2 sak")
    enter()
    press(Qt.Key.Key_F5)
    write("280000")
    enter()
    press(Qt.Key.Key_F6)
    write("20000")
    enter()
    press(Qt.Key.Key_F7)
    write("10000")
    enter(3)

    fact = bought(shop)
    assert (fact["total"], fact["freight"], fact["off"]) == (570_000, 20_000, 10_000)
    assert (fact["lines"][0]["pack"], fact["lines"][0]["quantity"]) == ("sak", "50")


def test_one_key_takes_every_suggested_price(shop: Village, screen: PurchasingScreen) -> None:
    for name in WARES[1:3]:
        write(name[:3])
        enter()
        write("10")
        enter()
        write("125000")
        enter()
    enter()
    assert [each.item.name for each in screen.buy.prices.rows.rows] == list(WARES[1:3])
    press(Qt.Key.Key_F9)
    enter()

    read = shop.session.office.reading
    for code in ("B1", "B2"):
        item = goods.require_item(read, code)
        assert goods.price_at(read, item, TODAY.date(), member=False) == 13_800
    assert stock.held(read, PLACE, goods.require_item(read, "B1").key).value == 125_000


def test_a_new_supplier_in_between_and_his_bill_is_owed(
    shop: Village, screen: PurchasingScreen
) -> None:
    write("gul")
    enter(2)
    write("11000")
    enter()
    press(Qt.Key.Key_F3)
    write("Cendana Jaya")
    press(Qt.Key.Key_N, held=CTRL)
    enter(4)
    bring_up(screen.window())
    press(Qt.Key.Key_F8)
    write("30 hari")
    enter()
    bring_up(screen.window())
    enter(2)

    [bill] = queries.open_bills(shop.session.office.reading)
    found = queries.supplier(shop.session.office.reading, bill.supplier)
    assert found is not None
    assert (found.code, found.name, int(bill.left)) == ("CENDANAJAYA", "Cendana Jaya", 11_000)
    assert (bill.due - TODAY.date()).days == 30


def test_goods_that_nobody_knows_are_registered_in_between(
    shop: Village, screen: PurchasingScreen
) -> None:
    scan("8991234567890")
    assert "Ctrl+N" in screen.buy.panel.line.card.note.text()
    press(Qt.Key.Key_N, held=CTRL)
    write("Wajik kelapa")
    enter(5)
    bring_up(screen.window())
    write("5")
    enter()
    write("20000")
    enter(3)

    item = goods.require_item(shop.session.office.reading, "8991234567890")
    assert (item.name, bought(shop)["lines"][0]["item"]) == ("Wajik kelapa", item.key)


def test_what_is_refused_stands_below_the_line_and_nothing_is_lost(
    screen: PurchasingScreen,
) -> None:
    write("gul")
    enter()
    write("2 dus")
    enter()
    assert "tidak punya kemasan" in screen.buy.panel.line.card.note.text()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F5)
    write("99000000")
    enter(3)

    assert "tidak cukup" in screen.buy.panel.line.card.note.text()
    assert len(screen.buy.draft.lines) == 1


def test_the_due_list_pays_a_bill_and_the_notes_send_goods_back(
    shop: Village, screen: PurchasingScreen
) -> None:
    office = shop.session.office
    order = {"supplier": "KENARI", "place": PLACE, "days": 7}
    lines = [{"item": "B1", "quantity": "10", "amount": 100_000}]
    office.perform("purchasing.receive", {**order, "lines": lines})

    press(Qt.Key.Key_2, held=Qt.KeyboardModifier.AltModifier)
    assert "7 hari Rp100.000" in screen.debts.said.text()
    enter()
    write("60000")
    enter(3)
    assert "Rp60.000 dibayar kepada" in said(shop.windows[-1])
    assert "sisa Rp40.000." in said(shop.windows[-1])
    bring_up(screen.window())
    assert int(queries.open_bills(office.reading)[0].left) == 40_000
    press(Qt.Key.Key_3, held=Qt.KeyboardModifier.AltModifier)
    enter()
    assert focused() is screen.notes.lines
    enter()
    assert isinstance(focused().window(), FormDialog)
    write("3")
    enter()
    write("bocor")
    enter(2)

    assert int(queries.open_bills(office.reading)[0].left) == 10_000


def test_an_order_is_made_here_and_taken_in_when_it_comes(
    shop: Village, screen: PurchasingScreen
) -> None:
    write("gul")
    enter()
    write("5")
    enter()
    write("50000")
    enter()
    press(Qt.Key.Key_F3)
    write("ken")
    enter()
    bring_up(screen.window())
    press(Qt.Key.Key_F10)
    enter()
    assert screen.buy.draft.lines == ()
    press(Qt.Key.Key_4, held=Qt.KeyboardModifier.AltModifier)
    enter()
    assert screen.page is screen.buy
    enter(2)

    assert bought(shop)["order"] == shop.newest("purchasing.order")["seq"] | (
        shop.session.office.own.number << 30
    )
    assert queries.open_orders(shop.session.office.reading) == []


def test_quota_advance_and_what_runs_short_each_have_a_page(
    shop: Village, screen: PurchasingScreen
) -> None:
    office = shop.session.office
    office.perform("goods.change_item", {"item": "B3", "fields": {"minimum": "6"}})
    alt = Qt.KeyboardModifier.AltModifier
    press(Qt.Key.Key_5, held=alt)
    press(Qt.Key.Key_N, held=CTRL)
    enter(2)
    write("DO-1")
    enter()
    write("500")
    enter()
    write("B0")
    enter(2)
    bring_up(screen.window())
    assert [(row.what, row.allocation.left) for row in screen.meters.table.rows.rows] == [
        ("Beras medium", 500_000)
    ]

    press(Qt.Key.Key_F8)
    write("agen kehabisan stok")
    enter()
    bring_up(screen.window())
    assert [row.bar for row in screen.meters.table.rows.rows] == ["dibatalkan"]

    press(Qt.Key.Key_6, held=alt)
    press(Qt.Key.Key_F6)
    write("250000")
    enter(3)
    bring_up(screen.window())
    assert [int(row.advance) for row in screen.suppliers.table.rows.rows] == [250_000]
    press(Qt.Key.Key_F8)
    write("400000")
    enter()
    write("F-12")
    enter(3)
    approve(shop.windows[-1], "nota lama ditemukan", by="ketua")
    assert [int(row.owed) for row in screen.suppliers.table.rows.rows] == [400_000]

    press(Qt.Key.Key_4, held=alt)
    press(Qt.Key.Key_F6)
    assert screen.page is screen.buy
    assert [(line.item.code, line.quantity) for line in screen.buy.draft.lines] == [("B3", 12_000)]


def test_a_purchase_that_was_not_finished_is_there_after_a_cut_of_power(
    shop: Village, screen: PurchasingScreen
) -> None:
    write("ber")
    enter()
    write("2 sak")
    enter()
    write("560000")
    enter()
    press(Qt.Key.Key_F6)
    write("20000")
    enter()
    write("gul")
    enter()
    write("3")
    enter()
    before = screen.buy.draft
    shop.session.close()

    window = shop.signed_in()
    press(Qt.Key.Key_L, held=CTRL)
    assert window.workplace is not None
    again = window.workplace.current()
    assert isinstance(again, PurchasingScreen)
    assert again.buy.draft == before
    assert "belum selesai dilanjutkan: 2 barang" in said(window)

    enter()
    write("33000")
    enter(3)
    assert bought(shop)["total"] == 613_000
    office = shop.session.office
    assert drafts.purchase(office.reading, office.signed_in.user) is None


def test_the_do_of_last_month_is_named_while_buying(
    shop: Village, screen: PurchasingScreen
) -> None:
    office = shop.session.office
    (supplier, *_others) = queries.suppliers(office.reading)
    month = str(Month.of(office.today()).plus(-1))
    quota = {"supplier": supplier.code, "month": month, "item": "B0", "quantity": "500"}
    office.perform("purchasing.add_allocation", {**quota, "do_no": "DO-7"})
    press(Qt.Key.Key_D, held=CTRL)
    assert "F3" in said(shop.windows[-1])
    screen.buy.draft = replace(screen.buy.draft, supplier=supplier.key)
    press(Qt.Key.Key_D, held=CTRL)
    write("DO-7")
    enter()

    assert screen.buy.draft.receive("TOKO")["do_no"] == "DO-7"
    assert ("Nomor DO", "DO-7") in screen.buy.note.shown
