"""The teller's promises, counted in keys, on real books."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.savings.queries import all_balances
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.savings.draft import MANDATORY, PRINCIPAL
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import counted, enter, focused, look_at, press, write
from tests.ui.registry import SlowBooks
from tests.ui.village import PASSWORD, PIN, Village, inline


def teller(window: MainWindow) -> TellerScreen:
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, TellerScreen)
    return screen


def find(letters: str) -> None:
    write(letters)
    enter()


def slip_words(screen: TellerScreen) -> str:
    view = screen.findChild(SlipView)
    assert view is not None
    return "\n".join(label.text() for label in view.findChildren(QLabel))


def add_member(desa: Village, name: str) -> None:
    office = desa.session.office
    mine, office.actor = office.actor, None
    desa.session.switch("bendahara", PIN)
    applied = office.perform("membership.apply", {"name": name, "sex": "P"})
    order = {"application": applied.id, "approved": True, "decision_no": "02/SK"}
    office.perform("membership.decide", order)
    office.actor = mine


@pytest.fixture
def screen(desa: Village) -> TellerScreen:
    return teller(desa.at_work("kasir"))


def test_what_is_due_takes_two_keys_after_the_member_is_found(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    assert screen.heading.text() == "Melati Jati"
    assert "Oktober–November 2026: Rp20.000" in screen.entry.note.text()

    with counted() as keys:
        enter(2)

    assert len(keys) == 2
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert desa.account("3-1102") == -50_000


def test_after_the_receipt_the_line_is_empty_and_ready_for_the_next(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    enter(2)

    assert focused() is screen.finder.line
    assert screen.finder.line.text() == ""
    find("cendana")
    enter(2)
    assert desa.balance("Cendana", "mandatory") == Rupiah(30_000)


def test_the_receipt_is_shown_and_printed_after_the_commit(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    enter(2)

    number = "SMP-KR-2026-000004"
    assert number in slip_words(screen)
    assert "Melati Jati" in slip_words(screen)
    assert "LATIHAN" in slip_words(screen)
    printed = desa.folder / "cetakan" / f"{number}.pdf"
    assert printed.read_bytes().startswith(b"%PDF")
    assert desa.windows[0].workplace is not None
    assert "Tanpa printer" in desa.windows[0].workplace.status.words.text()


def test_six_months_are_one_digit_and_two_keys(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    with counted() as keys:
        write("6")
        enter(2)

    assert len(keys) == 3
    assert desa.balance("Melati", "mandatory") == Rupiah(70_000)
    assert "Oktober 2026–Maret 2027" in slip_words(screen)


def test_sukarela_is_s_the_amount_and_two_keys(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    with counted() as keys:
        write("s50000")
        assert screen.entry.note.text() == "lima puluh ribu rupiah"
        enter(2)

    assert [key for key in keys if not key.isdigit()] == ["s", "Key_Return", "Key_Return"]
    assert desa.balance("Melati", "voluntary") == Rupiah(50_000)
    assert desa.balance("Melati", "mandatory") == Rupiah(10_000)


def test_one_receipt_holds_several_lines(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    write("3")
    enter()
    write("s100000")
    enter()
    assert screen.receipt.total.text() == "Rp130.000"
    assert "menjadi Rp100.000" in [card.after.text() for card in screen.entry.cards.values()]
    enter()

    assert desa.balance("Melati", "mandatory") == Rupiah(40_000)
    assert desa.balance("Melati", "voluntary") == Rupiah(100_000)
    assert len(list((desa.folder / "cetakan").iterdir())) == 1


def test_backspace_on_the_empty_line_takes_the_last_line_back(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    write("3")
    enter()
    press(Qt.Key.Key_Backspace)

    assert screen.receipt.total.text() == "Rp0"
    enter(2)
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)


def test_escape_goes_back_without_loss(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    write("3")
    enter()
    press(Qt.Key.Key_Escape)
    assert focused() is screen.finder.line

    find("melati")

    assert screen.receipt.total.text() == "Rp30.000"
    enter()
    assert desa.balance("Melati", "mandatory") == Rupiah(40_000)


def test_too_many_months_are_refused_at_the_line_and_nothing_is_lost(
    screen: TellerScreen,
) -> None:
    find("melati")
    write("99")
    enter()

    assert "sampai November 2027: 1 sampai 14 bulan, bukan 99" in screen.entry.note.text()
    assert screen.entry.note.property("tone") == "danger"
    assert screen.entry.line.text() == "99"


def test_a_refusal_of_the_office_stands_at_the_line(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter()
    desa.session.switch("pengawas", PIN)
    enter()

    assert "tidak berhak" in screen.entry.note.text()
    assert screen.entry.note.property("tone") == "danger"
    assert screen.receipt.total.text() == "Rp20.000"
    assert desa.balance("Melati", "mandatory") == Rupiah(10_000)


def test_p_says_at_once_that_the_principal_is_paid(screen: TellerScreen) -> None:
    find("melati")
    write("p")

    assert screen.entry.note.text() == "Simpanan pokok sudah lunas."
    assert "wajib" in screen.entry.question.text()


def test_a_new_member_is_asked_for_the_principal_first(desa: Village, screen: TellerScreen) -> None:
    add_member(desa, "Sukun Waru")
    find("sukun")
    assert screen.entry.line.text() == "100.000"

    write("6")
    enter()
    assert "bukan bulan" in screen.entry.note.text()

    press(Qt.Key.Key_Escape)
    enter()
    assert screen.entry.cards[PRINCIPAL].word.text() == "lunas"
    enter()
    assert desa.balance("Sukun", "principal") == Rupiah(100_000)


def test_a_begun_receipt_follows_what_another_person_took_in_meanwhile(
    desa: Village, screen: TellerScreen
) -> None:
    find("melati")
    write("3")
    enter()
    lines = [{"product": "mandatory", "months": 2}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})

    assert screen.entry.draft is not None
    assert [line.words for line in screen.entry.draft.lines] == [
        "Simpanan Wajib, Desember 2026–Februari 2027"
    ]


def test_a_third_enter_does_not_write_twice(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter(3)

    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert focused() is screen.finder.line


def test_f8_prints_the_last_receipt_again_as_a_copy(desa: Village, screen: TellerScreen) -> None:
    find("melati")
    enter(2)
    press(Qt.Key.Key_F8)
    enter()

    assert "*** SALINAN ***" in slip_words(screen)
    assert (desa.folder / "cetakan" / "SMP-KR-2026-000004-SALINAN.pdf").exists()


def test_nobody_of_that_name_is_said(screen: TellerScreen) -> None:
    find("zulkifli")

    assert "Tidak ada anggota yang cocok dengan “zulkifli”" in screen.finder.note.text()
    assert focused() is screen.finder.line


def test_nobody_of_that_name_is_told_the_way_to_a_new_member(screen: TellerScreen) -> None:
    find("zulkifli")

    assert "Ctrl+5" in screen.finder.note.text()


def test_names_that_begin_so_come_before_names_that_hold_it(
    desa: Village, screen: TellerScreen
) -> None:
    add_member(desa, "Anggrek Cendana")
    write("cend")
    look_at(screen.finder.table)
    enter()

    assert screen.heading.text() == "Cendana Asoka"


def test_an_applicant_is_named_and_sent_to_the_decision(screen: TellerScreen) -> None:
    find("mawar")
    enter(2)

    said = "Mawar Sengon masih calon anggota. Catat dulu keputusan pengurus: Ctrl+5."
    assert screen.finder.note.text() == said
    assert screen.entry.draft is None


@pytest.mark.parametrize("typed", ["0004", "0", "123", "1234567890123456"])
def test_a_members_number_is_not_taken_for_months(screen: TellerScreen, typed: str) -> None:
    find("melati")
    write(typed)
    enter()

    assert "nomor anggota?" in screen.entry.note.text()
    assert screen.entry.line.property("tone") == "danger"
    assert screen.entry.draft is not None
    assert screen.entry.draft.lines == ()


@pytest.mark.parametrize(
    "typed", ["50.000,00", "1,5", "1.5", "50rb", "-5", "0", "9" * 20, "Rp", "5.", ","]
)
def test_what_is_no_amount_is_never_taken(screen: TellerScreen, typed: str) -> None:
    find("melati")
    write("s")
    write(typed)
    shown = screen.entry.line.text()
    enter(2)

    assert screen.entry.note.property("tone") == "danger"
    assert screen.entry.line.text() == shown
    assert screen.entry.draft is not None
    assert screen.entry.draft.lines == ()


def test_what_was_red_is_not_said_under_the_next_question(screen: TellerScreen) -> None:
    find("melati")
    write("s")
    write("9" * 20)
    press(Qt.Key.Key_W)

    assert "Oktober–November 2026: Rp20.000" in screen.entry.note.text()
    assert screen.entry.line.property("tone") == ""


def test_an_unusual_amount_is_asked_about_once(screen: TellerScreen) -> None:
    find("melati")
    write("s999999999999")
    enter()
    assert "benar sebesar ini?" in screen.entry.note.text()
    assert screen.receipt.total.text() == "Rp0"

    enter()
    assert screen.receipt.total.text() == "Rp999.999.999.999"


def test_the_cards_say_what_is_owed_once_the_lines_are_written(screen: TellerScreen) -> None:
    find("melati")
    word = screen.entry.cards[MANDATORY].word
    assert word.text() == "terutang 2 bulan: Rp20.000"

    write("1")
    enter()
    assert word.text() == "terutang 1 bulan: Rp10.000"

    write("6")
    enter()
    assert word.text() == "lunas sampai April 2027"

    press(Qt.Key.Key_Backspace)
    assert word.text() == "terutang 1 bulan: Rp10.000"


def test_a_receipt_left_open_is_named_and_said_to_be_unsaved(screen: TellerScreen) -> None:
    find("melati")
    write("3")
    enter()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Backspace)
    assert screen.finder.note.text() == "Isian belum disimpan: Melati Jati Rp30.000."

    find("melati")
    assert "Isian tadi belum disimpan" in screen.entry.note.text()

    press(Qt.Key.Key_Backspace, Qt.Key.Key_F2)
    press(Qt.Key.Key_Backspace)
    assert "belum disimpan" not in screen.finder.note.text()


@pytest.mark.usefixtures("screen")
def test_f1_lists_what_the_entry_line_understands() -> None:
    find("melati")
    enter()
    press(Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)
    said = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"1–12", "S", "P", "W", "Backspace", "Enter", "F8"} <= said
    assert "menyimpan dan mencetak" in sheet.accessibleDescription()
    press(Qt.Key.Key_Escape)


def test_arrows_choose_another_of_several(screen: TellerScreen) -> None:
    write("00")
    press(Qt.Key.Key_Down)
    rows = [row.name for row in screen.finder.table.rows.rows]
    assert "3 orang cocok" in screen.finder.note.text()
    enter()

    assert len(rows) == 3
    assert screen.heading.text() == rows[1]


def test_an_enter_before_the_list_was_seen_takes_none_of_several(desa: Village) -> None:
    slow = SlowBooks()
    window = desa.window(lambda name: slow if name == "buku" else inline(name))
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_F4)
    screen = window.workplace and window.workplace.current()
    assert isinstance(screen, TellerScreen)
    slow.slow = True
    write("00")
    enter(3)
    slow.answer()
    assert screen.finder.line.hasFocus()
    assert "3 orang cocok" in screen.finder.note.text()

    slow.slow = False
    look_at(screen.finder.table)
    enter()
    assert screen.entry.draft is not None
    assert not screen.entry.draft.lines


def test_a_number_finds_its_member(screen: TellerScreen) -> None:
    find("0002")

    assert screen.heading.text() == "Cendana Asoka"


def test_typing_ahead_of_the_database_loses_nothing(desa: Village, qtbot: QtBot) -> None:
    window = desa.window(OneThread)
    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None)
    assert window.workplace is not None
    workplace = window.workplace
    qtbot.waitUntil(lambda: workplace.current() is not None)
    press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(workplace.current(), TellerScreen))
    screen = teller(window)

    for name in ("melati", "cendana", "kenanga"):
        find(name)
        qtbot.waitUntil(lambda: focused() is screen.entry.line)
        enter(2)
        qtbot.waitUntil(lambda: focused() is screen.finder.line)
    printed = desa.folder / "cetakan"
    qtbot.waitUntil(lambda: printed.exists() and len(list(printed.glob("*.pdf"))) == 3)
    window.close()

    with desa.enter(desa.folder, "kasir", PASSWORD) as again:
        amounts = [int(row[2]) for row in again.office.read("read.members", all_balances)]
    assert sorted(amounts) == [30_000] * 3 + [100_000] * 3


def test_keys_typed_ahead_of_a_slow_disk_reach_the_right_lines(desa: Village) -> None:
    held = SlowBooks()
    window = desa.window(lambda name: held if name == "buku" else inline(name))
    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_F4)
    screen = teller(window)

    held.slow = True
    write("melati")
    enter()
    write("6")
    enter(3)
    write("cendana")
    enter()
    write("1")
    enter(2)
    held.answer()

    assert desa.balance("Melati", "mandatory") == Rupiah(70_000)
    assert desa.balance("Cendana", "mandatory") == Rupiah(20_000)
    assert screen.finder.line.text() == ""
