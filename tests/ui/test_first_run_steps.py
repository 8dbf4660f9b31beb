"""Each step of the wizard: what it refuses, what it only doubts, what it keeps and never keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kopdes_desktop.app import founding, joining
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, Cancelled, Refusal
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.members import regions
from kopdes_desktop.ui.door import Founding
from kopdes_desktop.ui.first_run import draft, shapes
from kopdes_desktop.ui.first_run.identity_step import IdentityStep
from kopdes_desktop.ui.first_run.paper_step import PaperStep
from kopdes_desktop.ui.first_run.people_step import Secret
from kopdes_desktop.ui.first_run.profile import profile
from kopdes_desktop.ui.first_run.savings_step import SavingsStep
from kopdes_desktop.ui.first_run.step import text_of
from kopdes_desktop.ui.first_run.time_step import TimeStep
from kopdes_desktop.ui.first_run.wizard import Founded, Wizard
from kopdes_desktop.ui.kit.fields import Field
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.pin_field import NewPin
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.village import Village

PASSWORD, PIN = "gerobak bakso malam purnama", "480152"
IDENTITY, TIME, UNITS, PEOPLE, SAVINGS, PAPER, SUMMARY = range(7)


class Refusing(Village):
    """A place where founding comes to nothing."""

    error: Exception = Cancelled()

    def found(self, folder: Path, typed: Founding, progress: Progress) -> Mapping[str, str]:
        raise self.error


@pytest.fixture
def kosong(tmp_path: Path) -> Iterator[Refusing]:
    """An empty folder."""
    made = Refusing(tmp_path / "baru")
    yield made
    made.close()


def begun(desa: Village) -> tuple[MainWindow, Wizard]:
    """The wizard at its first step."""
    window = desa.window()
    write("1")
    assert window.sign_in.wizard is not None
    return window, window.sign_in.wizard


def filled(desa: Village, at: int) -> Wizard:
    """The wizard at this step, everything before it in order."""
    _window, wizard = begun(desa)
    step = wizard.steps[IDENTITY]
    assert isinstance(step, IdentityStep)
    step.name.set_text("Koperasi Desa Merah Putih Sengon")
    for row in wizard.people.panel.rows:
        row["person"] = f"{row['name']} contoh".title()
    wizard.people.panel.secrets["bendahara"] = Secret(PASSWORD, PIN)
    wizard.go_to(at)
    assert wizard.at == at
    return wizard


def field(wizard: Wizard, name: str) -> Field:
    step = wizard.steps[wizard.at]
    found: Field = step.form.field(name)  # type: ignore[attr-defined]
    return found


# --- going and coming back ------------------------------------------------------------------------


def test_a_cooperative_without_a_name_is_refused_at_its_field(kosong: Village) -> None:
    _window, wizard = begun(kosong)

    press(Qt.Key.Key_Return, held=CTRL)

    assert wizard.at == IDENTITY
    assert field(wizard, "name").complaint == "Isian ini belum diisi."
    assert focused() is field(wizard, "name").editor


def test_esc_goes_back_without_loss_and_out_to_the_start(kosong: Village) -> None:
    window, wizard = begun(kosong)
    write("Koperasi Sengon")
    press(Qt.Key.Key_Return, held=CTRL)
    assert wizard.at == TIME

    press(Qt.Key.Key_Escape)
    assert wizard.at == IDENTITY
    press(Qt.Key.Key_Escape)
    assert focused() is window.sign_in.offers.rows[0]
    assert "Isian disimpan" in window.sign_in.notice.text()

    write("1")
    assert field(wizard, "name").editor.text() == "Koperasi Sengon"  # type: ignore[attr-defined]


def test_an_interrupted_wizard_goes_on_where_it_was(kosong: Village) -> None:
    _window, wizard = begun(kosong)
    write("Koperasi Sengon")
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    wizard.keep()
    kosong.close()

    window, again = begun(kosong)

    name = field(again, "name")
    assert name.editor.text() == "Koperasi Sengon"  # type: ignore[attr-defined]
    assert "Isian yang lalu masih ada" in again.notice.text()
    press(Qt.Key.Key_Return, held=CTRL)
    assert field(again, "year_starts").value() == "2"
    del window


def test_what_is_half_typed_is_kept_before_the_step_is_done(kosong: Village) -> None:
    window, _wizard = begun(kosong)
    write("Koperasi Sen")

    window.hide()

    kept = draft.load(kosong.folder)
    assert kept["koperasi"]["name"] == "Koperasi Sen"


def test_no_draft_holds_a_password_or_a_pin(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)
    wizard.people.panel.table.setFocus()
    enter()
    for _field in range(3):
        enter()
    for bad, why in (("59", "tepat 6 angka"), ("123456", "mudah ditebak")):
        write(bad)
        enter()
        pin = focused().parentWidget()
        assert isinstance(pin, NewPin)
        assert why in pin.complaint
    write("591307")
    enter()
    write("kuda lumping sore mendung")
    enter()
    write("kuda lumping sore mendung")
    enter()

    assert wizard.people.panel.secrets["bendahara"].pin == "591307"
    wizard.keep()
    everything = b"".join(each.read_bytes() for each in kosong.folder.iterdir() if each.is_file())
    assert b"Bendahara Contoh" in everything
    for secret in (b"lumping", b"591307", PASSWORD.encode()):
        assert secret not in everything


def test_a_draft_that_is_no_draft_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / draft.FILE).write_text("[1, 2", "utf-8")
    assert draft.load(tmp_path) == {}

    (tmp_path / draft.FILE).write_text(json.dumps({"koperasi": "?", "unit": {}}), "utf-8")
    assert draft.load(tmp_path) == {"unit": {}}


def test_a_draft_of_another_program_leaves_the_lists_as_they_are(kosong: Village) -> None:
    rows = [{"name": "siapa", "role": "raja"}]
    draft.save(kosong.folder, {"orang": {"rows": rows}, "unit": {"units": 7}, "kertas": {}})

    _window, wizard = begun(kosong)

    assert [row["name"] for row in wizard.people.panel.rows] == ["bendahara", "ketua", "kasir"]
    assert len(wizard.units.units.rows) == 2


def test_ctrl_and_a_digit_leap_as_far_as_everything_is_in_order(kosong: Village) -> None:
    _window, wizard = begun(kosong)
    write("Koperasi Sengon")

    press(Qt.Key.Key_7, held=CTRL)
    assert wizard.at == PEOPLE
    assert "belum lengkap" in wizard.people.panel.note.text()

    press(Qt.Key.Key_1, held=CTRL)
    assert wizard.at == IDENTITY


def test_f1_tells_the_keys_of_the_wizard(kosong: Village) -> None:
    begun(kosong)

    press(Qt.Key.Key_F1)

    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)
    said = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ctrl+Enter", "Esc / Alt+Left", "langkah berikutnya"} <= said
    assert "Ambil akta" in sheet.accessibleDescription()


def test_f1_lists_each_key_of_a_step_once(kosong: Village) -> None:
    wizard = filled(kosong, SUMMARY)
    for step in range(7):
        wizard.go_to(step)
        keys = wizard.keys_now()

        assert len({key.sequence for key in keys}) == len(keys)
        assert [key.words for key in keys].count("kembali") == 1


def test_the_edge_tells_what_the_keys_do_once_the_cooperative_stands(kosong: Village) -> None:
    wizard = filled(kosong, SUMMARY)
    chosen: list[str] = []
    wizard.page.chosen.disconnect()
    wizard.page.chosen.connect(chosen.append)
    assert edge(wizard) == "Enter lanjut Esc kembali F1 tombol dan bantuan"

    wizard._stands(Founded("Koperasi Sengon", {"ketua": "empat kata"}, "bendahara", PASSWORD))
    assert edge(wizard) == "Y kata sandi sudah disalin F1 tombol dan bantuan"
    enter()
    assert not chosen
    write("y")

    assert edge(wizard) == "1-4 pilih Enter buka yang ditandai F1 tombol dan bantuan"
    enter()
    assert chosen == ["import.begin"]


def edge(wizard: Wizard) -> str:
    """What is told along the lower edge."""
    held = [wizard._told.itemAt(at) for at in range(wizard._told.count())]
    hints = [widget for each in held if each is not None and (widget := each.widget())]
    return " ".join(label.text() for hint in hints for label in hint.findChildren(QLabel))


# --- identity and time ----------------------------------------------------------------------------


def test_the_place_on_receipts_follows_the_village_until_somebody_says_otherwise(
    kosong: Village,
) -> None:
    wizard = filled(kosong, IDENTITY)
    step = wizard.steps[IDENTITY]
    assert isinstance(step, IdentityStep)

    def take(words: str) -> str:
        step.village.editor.setFocus()
        step.village.edit.selectAll()
        write(words)
        enter()
        assert step.village.village is not None
        return step.village.village.name

    assert take("keputran klaten") == step.place.text
    assert take("tegalrejo klaten") == step.place.text
    step.place.set_text("Klaten")
    assert take("keputran klaten") == "Keputran"
    assert step.place.text == "Klaten"


@pytest.mark.parametrize(
    ("shape", "right", "odd"),
    [
        (shapes.legal_number, "AHU-0017736.AH.01.29.TAHUN 2025", "17736/2025"),
        (shapes.thirteen_digits, "3310010020001", "331001002"),
        (shapes.npwp, "1000.0000.0123.4567", "10 juta"),
        (shapes.npwp, "010000000123456", "0100"),
    ],
)
def test_an_odd_number_is_doubted_and_an_empty_one_is_not(
    shape: Callable[[str], str], right: str, odd: str
) -> None:
    assert shape("") == shape(right) == ""
    assert "Sudah benar?" in shape(odd)


def test_a_doubt_never_stands_in_the_way(kosong: Village) -> None:
    wizard = filled(kosong, IDENTITY)
    nib = field(wizard, "nib")
    nib.editor.setFocus()
    write("12")
    enter()

    assert "Biasanya 13 angka" in nib.note.text()
    press(Qt.Key.Key_Return, held=CTRL)
    assert wizard.at == TIME


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("33.10.01.2001", "Asia/Jakarta"),
        ("62.01.01.2001", "Asia/Jakarta"),
        ("64.01.01.2001", "Asia/Makassar"),
        ("51.01.01.2001", "Asia/Makassar"),
        ("96.01.01.2001", "Asia/Jayapura"),
    ],
)
def test_the_clock_is_the_one_of_the_province(code: str, zone: str) -> None:
    assert regions.zone_of(code) == zone


def test_the_zone_is_suggested_once_and_stays_as_it_is_changed(kosong: Village) -> None:
    wizard = filled(kosong, IDENTITY)
    step = wizard.steps[TIME]
    assert isinstance(step, TimeStep)

    step.look_back({"koperasi": {"village_code": "51.01.01.2001"}})
    assert step.zone.value() == "Asia/Makassar"

    step.zone.choose("Asia/Jakarta")
    step.look_back({"koperasi": {"village_code": "51.01.01.2001"}})
    assert step.zone.value() == "Asia/Jakarta"


def test_the_first_month_is_typed_as_people_write_it(kosong: Village) -> None:
    wizard = filled(kosong, TIME)
    step = wizard.steps[TIME]
    assert isinstance(step, TimeStep)

    for typed, month in (("1/2026", "2026-01"), ("2026-3", "2026-03"), ("11.2025", "2025-11")):
        step.since.set_text(typed)
        assert step.since.value() == Month(month)
        assert "Hari pertama pembukuan: 1 " in step.since.note.text()


def test_a_month_that_is_still_to_come_is_refused_in_words(kosong: Village) -> None:
    wizard = filled(kosong, TIME)
    step = wizard.steps[TIME]
    assert isinstance(step, TimeStep)
    step.since.editor.setFocus()
    step.since.edit.selectAll()

    write("1/2031")
    assert step.since.note.property("tone") == "warning"
    press(Qt.Key.Key_Return, held=CTRL)

    assert wizard.at == TIME
    assert (
        step.since.complaint == "Januari 2031 belum tiba: buku dimulai paling lambat November 2026."
    )
    step.since.set_text("11/2026")
    assert step.since.value() == Month("2026-11")


def test_what_is_odd_stands_in_amber_at_its_field_and_in_the_summary(kosong: Village) -> None:
    wizard = filled(kosong, TIME)
    step = wizard.steps[TIME]
    assert isinstance(step, TimeStep)
    step.since.set_text("11/2024")
    assert step.since.note.property("tone") != "warning"
    step.since.set_text("10/2024")
    assert step.since.note.property("tone") == "warning"
    assert "Lebih dari 24 bulan yang lalu" in step.since.note.text()
    wizard.go_to(IDENTITY)
    for name, typed in (("nik_koperasi", "AHU-00"), ("nib", "123"), ("npwp", "1" * 16)):
        field(wizard, name).set_text(typed)  # type: ignore[attr-defined]

    wizard.go_to(SUMMARY)

    lines = dict(wizard.summary.pairs.shown)
    assert "Lebih dari 24 bulan yang lalu" in lines["Pembukuan"]
    assert "NIK koperasi: Biasanya hanya angka" in lines["Nomor"]
    assert "NIB: Biasanya 13 angka, ini 3" in lines["Nomor"]
    assert "NPWP: " not in lines["Nomor"]
    amber = {
        label.accessibleName().partition(":")[0]
        for label in wizard.summary.pairs.findChildren(QLabel)
        if label.property("tone") == "warning" and not label.isHidden()
    }
    assert amber == {"Nomor", "Pembukuan"}


def test_what_is_no_month_is_refused(kosong: Village) -> None:
    wizard = filled(kosong, TIME)
    step = wizard.steps[TIME]
    assert isinstance(step, TimeStep)

    for typed in ("", "13/2026", "januari"):
        step.since.set_text(typed)
        with pytest.raises(Refusal, match=r"misalnya 1/2026"):
            step.since.value()


# --- units and boxes ------------------------------------------------------------------------------


def test_a_unit_goes_with_its_boxes_but_the_office_stays(kosong: Village) -> None:
    wizard = filled(kosong, UNITS)
    units = wizard.units.units
    units.table.setFocus()

    press(Qt.Key.Key_Delete)
    assert "Kantor selalu ada" in units.note.text()
    press(Qt.Key.Key_Down, Qt.Key.Key_Delete)

    assert [row["code"] for row in units.rows] == ["KTR"]
    assert {row["unit"] for row in wizard.units.boxes.rows} == {"KTR"}
    assert "2 kas unit itu ikut dibuang" in units.note.text()


def test_a_code_twice_is_refused_in_the_dialog(kosong: Village) -> None:
    wizard = filled(kosong, UNITS)
    wizard.units.units.table.setFocus()

    press(Qt.Key.Key_N, held=CTRL)
    write("g1")
    enter()
    write("Gerai Dua")
    enter(2)

    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.form.field("code").complaint == "Kode ini sudah dipakai unit lain."  # type: ignore[attr-defined]
    press(Qt.Key.Key_A, held=CTRL)
    write("g2")
    enter(3)
    assert [row["code"] for row in wizard.units.units.rows] == ["KTR", "G1", "G2"]


def test_a_box_follows_its_keepers_new_name(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)

    wizard.people.renamed.emit("kasir", "melur")

    keepers = {row["code"]: row.get("keeper") for row in wizard.units.boxes.rows}
    assert (keepers["LACI-G1"], keepers["KAS"]) == ("melur", "bendahara")


# --- people ---------------------------------------------------------------------------------------


def settle(wizard: Wizard, **typed: str) -> dict[str, str]:
    """Type a new person's row; the complaints by field."""
    panel = wizard.people.panel
    dialog = panel.ask(None)
    said = {"name": "melur", "person": "Melur Waru", "role": "cashier"}
    panel.settle(dialog, {**said, "password": "", "repeat": "", "pin": "", **typed}, None)
    return {one.name: one.complaint for one in dialog.form.fields if one.complaint}


