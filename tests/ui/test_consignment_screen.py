"""Goods of others by keys: who brought them, what of them was lost, what is paid for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.consignment import queries
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ui.consignment.consignment_screen import ConsignmentScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.consignment import stall
from tests.ui import reading, shop_floor, village
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import said
from tests.ui.village import Village

F2, F5, F6 = Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F6
F7, F8 = Qt.Key.Key_F7, Qt.Key.Key_F8


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_floor.build(template, tmp_path_factory.mktemp("titip") / "buku")


@pytest.fixture
def desa(shop: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(shop, tmp_path / "buku")


@pytest.fixture
def window(desa: Village) -> MainWindow:
    """At the owners, by the key on the stock screen."""
    found, _screen = shop_floor.at_stock(desa)
    press(Qt.Key.Key_F9)
    return found


def screen_of(window: MainWindow) -> ConsignmentScreen:
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ConsignmentScreen)
    return screen


def test_a_new_owner_brings_a_new_thing_without_a_mouse(desa: Village, window: MainWindow) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("Mawar Sengon")
    enter()
    write("mawar")
    enter(3)
    assert desa.newest("consignment.add_owner")["d"]["code"] == "MAWAR"

    press(F5)
    write("peyek")
    enter()
    press(Qt.Key.Key_N, held=CTRL)
    enter(3)
    write("12000")
    enter()
    write("10000")
    enter()
    write("15*")
    enter(3)

    note = desa.newest("consignment.take_in")["d"]
    assert [(line["quantity"], line["share"]) for line in note["lines"]] == [("15", 10_000)]
    owner = queries.consignor(desa.session.office.reading, "MAWAR")
    assert owner is not None
    assert note["owner"] == owner.key
    assert "STP-KR-2026-000002" in said(window)


def test_the_share_of_a_thing_that_was_never_brought_is_asked_for(
    desa: Village, window: MainWindow
) -> None:
    press(F5)
    write("6*kripik")
    enter()
    assert "bagian penitip" in screen_of(window).note.panel.line.question.words
    write("9000")
    enter()
    write("kue")
    enter(3)

    lines = desa.newest("consignment.take_in")["d"]["lines"]
    assert [(line["quantity"], line["share"]) for line in lines] == [("6", 9_000), ("1", 8_500)]


def test_all_that_is_left_goes_back_by_one_key(desa: Village, window: MainWindow) -> None:
    press(F6, F2)
    enter(2)

    assert desa.newest("consignment.give_back")["d"]["lines"][0]["quantity"] == "10"
    assert shop_floor.lies(desa, "KUE") == 0
    assert screen_of(window).list.owner is not None


def test_goods_of_another_are_not_taken_onto_the_note(window: MainWindow) -> None:
    press(F5)
    write("gula")
    enter()

    panel = screen_of(window).note.panel
    assert panel.rows == []
    assert "bukan barang titipan" in panel.line.card.note.text()


def test_what_got_lost_is_owed_with_its_reason_and_paid_with_a_receipt(
    desa: Village, window: MainWindow
) -> None:
    press(F7)
    write("2*kue")
    enter(3)
    write("dimakan tikus")
    enter()
    assert desa.newest("consignment.compensate")["d"]["reason"] == "dimakan tikus"

    press(F8)
    modal = QApplication.activeModalWidget()
    assert modal is not None
    assert any("Rp17.000" in text for text in reading.texts(modal))
    enter()

    assert desa.newest("consignment.settle")["d"]["total"] == 17_000
    assert "BTP-KR-2026-000001" in said(window)
    press(F8)
    assert "belum ada yang terjual" in said(window)


def test_a_member_is_found_by_letters_and_paid_into_savings(
    desa: Village, window: MainWindow
) -> None:
    write("melati")
    owner = screen_of(window).list.owner
    assert owner is not None
    assert owner.member
    office = desa.session.office
    stall.an_item(office, "TELUR", "Telur asin", owner.key)
    stall.take_in(office, owner.key, share=3_000, TELUR="5")
    stall.lose(office, owner.key, TELUR="2")
    press(F8)
    write("masuk")
    enter()

    assert desa.balance("Melati", "voluntary") == Rupiah(6_000)


def test_they_are_part_of_the_stock_and_one_key_from_the_goods(window: MainWindow) -> None:
    assert window.workplace is not None
    sidebar, at = window.workplace.sidebar, window.workplace.at("read.stock")
    assert at is not None
    assert sidebar.buttons[at].isChecked()

    press(Qt.Key.Key_B, held=CTRL)
    assert not sidebar.buttons[at].isChecked()
    press(Qt.Key.Key_F10)
    assert screen_of(window).isVisible()
    assert sidebar.buttons[at].isChecked()


def test_everything_has_a_name_and_room(window: MainWindow) -> None:
    window.resize(1366, 768)
    screen = screen_of(window)
    for keys in ([], [F5], [Qt.Key.Key_Escape, F6, F2]):
        press(*keys)
        QApplication.processEvents()

        assert reading.nameless(window) == []
        assert reading.clipped(window) == []
    assert screen.note.isVisible()


def test_what_a_count_missed_is_booked_by_two_keys(desa: Village, window: MainWindow) -> None:
    office = desa.session.office
    begun = office.perform("inventory.begin_count", {"place": stall.SHOP}).id
    office.perform("inventory.add_count", {"count": begun, "lines": stall.lines(KUE="8")})
    office.perform("inventory.close_count", {"count": begun, "uncounted": "keep"})
    screen_of(window).reload()

    press(Qt.Key.Key_F9)
    asking = QApplication.activeModalWidget()
    assert asking is not None
    assert any("Kurang 2 pcs Kue lapis" in text for text in reading.texts(asking))
    enter()

    assert desa.newest("consignment.compensate")["d"]["count"] == begun
    assert shop_floor.lies(desa, "KUE") == 8_000
    press(Qt.Key.Key_F9)
    assert "Tidak ada selisih" in said(window)
