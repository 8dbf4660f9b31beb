"""Subsidised goods by keys: programmes, buyers by NIK, allocations, what is entered elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.subsidy import queries
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.subsidy.subsidy_screen import SubsidyScreen
from tests.builders import nik
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import said, visit
from tests.ui.village import PIN, TODAY, Village


def subsidised(desa: Village, user: str = "bendahara") -> SubsidyScreen:
    window = desa.signed_in(user)
    visit(window, "report.subsidised")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, SubsidyScreen)
    return screen


@pytest.fixture
def screen(desa: Village) -> SubsidyScreen:
    return subsidised(desa)


def make_programme(desa: Village, **fields: object) -> None:
    order = {"code": "UREA", "name": "Pupuk urea", "unit": "kg", "period": "season", **fields}
    desa.session.office.perform("subsidy.set_program", order)


def test_a_programme_is_made_and_changed_by_keys(desa: Village, screen: SubsidyScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    for typed in ("lpg3", "LPG 3 kg", "tabung", "4"):
        write(typed)
        enter()
    press(Qt.Key.Key_Down)
    enter(4)

    made = queries.program(desa.session.office.reading, "LPG3")
    assert made == queries.Program("LPG3", "LPG 3 kg", "tabung", "season", "person", False, 4000)
    assert ("Jatah", "4 tabung semusim tanam, per orang (NIK)") in screen.pairs.shown
    assert "LPG 3 kg tersimpan" in said(desa.windows[-1])
    press(Qt.Key.Key_F3)
    write("Elpiji 3 kg")
    enter(7)
    assert [each.name for each in queries.programs(desa.session.office.reading)] == ["Elpiji 3 kg"]


def test_a_buyer_and_his_allocation_are_typed_from_his_card(
    desa: Village, screen: SubsidyScreen
) -> None:
    make_programme(desa, allocated=True)
    screen.reload()
    press(Qt.Key.Key_F6)
    write(nik(70))
    enter()
    write("Sirih Gambir")
    enter(2)
    assert "Sirih Gambir dapat membeli" in said(desa.windows[-1])
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_F7)
    write(nik(70))
    enter()
    write("62,5")
    enter()

    read = desa.session.office.reading
    who = queries.require_buyer(read, nik(70))
    of = queries.require_program(read, "UREA")
    assert queries.allowance(read, of, who, TODAY.date()).left == 62_500
    shown = [(row.buyer.name, row.given) for row in screen.named.rows.rows]
    assert shown == [("Sirih Gambir", 62_500)]
    assert screen.above.text() == "Alokasi musim tanam 3 2026"


def test_what_the_office_refuses_stands_at_its_field(desa: Village, screen: SubsidyScreen) -> None:
    make_programme(desa)
    screen.reload()
    press(Qt.Key.Key_F6)
    write("123")
    enter()
    write("Sirih Gambir")
    enter(2)

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert "harus 16 angka" in asking.form.field("nik").complaint
    press(Qt.Key.Key_Escape)
    assert queries.buyers(desa.session.office.reading) == []


def test_a_clerk_notes_buyers_and_sets_no_limits(desa: Village) -> None:
    screen = subsidised(desa, "kasir")

    assert not screen.add.isVisibleTo(screen)
    assert screen.buyer.isVisibleTo(screen)
    press(Qt.Key.Key_N, held=CTRL)
    assert QApplication.activeModalWidget() is None
    assert screen.above.text() == "Belum ada program"
    assert queries.sold(desa.session.office.reading, date(2026, 1, 1), TODAY.date()) == []


def test_a_buyer_s_data_are_erased_by_keys_with_a_second_person(
    desa: Village, screen: SubsidyScreen
) -> None:
    assert screen.erase.isVisible()
    office = desa.session.office
    office.perform("subsidy.add_buyer", {"nik": nik(71), "name": "Pembeli Pinang"})

    press(Qt.Key.Key_F9)
    for typed in (nik(71), "diminta orangnya", "ketua", PIN, "surat permintaan ada"):
        write(typed)
        enter()

    assert queries.buyers(office.reading) == []
    assert "dihapus" in said(desa.windows[-1])
