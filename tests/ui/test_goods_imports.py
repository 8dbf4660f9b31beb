"""A shop's list from the window: judged by row, taken in with its stock, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.goods import queries
from kopdes_desktop.ui.imports.imports_screen import ImportsScreen
from kopdes_desktop.ui.imports.reading import ITEMS, NO_STOCK
from kopdes_desktop.ui.kit.dialogs import Confirm
from tests.ui import shop_floor, village
from tests.ui.fingers import CTRL, bring_up, press, write
from tests.ui.registry import visit
from tests.ui.village import Village

LIST = (
    "Kode,Nama Barang,Satuan,Harga Beli,Harga Jual,Stok\n"
    "B1,Kopi,pcs,1500,2000,10\n"
    "B2,Teh,pcs,0,3000,5\n"
)
PACKS = "kode_barang,satuan_multi,konversi_multi\nB1,dus,24\n"


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_floor.build(template, tmp_path_factory.mktemp("daftar") / "buku")


@pytest.fixture
def desa(shop: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(shop, tmp_path / "buku")


def opened(desa: Village) -> ImportsScreen:
    window = desa.signed_in("bendahara")
    visit(window, "import.begin")
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ImportsScreen)
    return found


def names(desa: Village) -> set[str]:
    return {each.name for each in queries.items(desa.session.office.reading)}


def read(screen: ImportsScreen, path: Path, *beside: Path, place: str = "") -> None:
    write(str(path))
    screen.file.what.choose(ITEMS)
    if place:
        screen.file.place.choose(place)
    screen.file.beside.set_text(" ; ".join(map(str, beside)))
    press(Qt.Key.Key_Return, held=CTRL)


def agree() -> str:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Confirm)
    words = dialog.accessibleDescription()
    press(Qt.Key.Key_Y)
    return words


def test_a_list_goes_in_with_its_packs_and_stock_and_out_again(
    desa: Village, tmp_path: Path
) -> None:
    screen = opened(desa)
    goods, packs = tmp_path / "barang.csv", tmp_path / "kemasan.csv"
    goods.write_text(LIST, "utf-8")
    packs.write_text(PACKS, "utf-8")
    before = desa.account("1-1401")

    read(screen, goods, packs, place=str(screen.file.place.box.itemData(0)))
    assert screen.studying()
    found = screen.study.found
    assert found is not None
    assert [each.code for each in found.study.errors] == ["no_cost"]
    press(Qt.Key.Key_S, held=CTRL)
    words = agree()
    assert "Nilai stok Rp15.000" in words
    assert "masuk ke tempat GUDANG" in words

    assert {"Kopi"} == names(desa) & {"Kopi", "Teh"}
    assert desa.account("1-1401") == before + 15_000
    read_now = desa.session.office.reading
    coffee = queries.require_item(read_now, "B1")
    assert queries.packs(read_now, coffee.key) == {"dus": 24_000}
    assert screen.file.latest() is not None


def test_a_list_without_stock_brings_the_items_alone(desa: Village, tmp_path: Path) -> None:
    screen = opened(desa)
    goods = tmp_path / "barang.csv"
    goods.write_text(LIST, "utf-8")
    before = desa.account("1-1401")

    read(screen, goods, place=NO_STOCK)
    press(Qt.Key.Key_S, held=CTRL)
    agree()

    assert {"Kopi", "Teh"} <= names(desa)
    assert desa.account("1-1401") == before


def test_a_table_beside_that_is_not_there_is_refused_at_its_field(
    desa: Village, tmp_path: Path
) -> None:
    screen = opened(desa)
    goods = tmp_path / "barang.csv"
    goods.write_text(LIST, "utf-8")

    read(screen, goods, tmp_path / "tidak-ada.csv")
    bring_up(screen.window())

    assert "tidak-ada.csv" in screen.file.beside.complaint
    assert not screen.studying()


def test_a_list_of_goods_that_is_read_as_members_changes_what_is_asked(
    desa: Village, tmp_path: Path
) -> None:
    screen = opened(desa)
    goods = tmp_path / "barang.csv"
    goods.write_text(LIST, "utf-8")

    write(str(goods))
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(screen.window())
    assert screen.file.what.value() == ITEMS
    assert "kopdes-desktop" not in screen.file.form.notice.text()

    press(Qt.Key.Key_Return, held=CTRL)
    assert screen.studying()