WRONG: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"password": "pendek", "repeat": "pendek", "pin": PIN}, "password", "minimal 10"),
    ({"password": "pendek", "repeat": "lain", "pin": PIN}, "password", "minimal 10"),
    ({"password": "melur123456", "repeat": "melur123456", "pin": PIN}, "password", "ditebak"),
    ({"password": PASSWORD, "repeat": PASSWORD, "pin": "123456"}, "pin", "mudah ditebak"),
    ({"password": PASSWORD, "repeat": PASSWORD}, "pin", "tepat 6 angka"),
    ({"password": PASSWORD, "repeat": "lain", "pin": PIN}, "repeat", "belum sama"),
    ({"pin": PIN}, "password", "PIN saja tidak membuka buku"),
    ({"name": "Kasir"}, "name", "sudah dipakai"),
)


def test_a_persons_secrets_are_refused_in_words(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)

    for typed, at, words in WRONG:
        complaints = settle(wizard, **typed)
        assert list(complaints) == [at]
        assert words in complaints[at]
    assert len(wizard.people.panel.rows) == 3


def opened_for_a_person(wizard: Wizard) -> FormDialog:
    """The dialog for somebody new."""
    wizard.people.panel.add()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_a_short_password_is_told_when_its_field_is_left(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)
    dialog = opened_for_a_person(wizard)
    password = dialog.form.field("password")
    password.editor.setFocus()

    write("pendek")
    assert not password.complaint
    enter()

    assert "minimal 10" in password.complaint
    assert focused() is password.editor
    press(Qt.Key.Key_Tab)
    assert focused() is dialog.form.field("repeat").editor
    write("lain")
    enter()
    assert "minimal 10" in password.complaint
    assert not dialog.form.field("repeat").complaint


