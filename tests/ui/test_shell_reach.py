"""What keeps work in reach: the sheet of keys, the status line, keys of other roles, large text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kopdes_desktop.ui.shell import status_line
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.status_line import StatusLine
from tests.ui.fingers import press, write
from tests.ui.registry import register, said
from tests.ui.village import Village


def larger(window: MainWindow, percent: int) -> None:
    window.wear(window.likes.look, percent)


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_the_sheet_of_keys_fits_the_window_and_arrows_reach_its_end(
    desa: Village, percent: int
) -> None:
    window = desa.at_work()
    window.resize(1366, 768)
    larger(window, percent)
    press(Qt.Key.Key_F1)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)
    QApplication.processEvents()

    assert sheet.height() <= window.height()
    assert sheet.width() <= window.width()
    inside = sheet.area.widget()
    assert inside is not None
    assert inside.width() <= sheet.area.viewport().width()
    bar = sheet.area.verticalScrollBar()
    for _step in range(40):
        press(Qt.Key.Key_Down)
    assert bar.value() == bar.maximum()
    press(Qt.Key.Key_Escape)


def test_a_place_of_another_role_says_so(desa: Village) -> None:
    window = desa.at_work("pengawas")
    press(Qt.Key.Key_F4)

    assert said(window) == "Setoran: bukan tugas peran ini (Pengawas)."


@pytest.mark.usefixtures("qapp")
def test_the_news_stands_first_and_goes_with_the_next_deed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = StatusLine()
    line.say("Kuitansi 1 tersimpan.", "good")
    line.add("PDF di sini.")
    assert line.words.text() == "Kuitansi 1 tersimpan. PDF di sini."
    line.add("Salinan di sini.")
    assert line.words.text() == "Salinan di sini."

    line.go_on()
    assert line.words.text() != ""  # nobody can have read it yet
    monkeypatch.setattr(status_line, "READ_S", -1)
    line.go_on()
    line.add("Laporan di sana.")
    assert line.words.text() == "Laporan di sana."


def test_with_large_text_the_foot_names_the_deeds_and_the_head_the_status(desa: Village) -> None:
    window = desa.at_work()
    window.resize(1366, 768)
    screen = register(window)
    larger(window, 150)
    write("melati")
    press(Qt.Key.Key_Return)

    assert screen.about.text() == "0001  ·  aktif"
    printed = [hint.findChildren(QLabel)[0].text() for hint in screen.foot.hints()]
    assert printed[:4] == ["Ctrl+P", "Ctrl+T", "F10", "F3"]  # the others stand on F1
    assert not screen.list.table.isColumnHidden(2)


def test_matches_that_the_status_hides_are_counted(desa: Village) -> None:
    desa.at_work()
    office = desa.session.office
    office.perform("membership.apply", {"name": "Melati Muda", "sex": "P"})
    screen = register(desa.windows[0])
    write("melati")

    assert len(screen.list.table.rows.rows) == 1
    assert "1 lagi yang cocok berstatus lain" in screen.list.note.text()
