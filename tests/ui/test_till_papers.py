"""F8 at the till: what became void says so, and is neither taken back nor made void again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.sales.papers_dialog import PapersDialog
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import bring_up, enter, press, scan, write
from tests.ui.outlet import SOAP, approve, at_till
from tests.ui.registry import said
from tests.ui.village import Village


def papers() -> PapersDialog:
    press(Qt.Key.Key_F8)
    found = QApplication.activeModalWidget()
    assert isinstance(found, PapersDialog)
    return found


def sell_and_void(toko: Village) -> MainWindow:
    window, _screen = at_till(toko)
    scan(SOAP)
    enter(2)
    papers()
    press(Qt.Key.Key_F6)
    write("pembeli batal")
    enter()
    approve(window, "pembeli batal")
    return window


def test_a_void_sale_is_named_so_and_refuses_to_come_back_or_be_void_again(toko: Village) -> None:
    window = sell_and_void(toko)
    void = toko.newest("accounting.reverse")["d"]["number"]

    dialog = papers()
    marked = dialog.table.current()
    assert marked is not None
    assert marked.words == "Dibatalkan"
    press(Qt.Key.Key_F6)
    assert QApplication.activeModalWidget() is None
    bring_up(window)
    assert f"sudah dibatalkan dengan {void}" in said(window)

    papers()
    press(Qt.Key.Key_F5)
    assert QApplication.activeModalWidget() is None
    assert "tidak dapat diretur" in said(window)
