"""The entry line under any keys: nothing breaks, and nothing that is red is ever taken."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.savings.draft import Draft
from kopdes_desktop.ui.savings.entry_panel import EntryPanel
from kopdes_desktop.ui.savings.receipt_panel import ReceiptPanel
from tests.ui.test_draft import a_card

KEYS: tuple[str | Qt.Key, ...] = (
    *"059.,-spwr",
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
)


@pytest.fixture
def panel(qtbot: QtBot) -> EntryPanel:
    made, receipt = EntryPanel(), ReceiptPanel()
    qtbot.addWidget(made)
    qtbot.addWidget(receipt)
    made.changed.connect(lambda: receipt.show_draft(made.draft or Draft(a_card())))
    return made


def play(panel: EntryPanel, keys: Iterable[str | Qt.Key]) -> None:
    panel.open(Draft(a_card()))
    for key in keys:
        before = panel.draft
        red, shown = panel.note.property("tone") == "danger", panel.line.text()
        if isinstance(key, str):
            QTest.keyClicks(panel.line, key)
        else:
            QTest.keyClick(panel.line, key)
        if red and key == Qt.Key.Key_Return:
            assert panel.draft is before
            assert panel.line.text() == shown
    assert panel.draft is not None
    assert all(line.amount > 0 for line in panel.draft.lines)


def test_no_two_keys_break_the_line(panel: EntryPanel) -> None:
    for keys in product(KEYS, repeat=2):
        play(panel, keys)


def test_nor_do_three(panel: EntryPanel) -> None:
    """Every two keys in any order, with a third drawn for each place: all 2,744 take too long."""
    dice = Random("three keys")  # noqa: S311  the same keys in every run
    for first, second in product(KEYS, repeat=2):
        for place in range(3):
            keys = [first, second]
            keys.insert(place, dice.choice(KEYS))
            play(panel, keys)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(KEYS), max_size=30))
def test_no_longer_row_of_keys_breaks_it_either(
    panel: EntryPanel, keys: list[str | Qt.Key]
) -> None:
    play(panel, keys)
