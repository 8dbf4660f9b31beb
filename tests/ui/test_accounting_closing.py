"""Days, cash and months on one screen, by keys, on real books."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ledger import periods
from kopdes_desktop.office import days
from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.village import PASSWORD, PIN, Village


def opened(desa: Village, user: str = "bendahara") -> ClosingScreen:
    window = desa.signed_in(user)
    press(Qt.Key.Key_9, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ClosingScreen)
    return found


def said(screen: ClosingScreen) -> str:
    return str(screen.window().workplace.status.words.text())  # type: ignore[attr-defined]


def asked() -> str:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog.accessibleDescription()


def closed(desa: Village) -> list[str]:
    return [str(month) for month in periods.closed_months(desa.session.office.reading)]


def test_the_screen_tells_how_days_cash_and_months_stand(desa: Village) -> None:
    screen = opened(desa)

    assert screen.days.text() == "Laptop KR: 21/11/2026, terbuka"
    amounts = {row.code: int(row.amount) for row in screen.boxes.rows.rows}
    assert sum(amounts.values()) == 330_000
    assert [str(row.month) for row in screen.months.rows.rows][:2] == ["2026-11", "2026-10"]
    assert "siap ditutup" in screen.notice.text()


def test_f8_closes_the_day_after_the_cash_was_named_and_opens_the_next(desa: Village) -> None:
    screen = opened(desa)
    press(Qt.Key.Key_F8)
    assert "Hitung uangnya dulu" in asked()
    assert "Rp330.000" in asked()
    enter()
    bring_up(screen.window())
    assert screen.days.text().endswith("terbuka"), "Enter is no yes"

    press(Qt.Key.Key_F8, Qt.Key.Key_Y)
    bring_up(screen.window())
    office = desa.session.office
    assert not days.latest(office.reading, office.own.number).open  # type: ignore[union-attr]
    assert screen.day_deed.text().strip() == "Buka hari kerja (F8)"

    press(Qt.Key.Key_F8)
    assert "22/11/2026" in asked()
    press(Qt.Key.Key_Y)
    bring_up(screen.window())
    assert screen.days.text() == "Laptop KR: 22/11/2026, terbuka"
    assert said(screen) == "Hari kerja dibuka."


def test_f9_locks_the_oldest_open_month_and_f10_opens_it_with_two_signatures(
    desa: Village,
) -> None:
    screen = opened(desa)
    first = str(screen.months.rows.rows[-1].month)
    press(Qt.Key.Key_F9, Qt.Key.Key_Y)
    bring_up(screen.window())
    assert closed(desa) == [first]
    assert screen.months.rows.rows[-1].closed

    press(Qt.Key.Key_F10)
    write("ada bukti tertinggal")
    enter()
    assert "ada bukti tertinggal" in asked()
    write("ketua")
    enter()
    write(PIN)
    enter()
    write(PASSWORD)
    enter()
    write("sudah diperiksa berdua")
    enter()
    bring_up(screen.window())
    assert closed(desa) == []
    assert said(screen).endswith("dibuka kembali.")


def test_a_month_that_still_runs_is_closed_only_after_a_warning(desa: Village) -> None:
    screen = opened(desa)
    for _month in range(len(screen.months.rows.rows) - 1):
        press(Qt.Key.Key_F9, Qt.Key.Key_Y)
        bring_up(screen.window())
    press(Qt.Key.Key_F9)

    assert asked().startswith("Perhatian: November 2026 belum berakhir.")
    assert "Belum dihitung atau dicocokkan pada akhir bulan itu" in asked()


def test_what_keeps_a_month_from_closing_stands_there_in_words(
    desa: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periods, "TIES", [lambda _read: ["3-1102: selisih Rp5"]])
    screen = opened(desa)

    assert "belum dapat ditutup:\n3-1102: selisih Rp5" in screen.notice.text()
    press(Qt.Key.Key_F9, Qt.Key.Key_Y)
    bring_up(screen.window())
    assert closed(desa) == []
    assert "3-1102: selisih Rp5" in said(screen)


def test_f6_moves_cash_from_one_box_to_another(desa: Village) -> None:
    screen = opened(desa)
    before = {row.code: int(row.amount) for row in screen.boxes.rows.rows}
    origin, target = list(before)[:2]
    press(Qt.Key.Key_F6)
    enter(2)
    write("30000")
    enter(3)
    bring_up(screen.window())

    after = {row.code: int(row.amount) for row in screen.boxes.rows.rows}
    assert after[origin] == before[origin] - 30_000
    assert after[target] == before[target] + 30_000
    assert said(screen) == "Kas dipindahkan, bukti PKS-KR-2026-000001."


def test_the_same_box_twice_is_refused_at_its_field(desa: Village) -> None:
    opened(desa)
    press(Qt.Key.Key_F6)
    enter()
    press(Qt.Key.Key_Up)
    enter()
    write("5000")
    enter(3)

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.target.complaint  # type: ignore[attr-defined]


def test_a_cashier_is_offered_the_day_and_the_cash_but_no_months(desa: Village) -> None:
    screen = opened(desa, "kasir")

    assert screen.close_deed.isHidden() or "Segel" in screen.close_deed.text()
    assert screen.reopen_deed.isHidden()
    assert {key.sequence for key in screen.keys_now()} == {"F6", "F8", "Tab"}
