"""Ways to the teller from a member's page, and what stays in sight where letters are large."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kopdes_desktop.ui.savings.collection_screen import CollectionScreen
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, enter, focused, press, write
from tests.ui.test_teller import find, teller
from tests.ui.village import Village


@pytest.fixture
def window(desa: Village) -> MainWindow:
    return desa.at_work("bendahara")


def open_page(letters: str) -> None:
    """A member's page, from wherever one is."""
    press(Qt.Key.Key_2, held=CTRL)
    press(Qt.Key.Key_F2)
    write(letters)
    enter()


def test_f4_from_a_members_page_finds_him_at_the_teller(window: MainWindow) -> None:
    open_page("cendana")
    press(Qt.Key.Key_F4)

    screen = teller(window)
    assert screen.heading.text() == "Cendana Asoka"
    assert focused() is screen.entry.line
    enter()
    assert screen.receipt.total.text() == "Rp20.000"


def test_f4_keeps_what_was_begun_for_another_member(window: MainWindow) -> None:
    find("melati")
    write("3")
    enter()
    open_page("cendana")
    press(Qt.Key.Key_F4)
    assert teller(window).heading.text() == "Cendana Asoka"

    open_page("melati")
    press(Qt.Key.Key_F4)

    assert teller(window).heading.text() == "Melati Jati"
    assert teller(window).receipt.total.text() == "Rp30.000"


def test_f4_does_not_put_a_second_member_on_an_open_receipt(window: MainWindow) -> None:
    find("melati")
    enter()
    write("a")
    open_page("cendana")
    press(Qt.Key.Key_F4)

    screen = teller(window)
    assert screen.heading.text() == "Cendana Asoka"
    assert screen.receipt.total.text() == "Rp0"


def test_f4_from_the_page_of_an_applicant_finds_nobody(window: MainWindow) -> None:
    open_page("mawar")
    press(Qt.Key.Key_F4)

    screen = teller(window)
    assert focused() is screen.finder.line
    assert screen.entry.draft is None


def test_from_the_list_f4_goes_where_work_was_left(window: MainWindow) -> None:
    find("melati")
    press(Qt.Key.Key_2, held=CTRL)
    press(Qt.Key.Key_F4)

    assert teller(window).heading.text() == "Melati Jati"


def larger(window: MainWindow) -> None:
    """Letters of one and a half size, in the window of a small laptop."""
    window.resize(1366, 768)
    window.wear(window.likes.look, 150)
    QTest.qWait(1)


def test_the_legend_of_the_teller_is_in_sight_with_large_letters(window: MainWindow) -> None:
    larger(window)
    find("melati")
    QTest.qWait(1)

    screen = teller(window)
    legend = screen.entry.legend
    assert isinstance(screen, TellerScreen)
    assert legend.height() >= legend.heightForWidth(legend.width())
    assert not legend.visibleRegion().isEmpty()
    below = legend.mapTo(screen, QPoint(0, legend.height())).y()
    assert below <= screen.height()
    assert screen.entry.note.visibleRegion().boundingRect().height() == screen.entry.note.height()


def test_what_a_narrow_list_of_sheets_leaves_out_is_said_below_it(
    desa: Village, window: MainWindow
) -> None:
    office = desa.session.office
    office.perform("members.set_group", {"code": "RT1", "name": "RT 1", "kind": "rt"})
    office.perform("members.assign", {"group": "RT1", "members": ["0001", "0002"]})
    for month in ("2026-11", "2026-12"):
        office.perform("savings.issue_sheet", {"group": "RT1", "month": month})
    larger(window)
    press(Qt.Key.Key_6, held=CTRL)
    QTest.qWait(1)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, CollectionScreen)

    assert screen.figures.isVisible()
    assert screen.figures.text() == "LTG-KR-2026-000001: 2 baris, tagihan Rp40.000"
    press(Qt.Key.Key_Down)
    assert screen.figures.text() == "LTG-KR-2026-000002: 2 baris, tagihan Rp60.000"


def test_f4_at_the_teller_is_the_next_member_and_keeps_the_open_receipt(
    window: MainWindow,
) -> None:
    find("melati")
    write("3")
    enter()
    press(Qt.Key.Key_F4)

    screen = teller(window)
    assert focused() is screen.finder.line
    assert "Melati Jati Rp30.000" in screen.finder.note.text()
    write("cendana")
    enter()
    assert screen.heading.text() == "Cendana Asoka"


@pytest.mark.parametrize("typed", ["nilam123456", "3melati", "melati"])
def test_a_name_typed_at_the_months_is_neither_shown_nor_taken(
    window: MainWindow, typed: str
) -> None:
    find("melati")
    write(typed)
    enter(2)

    entry = teller(window).entry
    assert entry.line.text() in {"", "3"}
    assert "F2 atau F4" in entry.note.text()
    assert entry.draft is not None
    assert entry.draft.lines == ()
    press(Qt.Key.Key_Escape)
    assert entry.note.property("tone") != "danger"
    assert focused() is entry.line
