"""Goods by keys: found while typing or by a scan, made and changed in small forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from kopdes_desktop.app import books
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.goods import queries
from kopdes_desktop.goods.queries import Item
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.goods.deeds import BarcodeForm, EndPriceForm, PackForm, PriceForm, parts_of
from kopdes_desktop.ui.goods.goods_screen import GoodsScreen
from kopdes_desktop.ui.goods.item_form import ItemForm, QuantityField
from kopdes_desktop.ui.goods.labels_dialog import LabelsDialog
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.preview import Preview
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui import reading, shop_floor, village
from tests.ui.fingers import CTRL, bring_up, counted, enter, press, scan, write
from tests.ui.registry import rewrite, said
from tests.ui.shop_floor import OIL, SUGAR
from tests.ui.village import PASSWORD, TODAY, Village

ESC, DOWN = Qt.Key.Key_Escape, Qt.Key.Key_Down
UNKNOWN = "4006381333931"
NOODLES = {
    "name": "Mi goreng ayam",
    "unit": "pcs",
    "code": "MI1",
    "price": 3_500,
    "packs": [{"name": "dus", "factor": "40"}],
    "prices": [{"amount": 3_400, "tier": "member"}],
    "category": "MI",
}


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop floor with noodles, a category, a ceiling and a price to come."""
    folder = shop_floor.build(template, tmp_path_factory.mktemp("barang") / "buku")
    with books.open_books(folder, "bendahara", PASSWORD, clock=SetClock(TODAY)) as session:
        furnish(session.office)
    return folder


def furnish(office: Office) -> None:
    office.perform("goods.add_category", {"code": "MI", "name": "Mi instan", "margin": "10"})
    office.perform("goods.add_item", NOODLES)
    prices = [{"item": "MI1", "amount": 3_600}]
    office.perform("goods.set_prices", {"prices": prices, "from_day": "2026-12-31"})
    ceiling = {"amount": 15_700, "from_day": "2026-01-01", "decision": "Kepmendag 1"}
    office.perform("goods.set_ceiling", {"item": "MINYAK", **ceiling})


@pytest.fixture
def desa(shop: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(shop, tmp_path / "buku")


def at_goods(desa: Village, user: str = "bendahara") -> MainWindow:
    made = desa.signed_in(user)
    press(Qt.Key.Key_B, held=CTRL)
    return made


def screen_of(window: MainWindow) -> GoodsScreen:
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, GoodsScreen)
    return screen


def listed(window: MainWindow) -> list[str]:
    return [row.item.code for row in screen_of(window).table.rows.rows]


def asked() -> QDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    return dialog


def item(desa: Village, name: int | str) -> Item:
    found = queries.item(desa.session.office.reading, name)
    assert found is not None
    return found


# --- looking --------------------------------------------------------------------------------------


def test_goods_are_found_while_typing_by_a_scan_and_by_their_category(desa: Village) -> None:
    window = at_goods(desa)
    shown, everything = screen_of(window), listed(window)
    write("go ay")
    assert listed(window) == ["MI1"]
    press(ESC)
    assert listed(window) == everything
    assert {"MI1", "GULA", "MINYAK"} <= set(everything)

    scan(SUGAR)
    assert shown.name.text() == "Gula pasir"
    press(DOWN)
    assert shown.name.text() != "Gula pasir"
    shown.which.choose("MI")
    assert listed(window) == ["MI1"]


def test_the_marked_item_says_what_it_costs_what_comes_and_what_is_too_much(
    desa: Village,
) -> None:
    shown = screen_of(at_goods(desa))
    write("mi1")

    assert dict(shown.pairs.shown)["Satuan"] == "pcs, dus = 40 pcs"
    assert shown.note.text() == "Mulai 31/12/2026 harganya Rp3.600."
    lines = [(line.what, line.row.amount, line.state) for line in shown.prices.rows.rows]
    assert lines == [
        ("pcs", 3_600, "coming"),
        ("pcs", 3_500, "now"),
        ("pcs, anggota", 3_400, "now"),
    ]
    press(ESC)
    scan(OIL)
    assert shown.note.text() == "Harga di atas HET Rp15.700: botol."
    assert "Kepmendag 1" in dict(shown.pairs.shown)["HET"]


def test_everything_has_a_name_and_nothing_is_cut(desa: Village) -> None:
    window = at_goods(desa)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    write("mi1")
    theme.wear(app, "contrast", 150)
    window.resize(1366, 768)

    assert reading.nameless(window) == []
    for ask in screen_of(window).states():
        ask()
        assert reading.nameless(window) == []
        asked().reject()


# --- doing ----------------------------------------------------------------------------------------


