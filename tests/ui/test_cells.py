"""A painted row looks the same whether its texts are new or stay laid out from the last time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.kit import cells
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from tests.ui.fingers import show

NAMES = (
    "Melati Jati",
    "Kenanga & Rekan <b>",
    "Anggrek Meranti Cempaka Kantil Bungur Flamboyan",
    "dua\nbaris",
    "gjpqy ÁÇ – …",
)


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    made = Table(
        (
            Column("Nama", str, width=18, tone=lambda row: "muted" if "&" in row else ""),
            Column("Tebal", str, width=18, strong=lambda _row: True),
            Column("Jumlah", len, lambda n: f"{n}.000", width=0, right=True),
        ),
        "Baris",
    )
    qtbot.addWidget(made)
    made.resize(500, 260)
    made.set_rows(NAMES)
    show(made, made)
    QApplication.processEvents()
    return made


def painted(table: Table, scale: float) -> QImage:
    around = table.viewport()
    made = QImage(around.size() * scale, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(scale)
    made.fill(0xFFFFFF)
    around.render(made, QPoint())
    return made


def anew(table: Table) -> None:
    """As if nothing had been painted before."""
    table._cells._dress()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_what_is_painted_again_looks_as_it_did(table: Table, scale: float) -> None:
    anew(table)
    first = painted(table, scale)

    again, third = painted(table, scale), painted(table, scale)

    assert again == first
    assert third == first


def test_more_texts_than_are_kept_are_painted_all_the_same(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew(table)
    first = painted(table, 1.0)
    monkeypatch.setattr(cells, "_LAID_OUT", 2)
    monkeypatch.setattr(cells, "_REMEMBERED", 3)
    anew(table)

    assert [painted(table, 1.0) == first for _time in range(3)] == [True] * 3
