"""An old cash book by keys: contradictions and lines accepted one by one, posted, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ledger import chart
from kopdes_desktop.ui.imports.ask_event import AskEvent
from kopdes_desktop.ui.imports.cash_panel import CONTRADICTIONS, DOUBTS, LINES, CashPanel
from kopdes_desktop.ui.imports.imports_screen import ImportsScreen
from kopdes_desktop.ui.imports.reading import BOOKS
from kopdes_desktop.ui.kit.dialogs import Confirm
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.test_goods_imports import opened
from tests.ui.village import Village

BOX = "HIMBARA"
BOOK = """Periode 31 Januari 2026
No;Tanggal;Uraian;Bukti;Debet;Kredit;Saldo
1;01/01/2026;Saldo Bulan Lalu;;0;0;0
2;02/01/2026;Terima laba mitra broiler;;500.000;;500.000
3;05/01/2026;Fotocopy undangan;N-1;;15.000;485.000
4;;Konsumsi rapat pengurus;N-2;;90.000;395.000
5;09/01/2026;Zzz;;;20.000;375.000
;;Transaksi Bulan ini;;500.000;130.000;375.000
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "kas.csv"
    path.write_text(BOOK, "utf-8")
    return path


def read(desa: Village, path: Path) -> tuple[ImportsScreen, CashPanel]:
    screen = opened(desa)
    write(str(path))
    screen.file.what.choose(BOOKS)
    screen.file.box.choose(BOX)
    press(Qt.Key.Key_Return, held=CTRL)
    assert screen.booking()
    return screen, screen.cash.panel


def held(desa: Village) -> int:
    return int(chart.box_balances(desa.session.office.reading).get(BOX, 0))


def counts(panel: CashPanel) -> list[int]:
    return [view.count for view in panel.views.rows.rows]


def test_nothing_is_accepted_by_itself_and_contradictions_stand_first(
    desa: Village, book: Path
) -> None:
    _screen, panel = read(desa, book)

    assert focused() is panel.views
    assert panel.view() == CONTRADICTIONS
    found = [(x.one.sheet, x.one.row, x.one.code) for x in panel.contradictions.rows.rows]
    assert found == [("kas.csv", 6, "day_missing"), ("kas.csv", 8, "sum_out")]
    assert counts(panel) == [2, 2, 4]
    assert not panel.take_button.isEnabled()


def test_a_book_goes_in_line_by_line_and_out_again(desa: Village, book: Path) -> None:
    screen, panel = read(desa, book)
    before = held(desa)

    enter()
    press(Qt.Key.Key_Down, Qt.Key.Key_Space)  # the sum that was added up wrongly
    press(Qt.Key.Key_Escape, Qt.Key.Key_Down)
    assert panel.view() == DOUBTS
    enter()
    press(Qt.Key.Key_Space)  # the day that is missing, accepted as proposed
    enter()  # what nobody knows is asked
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskEvent)
    asking.event_field.choose("other_cost")
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(screen.window())
    panel.lines.setFocus()
    press(Qt.Key.Key_A, held=CTRL)
    assert counts(panel) == [0, 0, 4]
    press(Qt.Key.Key_S, held=CTRL)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Confirm)
    assert "4 transaksi" in asked.accessibleDescription()
    press(Qt.Key.Key_Y)

    assert held(desa) == before + 375_000
    assert not screen.booking()
    latest = screen.file.latest()
    assert latest is not None
    assert (latest.what, latest.rows) == ("books", 4)


def test_a_sum_that_nobody_accepted_keeps_everything_out(desa: Village, book: Path) -> None:
    _screen, panel = read(desa, book)
    before = held(desa)

    panel.views.go_to(2)
    assert panel.view() == LINES
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    press(Qt.Key.Key_S, held=CTRL)

    assert QApplication.activeModalWidget() is None
    assert "lembar kas.csv baris 8" in panel.notice.text()
    assert held(desa) == before


def test_a_line_that_is_left_out_does_not_go_in(desa: Village, book: Path) -> None:
    _screen, panel = read(desa, book)
    panel.views.go_to(2)
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    press(Qt.Key.Key_Home, Qt.Key.Key_Delete)

    marks = [line.mark for line in panel.lines.rows.rows]
    assert marks == ["–", "ya", "?", "?"]
    assert "Catat 1" in panel.take_button.text()


def test_the_tables_have_names_for_those_who_cannot_see_them(desa: Village, book: Path) -> None:
    _screen, panel = read(desa, book)

    tables = (panel.views, panel.lines, panel.contradictions)
    assert all(table.accessibleName() for table in tables)
