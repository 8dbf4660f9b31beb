"""A code of goods that is scanned, wherever the cursor is, is a code and nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.card_watch import CardWatch
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from tests.ui.fingers import enter, press, scan, show, write

SOAP, LAMP, KEYED = "8991234567891", "96385074", "KR00012"
STRANGER, NO_BARCODE = "4006381333931", "4006381333932"
NONE = Qt.KeyboardModifier.NoModifier


class Shop:
    """Knows three codes."""

    def knows(self, code: str) -> bool:
        return code in {SOAP, LAMP, KEYED}

    def begins(self, typed: str) -> bool:
        return any(code.startswith(typed) for code in (SOAP, LAMP, KEYED))


class Asked:
    """A form and a button with a letter of its own, in a window that is watched for codes."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.window = QWidget()
        self.name, self.amount = TextField("name", "Nama"), MoneyField("amount", "Jumlah")
        self.form = Form((self.name, self.amount), button("Simpan"))
        self.form.submitted.connect(lambda: self.told.append("submitted"))
        self.button = QPushButton("Batal")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda: self.told.append("clicked"))
        box = QVBoxLayout(self.window)
        box.addWidget(self.form)
        box.addWidget(self.button)
        shortcut = QShortcut(QKeySequence("Y"), self.button)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.told.append("yes"))
        self.watch = CardWatch(self.window, Shop)
        self.watch.coded.connect(self.told.append)
        self.watch.scanned.connect(lambda number: self.told.append(f"card {number}"))


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    made = Asked()
    qtbot.addWidget(made.window)
    return made


def typed_at(widget: QWidget, text: str, *, apart: int) -> None:
    """Type so many milliseconds apart, as the system tells it, with Enter at the end."""
    at = 1_000
    for letter in [*text, "\r"]:
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, letter)
        event.setTimestamp(at)
        QApplication.sendEvent(widget, event)
        at += apart


@pytest.mark.parametrize("code", [SOAP, LAMP, KEYED, STRANGER])
def test_a_code_scanned_into_a_field_leaves_it_as_it_was(asked: Asked, code: str) -> None:
    show(asked.window, asked.amount.edit)
    write("1500")

    scan(code)

    assert asked.told == [code]
    assert asked.amount.edit.text() == "1.500"
    assert asked.amount.edit.hasFocus()
    enter()
    assert asked.told == [code, "submitted"]


def test_a_burst_into_a_field_loses_none(asked: Asked) -> None:
    show(asked.window, asked.amount.edit)

    for code in [SOAP, LAMP, STRANGER, KEYED] * 25:
        scan(code)

    assert asked.told == [SOAP, LAMP, STRANGER, KEYED] * 25
    assert not asked.amount.text


def test_at_a_button_a_code_presses_nothing(asked: Asked) -> None:
    show(asked.window, asked.button)

    scan(SOAP)
    scan(STRANGER)
    scan(KEYED)

    assert asked.told == [SOAP, STRANGER, KEYED]


def test_amounts_and_words_are_typed_as_ever(asked: Asked) -> None:
    show(asked.window, asked.name.edit)

    write("Kecap 600")
    enter()
    write("125000")
    enter()

    assert asked.told == ["submitted"]
    assert (asked.name.text, asked.amount.value()) == ("Kecap 600", 125_000)


def test_digits_that_are_no_barcode_are_an_amount(asked: Asked) -> None:
    show(asked.window, asked.amount.edit)

    write(NO_BARCODE[:9])
    enter()

    assert asked.told == ["submitted"]


def test_keys_at_a_button_that_are_no_code_press_what_they_press(
    asked: Asked, qtbot: QtBot
) -> None:
    show(asked.window, asked.button)

    write("y")
    assert asked.told == ["yes"]
    write("1")
    press(Qt.Key.Key_Return)
    assert asked.told == ["yes", "clicked"]
    write("k")
    write("y")
    assert asked.told == ["yes", "clicked", "yes"]

    write("8")
    qtbot.waitUntil(lambda: not asked.watch._kept, timeout=20_000)
    enter()
    assert asked.told[-1] == "clicked"


def test_what_comes_at_a_scanner_s_pace_is_a_code_even_when_nobody_knows_it(asked: Asked) -> None:
    show(asked.window, asked.amount.edit)

    typed_at(asked.amount.edit, "4711", apart=8)

    assert asked.told == ["4711"]
    assert not asked.amount.text


def test_what_comes_at_a_hand_s_pace_is_an_amount(asked: Asked) -> None:
    show(asked.window, asked.amount.edit)

    typed_at(asked.amount.edit, "4711", apart=90)

    assert asked.told == ["submitted"]
    assert asked.amount.text == "4.711"


def test_letters_at_a_scanner_s_pace_press_no_button(asked: Asked) -> None:
    show(asked.window, asked.button)

    typed_at(asked.button, "Y123", apart=8)

    assert asked.told == ["Y123"]


def test_a_card_is_still_a_card(asked: Asked) -> None:
    show(asked.window, asked.button)

    scan("MKD0002")

    assert asked.told == ["card 0002"]
