"""Applications by keys: taken down, titipan received, decided with a receipt, paid back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership.queries import prepaid
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.membership.applications_screen import ApplicationsScreen
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import SlowBooks, rewrite, said
from tests.ui.village import PASSWORD, Village, inline

NIK = "3310014505900001"


def applications(window: MainWindow) -> ApplicationsScreen:
    """The screen, opened by its key."""
    press(Qt.Key.Key_5, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ApplicationsScreen)
    return screen


def waiting(desa: Village) -> list[str | None]:
    return [row.name for row in members.in_status(desa.session.office.reading, "applicant")]


def person(desa: Village, name: str) -> members.MemberRow:
    return members.search(desa.session.office.reading, name)[0]


def papers(desa: Village) -> list[str]:
    place = desa.folder / "cetakan"
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def slip_words(screen: ApplicationsScreen) -> str:
    return "\n".join(label.text() for label in screen.receipt.findChildren(QLabel))


@pytest.fixture
def window(desa: Village) -> MainWindow:
    return desa.signed_in("bendahara")


@pytest.fixture
def screen(window: MainWindow) -> ApplicationsScreen:
    return applications(window)


# --- the application ---------------------------------------------------------------------------


def test_an_application_is_typed_and_decided_with_its_receipt_without_a_mouse(
    desa: Village, window: MainWindow, screen: ApplicationsScreen
) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("Dahlia Waru")
    press(Qt.Key.Key_Return, held=CTRL)
    assert waiting(desa) == ["Anggrek Meranti", "Mawar Sengon", "Dahlia Waru"]

    enter(2)
    assert screen.decision.name.text() == "Dahlia Waru"
    write("05/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)

    found = person(desa, "Dahlia")
    assert (found.status, found.number) == ("active", "0004")
    assert desa.balance("Dahlia", "principal") == Rupiah(100_000)
    assert papers(desa) == ["SMP-KR-2026-000004.pdf"]
    assert "Dahlia Waru" in slip_words(screen)
    assert window.workplace is not None
    told = said(window)
    assert told.startswith("Dahlia Waru menjadi anggota nomor 0004.")
    assert "Tanpa printer" in told

    press(Qt.Key.Key_F9)
    teller = window.workplace.current()
    assert isinstance(teller, TellerScreen)
    assert teller.entry.draft is not None
    assert teller.entry.draft.card.key == found.key


def test_every_field_of_an_application_is_kept(desa: Village, screen: ApplicationsScreen) -> None:
    typed = {
        "name": "Dahlia Waru",
        "nik": NIK,
        "birth_place": "Klaten",
        "kk": "3310010101010001",
        "mother": "Kenanga",
        "job": "petani",
        "phone": "0812 3456 7890",
        "dusun": "Krajan",
        "rt_rw": "002/005",
        "address": "Jl. Melati 3",
        "email": "dahlia@contoh.desa.id",
    }
    press(Qt.Key.Key_N, held=CTRL)
    for field in screen.apply_form.fields:
        assert focused() is field.editor
        write(typed.get(field.name, ""))
        enter()

    found = person(desa, "Dahlia")
    rest = members.profile(desa.session.office.reading, found.key)
    assert (found.nik, found.sex, str(found.birth_day)) == (NIK, "P", "1990-05-05")
    assert (found.kk, found.phone, found.dusun) == ("3310010101010001", "+6281234567890", "Krajan")
    assert (found.rt_rw, found.address, found.job) == ("002/005", "Jl. Melati 3", "petani")
    assert (rest.birth_place, rest.mother) == ("Klaten", "Kenanga")
    assert rest.email == "dahlia@contoh.desa.id"


def test_a_bad_nik_stands_at_its_field(desa: Village, screen: ApplicationsScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("Dahlia Waru")
    enter()
    write("123")
    press(Qt.Key.Key_Return, held=CTRL)

    field = screen.apply_form.field("nik")
    assert "harus 16 angka" in field.note.text()
    assert focused() is field.editor
    assert len(waiting(desa)) == 2


def test_a_nik_is_judged_as_soon_as_it_is_left(screen: ApplicationsScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    nik = screen.apply_form.field("nik")
    write("Dahlia Waru")
    enter()
    write("123")
    enter()
    assert "harus 16 angka" in nik.note.text()

    press(Qt.Key.Key_Tab, held=Qt.KeyboardModifier.ShiftModifier)
    rewrite(NIK)
    enter()
    assert nik.note.text().endswith("Jawa Tengah")
    assert screen.apply_form.field("sex").value() == "P"
    write("L")
    assert nik.note.text() == "NIK ini NIK perempuan, benar?"


def test_a_namesake_is_told_before_anything_is_saved(screen: ApplicationsScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("melati  JATI")
    enter()

    note = screen.apply_form.field("name").note.text()
    assert note == "Nama sama: 0001, lahir –. Benar orang lain?"


def test_escape_keeps_what_was_typed(desa: Village, screen: ApplicationsScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("Dahlia")
    press(Qt.Key.Key_Escape)
    assert focused() is screen.waiting
    press(Qt.Key.Key_N, held=CTRL)

    assert screen.apply_form.field("name").value() == "Dahlia"
    assert len(waiting(desa)) == 2


# --- titipan -----------------------------------------------------------------------------------


def test_titipan_is_proposed_taken_and_its_receipt_printed(
    desa: Village, screen: ApplicationsScreen
) -> None:
    press(Qt.Key.Key_F7)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    assert "Anggrek Meranti" in dialog.accessibleDescription()
    press(Qt.Key.Key_Return, held=CTRL)

    assert prepaid(desa.session.office.reading, person(desa, "Anggrek").key) == Rupiah(100_000)
    assert papers(desa) == ["TTP-KR-2026-000001.pdf"]
    assert screen.waiting.rows.rows[0].prepaid == Rupiah(100_000)


def test_no_amount_and_a_wrong_one_are_refused_in_the_dialog(
    desa: Village, screen: ApplicationsScreen
) -> None:
    press(Qt.Key.Key_F7)
    for typed in ("", "1,5", "0"):
        press(Qt.Key.Key_A, held=CTRL)
        press(Qt.Key.Key_Delete)
        write(typed)
        press(Qt.Key.Key_Return, held=CTRL)
        assert focused().property("tone") == "danger", typed
    press(Qt.Key.Key_Escape)

    assert screen.waiting.rows.rows[0].prepaid == Rupiah(0)
    assert papers(desa) == []


def test_titipan_becomes_the_principal_and_only_the_rest_is_asked(
    desa: Village, screen: ApplicationsScreen
) -> None:
    key = person(desa, "Anggrek").key
    desa.session.office.perform("membership.prepay", {"application": key, "amount": 60_000})
    enter()
    assert screen.decision.amount.value() == Rupiah(40_000)
    assert "Titipan Rp60.000 menjadi simpanan." in screen.decision.outcome.text()
    assert "Diterima tunai Rp40.000" in screen.decision.outcome.text()

    enter()
    write("05/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)

    assert desa.balance("Anggrek", "principal") == Rupiah(100_000)
    assert prepaid(desa.session.office.reading, key) == Rupiah(0)
    assert papers(desa) == ["PDB-KR-2026-000001.pdf", "SMP-KR-2026-000004.pdf"]


# --- the decision ------------------------------------------------------------------------------


def test_dues_are_taken_with_the_decision_too(desa: Village, screen: ApplicationsScreen) -> None:
    enter(2)
    write("05/SK/2026")
    enter(3)
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert "Diterima tunai Rp120.000" in screen.decision.outcome.text()
    press(Qt.Key.Key_Return, held=CTRL)

    assert desa.balance("Anggrek", "principal") == Rupiah(100_000)
    assert desa.balance("Anggrek", "mandatory") == Rupiah(20_000)


def test_an_emptied_amount_takes_no_money(desa: Village, screen: ApplicationsScreen) -> None:
    enter(2)
    write("05/SK/2026")
    enter(2)
    press(Qt.Key.Key_A, held=CTRL)
    press(Qt.Key.Key_Delete)
    assert screen.decision.outcome.text() == "Nomor anggota terbit."
    enter(2)

    assert person(desa, "Anggrek").status == "active"
    assert desa.balance("Anggrek", "principal") == Rupiah(0)
    assert papers(desa) == []


def test_a_receipt_that_is_refused_takes_the_decision_back_with_it(
    desa: Village, screen: ApplicationsScreen
) -> None:
    enter(2)
    write("05/SK/2026")
    enter(2)
    rewrite("150000")
    enter(2)

    assert person(desa, "Anggrek").status == "applicant"
    assert focused() is screen.decision.amount.editor
    assert "kurang Rp100.000 lagi" in screen.decision.amount.note.text()


def test_a_decision_of_an_earlier_day_asks_why_it_is_recorded_only_now(
    desa: Village, screen: ApplicationsScreen
) -> None:
    enter()
    assert not screen.decision.late.isVisible()
    enter()
    write("05/SK")
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    write("20/11")
    enter()
    assert focused() is screen.decision.late.editor
    write("berkas tertinggal")
    press(Qt.Key.Key_Return, held=CTRL)

    assert desa.newest("membership.decide")["late"] == "berkas tertinggal"


def test_a_decision_of_tomorrow_is_refused_at_its_day(
    desa: Village, screen: ApplicationsScreen
) -> None:
    enter(2)
    write("05/SK/2026")
    enter()
    rewrite("22/11")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "belum tiba" in screen.decision.day.note.text()
    assert person(desa, "Anggrek").status == "applicant"


def test_a_rejection_pays_the_titipan_back_with_a_receipt(
    desa: Village, screen: ApplicationsScreen
) -> None:
    key = person(desa, "Anggrek").key
    desa.session.office.perform("membership.prepay", {"application": key, "amount": 60_000})
    cash = desa.account("1-1101")
    enter()
    press(Qt.Key.Key_Down)
    assert "Rp60.000 dikembalikan sekarang" in screen.decision.outcome.text()
    assert not screen.decision.amount.isVisible()
    enter()
    write("05/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)

    assert members.in_status(desa.session.office.reading, "rejected")[0].name == "Anggrek Meranti"
    assert desa.account("1-1101") == cash - 60_000
    assert papers(desa) == ["PGM-KR-2026-000001.pdf"]


def test_a_rejection_may_leave_the_titipan_for_later(
    desa: Village, screen: ApplicationsScreen
) -> None:
    key = person(desa, "Anggrek").key
    desa.session.office.perform("membership.prepay", {"application": key, "amount": 60_000})
    enter()
    press(Qt.Key.Key_Down)
    enter()
    write("05/SK/2026")
    enter(2)
    assert focused() is screen.decision.cash.editor
    press(Qt.Key.Key_End)
    assert "tetap dititipkan" in screen.decision.outcome.text()
    enter()

    assert prepaid(desa.session.office.reading, key) == Rupiah(60_000)
    assert waiting(desa) == ["Mawar Sengon"]


def test_what_was_typed_for_one_stays_and_another_begins_anew(
    screen: ApplicationsScreen,
) -> None:
    enter(2)
    write("05/SK/2026")
    press(Qt.Key.Key_Escape)
    enter()
    assert screen.decision.decision_no.text == "05/SK/2026"
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Down)
    enter()

    assert screen.decision.name.text() == "Mawar Sengon"
    assert screen.decision.decision_no.text == ""


# --- who may not -------------------------------------------------------------------------------


def test_the_cashier_takes_titipan_and_is_offered_no_decision(desa: Village) -> None:
    screen = applications(desa.signed_in("kasir"))
    enter()

    assert not screen.decision.form.isVisible()
    assert screen.decision.prepay.isVisible()
    assert focused() is screen.decision.prepay
    press(Qt.Key.Key_F7)
    press(Qt.Key.Key_Return, held=CTRL)
    assert papers(desa) == ["TTP-KR-2026-000001.pdf"]
    bring_up(screen.window())
    assert waiting(desa) == ["Anggrek Meranti", "Mawar Sengon"]


def test_the_chair_decides_and_is_asked_for_no_money(desa: Village) -> None:
    screen = applications(desa.signed_in("ketua"))
    enter()
    assert not screen.decision.amount.isVisible()
    assert not screen.decision.prepay.isVisible()
    enter()
    write("05/SK/2026")
    press(Qt.Key.Key_Return, held=CTRL)

    assert person(desa, "Anggrek").status == "active"
    assert papers(desa) == []


def test_f7_is_not_offered_to_who_may_take_no_money(desa: Village) -> None:
    screen = applications(desa.signed_in("ketua"))
    press(Qt.Key.Key_F7)

    assert QApplication.activeModalWidget() is None
    assert "F7" not in [key.sequence for key in screen.keys_now()]


def test_the_list_follows_another_laptop_or_person(
    desa: Village, screen: ApplicationsScreen
) -> None:
    order: dict[str, Any] = {"name": "Dahlia Waru", "sex": "P"}
    desa.session.office.perform("membership.apply", order)

    assert [each.row.name for each in screen.waiting.rows.rows] == waiting(desa)


def test_a_second_enter_on_a_slow_disk_decides_once(desa: Village) -> None:
    books = SlowBooks()
    window = desa.window(lambda name: books if name == "buku" else inline(name))
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    screen = applications(window)
    enter(2)
    write("05/SK/2026")
    books.slow = True
    press(Qt.Key.Key_Return, Qt.Key.Key_Return, held=CTRL)
    books.answer()

    assert desa.balance("Anggrek", "principal") == Rupiah(100_000)
    assert screen.decision.form.notice.text() == ""
    assert waiting(desa) == ["Mawar Sengon"]