def test_what_was_typed_before_esc_stands_there_again_but_for_the_secrets(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)
    dialog = opened_for_a_person(wizard)
    write("melur")
    enter()
    write("Melur Waru")
    for name in ("password", "repeat", "pin"):
        dialog.form.field(name).set_text(PIN)  # type: ignore[attr-defined]

    press(Qt.Key.Key_Escape)
    assert "muncul lagi" in wizard.people.panel.note.text()
    again = opened_for_a_person(wizard)

    assert {one.name: text_of(one) for one in again.form.fields} == {
        "name": "melur",
        "person": "Melur Waru",
        "role": "cashier",
        "password": "",
        "repeat": "",
        "pin": "",
    }
    assert "belum disimpan" in again.form.notice.text()
    again.form.send()
    assert wizard.people.panel.rows[-1]["person"] == "Melur Waru"
    assert text_of(opened_for_a_person(wizard).form.field("name")) == ""


def test_esc_from_an_untouched_dialog_leaves_nothing_behind(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)
    opened_for_a_person(wizard)

    press(Qt.Key.Key_Escape)

    assert wizard.people.panel.note.text() == ""
    assert not opened_for_a_person(wizard).form.notice.text()


def test_who_is_not_there_gets_words_and_who_is_brings_his_own(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)

    assert settle(wizard) == {}
    assert settle(wizard, name="mawar", password=PASSWORD, repeat=PASSWORD, pin=PIN) == {}

    assert set(wizard.people.panel.secrets) == {"bendahara", "mawar"}
    wizard.go_to(SUMMARY)
    assert "3 orang mendapat kata sandi sekali pakai" in wizard.summary.notice.text()


