"""Qt's own words: none of them English on anything that this program shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
)
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.kit.qt_table import WORDS
from kopdes_desktop.ui.kit.qt_words import QtWords


@pytest.fixture
def words(qapp: QApplication) -> Iterator[QtWords]:
    installed = qapp.findChild(QtWords)
    assert installed is not None
    installed.unknown.clear()
    yield installed
    installed.unknown.clear()


def test_every_standard_button_is_indonesian(qtbot: QtBot, words: QtWords) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for one in QDialogButtonBox.StandardButton:
        if one.value:
            box.addButton(one)

    shown = {one.text().replace("&", "") for one in box.buttons()}
    english = {source.replace("&", "") for source in WORDS}

    assert len(shown) >= 15
    assert shown & english == set()
    assert words.unknown == set()


def test_the_menu_of_a_line_is_indonesian(qtbot: QtBot, words: QtWords) -> None:
    line, page = QLineEdit("isi"), QPlainTextEdit("isi")
    for widget in (line, page):
        qtbot.addWidget(widget)
        menu = widget.createStandardContextMenu()
        shown = [action.text().partition("\t")[0] for action in menu.findChildren(QAction)]
        assert "&Salin" in shown
        assert "&Copy" not in shown
        menu.deleteLater()
    assert words.unknown == set()


def test_the_file_dialogs_are_indonesian(qtbot: QtBot, words: QtWords) -> None:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    for mode in (QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave):
        dialog.setAcceptMode(mode)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.show()
        QApplication.processEvents()
    dialog.setFileMode(QFileDialog.FileMode.Directory)

    shown = {one.text() for one in dialog.findChildren(QAbstractButton)}

    assert "&Batal" in shown or "Batal" in shown
    assert words.unknown == set()


def test_the_print_dialog_is_indonesian(qtbot: QtBot, words: QtWords) -> None:
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()

    shown = {one.text() for one in dialog.findChildren(QAbstractButton)}

    assert "&Cetak" in shown
    assert words.unknown == set()


def test_lists_and_scroll_bars_are_indonesian(qtbot: QtBot, words: QtWords) -> None:
    box, bar = QComboBox(), QScrollBar()
    for widget in (box, bar):
        qtbot.addWidget(widget)
        widget.show()

    assert QCoreApplication.translate("QScrollBar", "Scroll here") == "Gulir ke sini"
    assert words.unknown == set()


def test_an_unknown_word_is_left_to_qt_and_not_emptied() -> None:
    own = QtWords()

    assert own.translate("QSomething", "Never heard of") is None
    assert own.unknown == {("QSomething", "Never heard of")}
