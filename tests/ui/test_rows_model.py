"""The one table model, watched by Qt's own model tester."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ui.kit.rows_model import Column, RowsModel
from kopdes_desktop.ui.kit.tables import Table
from tests.ui.fingers import enter, press, show


@dataclass(frozen=True, slots=True)
class Saver:
    name: str
    balance: int | None


COLUMNS = (
    Column("Anggota", lambda row: row.name, width=0),
    Column("Saldo", lambda row: row.balance or 0, text=number, right=True),
)
PEOPLE = [Saver("Waru", 875_000), Saver("asoka", 0), Saver("Damar", 1_250_000)]


@pytest.fixture
def model() -> RowsModel:
    made = RowsModel(COLUMNS)
    made.set_rows(PEOPLE)
    return made


def test_the_model_keeps_qts_contract(model: RowsModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt's own
    model.set_rows([*PEOPLE, *PEOPLE])
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_columns(COLUMNS[:1])


def test_cells_are_written_by_their_column(model: RowsModel) -> None:
    assert model.data(model.index(0, 1)) == "875.000"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Saldo"
    assert model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == "Saldo: 875.000"


def test_figures_stand_right_and_words_left(model: RowsModel) -> None:
    role = Qt.ItemDataRole.TextAlignmentRole

    assert Qt.AlignmentFlag.AlignRight in Qt.AlignmentFlag(model.data(model.index(0, 1), role))
    assert Qt.AlignmentFlag.AlignLeft in Qt.AlignmentFlag(model.data(model.index(0, 0), role))


def test_sorting_goes_by_value_without_regard_to_capitals(model: RowsModel) -> None:
    model.sort(0)
    assert [row.name for row in model.rows] == ["asoka", "Damar", "Waru"]

    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [model.data(model.index(at, 1)) for at in range(3)] == ["1.250.000", "875.000", "0"]


def test_a_selected_row_stays_selected_when_the_order_changes(model: RowsModel) -> None:
    kept = QPersistentModelIndex(model.index(0, 0))

    model.sort(0)

    assert model.row(kept).name == "Waru"


def test_a_long_register_formats_only_what_is_seen(qtbot: QtBot) -> None:
    asked: list[int] = []

    def asking(row: int) -> str:
        asked.append(row)
        return str(row)

    table = Table((Column("No", lambda row: row, text=asking),), "Daftar")
    qtbot.addWidget(table)
    table.resize(300, 400)

    table.set_rows(range(100_000))
    table.show()
    qtbot.waitExposed(table)

    assert len(set(asked)) < 50


def test_enter_opens_the_row_and_end_goes_to_the_last(qtbot: QtBot) -> None:
    table = Table(COLUMNS, "Daftar anggota")
    qtbot.addWidget(table)
    table.set_rows(PEOPLE)
    show(table)

    press(Qt.Key.Key_End)
    with qtbot.waitSignal(table.opened) as opened:
        enter()

    assert opened.args == [PEOPLE[2]]


def test_rows_read_anew_keep_the_cursor_on_the_same_one(qtbot: QtBot) -> None:
    table = Table(COLUMNS, "Daftar anggota")
    qtbot.addWidget(table)
    table.set_rows(PEOPLE)
    table.go_to(2)

    table.renew(PEOPLE[1:], lambda row: row.name)
    assert table.current() == PEOPLE[2]

    table.renew(PEOPLE[:2], lambda row: row.name)
    assert table.current() == PEOPLE[0]
