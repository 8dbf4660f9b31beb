"""F28 on screens: a name is shown as it is spelled; no label takes it for markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kopdes_desktop.ui.kit.fields import Words, kind_label, plain_tip
from tests.ui.fingers import CTRL, enter, look_at, press, write
from tests.ui.test_teller import add_member, teller
from tests.ui.village import Village

pytestmark = pytest.mark.fault

NAME = "Anggrek <b>tebal</b><img src='file:///etc/passwd'>"
LETTERS = "anggrek"


def mistaken(window: QWidget) -> Iterator[str]:
    """What Qt would read as markup: labels and tooltips."""
    for widget in [*window.findChildren(QWidget), *QApplication.topLevelWidgets()]:
        if isinstance(widget, QLabel):
            plain = widget.textFormat() == Qt.TextFormat.PlainText
            if not plain and "<" in widget.text():
                yield f"{widget.objectName()} {widget.text()}"
        if "<b>" in widget.toolTip() or "<img" in widget.toolTip():
            yield f"tip {widget.toolTip()}"


def test_no_screen_of_the_day_takes_a_name_for_markup(desa: Village) -> None:
    window = desa.at_work("bendahara")
    add_member(desa, NAME)
    assert window.workplace is not None
    for at, place in enumerate(window.workplace.places):
        if place.group != "daily":
            continue
        window.workplace.go(at)
        QApplication.processEvents()

    assert list(mistaken(window)) == []


def test_the_teller_and_the_slip_spell_the_name(desa: Village) -> None:
    window = desa.at_work("kasir")
    add_member(desa, NAME)
    write(LETTERS)
    look_at(teller(window).finder.table)
    enter(3)
    press(Qt.Key.Key_K, held=CTRL)
    write(LETTERS)

    told = [label for label in window.findChildren(QLabel) if "<b>tebal</b>" in label.text()]

    assert told
    assert list(mistaken(window)) == []


def test_labels_and_tips_are_plain_and_the_look_finds_what_is_not() -> None:
    holder = QWidget()
    for made in (Words(NAME), kind_label(NAME, "heading")):
        made.setParent(holder)
        made.setToolTip(NAME)
    assert list(mistaken(holder)) == []
    assert plain_tip("Rp10 & Rp20\nbaris") == "<span>Rp10 &amp; Rp20<br>baris</span>"

    QLabel(NAME, holder)

    assert len(list(mistaken(holder))) == 1
