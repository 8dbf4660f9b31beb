"""A member's card scanned on any place opens the member, and does nothing besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.members.cards import code_of
from kopdes_desktop.office import log
from kopdes_desktop.ui.consignment.consignment_screen import ConsignmentScreen
from kopdes_desktop.ui.kit.card_watch import CardWatch
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.places import PLACES
from tests.ui.fingers import CTRL, enter, press, scan, show, write
from tests.ui.registry import register, said
from tests.ui.village import Village

CARD = code_of("0002")
HOLDER = "Cendana Asoka"


def _heading(screen: Screen) -> str:
    return screen.heading.text()


def _owner(screen: Screen) -> str:
    assert isinstance(screen, ConsignmentScreen)
    return screen.list.name.text()


#: Places that take a member up themselves, and where they say who he is.
OWN_MEANING: dict[str, tuple[type[Screen], Callable[[Screen], str]]] = {
    "savings.deposit": (TellerScreen, _heading),
    "consignment.take_in": (ConsignmentScreen, _owner),
}


@contextmanager
def nothing_written(desa: Village) -> Iterator[None]:
    before = log.count(desa.session.office.reading)
    yield
    assert log.count(desa.session.office.reading) == before


def test_on_every_place_a_card_opens_its_member_and_nothing_else(desa: Village) -> None:
    window = desa.at_work("bendahara")
    work = window.workplace
    assert work is not None
    visited = []
    with nothing_written(desa):
        for at, place in enumerate(PLACES):
            if at not in work._allowed:
                continue
            visited.append(place.code)
            work.go(at)
            QApplication.processEvents()

            scan(CARD)

            screen = work.current()
            wanted, told = OWN_MEANING.get(place.code, (RegisterScreen, _heading))
            assert isinstance(screen, wanted), (place.code, screen)
            assert HOLDER in told(screen), place.code
            assert QApplication.activeModalWidget() is None, place.code
            assert not work.search.isVisible(), place.code
    assert len(visited) > 15


def test_a_card_that_nobody_has_is_said_and_nothing_is_left(desa: Village) -> None:
    window = desa.at_work("bendahara")
    press(Qt.Key.Key_0, held=CTRL)
    assert window.workplace is not None
    hub = window.workplace.current()

    scan(code_of("7777"))

    assert "Tidak ada anggota bernomor 7777" in said(window)
    assert window.workplace.current() is hub


def test_no_question_is_answered_by_a_card(desa: Village) -> None:
    window = desa.at_work("bendahara")
    press(Qt.Key.Key_3, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    press(Qt.Key.Key_Q, held=CTRL)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, Confirm)

    scan(CARD)
    scan(code_of("Y1"))

    assert QApplication.activeModalWidget() is asking
    assert window.isVisible()
    assert window.workplace.current() is screen
    assert "di tengah isian" in said(window)


def test_a_card_leads_nobody_away_from_a_member_s_data_half_changed(desa: Village) -> None:
    window = desa.at_work("bendahara")
    screen = register(window)
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    write("x")

    scan(CARD)

    assert screen.heading.text() == "Melati Jati"
    assert isinstance(screen.focusWidget(), QLineEdit)
    assert "di tengah isian" in said(window)


class Asked:
    """A window with a form and a list of letters, watched for cards."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.window = QWidget()
        self.field = TextField("name", "Nama")
        self.form = Form((self.field,), button("Simpan"))
        self.form.submitted.connect(lambda: self.told.append("submitted"))
        self.button = Letters(self.told)
        box = QVBoxLayout(self.window)
        box.addWidget(self.form)
        box.addWidget(self.button)
        shortcut = QShortcut(QKeySequence("M"), self.button)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.told.append("shortcut M"))
        self.watch = CardWatch(self.window)
        self.watch.scanned.connect(lambda number: self.told.append(f"card {number}"))
        self.watch.passed.connect(lambda: self.told.append("passed"))


class Letters(QPushButton):
    """Tells each letter that reaches it."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's own
        self._told.append(event.text().strip() or "enter")


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    made = Asked()
    qtbot.addWidget(made.window)
    return made


def test_in_a_field_the_enter_of_a_card_submits_nothing_and_the_field_stands_as_before(
    asked: Asked,
) -> None:
    asked.field.set_text("Sengon ")
    show(asked.window, asked.field.edit)
    asked.field.edit.end(False)

    scan(CARD)

    assert asked.told == ["card 0002"]
    assert asked.watch.is_in_form()
    assert asked.field.text == "Sengon"
    write("m1")
    enter()
    assert asked.told == ["card 0002", "submitted"]
    assert asked.field.text == "Sengon m1"


def test_a_card_at_a_button_is_a_card_and_no_letter_reaches_it(asked: Asked) -> None:
    show(asked.window, asked.button)

    scan(CARD)

    assert asked.told == ["card 0002"]


def test_what_is_no_card_comes_in_order_and_a_letter_still_is_a_shortcut(asked: Asked) -> None:
    show(asked.window, asked.button)

    write("mkx")
    write("d1")
    write("mm")
    enter()

    assert asked.told == [*("shortcut M", "k", "x"), "d", "1", *["shortcut M"] * 2, "enter"]
