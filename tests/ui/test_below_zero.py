"""Goods below zero are told where a shift and a day are closed, and F7 leads to their list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen
from kopdes_desktop.ui.reports.reports_screen import ReportsScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.tills.drawer_dialogs import CLOSE, CloseShift, DrawerMenu
from tests import builders
from tests.ui.fingers import CTRL, bring_up, press
from tests.ui.outlet import at_till
from tests.ui.village import Village

TOLD = "Stok minus: 1 barang (Sabun mandi -2 buah)."


def oversell(toko: Village) -> None:
    """Two more bars of soap than ever came."""
    office = toko.session.office
    line = {"item": "S1", "quantity": "22"}
    office.perform("sales.sell", {"lines": [line]}, approval=builders.approval("ketua"))


def end_of_shift() -> CloseShift:
    """The drawer's menu, and out of it the count."""
    press(Qt.Key.Key_F5, held=CTRL)
    menu = QApplication.activeModalWidget()
    assert isinstance(menu, DrawerMenu)
    menu.rows.chosen.emit(CLOSE)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CloseShift)
    return dialog


def words_of(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]


def here(window: MainWindow) -> QWidget | None:
    assert window.workplace is not None
    return window.workplace.current()


def test_before_the_count_of_a_shift_goods_below_zero_are_told(toko: Village) -> None:
    window, _screen = at_till(toko)
    dialog = end_of_shift()
    assert not [each for each in words_of(dialog) if "minus" in each]
    press(Qt.Key.Key_Escape)
    bring_up(window)

    oversell(toko)
    dialog = end_of_shift()
    assert TOLD in words_of(dialog)
    press(Qt.Key.Key_F7)

    bring_up(window)
    assert isinstance(here(window), ReportsScreen)


def test_where_a_day_is_closed_goods_below_zero_are_told(toko: Village) -> None:
    window, _screen = at_till(toko, user="bendahara")
    press(Qt.Key.Key_9, held=CTRL)
    screen = here(window)
    assert isinstance(screen, ClosingScreen)
    assert not screen.below.isVisible()
    assert "F7" not in {key.sequence for key in screen.keys_now()}

    oversell(toko)
    assert screen.below.text() == TOLD
    press(Qt.Key.Key_F8)
    asking = QApplication.activeModalWidget()
    assert asking is not None
    assert TOLD in asking.accessibleDescription()
    press(Qt.Key.Key_Escape)
    bring_up(window)
    press(Qt.Key.Key_F7)

    assert isinstance(here(window), ReportsScreen)
