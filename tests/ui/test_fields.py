"""Money and days as people type them, key by key."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ui.kit import choices
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.grouping import (
    NO_CENTS,
    ONLY_DIGITS,
    TOO_LONG,
    amount_of,
    complaint_of,
    regrouped,
)
from tests.ui.fingers import CTRL, enter, press, show, write

TODAY = date(2026, 11, 21)


@pytest.fixture
def money(qtbot: QtBot) -> MoneyField:
    field = MoneyField("amount", "Jumlah")
    qtbot.addWidget(field)
    show(field, field.editor)
    return field


def a_day(qtbot: QtBot) -> DayField:
    field = DayField("day", "Tanggal", lambda: TODAY)
    qtbot.addWidget(field)
    show(field, field.editor)
    return field


@pytest.mark.parametrize(
    ("typed", "shown", "amount"),
    [
        ("1500", "1.500", 1_500),
        ("100.000", "100.000", 100_000),
        ("100000", "100.000", 100_000),
        ("1.500", "1.500", 1_500),
        ("007", "7", 7),
        ("3000000000", "3.000.000.000", 3_000_000_000),
    ],
)
def test_amounts_are_grouped_while_they_are_typed(
    money: MoneyField, typed: str, shown: str, amount: int
) -> None:
    write(typed)

    assert money.edit.text() == shown
    assert money.value() == Rupiah(amount)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1500,", NO_CENTS),
        ("50.000,00", NO_CENTS),
        ("1,5", NO_CENTS),
        ("1..5", NO_CENTS),
        ("50rb", ONLY_DIGITS),
        ("12ab3", ONLY_DIGITS),
        ("-5", ONLY_DIGITS),
        ("9" * 16, TOO_LONG),
        ("9" * 60, TOO_LONG),
    ],
)
def test_what_is_no_amount_stays_as_typed_is_red_and_is_never_taken(
    money: MoneyField, typed: str, words: str
) -> None:
    write(typed)

    assert money.edit.text().replace(".", "") == typed.replace(".", "")
    assert money.note.text() == words
    assert money.edit.property("tone") == "danger"
    with pytest.raises(BadField):
        money.value()


def test_mending_a_red_line_makes_it_an_amount_again(money: MoneyField) -> None:
    write("50.000,00")
    press(*[Qt.Key.Key_Backspace] * 3)

    assert money.value() == Rupiah(50_000)
    assert money.note.text() == "lima puluh ribu rupiah"


def test_one_point_five_is_refused_and_never_becomes_fifteen(money: MoneyField) -> None:
    write("1.5")

    assert money.edit.text() == "1.5"
    with pytest.raises(BadField, match="tanpa sen"):
        money.value()


def test_the_amount_is_said_in_words_below(money: MoneyField) -> None:
    write("1250500")

    assert money.note.text() == "satu juta dua ratus lima puluh ribu lima ratus rupiah"


def test_digits_in_the_middle_keep_the_cursor_where_it_was(money: MoneyField) -> None:
    money.set_amount(Rupiah(1_000))
    money.edit.setCursorPosition(1)

    write("23")

    assert money.edit.text() == "123.000"
    assert money.edit.cursorPosition() == 3


def test_backspace_and_delete_pass_over_the_dots(money: MoneyField) -> None:
    money.set_amount(Rupiah(1_234))
    money.edit.setCursorPosition(2)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    assert money.value() == Rupiah(234)

    money.set_amount(Rupiah(1_234))
    money.edit.setCursorPosition(1)
    press(Qt.Key.Key_Delete)
    assert money.value() == Rupiah(134)


def test_a_pasted_amount_with_its_currency_is_read(money: MoneyField) -> None:
    QApplication.clipboard().setText("Rp 100.000,-")

    press(Qt.Key.Key_V, held=CTRL)

    assert money.value() == Rupiah(100_000)


def test_a_pasted_decimal_is_refused(money: MoneyField) -> None:
    QApplication.clipboard().setText("100,50")

    press(Qt.Key.Key_V, held=CTRL)

    assert money.edit.text() == "100,50"
    assert money.note.text() == NO_CENTS
    with pytest.raises(BadField):
        money.value()


@given(st.text(alphabet="0123456789.,-Rprb ", max_size=24))
def test_whatever_is_typed_the_line_is_that_amount_or_is_refused(keys: str) -> None:
    text, cursor = "", 0
    for key in keys:
        typed = regrouped(text, text[:cursor] + key + text[cursor:], cursor + 1)
        text, cursor = typed.text, typed.cursor
    try:
        amount = amount_of(text)
    except BadField:
        return

    assert not complaint_of(text)
    assert amount == int("".join(filter(str.isdigit, keys)))
    assert "," not in keys.strip().removesuffix(",-")


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_every_amount_typed_digit_by_digit_is_that_amount(amount: int) -> None:
    text, cursor = "", 0
    for digit in str(amount):
        typed = regrouped(text, text[:cursor] + digit + text[cursor:], cursor + 1)
        text, cursor = typed.text, typed.cursor

    assert text == number(amount)
    assert cursor == len(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5", date(2026, 11, 5)),
        ("5/3", date(2026, 3, 5)),
        ("t", TODAY),
        ("21/11/2026", TODAY),
        ("1/2/25", date(2025, 2, 1)),
    ],
)
def test_days_are_typed_short_and_read_whole(qtbot: QtBot, typed: str, meant: date) -> None:
    field = a_day(qtbot)

    write(typed)
    enter()

    assert field.value() == meant
    assert field.edit.text() == f"{meant.day:02d}/{meant.month:02d}/{meant.year}"


def test_a_day_is_echoed_with_the_name_of_its_month(qtbot: QtBot) -> None:
    field = a_day(qtbot)

    write("5/3")

    assert field.note.text() == "5 Maret 2026"


def test_a_far_day_is_questioned(qtbot: QtBot) -> None:
    field = a_day(qtbot)

    write("5/3/2062")

    assert "benar?" in field.note.text()
    assert field.note.property("tone") == "warning"


def test_an_impossible_day_is_refused_at_the_field(qtbot: QtBot) -> None:
    field = a_day(qtbot)

    write("31/2")
    enter()

    assert field.note.text() == (
        "Ini bukan tanggal. Tulis misalnya 5, 5/3, 5/3/2026, t (hari ini), b (besok)."
    )
    with pytest.raises(BadField):
        field.value()


def test_a_choice_that_is_needed_holds_enter_until_letters_of_any_word_pick_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choices, "TOGETHER_S", 3_600)
    offered = [("paper", "Alat tulis"), ("ice", "Kebutuhan warung: es"), ("tea", "Teh/kopi")]
    reason = ChoiceField("reason", "Alasan", offered, needed=True)
    note = TextField("note", "Keterangan")
    form = Form((reason, note), button("Catat"))
    qtbot.addWidget(form)
    show(form, reason.editor)

    enter()
    assert reason.complaint
    assert form.values() is None
    write("es")
    assert (reason.value(), reason.complaint) == ("ice", "")
    write("ko")  # nothing begins with "esko": what was found stays, and it is said
    assert reason.value() == "ice"
    assert "“esk" in reason.note.text()
    press(Qt.Key.Key_Home)
    write("ko")
    assert reason.value() == "tea"
    enter()
    assert QApplication.focusWidget() is note.editor


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bank bri", "BRI"),
        ("bank h", "HIM"),
        ("bank-h", "HIM"),
        ("kecil kas", "KECIL"),
        ("him", "HIM"),
        ("bank x", "BRI"),
        ("brix", "BRI"),
        ("bendahara", "KAS"),
    ],
)
def test_a_box_is_found_by_any_of_its_words_and_by_its_code(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, typed: str, found: str
) -> None:
    monkeypatch.setattr(choices, "TOGETHER_S", 3_600)
    offered = [
        ("KAS", "Brankas Bendahara (Rp7.000)"),
        ("KECIL", "Kas kecil"),
        ("BRI", "Bank BRI"),
        ("HIM", "Bank Himbara"),
    ]
    box = ChoiceField("box", "Dari", offered)
    qtbot.addWidget(box)
    show(box, box.editor)

    write(typed)

    assert box.value() == found
    assert not box.box.view().isVisible()


def test_what_happened_is_of_no_day_to_come(qtbot: QtBot) -> None:
    field = DayField("day", "Tanggal", lambda: TODAY, happened=True)
    qtbot.addWidget(field)
    show(field, field.editor)
    assert "besok" not in field.note.text()

    write("besok")
    assert field.wrong()
    assert "belum tiba" in field.complaint
    field.set_text("apa")
    assert field.wrong()
    assert "besok" not in field.complaint
    field.set_text("kemarin")
    assert not field.wrong()


def test_nothing_is_no_amount_where_something_is_needed(qtbot: QtBot) -> None:
    field = MoneyField("amount", "Jumlah", zero=False)
    qtbot.addWidget(field)
    show(field, field.editor)
    write("0")

    assert field.wrong()
    assert "lebih dari nol" in field.complaint


def test_enter_stays_at_a_day_that_is_none(qtbot: QtBot) -> None:
    day, note = DayField("day", "Tanggal", lambda: TODAY), TextField("note", "Keterangan")
    form = Form((day, note), button("Catat"))
    qtbot.addWidget(form)
    show(form, day.editor)

    write("besik")
    enter()
    assert QApplication.focusWidget() is day.editor
    assert day.complaint
    write("besok")
    enter()
    assert QApplication.focusWidget() is note.editor
    assert day.value() == date(2026, 11, 22)


def test_every_field_tells_screen_readers_its_name_and_its_complaint(qtbot: QtBot) -> None:
    fields = (
        MoneyField("amount", "&Jumlah"),
        a_day(qtbot),
        TextField("name", "Nama", needed=True),
        ChoiceField("sex", "Jenis kelamin", [("L", "Laki-laki"), ("P", "Perempuan")]),
    )
    for field in fields:
        qtbot.addWidget(field)

        field.complain("Ini salah.")

        assert field.editor.accessibleName() == field.label.text().replace("&", "")
        assert field.editor.accessibleDescription() == "Ini salah."


def test_a_complaint_goes_with_the_next_key(qtbot: QtBot) -> None:
    field = TextField("name", "Nama", needed=True)
    qtbot.addWidget(field)
    show(field, field.editor)
    field.complain("Isian ini belum diisi.")

    write("S")

    assert field.complaint == ""
    assert field.note.text() == ""


def test_enter_leads_from_field_to_field_and_then_finishes(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    box = QVBoxLayout(held)
    fields = [TextField("a", "A"), TextField("b", "B")]
    for field in fields:
        box.addWidget(field)
    finished: list[bool] = []
    leads = EnterLeads([field.editor for field in fields], lambda: finished.append(True))
    show(held, fields[0].editor)

    enter()
    assert fields[1].editor.hasFocus()
    assert not finished

    enter()
    assert finished == [True]
    assert leads.parent() is fields[0].editor


def test_a_long_complaint_takes_more_lines_and_never_more_width(qtbot: QtBot) -> None:
    fields = [TextField(f"f{n}", f"Isian {n}") for n in range(4)]
    form = Form(fields, button("Simpan"), columns=2)
    qtbot.addWidget(form)
    form.resize(480, 400)
    form.show()
    first, beside, below = fields[0], fields[1], fields[2]
    places = [each.geometry() for each in fields]
    first.complain("Isian ini belum diisi.")
    qtbot.waitUntil(lambda: first.geometry() == places[0], timeout=20_000)
    assert [each.geometry() for each in fields] == places

    first.complain(" ".join(["Tanggal keputusan mendahului permohonan."] * 4))
    qtbot.waitUntil(lambda: below.y() > places[2].y(), timeout=20_000)

    assert form.width() == 480
    assert form.minimumSizeHint().width() <= 480
    assert first.note.height() >= first.note.heightForWidth(first.note.width())
    assert (
        beside.editor.mapTo(form, beside.editor.rect().topLeft()).y()
        == first.editor.mapTo(form, first.editor.rect().topLeft()).y()
    )
