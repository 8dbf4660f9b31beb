"""A village found in the list, key by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.perform import Errands, Inline, Runner
from kopdes_desktop.ui.kit.village_picker import VillageField
from tests.ui.fingers import enter, focused, press, show, write
from tests.ui.registry import SlowBooks


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    return made_with(Inline(), qtbot)


def made_with(runner: Runner, qtbot: QtBot) -> Form:
    """A form with a village in it, asked of this thread."""
    errands = Errands(runner, lambda error, _sender: pytest.fail(str(error)))
    village = VillageField("village", "Desa", errands)
    made = Form((village, TextField("after", "Alamat")), button("Simpan"))
    errands.setParent(made)
    qtbot.addWidget(made)
    made.resize(900, 500)
    show(made, village.editor)
    return made


def village_of(form: Form) -> VillageField:
    field = form.field("village")
    assert isinstance(field, VillageField)
    return field


def test_enter_takes_the_first_village_and_the_next_enter_goes_on(form: Form) -> None:
    field = village_of(form)

    write("keputran klaten")
    enter()

    assert field.value().startswith("33.10.")
    assert field.text.startswith("Keputran, ")
    assert field.table.isHidden()
    enter()
    assert focused() is form.field("after").editor


def test_arrows_choose_another_row_while_the_cursor_stays(form: Form, qtbot: QtBot) -> None:
    field = village_of(form)

    write("tegalrejo klaten")
    qtbot.waitUntil(field.table.isVisible)
    second = field.table.rows.rows[1]
    press(Qt.Key.Key_Down)
    enter()

    assert field.value() == second.code


def test_what_was_not_taken_from_the_list_is_refused(form: Form) -> None:
    write("kep")

    assert focused() is village_of(form).editor
    with pytest.raises(BadField):
        village_of(form).value()


def test_a_name_that_no_village_has_says_what_to_try(form: Form) -> None:
    field = village_of(form)

    write("zzzz tidak ada")
    enter()

    assert "kecamatan" in field.complaint
    assert focused() is field.editor


def test_a_code_is_shown_as_the_village_that_it_names(form: Form) -> None:
    field = village_of(form)

    field.show_code("33.10.01.2001")

    assert "Kabupaten Klaten" in field.text
    assert field.value() == "33.10.01.2001"


def test_a_code_that_the_list_has_no_more_is_kept(form: Form) -> None:
    field = village_of(form)

    field.show_code("99.99.99.9999")

    assert field.value() == "99.99.99.9999"


def test_emptied_it_is_no_village(form: Form) -> None:
    field = village_of(form)
    field.show_code("33.10.01.2001")

    field.editor.setFocus()
    field.edit.selectAll()
    press(Qt.Key.Key_Delete)

    assert field.value() == ""


def test_enter_before_the_list_is_there_takes_the_first_of_what_was_typed(qtbot: QtBot) -> None:
    books = SlowBooks(slow=True)
    field = village_of(made_with(books, qtbot))

    write("keputran klaten")
    enter()
    assert not field.village
    books.answer()

    assert field.value().startswith("33.10.")
    assert field.edit.selectedText() == field.edit.text()
    assert field.edit.cursorPosition() == len(field.edit.text())


def test_who_types_on_after_an_early_enter_chooses_for_himself(qtbot: QtBot) -> None:
    books = SlowBooks(slow=True)
    field = village_of(made_with(books, qtbot))

    write("tegalrejo")
    enter()
    write(" klaten")
    assert field.note.text() == "mencari …"
    books.answer()
    assert field.village is None
    assert field.note.text() == field.hint
    qtbot.waitUntil(lambda: bool(books.waiting), timeout=20_000)
    books.answer()

    assert field.village is None
    assert field.text == "tegalrejo klaten"
    assert not field.table.isHidden()
    enter()
    assert "Klaten" in field.text
    assert field.value()


def test_what_is_typed_while_the_one_village_is_looked_up_goes_to_the_next_field(
    qtbot: QtBot,
) -> None:
    books = SlowBooks(slow=True)
    form = made_with(books, qtbot)

    write("keputran kemalang klaten")
    enter(2)
    write("Jalan Raya 1")
    books.answer()

    assert village_of(form).value().startswith("33.10.")
    after = form.field("after")
    assert focused() is after.editor
    assert after.value() == "Jalan Raya 1"


def test_enter_never_takes_from_the_list_of_an_earlier_text(qtbot: QtBot) -> None:
    books = SlowBooks()
    field = village_of(made_with(books, qtbot))
    write("tegalrejo")
    qtbot.waitUntil(field.table.isVisible, timeout=20_000)
    earlier = field.table.current()
    books.slow = True

    write(" klaten")
    qtbot.waitUntil(lambda: bool(books.waiting), timeout=20_000)
    enter()
    assert field.village is None
    books.answer()

    assert earlier is not None
    assert "Klaten" not in earlier.path
    assert field.village is not None
    assert "Klaten" in field.village.path


def test_what_is_typed_after_a_village_was_taken_begins_anew(form: Form) -> None:
    field = village_of(form)
    write("keputran klaten")
    enter()

    write("teg")

    assert field.text == "teg"
    assert field.village is None
