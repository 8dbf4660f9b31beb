"""The lines of teller and sheet under any keys: nothing breaks, nothing red is ever taken."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ui.savings.batch_panel import BatchPanel
from kopdes_desktop.ui.savings.draft import VOLUNTARY, Draft
from kopdes_desktop.ui.savings.entry_panel import EntryPanel
from kopdes_desktop.ui.savings.receipt_panel import ReceiptPanel
from tests.ui.test_savings_draft import a_batch, a_saver

KEYS: tuple[str | Qt.Key, ...] = (
    *"0159.stbwak ",
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
)
KEPT = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def press(line: QLineEdit, key: str | Qt.Key) -> None:
    if isinstance(key, str):
        QTest.keyClicks(line, key)
    else:
        QTest.keyClick(line, key)


@pytest.fixture
def panel(qtbot: QtBot) -> EntryPanel:
    made, receipt = EntryPanel(), ReceiptPanel()
    qtbot.addWidget(made)
    qtbot.addWidget(receipt)
    made.changed.connect(lambda: receipt.show_draft(made.draft or Draft(a_saver())))
    return made


@pytest.fixture
def sheet(qtbot: QtBot) -> BatchPanel:
    made = BatchPanel()
    qtbot.addWidget(made)
    return made


def play(panel: EntryPanel, keys: Iterable[str | Qt.Key]) -> None:
    panel.open(Draft(a_saver()))
    for key in keys:
        before = panel.draft
        red, shown = panel.note.property("tone") == "danger", panel.line.text()
        press(panel.line, key)
        if red and key == Qt.Key.Key_Return:
            assert panel.draft is before
            assert panel.line.text() == shown
        draft = panel.draft
        assert draft is not None
        assert draft.card.balance(VOLUNTARY) + draft.added(VOLUNTARY) >= NOTHING
        assert len(draft.lines) == 1 or {line.way for line in draft.lines} <= {"in"}
        assert all(line.amount > NOTHING for line in draft.lines)


def fill(sheet: BatchPanel, keys: Iterable[str | Qt.Key]) -> None:
    sheet.open(a_batch(10_000, 0, 20_000))
    for key in keys:
        before = sheet.batch
        red, shown = sheet.note.property("tone") == "danger", sheet.line.text()
        press(sheet.line, key)
        if red and key in {Qt.Key.Key_Return, Qt.Key.Key_Down}:
            assert sheet.batch is before
            assert sheet.line.text() == shown
        assert sheet.batch is not None
        assert 0 <= sheet.at < 3
        assert all(row.paid is None or row.paid >= NOTHING for row in sheet.batch.rows)


def test_no_two_keys_break_the_teller(panel: EntryPanel) -> None:
    for keys in product(KEYS, repeat=2):
        play(panel, keys)


@KEPT
@given(st.lists(st.sampled_from(KEYS), max_size=30))
def test_no_longer_row_of_keys_breaks_the_teller(
    panel: EntryPanel, keys: list[str | Qt.Key]
) -> None:
    play(panel, keys)


def test_no_two_keys_break_a_sheet(sheet: BatchPanel) -> None:
    for keys in product(KEYS, repeat=2):
        fill(sheet, keys)


@KEPT
@given(st.lists(st.sampled_from(KEYS), max_size=40))
def test_no_longer_row_of_keys_breaks_a_sheet(sheet: BatchPanel, keys: list[str | Qt.Key]) -> None:
    fill(sheet, keys)