def test_a_new_item_takes_its_name_its_price_and_enter(desa: Village) -> None:
    window = at_goods(desa)

    with counted() as keys:
        press(Qt.Key.Key_N, held=CTRL)
        write("Sabun mandi")
        enter(2)
        write("4500")
        enter()
        scan(UNKNOWN)
        enter()

    made = item(desa, UNKNOWN)
    assert (made.name, made.unit, made.lini) == ("Sabun mandi", "pcs", "sembako")
    assert queries.price_at(desa.session.office.reading, made, TODAY.date(), member=False) == 4_500
    assert screen_of(window).name.text() == "Sabun mandi"
    assert len(keys) <= 1 + len("Sabun mandi" + "4500" + UNKNOWN) + 6


def test_an_unknown_scan_asks_for_the_item_and_keeps_the_code(desa: Village) -> None:
    at_goods(desa)
    scan(UNKNOWN)
    form = asked()
    assert isinstance(form, ItemForm)
    assert form.code.text == UNKNOWN

    write("Lampu")
    enter(5)

    assert item(desa, UNKNOWN).name == "Lampu"


def test_a_barcode_of_another_item_is_asked_about_once(desa: Village) -> None:
    at_goods(desa)
    press(Qt.Key.Key_N, held=CTRL)
    form = asked()
    assert isinstance(form, ItemForm)
    write("Gula lain")
    form.take_code(SUGAR)
    press(Qt.Key.Key_Return, held=CTRL)
    assert "Gula pasir" in form.code.complaint

    press(Qt.Key.Key_Return, held=CTRL)

    both = queries.by_barcode(desa.session.office.reading, SUGAR)
    assert [match.item.name for match in both] == ["Gula pasir", "Gula lain"]


def test_a_price_is_set_with_the_amount_and_enter(desa: Village) -> None:
    window = at_goods(desa)
    write("mi1")
    press(Qt.Key.Key_F6)
    assert isinstance(asked(), PriceForm)
    write("3700")
    enter(5)

    read = desa.session.office.reading
    assert queries.price_at(read, item(desa, "MI1"), TODAY.date(), member=False) == 3_700
    assert "Rp3.700" in said(window)


def test_a_price_above_the_ceiling_asks_for_a_second_person(desa: Village) -> None:
    at_goods(desa)
    scan(OIL)
    press(Qt.Key.Key_F6)
    write("16000")
    press(Qt.Key.Key_Return, held=CTRL)

    asking = asked()
    assert isinstance(asking, AskApproval)
    assert "harga eceran tertinggi" in asking.accessibleDescription()


def test_a_pack_comes_with_its_barcode_and_price_in_one_form(desa: Village) -> None:
    at_goods(desa)
    scan(SUGAR)
    press(Qt.Key.Key_F8)
    assert isinstance(asked(), PackForm)
    write("karung")
    enter()
    write("50")
    enter()
    scan(UNKNOWN)
    write("850000")
    enter()

    [match] = queries.by_barcode(desa.session.office.reading, UNKNOWN)
    assert (match.item.name, match.pack) == ("Gula pasir", "karung")
    read = desa.session.office.reading
    assert queries.packs(read, match.item.key) == {"karung": 50_000}
    price = queries.price_at(read, match.item, TODAY.date(), member=False, pack="karung")
    assert price == 850_000


def test_a_pack_goes_by_a_written_nought_and_by_nothing_else(desa: Village) -> None:
    at_goods(desa)
    write("mi1")
    press(Qt.Key.Key_F8)
    form = asked()
    assert isinstance(form, PackForm)
    write("dus")
    press(Qt.Key.Key_Return, held=CTRL)
    assert form.factor.complaint

    write("0")
    press(Qt.Key.Key_Return, held=CTRL)

    assert queries.packs(desa.session.office.reading, item(desa, "MI1").key) == {}


def test_a_barcode_is_added_by_a_scan_and_taken_off_by_the_next(desa: Village) -> None:
    window = at_goods(desa)
    scan(SUGAR)
    press(Qt.Key.Key_F7)
    assert isinstance(asked(), BarcodeForm)
    scan(UNKNOWN)
    enter()
    assert len(queries.barcodes(desa.session.office.reading, item(desa, "GULA").key)) == 2

    bring_up(window)
    press(Qt.Key.Key_F7)
    scan(SUGAR)
    enter()
    press(Qt.Key.Key_Return, held=CTRL)

    [left] = queries.barcodes(desa.session.office.reading, item(desa, "GULA").key)
    assert left.code == UNKNOWN


