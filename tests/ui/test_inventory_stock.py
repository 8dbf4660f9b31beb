"""Stock by keys: the list, cards, notes, write-offs and repacking; scans go where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.inventory.stock_screen import StockScreen
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.reports.journal_screen import JournalScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui import reading, shop_floor, village
from tests.ui.fingers import CTRL, enter, press, scan, write
from tests.ui.outlet import approve
from tests.ui.registry import said
from tests.ui.shop_floor import OIL, RICE, SUGAR
from tests.ui.village import Village

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_floor.build(template, tmp_path_factory.mktemp("toko") / "buku")


@pytest.fixture
def desa(shop: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(shop, tmp_path / "buku")


@pytest.fixture
def window(desa: Village) -> MainWindow:
    """At the list of what lies in the shop."""
    return shop_floor.at_stock(desa)[0]


def screen_of(window: MainWindow) -> StockScreen:
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, StockScreen)
    return screen


def listed(window: MainWindow) -> list[str]:
    return [row.item.name for row in screen_of(window).list.table.rows.rows]


def test_the_list_narrows_by_letters_and_leads_to_cards_and_their_documents(
    window: MainWindow,
) -> None:
    screen = screen_of(window)
    write("gul")
    assert listed(window) == ["Gula pasir"]
    press(ESC)
    assert len(listed(window)) == 5
    screen.show_list("others")
    assert listed(window) == ["Kripik singkong", "Kue lapis"]
    screen.show_list("expiring")
    assert listed(window) == ["Susu kotak"]
    screen.show_list("held")

    write("gula")
    enter()
    assert screen.page.title == "Kartu stok"
    assert [row.move.number[:3] for row in screen.card.table.rows.rows] == ["SAS"]
    press(ESC)
    assert screen.page.title == "Stok"
    scan(RICE)
    assert "Beras medium" in screen.about.text()
    enter()

    assert window.workplace is not None
    assert isinstance(window.workplace.current(), JournalScreen)
    assert any("SAS-KR-2026-000001" in text for text in reading.texts(window))


def test_a_note_of_others_goods_opens_from_the_card_as_it_was_given(window: MainWindow) -> None:
    assert window.isActiveWindow()
    write("kue")
    enter(2)

    modal = QApplication.activeModalWidget()
    assert modal is not None
    assert any("STP-KR-2026-000001" in text for text in reading.texts(modal))
    modal.close()


def test_a_scan_answers_no_question_and_leaves_other_fields_as_they_were(
    window: MainWindow,
) -> None:
    screen = screen_of(window)
    press(Qt.Key.Key_F5)
    scan(SUGAR)
    enter()
    scan(OIL)
    assert [row.item.code for row in screen.transfer.panel.rows] == ["GULA", "MINYAK"]
    assert screen.transfer.panel.line.question.of_goods
    press(ESC)

    press(Qt.Key.Key_F6)
    screen.write_off.said.editor.setFocus()
    write("tumpah")
    scan(SUGAR)
    assert screen.write_off.said.text == "tumpah"
    assert [row.item.code for row in screen.write_off.panel.rows] == ["GULA"]


def go_to_store() -> None:
    press(Qt.Key.Key_F3)
    write("gudang")
    enter()


def test_goods_are_sent_by_scans_and_taken_in_where_they_come(desa: Village) -> None:
    window, _screen = shop_floor.at_stock(desa)
    page = screen_of(window).transfer
    press(Qt.Key.Key_F5)
    scan(SUGAR)
    write(f"3*{RICE}")
    enter(2)
    assert "Kirim 2 barang ke Gudang belakang?" in page.panel.line.question.words
    enter()
    assert (shop_floor.lies(desa, "GULA"), shop_floor.lies(desa, "BERAS")) == (36_500, 17_000)

    press(Qt.Key.Key_F6)
    enter()
    assert "Gudang belakang" in said(window)

    press(Qt.Key.Key_T, held=CTRL)
    go_to_store()
    press(Qt.Key.Key_F5, Qt.Key.Key_F6)
    enter(3)
    assert shop_floor.lies(desa, "BERAS", "GUDANG") == 3_000
    assert page.table.rows.rows == []


def test_what_came_short_needs_its_reason_and_a_second_person(desa: Village) -> None:
    window, _screen = shop_floor.at_stock(desa)
    order = {"from": "TOKO", "to": "GUDANG", "lines": [{"item": "BERAS", "quantity": "5"}]}
    desa.session.office.perform("inventory.send", order)
    go_to_store()
    press(Qt.Key.Key_F5, Qt.Key.Key_F6)
    enter()
    write("4*")
    enter(3)
    assert isinstance(QApplication.activeModalWidget(), AskReason)
    write("satu karung sobek")
    enter()
    approve(window, "dihitung berdua", by="ketua")

    assert shop_floor.lies(desa, "BERAS", "GUDANG") == 4_000
    assert desa.newest("inventory.arrive")["d"]["reason"] == "satu karung sobek"
    assert screen_of(window).transfer.table.rows.rows == []


def test_spoilt_goods_leave_with_their_reason_and_what_is_not_there_stays_listed(
    desa: Village,
) -> None:
    window, _screen = shop_floor.at_stock(desa)
    panel = screen_of(window).write_off.panel
    press(Qt.Key.Key_F6)
    write("0,5*gula")
    enter()
    press(Qt.Key.Key_F3, Qt.Key.Key_Down)
    scan(OIL)
    enter(3)
    write(f"21*{RICE}")
    enter(3)
    assert "Stok Beras medium" in panel.line.card.note.text()
    assert [row.item.code for row in panel.rows] == ["GULA", "MINYAK", "BERAS"]

    press(Qt.Key.Key_Delete)
    enter(2)

    assert desa.newest("inventory.write_off")["d"]["reason"] == "expired"
    assert (shop_floor.lies(desa, "GULA"), shop_floor.lies(desa, "MINYAK")) == (37_000, 47_000)
    assert panel.rows == []


def test_a_sack_becomes_kilos_and_a_place_is_added(desa: Village) -> None:
    loose = {"code": "CURAH", "name": "Beras curah", "unit": "kg", "price": 15_000}
    window, _screen = shop_floor.at_stock(desa)
    desa.session.office.perform("goods.add_item", loose)
    press(Qt.Key.Key_F7)
    scan(RICE)
    enter()
    write("5*curah")
    enter(3)
    assert (shop_floor.lies(desa, "BERAS"), shop_floor.lies(desa, "CURAH")) == (19_000, 5_000)

    press(ESC)
    press(Qt.Key.Key_F3)
    write("Kios pasar")
    press(Qt.Key.Key_N, held=CTRL)
    assert isinstance(QApplication.activeModalWidget(), FormDialog)
    enter()
    write("pasar")
    enter(3)
    assert desa.newest("inventory.add_place")["d"]["code"] == "PASAR"
    assert "Kios pasar" in screen_of(window).about.text()


def test_a_list_of_goods_is_made_and_mended_without_a_mouse(window: MainWindow) -> None:
    panel = screen_of(window).write_off.panel
    press(Qt.Key.Key_F6)
    scan("8990000009999")
    assert panel.rows == []
    assert "8990000009999" in panel.line.card.note.text()

    press(ESC)
    write("mi")
    press(Qt.Key.Key_Down, Qt.Key.Key_Up)
    enter()
    scan(SUGAR)
    write("++-")
    assert [(row.item.code, row.quantity) for row in panel.rows] == [
        ("MINYAK", 1_000),
        ("GULA", 2_000),
    ]
    press(Qt.Key.Key_Delete)
    write("susu")
    enter()
    press(Qt.Key.Key_F7)
    write("b2")
    enter()

    oil, milk = panel.orders()
    assert (milk["lot"], milk["expires"]) == ("B2", "2027-03-31")
    assert "lot" not in oil


def test_everything_on_every_page_has_a_name_and_room(window: MainWindow) -> None:
    window.resize(1366, 768)
    screen = screen_of(window)
    for page in screen.pages():
        screen.go(page)
        QApplication.processEvents()

        assert reading.nameless(window) == []
        assert reading.clipped(window) == []
