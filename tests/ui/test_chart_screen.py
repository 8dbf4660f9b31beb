"""The chart of accounts by keys: an account of one's own added, renamed, closed; its papers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kopdes_desktop.accounting import templates, vouchers
from kopdes_desktop.ledger import chart
from kopdes_desktop.ui.accounting.chart_screen import ChartScreen
from kopdes_desktop.ui.accounting.journal_entry_screen import JournalEntryScreen
from kopdes_desktop.ui.reports.papers_dialog import PapersDialog
from kopdes_desktop.ui.reports.report_screen import PaperScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.village import Village


def current(window: MainWindow) -> object:
    assert window.workplace is not None
    return window.workplace.current()


def said(window: MainWindow) -> str:
    assert window.workplace is not None
    return window.workplace.status.words.text()


def go_to(screen: ChartScreen, code: str) -> None:
    codes = [row["account"] for row in screen.view.table.rows.rows]
    screen.view.table.go_to(codes.index(code))


def test_an_own_account_is_added_renamed_and_closed_by_keys(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    press(Qt.Key.Key_R, held=CTRL)
    for _wait in range(6_000):
        codes = [row.offer.code for row in current(window).rows.rows]  # type: ignore[attr-defined]
        if codes:
            break
        QTest.qWait(10)
    hub = current(window)
    hub.rows.chosen.emit("report.chart_of_accounts")  # type: ignore[attr-defined]
    screen = current(window)
    assert isinstance(screen, ChartScreen)
    read = desa.session.office.reading

    go_to(screen, "6-1201")
    press(Qt.Key.Key_N, held=CTRL)
    write("Listrik gudang")
    enter()
    bring_up(window)
    assert chart.names(read)["6-1201-01"] == "Listrik gudang"

    go_to(screen, "6-1201-01")
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_A, held=CTRL)
    write("Listrik gerai")
    enter()
    bring_up(window)
    assert chart.names(read)["6-1201-01"] == "Listrik gerai"

    go_to(screen, "6-1201-01")
    press(Qt.Key.Key_F10, Qt.Key.Key_Y)
    bring_up(window)
    assert chart.closed(read) == {"6-1201-01"}
    row = next(r for r in screen.view.table.rows.rows if r["account"] == "6-1201-01")
    assert row["state"] == "ditutup"

    go_to(screen, "6-1201")
    press(Qt.Key.Key_F9)
    assert "bagan bawaan" in said(window)
    go_to(screen, "3-1101")
    press(Qt.Key.Key_N, held=CTRL)
    assert "tidak dapat ditambah akun" in said(window)
    assert QApplication.activeModalWidget() is None


def test_an_entry_by_hand_leads_to_its_papers_and_to_being_written_anew(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    office = desa.session.office
    key = office.perform("accounting.jot", templates.order("power", 5_000, box="KAS")).id
    press(Qt.Key.Key_4, held=CTRL)
    screen = current(window)
    assert isinstance(screen, PaperScreen)
    screen.show_entry(key)
    words = [link.words for link in screen.trail.links.rows.rows]
    assert words == [
        "Nota: belum ada. Tambah nomor atau foto",
        "Balik & perbaiki: tulis ulang yang benar",
    ]

    press(Qt.Key.Key_Tab)
    enter()
    assert isinstance(QApplication.activeModalWidget(), PapersDialog)
    write("PLN 11")
    enter()
    bring_up(window)
    assert vouchers.reference_of(office.reading, key) == "PLN 11"

    assert screen.trail.links.rows.rows[0].words == "Nota: PLN 11"

    screen.trail.links.setFocus()
    screen.trail.links.go_to(1)
    enter()
    entry = current(window)
    assert isinstance(entry, JournalEntryScreen)
    assert entry.heading.text() == "Memperbaiki BKK-KR-2026-000001"
    assert entry.difference.text() == "Seimbang: Rp5.000"
