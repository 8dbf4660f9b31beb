"""Kas & bank by keys: books, ticks against a statement, bank files, counts, unknown payers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.banking import queries
from kopdes_desktop.ledger import chart
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.banking_screen import BankingScreen
from kopdes_desktop.ui.banking.count_screen import CountScreen
from kopdes_desktop.ui.banking.statement_page import TakeDialog
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.preview import Preview
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.ui import village
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import said
from tests.ui.village import TODAY, Village

ALT = Qt.KeyboardModifier.AltModifier
STATEMENT = """TGL_TRAN,DESK_TRAN,SEQ,SALDO_AWAL_MUTASI,MUTASI_DEBIT,MUTASI_KREDIT
{day},SETOR TUNAI,1,"10,000,000.00","0.00","500,000.00"
{day},BUNGA,2,"10,500,000.00","0.00","8,000.00"
{day},BIAYA ADM,3,"10,508,000.00","6,000.00","0.00"
{day},TRSF DARI 0811,4,"10,502,000.00","0.00","50,000.00"
"""
OF_ANOTHER_BANK = """Tanggal Kirim,Journal No.,Deskripsi,Amount,Db/Cr
{day},2,BUNGA,"8,000.00",C
"""


def banked(folder: Path) -> None:
    """Two million in the safe, ten at the bank and half a million brought there."""
    with builders.open_books(folder, day=TODAY.date(), at=TODAY) as session:
        office = session.office
        lines = [
            {"account": "1-1101", "amount": 2_500_000, "unit": "KTR", "box": "KAS"},
            {"account": "1-1111", "amount": 10_000_000, "unit": "KTR", "box": "BRI"},
            {"account": "3-1201", "amount": -12_500_000, "unit": "KTR"},
        ]
        office.perform("accounting.record", {"text": "Hibah modal", "lines": lines})
        office.perform("accounting.move_cash", {"from": "KAS", "to": "BRI", "amount": 500_000})


@pytest.fixture(scope="module")
def banks(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = builders.copy(template, tmp_path_factory.mktemp("banks") / "buku")
    banked(folder)
    return folder


@pytest.fixture
def desa(banks: Path, tmp_path: Path) -> Iterator[Village]:
    yield from village.copied(banks, tmp_path / "buku")


@pytest.fixture
def screen(desa: Village) -> BankingScreen:
    window = desa.signed_in()
    press(Qt.Key.Key_U, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, BankingScreen)
    return found


def told(screen: BankingScreen) -> str:
    window = screen.window()
    assert isinstance(window, MainWindow)
    return said(window)


def texts(screen: BankingScreen) -> list[str]:
    return [str(row["text"]) for row in screen.view.table.rows.rows]


def read_file(screen: BankingScreen, folder: Path) -> None:
    path = folder / "mutasi.csv"
    path.write_text(STATEMENT.format(day=TODAY.strftime("%d/%m/%Y")))
    screen.statement.read_file(path)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, TakeDialog)
    enter()
    bring_up(screen.window())


def test_the_book_of_the_month_is_there_at_once_and_alt_turns_the_pages(
    screen: BankingScreen,
) -> None:
    assert texts(screen)[0] == "Saldo bulan lalu"
    assert texts(screen)[-1] == "Transaksi bulan ini"

    for digit, page in enumerate(screen.pages(), 2):
        press(getattr(Qt.Key, f"Key_{digit}"), held=ALT)
        assert screen.page is page
        assert page.isVisible()
    press(Qt.Key.Key_Escape)
    assert screen.page is None


def test_another_box_and_the_month_before_are_keys_away(screen: BankingScreen) -> None:
    press(Qt.Key.Key_F2)
    assert focused() is screen.box.editor
    write("bank")
    enter(3)
    shown = screen.shown()
    assert shown is not None
    assert shown.code == "bank_book"

    press(Qt.Key.Key_PageUp, held=CTRL)

    shown = screen.shown()
    assert shown is not None
    assert len(shown.rows) == 2  # what was before, and that nothing moved


def test_a_statement_is_ticked_off_with_the_space_bar_and_saved(
    desa: Village, screen: BankingScreen
) -> None:
    press(Qt.Key.Key_2, held=ALT)
    page = screen.compare
    page.until.set_day(TODAY.date())
    page.reload()
    write("10500000")
    enter()
    assert focused() is page.table
    assert "SELISIH" in page.verdict.text()

    press(Qt.Key.Key_Space, Qt.Key.Key_Space)

    assert "Cocok" in page.verdict.text()
    press(Qt.Key.Key_S, held=CTRL)
    assert "cocok per" in told(screen)
    assert [each.number for each in queries.standing(desa.session.office.reading, "BRI")] == [
        "RKB-KR-2026-000001"
    ]
    assert "menyimpan menggantinya" in page.said.text()
    press(Qt.Key.Key_P, held=CTRL)
    assert isinstance(QApplication.activeModalWidget(), Preview)
    press(Qt.Key.Key_Escape)
    bring_up(screen.window())
    page.until.set_day(TODAY.date() + timedelta(days=1))
    page.reload()
    assert page.table.rows.rows == []


def test_what_does_not_tie_is_not_saved_and_says_where_to_look(
    desa: Village, screen: BankingScreen
) -> None:
    press(Qt.Key.Key_2, held=ALT)
    page = screen.compare
    page.until.set_day(TODAY.date())
    page.reload()
    write("10500000")
    enter()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_S, held=CTRL)

    assert "Belum cocok" in page.verdict.text()
    assert "PKS-KR-2026" in page.verdict.text()
    assert queries.standing(desa.session.office.reading, "BRI") == []


def test_a_bank_s_file_is_told_then_taken_and_what_is_certain_goes_in_at_once(
    desa: Village, screen: BankingScreen, tmp_path: Path
) -> None:
    press(Qt.Key.Key_3, held=ALT)
    read_file(screen, tmp_path)
    table = screen.statement.table
    assert [each.row.text for each in table.rows.rows] == ["BUNGA", "BIAYA ADM", "TRSF DARI 0811"]

    press(Qt.Key.Key_Return, held=CTRL)

    assert [each.row.text for each in table.rows.rows] == ["TRSF DARI 0811"]
    assert desa.account("4-9101") == -8_000
    assert desa.account("6-1208") == 6_000


def test_a_file_of_another_bank_is_not_taken_by_the_first_enter(
    screen: BankingScreen, tmp_path: Path
) -> None:
    press(Qt.Key.Key_3, held=ALT)
    path = tmp_path / "mutasi.csv"
    path.write_text(OF_ANOTHER_BANK.format(day=TODAY.strftime("%d/%m/%Y")))
    screen.statement.read_file(path)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, TakeDialog)
    assert asking.accessibleDescription().startswith(
        "PERIKSA: ini berkas BNI, sedangkan rekeningnya"
    )
    enter()
    bring_up(screen.window())

    assert screen.statement.table.rows.rows == []


def test_a_line_of_a_day_to_come_is_named_before_it_is_taken(
    screen: BankingScreen, tmp_path: Path
) -> None:
    press(Qt.Key.Key_3, held=ALT)
    ahead = (TODAY + timedelta(days=8)).strftime("%d/%m/%Y")
    path = tmp_path / "mutasi.csv"
    path.write_text(STATEMENT.format(day=ahead))
    screen.statement.read_file(path)

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, TakeDialog)
    assert f"Ada tanggal yang belum tiba: {ahead}." in asking.accessibleDescription()
    asking.reject()


def test_the_paper_below_is_of_the_book_that_was_just_chosen(screen: BankingScreen) -> None:
    press(Qt.Key.Key_F2)
    write("bank")

    shown = screen.shown()
    assert shown is not None
    assert shown.code == "bank_book"
    assert focused() is screen.box.editor


def test_a_supervisor_is_offered_no_deed_of_the_treasurer(desa: Village) -> None:
    window = desa.signed_in("pengawas")
    press(Qt.Key.Key_U, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, BankingScreen)
    deeds = {"Ctrl+Return", "Ctrl+S", "Ctrl+O", "Ctrl+A", "Space", "F2", "Return"}
    left = {2: set(), 3: set(), 4: {"Return"}, 5: set()}
    for digit, may in left.items():
        press(getattr(Qt.Key, f"Key_{digit}"), held=ALT)
        assert screen.page is not None
        assert {key.sequence for key in screen.page.keys_now()} & deeds <= may | {"F2"}
    assert not screen.compare.save.isVisibleTo(screen.compare)
    assert not screen.statement.browse.isVisibleTo(screen.statement)
    assert not screen.count.form.isVisibleTo(screen.count)


def test_what_was_not_counted_at_all_is_no_count(desa: Village, screen: BankingScreen) -> None:
    press(Qt.Key.Key_4, held=ALT)
    press(Qt.Key.Key_Return, held=CTRL)

    assert "Belum ada yang dihitung" in screen.count.form.notice.text()
    assert screen.count.form.tries == 0
    assert not queries.counts(desa.session.office.reading)


@pytest.mark.parametrize("wide", [836, 620])
def test_no_note_of_a_count_is_cut_on_a_narrow_window(screen: BankingScreen, wide: int) -> None:
    press(Qt.Key.Key_4, held=ALT)
    page = screen.count
    page.resize(wide, 420)
    bring_up(screen.window())

    assert page.form.width() >= page.form.minimumSizeHint().width()
    assert page.form.submit.visibleRegion().boundingRect().height() >= page.form.submit.height()
    press(Qt.Key.Key_F3)
    assert page.earlier.isVisible()


def test_the_same_file_again_adds_nothing_and_says_so(
    screen: BankingScreen, tmp_path: Path
) -> None:
    press(Qt.Key.Key_3, held=ALT)
    read_file(screen, tmp_path)
    read_file(screen, tmp_path)

    assert "sudah pernah dibaca" in told(screen)
    assert len(screen.statement.table.rows.rows) == 3


def test_who_may_see_no_member_sees_no_word_of_the_bank(
    desa: Village, screen: BankingScreen, tmp_path: Path
) -> None:
    press(Qt.Key.Key_3, held=ALT)
    read_file(screen, tmp_path)
    office = desa.session.office

    assert {each.row.text for each in reading.told(office, "BRI", TODAY.date())} >= {"BUNGA"}
    with builders.working_as(office, "pendamping"):
        rows = reading.told(office, "BRI", TODAY.date())
    assert {each.row.text for each in rows} == {"–"}


def test_a_payer_nobody_knows_waits_and_is_recognised_later(
    desa: Village, screen: BankingScreen, tmp_path: Path
) -> None:
    press(Qt.Key.Key_3, held=ALT)
    read_file(screen, tmp_path)
    screen.statement.table.go_to(2)
    enter()
    assert isinstance(QApplication.activeModalWidget(), FormDialog)
    enter()
    bring_up(screen.window())
    assert desa.account("2-1108") == -50_000

    press(Qt.Key.Key_5, held=ALT)
    enter()
    write("0001")
    enter()
    write("melunasi")
    enter(2)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert "bon anggota ini Rp0" in asking.form.field("amount").complaint
    product = asking.form.field("product")
    assert isinstance(product, ChoiceField)
    product.choose("voluntary")
    press(Qt.Key.Key_Return, held=CTRL)

    assert desa.account("2-1108") == 0
    assert "belum dikenal" in screen.unknown.said.text()


def test_a_box_is_counted_note_by_note_and_a_difference_asks_why(
    desa: Village, screen: BankingScreen
) -> None:
    press(Qt.Key.Key_4, held=ALT)
    screen.count.box.choose("KAS")
    screen.count.why.choose("daily")
    write("23")
    enter(2)
    write("1")
    press(Qt.Key.Key_Return, held=CTRL)
    assert "tulis alasannya" in screen.count.form.notice.text()
    write("kurang kembalian")
    press(Qt.Key.Key_Return, held=CTRL)

    assert desa.account("1-1101") == 2_320_000
    assert "BAK-KR-2026-000001" in told(screen)
    assert len(screen.count.earlier.rows.rows) == 1


def test_who_saw_a_month_s_end_is_asked_before_anything_is_counted(
    desa: Village, screen: BankingScreen
) -> None:
    press(Qt.Key.Key_4, held=ALT)
    page = screen.count
    page.box.choose("KAS")
    page.why.choose("month_end")
    press(Qt.Key.Key_F2)
    enter(3)

    assert focused() is page.witness.editor
    assert "Belum dipilih" in page.witness.complaint

    write("ket")
    enter()
    held = chart.box_balances(desa.session.office.reading)["KAS"]
    write(str(int(held) // 100_000))
    page.form.counter.kinds[-1].line.setFocus()
    write(str(int(held) % 100_000 // 100))
    press(Qt.Key.Key_Return, held=CTRL)

    counted = queries.counts(desa.session.office.reading)
    assert [(each.why, each.cash) for each in counted] == [("month_end", held)]


def test_what_is_reconciled_already_is_not_replaced_unasked(
    desa: Village, screen: BankingScreen
) -> None:
    last = TODAY.date().replace(day=1) - timedelta(days=1)
    order = {"box": "BRI", "day": last.isoformat(), "balance": 0}
    desa.session.office.perform("banking.reconcile", order)
    press(Qt.Key.Key_2, held=ALT)

    assert screen.compare.until.value() == TODAY.date()
    assert "menyimpan menggantinya" not in screen.compare.said.text()


def test_a_cashier_counts_her_drawer_in_a_place_of_her_own(desa: Village) -> None:
    with builders.open_books(desa.folder, day=TODAY.date(), at=TODAY) as session:
        handed = {"from": "KAS", "to": "LACI-G1", "amount": 200_000}
        session.office.perform("accounting.move_cash", handed)
    window = desa.signed_in("kasir")
    press(Qt.Key.Key_K, held=CTRL)
    write("hitung kas")
    enter()
    bring_up(window)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, CountScreen)
    assert screen.page.boxes is not None
    assert [box.code for box in screen.page.boxes.counted] == ["LACI-G1"]

    write("1")
    enter()
    write("1")
    press(Qt.Key.Key_Return, held=CTRL)
    assert "tulis alasannya" in screen.page.form.notice.text()
    assert "200.000" not in said(window) + screen.page.form.notice.text()
    write("kurang kembalian")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "selisih -Rp50.000 dibukukan" in said(window)
    assert [row[1] for row in screen.page.earlier.rows.rows] == ["Laci Gerai Sembako"]
