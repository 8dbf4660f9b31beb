"""A stock count by keys: frozen, counted blind by a scanner, settled, closed with its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.inventory.count_page import CountPage
from kopdes_desktop.ui.inventory.stock_screen import StockScreen
from kopdes_desktop.ui.kit.dialogs import AskApproval
from tests import builders
from tests.ui import reading, shop_floor, village
from tests.ui.fingers import CTRL, enter, press, scan, write
from tests.ui.registry import said
from tests.ui.shop_floor import OIL
from tests.ui.village import PIN, Village

F6, F7, F8, F9 = Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9


@pytest.fixture(scope="module")
def shop(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_floor.build(template, tmp_path_factory.mktemp("opname") / "buku")


@pytest.fixture
def desa(shop: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(shop, tmp_path / "buku")


def at_count(desa: Village, user: str = "bendahara") -> CountPage:
    _window, screen = shop_floor.at_stock(desa, user)
    assert isinstance(screen, StockScreen)
    press(F8)
    return screen.count


def test_a_shelf_is_counted_blind_and_the_difference_is_booked_with_its_record(
    desa: Village,
) -> None:
    page = at_count(desa)
    enter(3)
    scan(OIL)
    write("46*minyak")
    enter()
    write("20*beras")
    enter(2)
    assert page.panel.rows == []
    assert not any("48" in text for text in reading.texts(page))
    write("37,5*gula")
    enter(2)
    assert [row.item.code for row in page.waiting.rows.rows] == ["KUE", "SUSU"]

    press(F7)
    rows = page.differs.rows.rows
    assert [row.item.code for row in rows] == ["MINYAK", "KUE", "SUSU"]
    assert rows[0].by(47_000) == -1_000
    assert page.said.text().startswith("3 dihitung, 1 berbeda ")
    assert ", 2 belum." in page.said.text()
    press(F9)
    enter(2)

    closed = desa.newest("inventory.close_count")["d"]
    assert closed["uncounted"] == 2
    assert shop_floor.lies(desa, "MINYAK") == 47_000
    assert "BAO-KR-2026-000001" in said(desa.windows[-1])
    builders.require_green(desa.session.office)


def test_two_counters_must_agree_or_settle_it_together(desa: Village) -> None:
    page = at_count(desa)
    enter()
    press(Qt.Key.Key_Down)
    enter(2)
    for count in ("48", "47"):
        write(f"{count}*minyak")
        enter()
        write("9*kue")
        enter(2)
        press(F6)
        write("ketua")
        enter()
    press(F9)
    assert "belum sama" in said(desa.windows[-1])

    row = page.differs.current()
    assert row is not None
    assert row.item.code == "MINYAK"
    assert sorted(row.counted.values()) == [47_000, 48_000]
    enter()
    press(*[Qt.Key.Key_Backspace] * 6)
    write("47")
    enter()
    press(F9)
    enter(2)

    found = [line["found"] for line in desa.newest("inventory.close_count")["d"]["lines"]]
    assert sorted(found) == ["47", "9"]
    notice = QApplication.activeModalWidget()
    assert notice is not None
    assert any("1 barang titipan berbeda" in text for text in reading.texts(notice))
    assert shop_floor.lies(desa, "MINYAK") == 47_000


def test_what_was_scanned_is_written_before_the_page_is_left(desa: Village) -> None:
    page = at_count(desa)
    enter(3)
    scan(OIL)
    press(Qt.Key.Key_Escape)

    assert desa.newest("inventory.add_count")["d"]["lines"][0]["quantity"] == "1"
    press(F8)
    assert "MINYAK" not in [row.item.code for row in page.waiting.rows.rows]


def test_nothing_is_there_is_counted_too(desa: Village) -> None:
    page = at_count(desa)
    enter(3)
    page.waiting.setFocus()
    enter()

    assert desa.newest("inventory.add_count")["d"]["lines"][0]["quantity"] == "0"
    assert len(page.waiting.rows.rows) == 4


def test_a_clerk_closes_with_a_second_person(desa: Village) -> None:
    at_count(desa, "kasir")
    press(Qt.Key.Key_Return, held=CTRL)
    scan(OIL)
    enter()
    press(F9)
    enter(2)
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    for word in ("ketua", PIN, "dihitung bersama"):
        write(word)
        enter()

    assert desa.newest("inventory.close_count")["appr"]["reason"] == "dihitung bersama"
    assert shop_floor.lies(desa, "MINYAK") == 1_000