def test_without_a_chair_the_two_person_rule_is_told_and_nothing_blocked(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)
    panel = wizard.people.panel
    panel.take_rows([row for row in panel.rows if row["role"] != "chair"])

    wizard.start()
    assert "Belum ada ketua" in wizard.people.notice.text()
    enter()

    assert wizard.at == SAVINGS


def test_the_treasurer_stays_the_treasurer(kosong: Village) -> None:
    wizard = filled(kosong, PEOPLE)
    panel = wizard.people.panel
    panel.table.setFocus()

    press(Qt.Key.Key_Delete)

    assert "Bendahara selalu ada" in panel.note.text()
    assert panel.wrong(panel.rows[0] | {"role": "admin"}, panel.rows[0]) is not None


# --- savings, paper, profile ----------------------------------------------------------------------


def savings_of(wizard: Wizard) -> SavingsStep:
    step = wizard.steps[SAVINGS]
    assert isinstance(step, SavingsStep)
    return step


def made_of(wizard: Wizard) -> founding.Profile:
    """The profile as the command line would read it."""
    wizard.go_to(SUMMARY)
    assert wizard.at == SUMMARY
    return founding.profile_of(profile(wizard.parts))


def test_voluntary_savings_are_off_until_their_basis_is_named(kosong: Village) -> None:
    wizard = filled(kosong, SUMMARY)
    off = dict(wizard.summary.pairs.shown)["Tetap mati"]
    assert off == "simpanan sukarela, pinjaman, simpanan berjangka"

    savings_of(wizard).basis.set_text("RAT 1/2026")
    wizard.go_to(SAVINGS)
    made = made_of(wizard)

    assert [each.code for each in made.savings] == ["principal", "mandatory", "voluntary"]
    assert "USP" in {unit.code for unit in made.units}
    assert dict(wizard.summary.pairs.shown)["Tetap mati"] == "pinjaman, simpanan berjangka"


