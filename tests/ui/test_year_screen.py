"""A book year is closed and opened again by keys, on real books."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.accounting import closing, year_end
from kopdes_desktop.kernel.ids import DeviceNumber
from kopdes_desktop.ledger import year_ends
from kopdes_desktop.office import device
from kopdes_desktop.ui.accounting.checks_screen import ChecksScreen
from kopdes_desktop.ui.accounting.year_screen import RIGHT, YearScreen
from tests import builders
from tests.ui.fingers import bring_up, enter, press, write
from tests.ui.village import PASSWORD, PIN, Village

JANUARY = datetime(2027, 1, 4, 2, 30, tzinfo=UTC)


@pytest.fixture
def after(desa: Village) -> Village:
    """The village in the January after its first year, with some income."""
    desa.clock.set(JANUARY)
    with builders.open_books(desa.folder, "bendahara", JANUARY.date(), JANUARY) as session:
        builders.record(
            session.office,
            ("1-1101", 90_000, "KTR"),
            ("4-9109", -90_000, "KTR"),
            day="2026-12-30",
            late="kuitansi terselip",
        )
    return desa


def opened(desa: Village, user: str = "bendahara") -> YearScreen:
    return desa.at_place(RIGHT, YearScreen, user)


def said(screen: YearScreen) -> str:
    return str(screen.window().workplace.status.words.text())  # type: ignore[attr-defined]


def closed(desa: Village) -> list[str]:
    return [each.year.name for each in year_ends.closed_years(desa.session.office.reading)]


def test_the_screen_tells_what_is_still_to_be_done_and_what_was_earned(after: Village) -> None:
    screen = opened(after)

    assert screen.year.box.currentText() == "2026"
    assert screen.verdict.text() == "Tahun buku 2026 dapat ditutup."
    states = {step.code: step.state for step in screen.steps.rows.rows}
    assert states["over"] == "ok"
    assert states["proven"] == "warn"
    assert [(row.unit, int(row.surplus)) for row in screen.units.rows.rows] == [("KTR", 90_000)]
    assert screen.sum.text().startswith("SHU Rp90.000 menjadi SHU tahun lalu")


def test_f9_copies_the_books_closes_the_year_and_f10_opens_it_again(after: Village) -> None:
    screen = opened(after)
    press(Qt.Key.Key_F9)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "buku disalin dahulu" in dialog.accessibleDescription()
    enter()
    bring_up(screen.window())
    assert closed(after) == [], "Enter is no yes"

    press(Qt.Key.Key_F9, Qt.Key.Key_Y)
    bring_up(screen.window())
    assert closed(after) == ["2026"]
    assert said(screen).startswith("Tahun buku 2026 ditutup.")
    assert list((after.folder / "cadangan").glob("*.kpb"))
    assert screen.verdict.text() == "Tahun buku 2026 sudah ditutup; SHU Rp90.000."

    press(Qt.Key.Key_F10)
    write("beban lupa dicatat")
    enter()
    write("ketua")
    enter()
    write(PIN)
    enter()
    write(PASSWORD)
    enter()
    write("diperiksa berdua")
    enter()
    bring_up(screen.window())
    assert closed(after) == []
    assert said(screen) == "Tahun buku 2026 dibuka kembali."


def test_who_is_too_late_to_close_it_hears_so(after: Village) -> None:
    """Two officers at once: the other one was quicker while this one read the question."""
    screen = opened(after)
    press(Qt.Key.Key_F9)
    after.session.office.perform("accounting.close_year", {"year": "2026"})
    press(Qt.Key.Key_Y)

    assert said(screen).startswith("Tahun buku 2026 sudah selesai sebelumnya")
    assert closed(after) == ["2026"]


def test_enter_on_a_point_of_the_checklist_leads_to_where_it_is_put_right(after: Village) -> None:
    screen = opened(after)
    codes = [step.code for step in screen.steps.rows.rows]
    screen.steps.go_to(codes.index("proven"))
    assert "belum diperiksa" in screen.told.text()
    enter()

    here = screen.window().workplace.current()  # type: ignore[attr-defined]
    assert isinstance(here, ChecksScreen)


def test_a_year_that_still_runs_is_shown_and_not_offered_to_be_closed(desa: Village) -> None:
    screen = opened(desa)

    assert "belum dapat ditutup" in screen.verdict.text()
    assert screen.close_deed.isHidden()
    press(Qt.Key.Key_F9)
    assert QApplication.activeModalWidget() is None
    assert "masih berjalan sampai 31 Desember 2026" in screen.told.text()


def test_a_supervisor_sees_how_the_year_stands_and_closes_nothing(after: Village) -> None:
    screen = opened(after, "pengawas")

    assert screen.verdict.text() == "Tahun buku 2026 dapat ditutup."
    assert screen.close_deed.isHidden()


def test_where_an_outlet_has_not_sealed_its_months_the_chair_signs(
    after: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = device.Device(DeviceNumber(5), "GA", device.OUTLET, None, None, None, None, None)
    monkeypatch.setattr(closing, "unsealed_outlets", lambda *_asked: [waiting])
    opened(after)

    press(Qt.Key.Key_F9, Qt.Key.Key_Y)

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert "Gerai GA belum menyegel" in dialog.accessibleDescription()


def test_a_year_whose_surplus_was_divided_is_not_offered_to_be_opened_again(
    after: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "Tahun buku 2026 tidak dapat dibuka kembali: SHU-nya sudah dibagi."
    monkeypatch.setattr(year_end, "what_stands_on", lambda *_asked: why)
    screen = opened(after)
    after.session.office.perform("accounting.close_year", {"year": "2026"})
    screen.reload()
    assert closed(after) == ["2026"]

    assert screen.reopen_deed.isHidden()
    press(Qt.Key.Key_F10)
    assert QApplication.activeModalWidget() is None
    assert said(screen) == why


def test_what_the_units_earned_is_added_up_below_them(after: Village) -> None:
    screen = opened(after)
    builders.record(
        after.session.office,
        ("1-1101", 10_000, "KTR"),
        {"account": "4-1402", "amount": -10_000, "unit": "G1", "lini": "gudang"},
        day="2026-12-30",
        late="kuitansi terselip",
    )
    screen.reload()

    rows = [(row.name, int(row.surplus)) for row in screen.units.rows.rows]
    assert rows[-1] == ("Jumlah", 100_000)
    assert len(rows) == 3
