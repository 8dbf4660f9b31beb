"""What stands in sight of a table when its room changes, and no badge without words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.reports.reports_screen import ReportsScreen
from tests.ui.fingers import CTRL, enter, press, show
from tests.ui.village import Village


def test_the_marked_row_stays_whole_in_sight_when_something_takes_room_below(qtbot: QtBot) -> None:
    window, below = QWidget(), QWidget()
    qtbot.addWidget(window)
    table = Table((Column("Nomor", str, width=0),), "Baris")
    box = QVBoxLayout(window)
    box.addWidget(table, 1)
    box.addWidget(below)
    below.setFixedHeight(60)
    below.hide()
    window.resize(400, 300)
    table.set_rows(range(100))
    show(window, table)
    press(Qt.Key.Key_End)
    room = table.viewport().height()

    below.show()
    QApplication.processEvents()

    marked = table.visualRect(table.currentIndex())
    assert table.current() == 99
    assert table.viewport().height() < room
    assert marked.bottom() <= table.viewport().height()


def test_the_list_of_reports_shows_no_badge_before_a_report_is_chosen(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_7, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ReportsScreen)
    badges = (screen.proven, screen.verdict)
    assert not any(badge.isVisible() for badge in badges)

    enter()

    assert screen.shown() is not None
    assert all(badge.text() for badge in badges if badge.isVisible())
    assert screen.proven.isVisible()