def test_dues_that_changed_have_both_amounts(kosong: Village) -> None:
    wizard = filled(kosong, SAVINGS)
    step = savings_of(wizard)
    step.later.set_text("15.000")
    step.later_from.set_day(date(2026, 3, 1))

    dues = made_of(wizard).savings[1]

    assert (dues.since, dues.amount) == (date(2026, 2, 1), 10_000)
    assert [(rate.since, rate.amount) for rate in dues.rates] == [(date(2026, 3, 1), 15_000)]


def test_signers_are_the_officers_until_they_are_changed(kosong: Village) -> None:
    wizard = filled(kosong, PAPER)
    step = wizard.steps[PAPER]
    assert isinstance(step, PaperStep)
    assert step.signers["chair"].text == "Ketua Contoh"

    step.signers["treasurer"].set_text("Melur Waru")
    wizard.people.panel.rows[1]["person"] = "Meranti Ulin"
    wizard.go_to(PEOPLE)

    paper = made_of(wizard).paper
    assert (paper.chair, paper.treasurer) == ("Meranti Ulin", "Melur Waru")


def test_a_logo_is_shown_and_what_is_none_is_refused(kosong: Village, tmp_path: Path) -> None:
    wizard = filled(kosong, PAPER)
    step = wizard.steps[PAPER]
    assert isinstance(step, PaperStep)
    picture = tmp_path / "logo.png"
    Image.new("L", (60, 60), 40).save(picture)

    step.take_logo(str(tmp_path / "hilang.png"))
    wizard.go_on()
    assert "Tidak ada gambar di sini" in step.logo.complaint

    step.take_logo(str(picture))
    assert not step._picture.isHidden()
    assert made_of(wizard).paper.logo == str(picture)


