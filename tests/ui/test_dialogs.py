"""Dialogs longer than the screen: the cursor stays in sight, and keys show the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm, Dialog, SecondPerson
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write

FIELDS = 14


def area(dialog: Dialog) -> QScrollArea:
    found = dialog.findChild(QScrollArea)
    assert found is not None
    return found


def in_sight(dialog: Dialog, widget: QWidget) -> bool:
    """Whether all of it is seen through what scrolls."""
    view = area(dialog).viewport()
    place = QRect(widget.mapTo(view, widget.rect().topLeft()), widget.size())
    return view.rect().contains(place)


@pytest.fixture(params=[100, 125, 150])
def form(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> FormDialog:
    theme.wear(qapp, "light", request.param)
    fields = [
        TextField(f"f{n}", f"Isian {n}", hint="wajib diisi", needed=True) for n in range(FIELDS)
    ]
    made = FormDialog(None, "Formulir", "Isilah semuanya.", fields, deed="Simpan")
    qtbot.addWidget(made)
    bring_up(made)
    return made


def test_enter_leads_through_a_form_that_is_longer_than_the_screen(form: FormDialog) -> None:
    assert form.height() <= form.screen().availableGeometry().height()
    for field in form.form.fields:
        QApplication.processEvents()
        assert focused() is field.editor
        assert in_sight(form, field.editor), field.name
        write("x")
        enter()


def test_a_complaint_brings_its_field_back_into_sight(form: FormDialog) -> None:
    for _field in form.form.fields[1:]:
        enter()
    press(Qt.Key.Key_Return, held=CTRL)
    QApplication.processEvents()

    first = form.form.fields[0]
    assert focused() is first.editor
    assert in_sight(form, first.editor)
    assert in_sight(form, first.note)


def test_nothing_is_wider_than_what_is_seen(form: FormDialog) -> None:
    inside = area(form).widget()
    assert inside is not None
    assert inside.width() <= area(form).viewport().width()


def test_a_question_longer_than_the_screen_is_read_with_page_keys(qtbot: QtBot) -> None:
    asking = Confirm(None, "Yakin?", "Satu baris yang panjang.\n" * 80, deed="Ya")
    qtbot.addWidget(asking)
    bring_up(asking)
    bar = area(asking).verticalScrollBar()

    for _page in range(20):
        press(Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum() > 0
    for _page in range(20):
        press(Qt.Key.Key_PageUp)

    assert bar.value() == 0


def test_a_short_question_needs_no_scrolling(qtbot: QtBot) -> None:
    asking = Confirm(None, "Yakin?", "Satu baris.", deed="Ya")
    qtbot.addWidget(asking)
    bring_up(asking)

    assert area(asking).verticalScrollBar().maximum() == 0
    assert asking.height() < 300


@pytest.mark.parametrize("signing", [False, True])
def test_a_refused_approval_shows_its_words_and_its_buttons_without_scrolling(
    qtbot: QtBot, qapp: QApplication, *, signing: bool
) -> None:
    theme.wear(qapp, "light", 100)
    asking = AskApproval(None, "Penarikan ini perlu orang kedua.", signing=signing)
    qtbot.addWidget(asking)
    bring_up(asking)
    refusal = "Nama pengguna, kata sandi, atau PIN tidak cocok. Periksa Caps Lock, lalu coba lagi."
    asking.ask_again(SecondPerson("ketua", "1", "sebab"), "pin", refusal)

    qtbot.waitUntil(lambda: in_sight(asking, asking.form.submit), timeout=20_000)
    assert area(asking).verticalScrollBar().maximum() == 0
    assert in_sight(asking, asking.form.field("pin").note)
