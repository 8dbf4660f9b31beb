"""Statements by keys: down to the document behind a figure and back, drafts until proven."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.statements.statements_screen import StatementsScreen
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import rewrite
from tests.ui.village import Village

ALT = Qt.KeyboardModifier.AltModifier
BACK = Qt.Key.Key_Backspace


@pytest.fixture
def window(desa: Village) -> MainWindow:
    return desa.signed_in("bendahara")


@pytest.fixture
def screen(window: MainWindow) -> StatementsScreen:
    press(Qt.Key.Key_I, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, StatementsScreen)
    return found


def subjects(screen: StatementsScreen) -> list[str]:
    return [page.made.title for page in screen.trail.pages]


def line_of(screen: StatementsScreen) -> str:
    row = screen.view.table.current()
    assert row is not None
    return str(row["label"])


def go_to(screen: StatementsScreen, label: str) -> None:
    """Down to the line of this name."""
    for _row in screen.view.table.rows.rows:
        if line_of(screen) == label:
            return
        press(Qt.Key.Key_Down)
    pytest.fail(f"no line {label}")


def test_a_figure_leads_down_to_its_document_and_back_to_the_same_line(
    screen: StatementsScreen,
) -> None:
    assert focused() is screen.view.table
    go_to(screen, "Simpanan pokok")
    enter()
    assert subjects(screen)[1:] == ["Simpanan pokok"]
    assert screen.shown().totals["amount"] == 300_000  # type: ignore[union-attr]
    enter(2)
    assert subjects(screen)[2:] == ["Buku besar 3-1101 Simpanan Pokok", "Jurnal SMP-KR-2026-000003"]
    press(Qt.Key.Key_End, Qt.Key.Key_Down)
    enter()
    document = QApplication.activeModalWidget()
    assert document is not None
    press(Qt.Key.Key_Escape)
    bring_up(screen.window())
    press(Qt.Key.Key_Up)

    press(BACK, BACK, BACK)

    assert subjects(screen) == ["Laporan posisi keuangan"]
    assert line_of(screen) == "Simpanan pokok"
    assert focused() is screen.view.table


def test_a_cash_flow_leads_to_the_entries_that_made_it(screen: StatementsScreen) -> None:
    press(Qt.Key.Key_5, held=ALT)
    assert subjects(screen) == ["Laporan arus kas"]
    go_to(screen, "Penerimaan simpanan pokok")
    enter(2)

    assert subjects(screen)[-1] == "Penerimaan simpanan pokok: 3-1101 Simpanan Pokok"
    assert screen.shown().totals == {"amount": 300_000}  # type: ignore[union-attr]
    enter()
    assert subjects(screen)[-1].startswith("Jurnal SMP-KR-2026-")


def test_statements_are_drafts_until_f5_finds_every_proof_green(
    desa: Village, screen: StatementsScreen
) -> None:
    assert screen.verdict.text() == "DRAF"
    assert "belum diperiksa" in screen.check_words.text()

    press(Qt.Key.Key_F5)

    assert screen.check_words.text().endswith("pemeriksaan hijau: laporan tercetak bersih.")
    assert not screen.shown().draft  # type: ignore[union-attr]
    assert screen.verdict.isHidden()

    lines = [{"account": "6-1201", "amount": 500, "unit": "KTR"}]
    lines += [{"account": "2-1301", "amount": -500, "unit": "KTR"}]
    desa.session.office.perform("accounting.record", {"text": "Listrik", "lines": lines})
    assert screen.shown().draft, "one entry later nothing is proven"  # type: ignore[union-attr]
    assert "catatan baru" in screen.check_words.text()


def test_statement_span_and_unit_are_chosen_at_the_left_by_keys(
    screen: StatementsScreen,
) -> None:
    press(Qt.Key.Key_F2)
    assert focused() is screen.statements
    press(Qt.Key.Key_Down)
    assert subjects(screen) == ["Perhitungan hasil usaha"]
    screen.first.edit.setFocus()
    rewrite("1/10/2026")
    enter()
    rewrite("31/10/2026")
    enter()
    write("K")
    enter()

    page = screen.trail.top()
    assert page is not None
    assert page.given == {"from": "01/10/2026", "to": "31/10/2026", "unit": "KTR"}
    assert focused() is screen.view.table


def test_a_unit_that_was_chosen_is_no_question_to_the_paper_of_all_units(
    screen: StatementsScreen,
) -> None:
    screen.unit.choose("G1")
    press(Qt.Key.Key_3, held=ALT)

    page = screen.trail.top()
    assert page is not None
    assert page.made.title == "Hasil usaha per unit"
    assert not screen.unit.isVisible()
    press(Qt.Key.Key_2, held=ALT)
    assert screen.unit.isVisible()
    assert screen.trail.pages[0].given["unit"] == "G1"


def test_a_span_that_ends_before_it_begins_is_refused_at_its_field(
    screen: StatementsScreen,
) -> None:
    press(Qt.Key.Key_2, held=ALT)
    screen.first.set_text("5/11/2026")
    screen.last.edit.setFocus()
    rewrite("1/11/2026")
    enter(2)

    assert "melewati" in screen.last.complaint


def test_what_a_line_means_is_said_below_and_on_f1(screen: StatementsScreen) -> None:
    go_to(screen, "Kas dan setara kas")
    assert "Uang di brankas, laci, dan bank" in screen.explained.text()

    press(Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    assert "Uang di brankas, laci, dan bank" in sheet.accessibleDescription()


def test_pdf_and_excel_take_a_key_each(desa: Village, screen: StatementsScreen) -> None:
    press(Qt.Key.Key_6, held=ALT)
    press(Qt.Key.Key_D, held=CTRL)
    press(Qt.Key.Key_E, held=CTRL)

    made = sorted(path.name for path in (desa.folder / "cetakan").iterdir())
    assert [name.partition("-")[0] for name in made] == ["analisis", "analisis"]
    assert {name.rpartition(".")[2] for name in made} == {"pdf", "xlsx"}
    assert subjects(screen) == ["Analisis rasio"]
