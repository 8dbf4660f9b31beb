"""Screens of several pages open in the time of one; what a table paints is what its columns say."""

from __future__ import annotations

import ast
import inspect

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.live import News
from kopdes_desktop.ui.kit.pages import Pages, Tabs
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.shell import places
from kopdes_desktop.ui.shell.main_window import _DAILY, _OFFICE
from kopdes_desktop.ui.shell.workplace import Workplace
from tests.ui.fingers import press, show
from tests.ui.village import Village

ALT = Qt.KeyboardModifier.AltModifier
#: Screens with pages behind keys, and how many of them their first visit needs.
PAGED = {"read.members": 1, "read.stock": 1, "report.cash_book": 1}


def test_a_page_is_made_on_the_ground_it_stays_on(qtbot: QtBot) -> None:
    screen, news = QWidget(), News()
    qtbot.addWidget(screen)
    news.ground = screen
    pages = Pages(news, screen)

    first = pages.make(lambda: QLabel("satu", news.ground))
    third = pages.make(lambda: QLabel("tiga", news.ground), 2)
    second = pages.make(lambda: QLabel("dua", news.ground), 1)
    pages.setCurrentWidget(third)

    assert pages.there(QLabel) == [first, second, third]
    assert pages.number == 2
    assert news.ground is screen
    assert pages.minimumSizeHint() == third.minimumSizeHint()


def test_a_page_that_cannot_be_made_leaves_the_ground_as_it_was(qtbot: QtBot) -> None:
    screen, news = QWidget(), News()
    qtbot.addWidget(screen)
    pages = Pages(news, screen)

    with pytest.raises(ZeroDivisionError):
        pages.make(lambda: QLabel(str(1 // 0)))

    assert news.ground is None
    assert pages.there(QLabel) == []


def test_alt_and_a_digit_or_a_click_open_a_page_and_its_tab_is_marked(qtbot: QtBot) -> None:
    screen, gone = QWidget(), list[str]()
    qtbot.addWidget(screen)
    words = N_("Buku"), N_("Hitung kas")
    tabs = Tabs(screen, [(each, lambda each=each: gone.append(each)) for each in words])  # type: ignore[misc]
    box = QVBoxLayout(screen)
    box.addLayout(tabs)
    book, count = screen.findChildren(QPushButton)
    show(screen, book)

    press(Qt.Key.Key_2, held=ALT)
    QTest.mouseClick(book, Qt.MouseButton.LeftButton)
    tabs.mark(1)

    assert gone == ["Hitung kas", "Buku"]
    assert (book.isChecked(), count.isChecked()) == (False, True)
    assert [key.sequence for key in tabs.keys] == ["Alt+1", "Alt+2"]


def test_the_first_visit_of_a_screen_makes_one_page_of_it(desa: Village) -> None:
    workplace = desa.at_work("bendahara").workplace
    assert isinstance(workplace, Workplace)
    codes = [place.code for place in workplace.places]

    made = {}
    for code in PAGED:
        workplace.go(codes.index(code))
        screen = workplace.current()
        assert screen is not None
        made[code] = sum(len(pages.there(QWidget)) for pages in screen.findChildren(Pages))

    assert made == PAGED


# -- what a table paints


COLUMNS = (
    Column("Nama", lambda row: row, width=0, tone=lambda row: "danger" if row == "lewat" else ""),
    Column("Saldo", lambda _row: 875_000, width=12, right=True, strong=lambda row: row == "tebal"),
)


def painted(qtbot: QtBot, *rows: str) -> tuple[Table, QImage]:
    table = Table(COLUMNS, "Penabung")
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.set_rows(rows)
    show(table, table)
    return table, table.viewport().grab().toImage()


def colours(picture: QImage, table: Table, at: int) -> set[str]:
    """Everything that is seen in a row."""
    top, height = table.rowViewportPosition(at), table.rowHeight(at)
    width = table.viewport().width()
    return {picture.pixelColor(x, y).name() for x in range(width) for y in range(top, top + height)}


def test_the_marked_row_lies_on_its_colour_and_late_ones_are_written_in_theirs(
    qtbot: QtBot,
) -> None:
    table, picture = painted(qtbot, "biasa", "lewat", "biasa")
    tokens = theme.THEMES["light"]
    marked, late, usual = (colours(picture, table, at) for at in range(len(table.rows.rows)))
    danger, selection = QColor(tokens.danger).name(), QColor(tokens.selection).name()

    assert selection in marked
    assert selection not in late | usual
    assert danger in late
    assert danger not in marked | usual


def test_each_row_ends_in_a_hairline_and_bold_figures_take_more_ink(qtbot: QtBot) -> None:
    table, picture = painted(qtbot, "biasa", "biasa", "tebal")
    line = QColor(theme.THEMES["light"].line)
    below = [table.rowViewportPosition(at) + table.rowHeight(at) - 1 for at in (1, 2)]
    left = table.columnViewportPosition(1)

    def ink(at: int) -> int:
        top = table.rowViewportPosition(at)
        return sum(
            255 - picture.pixelColor(x, y).lightness()
            for x in range(left, left + table.columnWidth(1))
            for y in range(top, top + table.rowHeight(at) - 1)
        )

    assert {picture.pixelColor(5, y).name() for y in below} == {line.name()}
    assert ink(2) > ink(1)


def test_a_text_too_long_for_its_column_ends_in_dots_before_the_next_one(qtbot: QtBot) -> None:
    table, picture = painted(qtbot, "biasa", "nama yang tidak akan pernah muat di kolomnya " * 3)
    edge = table.columnViewportPosition(1)
    top, height = table.rowViewportPosition(1), table.rowHeight(1)

    between = {
        picture.pixelColor(x, y).name()
        for x in range(edge - 10, edge + 10)
        for y in range(top, top + height - 1)
    }

    assert len(between) == 1


def test_a_table_takes_its_rows_up_when_it_is_seen_or_a_row_is_marked(qtbot: QtBot) -> None:
    unseen, marked = Table(COLUMNS, "Penabung"), Table(COLUMNS, "Penabung", sortable=True)
    for table in (unseen, marked):
        qtbot.addWidget(table)

    marked.set_rows(["biasa", "lewat"])
    unseen.set_rows([])

    assert unseen.model() is None
    assert marked.model() is marked.rows
    assert marked.current() == "biasa"
    assert marked.isSortingEnabled()
    show(unseen)
    assert unseen.model() is unseen.rows


def test_every_screen_is_loaded_before_it_is_gone_to() -> None:
    tree = ast.parse(inspect.getsource(places))
    made = {
        node.module.removeprefix("kopdes_desktop.ui.")
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
        for node in ast.walk(each)
        if isinstance(node, ast.ImportFrom) and node.module
    }
    at_once = {"home.home_screen", "sales.till_screen", "savings.teller_screen"}

    assert len(made) > 30
    assert made - {*_DAILY, *_OFFICE} == at_once