def test_an_item_is_changed_and_goes_out_of_sale(desa: Village) -> None:
    window = at_goods(desa)
    write("mi1")
    press(Qt.Key.Key_E, held=CTRL)
    rewrite("Mi kuah")
    enter(3)
    rewrite("2,5")
    enter(2)
    press(DOWN)
    enter()

    made = item(desa, "MI1")
    assert (made.name, made.minimum, made.open) == ("Mi kuah", 2_500, False)
    bring_up(window)
    press(ESC)
    assert "MI1" not in listed(window)
    screen_of(window).which.choose("\0closed")
    assert listed(window) == ["MI1"]


def test_a_bundle_is_written_as_counts_and_codes(desa: Village) -> None:
    window = at_goods(desa)
    press(Qt.Key.Key_N, held=CTRL | Qt.KeyboardModifier.ShiftModifier)
    write("Parsel")
    enter()
    write("2*MI1 + 0,5*GULA")
    enter()
    write("20000")
    enter(2)

    made = screen_of(window).table.current()
    assert made is not None
    assert (made.item.name, made.item.kind) == ("Parsel", "bundle")
    assert sorted(made.shelved.parts.values()) == [500, 2_000]


def test_a_ceiling_and_a_category_are_noted(desa: Village) -> None:
    window = at_goods(desa)
    scan(SUGAR)
    press(Qt.Key.Key_F9)
    write("17500")
    enter(2)
    write("SK 5")
    enter(2)
    bring_up(window)
    press(Qt.Key.Key_G, held=CTRL)
    write("Bumbu")
    enter(2)

    read = desa.session.office.reading
    assert queries.ceiling_at(read, item(desa, "GULA"), TODAY.date()) == 17_500
    assert [each.name for each in queries.categories(read)] == ["Bumbu", "Mi instan"]
    assert "Bumbu" in said(window)


def test_labels_of_the_marked_item_are_looked_at_before_they_are_printed(desa: Village) -> None:
    at_goods(desa)
    write("mi1")
    press(Qt.Key.Key_P, held=CTRL)
    form = asked()
    assert isinstance(form, LabelsDialog)
    enter()
    rewrite("0")
    press(Qt.Key.Key_Return, held=CTRL)
    assert form.copies.complaint
    rewrite("3")
    press(Qt.Key.Key_Return, held=CTRL)

    preview = asked()
    assert isinstance(preview, Preview)
    preview.reject()


def test_a_roll_without_a_printer_is_refused_at_its_field(desa: Village) -> None:
    at_goods(desa)
    press(Qt.Key.Key_P, held=CTRL)
    form = asked()
    assert isinstance(form, LabelsDialog)
    form.way.choose("roll")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "printer struk" in form.way.complaint


def test_the_cashier_makes_items_and_changes_them_with_a_second_person(desa: Village) -> None:
    at_goods(desa, "kasir")
    write("mi1")
    press(Qt.Key.Key_F6)
    write("3900")
    press(Qt.Key.Key_Return, held=CTRL)

    assert isinstance(asked(), AskApproval)


@pytest.mark.parametrize(
    ("text", "value"), [("", "0"), ("0", "0"), ("12", "12"), ("0,25", "0.25"), ("1.000", "1000")]
)
def test_a_quantity_is_written_as_people_write_it(text: str, value: str) -> None:
    field = QuantityField("n", "Jumlah", none="0")
    field.set_text(text)

    assert field.value() == value


def test_parts_of_a_bundle_need_codes() -> None:
    assert parts_of("KOPI") == [{"item": "KOPI", "quantity": "1"}]
    with pytest.raises(Exception, match=r"jumlah\*kode"):
        parts_of("2*KOPI +")


def test_a_price_of_members_ends_by_keys_and_the_usual_one_holds(desa: Village) -> None:
    window = at_goods(desa)
    write("go ay")
    press(Qt.Key.Key_F6, held=Qt.KeyboardModifier.ShiftModifier)
    form = asked()
    assert isinstance(form, EndPriceForm)
    assert "anggota: Rp3.400" in "".join(reading.texts(form))
    enter(2)

    (said_price,) = desa.newest("goods.set_prices")["d"]["prices"]
    assert said_price == {"from_day": str(TODAY.date()), "item": item(desa, "MI1").key} | {
        "tier": "member"
    }
    read = desa.session.office.reading
    assert queries.price_at(read, item(desa, "MI1"), TODAY.date(), member=True) == 3_500
    assert "berakhir" in [
        screen_of(window).prices.model().index(at, 2).data()
        for at in range(screen_of(window).prices.model().rowCount())
    ]
    bring_up(window)
    press(Qt.Key.Key_F6, held=Qt.KeyboardModifier.ShiftModifier)
    assert "hanya punya harga satuan" in said(window)
