"""A member goes, by keys: figures first, a second person, minutes, money back, data erased."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from kopdes_desktop.members import queries as members
from kopdes_desktop.membership.queries import refund_queue
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.members.slip_dialog import SlipDialog
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import offered, register, said
from tests.ui.village import PIN, Village


def status(desa: Village, number: str = "0001") -> str:
    found = members.member(desa.session.office.reading, number)
    assert found is not None
    return found.status


def open_melati() -> None:
    write("melati")
    enter()


def agree(screen: RegisterScreen) -> None:
    """The chair agrees with name, PIN and reason."""
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("sudah dirapatkan")
    enter()
    bring_up(screen.window())


def say_yes() -> None:
    """Answer a question whose safe answer has the focus, by the key that it names."""
    assert isinstance(QApplication.activeModalWidget(), Confirm)
    press(Qt.Key.Key_Y)


def settle(screen: RegisterScreen) -> None:
    """The whole way, at his own wish."""
    press(Qt.Key.Key_F9)
    enter()
    write("07/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    agree(screen)


@pytest.fixture
def screen(desa: Village) -> RegisterScreen:
    return register(desa.signed_in("bendahara"))


def test_the_figures_stand_there_before_anything_is_written(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    press(Qt.Key.Key_F9)

    words = [label.text() for label in screen.exit.preview.findChildren(QLabel)]
    assert "Simpanan Pokok" in words
    assert "Simpanan Wajib" in words
    assert screen.exit.preview.amount.text() == "Rp110.000"
    assert screen.exit.preview.verdict.text() == "Dikembalikan kepada Melati Jati"
    assert status(desa) == "active"
    assert desa.account("2-1106") == 0


def test_escape_keeps_the_decision_number_and_another_member_begins_anew(
    screen: RegisterScreen,
) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    enter()
    write("07/SK/2026")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F9)
    assert screen.exit.form.field("decision_no").value() == "07/SK/2026"

    press(Qt.Key.Key_F2)
    write("kenanga")
    enter()
    press(Qt.Key.Key_F9)

    field = screen.exit.form.field("decision_no").editor
    assert isinstance(field, QLineEdit)
    assert field.text() == ""


def test_nobody_is_dismissed_without_the_number_of_a_decision(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_End)
    assert screen.exit.reason.value() == "dismissal"
    press(Qt.Key.Key_Return, held=CTRL)

    assert "belum diisi" in screen.exit.form.field("decision_no").note.text()
    assert QApplication.activeModalWidget() is None
    assert status(desa) == "active"


@pytest.mark.usefixtures("screen")
def test_the_question_says_what_how_much_and_who_and_no_is_the_safe_answer(desa: Village) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    enter()
    write("07/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)

    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Confirm)
    words = asked.accessibleDescription()
    assert "Melati Jati (0001) berhenti menjadi anggota: permintaan sendiri." in words
    assert "Dikembalikan Rp110.000 kepada Melati Jati." in words
    enter()
    assert status(desa) == "active"
    assert "tidak ada yang dicatat" in said(desa.windows[0])


def test_a_letter_of_his_own_needs_no_decision(desa: Village, screen: RegisterScreen) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    agree(screen)

    assert status(desa) == "left"


def test_an_earlier_day_asks_why_it_is_recorded_only_now(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    assert not screen.exit.late.isVisible()
    enter(2)
    press(Qt.Key.Key_A, held=CTRL)
    write("1/11")
    assert screen.exit.late.isVisible()
    enter()
    assert focused() is screen.exit.late.editor
    write("surat baru sampai")
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    agree(screen)

    assert desa.newest("membership.settle")["late"] == "surat baru sampai"


def test_with_large_text_ctrl_and_the_arrows_show_the_rest_of_the_figures(
    desa: Village, screen: RegisterScreen
) -> None:
    window = desa.windows[0]
    window.resize(1366, 620)
    window.wear(window.likes.look, 150)
    open_melati()
    press(Qt.Key.Key_F9)
    QApplication.processEvents()
    bar = screen.exit._figures.verticalScrollBar()
    assert bar.maximum() > 0
    assert "Ctrl+↑ ↓" in [key.sequence for key in screen.keys_now()]

    for _step in range(5):
        press(Qt.Key.Key_Down, held=CTRL)
    assert bar.value() == bar.maximum()
    for _step in range(5):
        press(Qt.Key.Key_Up, held=CTRL)

    assert bar.value() == 0
    assert screen.exit.reason.value() == "request"


def test_who_refuses_to_agree_leaves_everything_as_it_was(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    enter()
    write("07/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    press(Qt.Key.Key_Escape)

    assert status(desa) == "active"
    assert screen.exit.form.field("decision_no").value() == "07/SK/2026"


def test_a_member_leaves_with_a_second_person_and_the_minutes_are_printed(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    settle(screen)

    assert status(desa) == "left"
    assert desa.account("3-1101") == -200_000
    assert desa.account("2-1106") == -110_000
    assert screen.page.person.status.text() == "berhenti"
    assert "Rp110.000" in screen.page.person.short.text()
    assert offered(screen) == ["change", "photo", "refund", "minutes", "statement", "phone"]
    printed = [path.name for path in (desa.folder / "cetakan").iterdir()]
    assert len(printed) == 1
    assert "berita-acara" in printed[0]
    assert "0001" in printed[0]


def test_the_money_goes_back_with_a_receipt_and_the_queue_is_empty(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    settle(screen)
    cash = desa.account("1-1101")
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Return, held=CTRL)

    shown = QApplication.activeModalWidget()
    assert isinstance(shown, SlipDialog)
    view = shown.findChild(SlipView)
    assert view is not None
    assert any("110.000" in label.text() for label in view.findChildren(QLabel))
    assert desa.account("1-1101") == cash - 110_000
    assert refund_queue(desa.session.office.reading) == []
    assert any("PGM" in path.name for path in (desa.folder / "cetakan").iterdir())
    press(Qt.Key.Key_Escape)
    assert "refund" not in offered(screen)


def test_more_than_he_is_owed_is_refused_at_the_amount(
    desa: Village, screen: RegisterScreen
) -> None:
    open_melati()
    settle(screen)
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_A, held=CTRL)
    write("200000")
    press(Qt.Key.Key_Return, held=CTRL)

    assert focused().property("tone") == "danger"
    assert "Rp110.000" in focused().accessibleDescription()
    assert desa.account("2-1106") == -110_000


def test_after_a_death_only_the_authorised_heir_is_paid(
    desa: Village, screen: RegisterScreen
) -> None:
    office = desa.session.office
    for name, relation in (("Jati Muda", "child"), ("Jati Tua", "sibling")):
        office.perform("members.add_heir", {"member": "0001", "name": name, "relation": relation})
    open_melati()
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Down)
    assert screen.exit.heir.isVisible()
    enter()
    write("08/SK/2026")
    enter(2)
    press(Qt.Key.Key_Down)
    assert screen.exit.preview.verdict.text().startswith("Dikembalikan kepada Jati Tua")
    enter()
    write("474/12/2026")
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    agree(screen)

    card = screen.page.card
    assert card is not None
    assert [heir.name for heir in card.takers] == ["Jati Tua"]
    assert screen.page.person.status.text() == "meninggal"
    press(Qt.Key.Key_F9)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, FormDialog)
    assert "dibayarkan kepada ahli warisnya" in asked.accessibleDescription()
    assert "474/12/2026" in asked.form.field("letter_no").note.text()
    press(Qt.Key.Key_Return, held=CTRL)
    assert isinstance(QApplication.activeModalWidget(), SlipDialog)
    assert desa.account("2-1106") == 0


def test_heirs_may_be_named_after_a_death(desa: Village, screen: RegisterScreen) -> None:
    open_melati()
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Down)
    enter()
    write("08/SK/2026")
    assert "Boleh juga nanti" in screen.exit.preview.after.text()
    press(Qt.Key.Key_Return, held=CTRL)
    say_yes()
    agree(screen)
    press(Qt.Key.Key_F9)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Confirm)  # nobody is there to take it
    assert "berhak" not in asked.accessibleDescription()
    assert "F5" in asked.accessibleDescription()
    press(Qt.Key.Key_Y)

    write("Jati Muda")
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(screen.window())
    press(Qt.Key.Key_F9)
    enter(3)
    write("474/12/2026")
    press(Qt.Key.Key_Return, held=CTRL)

    assert desa.account("2-1106") == 0


def test_debts_above_rights_are_said_and_nothing_goes_back(
    desa: Village, screen: RegisterScreen
) -> None:
    key = members.search(desa.session.office.reading, "Melati")[0].key
    debt = {"account": "1-1201", "amount": 150_000, "unit": "G1", "key": key}
    sale = {"account": "4-1101", "amount": -150_000, "unit": "G1", "lini": "toko"}
    desa.session.office.perform("accounting.record", {"text": "Piutang", "lines": [debt, sale]})
    open_melati()
    press(Qt.Key.Key_F9)

    assert screen.exit.preview.amount.text() == "Rp40.000"
    assert screen.exit.preview.verdict.text() == "Kewajiban yang tersisa"
    assert "tetap ditagih" in screen.exit.preview.after.text()


def test_a_departed_members_data_are_erased_for_good(desa: Village, screen: RegisterScreen) -> None:
    open_melati()
    settle(screen)
    press(Qt.Key.Key_Delete, held=CTRL)
    assert QApplication.activeModalWidget() is None  # his money still waits

    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_Escape)
    bring_up(screen.window())
    press(Qt.Key.Key_Delete, held=CTRL)
    write("permintaan sendiri")
    enter()
    agree(screen)

    assert screen.heading.text() == "(data pribadi dihapus)"
    assert offered(screen) == ["minutes", "statement"]
    found = members.member(desa.session.office.reading, "0001")
    assert found is not None
    assert found.erased


def test_the_minutes_are_printed_again_by_one_key(desa: Village, screen: RegisterScreen) -> None:
    open_melati()
    settle(screen)
    place = desa.folder / "cetakan"
    for path in place.iterdir():
        path.unlink()
    press(Qt.Key.Key_F8)

    assert [path.read_bytes()[:4] for path in place.iterdir()] == [b"%PDF"]
    assert "disimpan di" in said(desa.windows[0])


def test_the_cashier_is_not_offered_a_settlement(desa: Village) -> None:
    screen = register(desa.signed_in("kasir"))
    open_melati()

    assert "settle" not in offered(screen)
    press(Qt.Key.Key_F9)
    assert not screen.exit.isVisible()
    assert "bukan tugas peran ini" in said(desa.windows[0])