def test_the_profile_is_one_that_the_command_line_reads(kosong: Village) -> None:
    made = made_of(filled(kosong, SUMMARY))

    example = founding.read_profile(founding.TEMPLATES / "profile.toml")
    assert made.units == example.units
    assert made.boxes == example.boxes
    assert made.people[0].role == "treasurer"
    assert made.start.since == "2026-11"


# --- founding -------------------------------------------------------------------------------------


def test_a_stopped_founding_is_told_and_can_be_begun_again(kosong: Refusing) -> None:
    wizard = filled(kosong, SUMMARY)

    enter()

    assert wizard.summary.notice.text() == "Dihentikan: belum ada yang dibuat."
    assert focused() is wizard.summary.go
    assert wizard.summary.go.isEnabled()


def test_what_founding_refuses_is_said_where_it_was_typed(kosong: Refusing) -> None:
    wizard = filled(kosong, SUMMARY)
    kosong.error = BadField(name="unit", reason="tidak sah", field="lain")
    enter()
    assert "tidak sah" in wizard.summary.notice.text()

    kosong.error = BadField(name="nib", reason="tidak sah", field="koperasi.nib")
    enter()

    assert wizard.at == IDENTITY
    assert "tidak sah" in field(wizard, "nib").complaint
    assert "tidak sah" in wizard.notice.text()


def test_a_second_enter_founds_nothing_twice(kosong: Refusing) -> None:
    wizard = filled(kosong, SUMMARY)
    wizard.summary.set_busy(True)

    wizard.go_on()

    assert "Dihentikan" not in wizard.summary.notice.text()


def test_another_laptop_is_joined_by_its_file(desa: Village, tmp_path: Path) -> None:
    invitation = tmp_path / "undangan.json"
    hers = desa.enter(desa.folder, "bendahara", founding.PRACTICE_PASSWORD)
    joining.invite(hers, invitation, series="GC", approval=builders.approval())
    gerai = Village(tmp_path / "gerai")
    window = gerai.window()

    write("3")
    write(str(tmp_path / "lain.json"))
    enter()
    bad = window.findChildren(Field)[0]
    assert "tidak dapat dibaca" in bad.complaint
    press(Qt.Key.Key_Tab, held=Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_A, held=CTRL)
    write(str(invitation))
    enter(2)
    write("latihan")
    enter()
    write("latihan")
    enter()

    assert "sudah bergabung" in window.sign_in.form.notice.text()  # type: ignore[union-attr]
    assert window.sign_in.name_field.text == "kasir"
    bring_up(window)
    write("latihan")
    enter()
    assert window.workplace is not None
    gerai.close()


def test_esc_leaves_the_joining_without_a_trace(kosong: Village) -> None:
    window = kosong.window()
    write("3")
    write("undangan")

    press(Qt.Key.Key_Escape)

    assert focused() is window.sign_in.offers.rows[0]
    assert not kosong.folder.exists()
