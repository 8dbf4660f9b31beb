"""From the trial balance to the member and back, by keys, on real books."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kopdes_desktop.ui.kit.preview import Preview
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.reports.journal_screen import JournalScreen
from kopdes_desktop.ui.reports.report_screen import PaperScreen
from kopdes_desktop.ui.reports.trial_balance_screen import TrialBalanceScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.village import PASSWORD, PIN, Village

BACK = Qt.Key.Key_Backspace


def at(window: MainWindow) -> object:
    assert window.workplace is not None
    return window.workplace.current()


def opened(window: MainWindow, digit: Qt.Key) -> PaperScreen:
    press(digit, held=CTRL)
    found = at(window)
    assert isinstance(found, PaperScreen)
    return found


def subjects(screen: PaperScreen) -> list[str]:
    return [page.made.title for page in screen.trail.pages]


def test_the_balance_leads_down_to_the_member_and_back_to_each_line(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    screen = opened(window, Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    account = screen.view.table.current()
    enter()
    line = screen.view.table.current()
    enter()
    assert subjects(screen)[1:] == [
        "Buku besar 3-1101 Simpanan Pokok",
        "Jurnal SMP-KR-2026-000003",
    ]
    press(Qt.Key.Key_Down)
    of_member = screen.view.table.current()
    assert of_member is not None
    assert of_member["holder"] == "0003 · Kenanga Ulin"
    enter()

    register = at(window)
    assert isinstance(register, RegisterScreen)
    assert register.heading.text() == "Kenanga Ulin"
    press(BACK)
    assert at(window) is screen
    assert screen.view.table.current() == of_member
    assert focused() is screen.view.table
    press(BACK)
    assert screen.view.table.current() == line
    press(BACK)
    assert screen.view.table.current() == account
    press(BACK)
    assert subjects(screen) == ["Neraca saldo"]


def test_a_member_s_page_opened_by_its_own_way_goes_back_to_the_list(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    screen = opened(window, Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    enter(2)
    press(Qt.Key.Key_Down)
    enter()
    register = at(window)
    assert isinstance(register, RegisterScreen)
    press(Qt.Key.Key_3, held=CTRL)
    assert at(window) is screen
    press(Qt.Key.Key_2, held=CTRL)
    press(BACK)

    assert at(window) is register
    assert register.heading.text() == "Anggota"


def test_an_entry_says_who_wrote_it_and_what_it_is_tied_to(desa: Village) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    enter(2)

    assert "Dicatat bendahara, 1 September 2026 pukul 09.00" in screen.trail.about.text()
    press(Qt.Key.Key_End, Qt.Key.Key_Down)
    assert focused() is screen.trail.links
    assert [link.words for link in screen.trail.links.rows.rows] == [
        "Bukti SMP-KR-2026-000003: lihat dan cetak salinan",
        "Anggota 0003 · Kenanga Ulin",
    ]
    enter()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "SALINAN" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    enter()
    bring_up(screen.window())
    press(Qt.Key.Key_Up)
    assert focused() is screen.view.table


def test_an_entry_is_taken_back_by_f8_with_a_reason_and_both_point_at_each_other(
    desa: Village,
) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    enter(2)
    press(Qt.Key.Key_F8)
    enter()
    assert desa.account("3-1101") == -300_000, "a reversal without a reason"
    write("salah anggota")
    enter()
    bring_up(screen.window())

    assert desa.account("3-1101") == -200_000
    assert not screen.trail.pages[-1].entry.reversible  # type: ignore[union-attr]
    words = [link.words for link in screen.trail.links.rows.rows]
    assert words[1] == "Dibalik oleh BLK-KR-2026-000001, 21 November 2026"
    press(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    enter()
    assert screen.trail.subject.text() == "Jurnal BLK-KR-2026-000001"
    assert "Alasan: salah anggota" in screen.trail.about.text()
    assert screen.trail.links.rows.rows[0].words == "Membalik SMP-KR-2026-000003, 1 September 2026"
    press(BACK)
    assert focused() is screen.trail.links
    assert screen.trail.links.currentIndex().row() == 1


def test_esc_in_the_question_takes_nothing_back(desa: Village) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    enter(2)
    press(Qt.Key.Key_F8)
    write("salah")
    press(Qt.Key.Key_Escape)
    bring_up(screen.window())

    assert desa.account("3-1101") == -300_000


def test_f7_breaks_an_account_down_and_enter_opens_a_member_s_card(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    screen = opened(window, Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    account = screen.view.table.current()
    press(Qt.Key.Key_F7)
    assert screen.trail.subject.text() == "Buku pembantu 3-1101 Simpanan Pokok"
    assert "Cocok dengan neraca saldo: (300.000)." in screen.trail.notes.text()

    press(Qt.Key.Key_Down)
    holder = screen.view.table.current()
    enter()
    assert screen.trail.subject.text() == "Kartu akun 3-1101 Simpanan Pokok"
    assert screen.trail.about.text() == "0002 · Cendana Asoka"
    enter()
    register = at(window)
    assert isinstance(register, RegisterScreen), "the opening balance leads to whose it is"
    assert register.heading.text() == "Cendana Asoka"
    press(BACK)
    press(Qt.Key.Key_Down)
    enter()
    assert screen.trail.subject.text() == "Jurnal SMP-KR-2026-000002"
    press(BACK, BACK)
    assert screen.view.table.current() == holder
    press(BACK)
    assert screen.view.table.current() == account


def test_f1_tells_what_the_line_under_the_cursor_is(desa: Village) -> None:
    opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_Down, Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    said = sheet.accessibleDescription()
    assert "akun 3-1101 Simpanan Pokok, bertambah di kredit." in said
    assert "F7 membuka buku pembantunya." in said


def test_a_line_that_leads_nowhere_says_so(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    screen = opened(window, Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    enter()
    press(Qt.Key.Key_Home)
    enter()

    assert len(screen.trail.pages) == 2
    assert window.workplace is not None
    assert "tidak mempunyai rincian" in window.workplace.status.words.text()


def test_the_same_keys_write_pdf_excel_and_csv_of_whatever_is_on_top(desa: Village) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_Down)
    enter()
    press(Qt.Key.Key_D, held=CTRL)
    press(Qt.Key.Key_E, held=CTRL)
    press(Qt.Key.Key_E, held=CTRL | Qt.KeyboardModifier.ShiftModifier)

    made = {path.suffix: path for path in (desa.folder / "cetakan").iterdir()}
    assert made.keys() == {".pdf", ".xlsx", ".csv"}
    assert all(path.name.startswith("buku-besar-3-1101") for path in made.values())
    assert made[".csv"].read_text("utf-8-sig").startswith("date,number,text")
    assert screen.shown() is screen.trail.pages[-1].made


@pytest.mark.parametrize(("digit", "kind"), [(3, TrialBalanceScreen), (4, JournalScreen)])
def test_books_of_any_length_are_shown_by_their_visible_lines_only(
    desa: Village, digit: int, kind: type[PaperScreen]
) -> None:
    """The model formats a line when it is looked at; no line is a widget."""
    screen = opened(desa.signed_in("bendahara"), Qt.Key(Qt.Key.Key_0 + digit))
    assert isinstance(screen, kind)
    made = screen.shown()
    assert made is not None
    rows = [dict(row) for row in made.rows] * 5_000
    screen.view.show_document(made, rows=rows)

    written = sum(line is not None for line in screen.view.table.rows._texts)
    assert written < 200


def test_a_helper_sees_entries_without_names(desa: Village) -> None:
    screen = opened(desa.signed_in("pendamping"), Qt.Key.Key_4)
    press(Qt.Key.Key_F2)
    write("1/9")
    enter(2)
    press(Qt.Key.Key_Home)
    enter()

    seen = " ".join(label.text() for label in screen.findChildren(QLabel))
    assert screen.trail.subject.text() == "Jurnal SMP-KR-2026-000001"
    assert "Melati" not in seen
    assert not screen.trail.links.rows.rows


def test_taking_back_one_s_own_money_asks_the_second_person_on_the_spot(desa: Village) -> None:
    chair = desa.enter(desa.folder, "ketua", PASSWORD)
    chair.office.perform("security.link_member", {"user": "bendahara", "member": "0001"})
    chair.close()
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_4)
    press(Qt.Key.Key_F2)
    write("1/9")
    enter(2)
    press(Qt.Key.Key_Home)
    enter()
    press(Qt.Key.Key_F8)
    write("salah ketik")
    enter()
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("benar salah")
    enter()
    bring_up(screen.window())

    assert "Dibalik oleh BLK" in screen.trail.links.rows.rows[1].words


def test_ctrl_p_shows_the_paper_before_it_is_printed(desa: Village) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_P, held=CTRL)

    assert isinstance(QApplication.activeModalWidget(), Preview)
    assert not (desa.folder / "cetakan").exists()
    press(Qt.Key.Key_S)
    bring_up(screen.window())
    [path] = (desa.folder / "cetakan").iterdir()
    assert path.name == "neraca-saldo-per-21-november-2026.pdf"
    assert focused() is screen.view.table


def test_an_entry_that_is_asked_for_before_the_journal_is_there_comes_after_it(
    desa: Village,
) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_4)
    screen.trail.pages.clear()
    screen.show_entry("SMP-KR-2026-000002")
    assert subjects(screen) == []

    screen.reload()
    assert subjects(screen) == ["Jurnal umum", "Jurnal SMP-KR-2026-000002"]
    press(BACK)
    assert subjects(screen) == ["Jurnal umum"]


def test_a_book_is_narrowed_to_a_unit_and_so_is_the_way_down(desa: Village) -> None:
    screen = opened(desa.signed_in("bendahara"), Qt.Key.Key_3)
    press(Qt.Key.Key_F2, Qt.Key.Key_Tab, Qt.Key.Key_Down)
    enter()

    assert focused() is screen.view.table
    assert screen.trail.period.text() == "Per 21 November 2026, unit G1 Gerai Sembako"
    press(Qt.Key.Key_F2, Qt.Key.Key_Tab, Qt.Key.Key_Down)
    enter()
    assert screen.view.table.rows.rows
    enter()
    assert screen.trail.pages[-1].given["unit"] == screen.trail.pages[0].given["unit"]
