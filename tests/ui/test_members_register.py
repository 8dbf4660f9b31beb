"""The register by keys: find, open, change, heirs, photo, household; and who may not."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from kopdes_desktop.members import queries as members
from kopdes_desktop.members.register import drop_picture
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.kit.qt_words import QtWords
from kopdes_desktop.ui.members import cards
from kopdes_desktop.ui.members.member_page import (
    CHANGES_AT,
    GROUPS_AT,
    HEIRS_AT,
    HOUSEHOLD_AT,
    LEAVES,
)
from kopdes_desktop.ui.members.photo_dialog import PhotoDialog
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.members.slip_dialog import SlipDialog
from kopdes_desktop.ui.shell.keys_sheet import KeysSheet
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, bring_up, enter, focused, look_at, press, write
from tests.ui.registry import SlowBooks, listed, offered, register, rewrite, said
from tests.ui.test_members_painted import a_photo
from tests.ui.village import PASSWORD, PIN, Village, inline

NIK = "3310014505900001"


@pytest.fixture
def window(desa: Village) -> MainWindow:
    return desa.signed_in("bendahara")


@pytest.fixture
def screen(window: MainWindow) -> RegisterScreen:
    return register(window)


# --- the list ----------------------------------------------------------------------------------


def test_the_register_lists_members_by_number_with_what_they_owe(screen: RegisterScreen) -> None:
    assert listed(screen) == ["Melati Jati", "Cendana Asoka", "Kenanga Ulin"]
    first = screen.list.table.rows
    shown = [str(first.index(0, at).data()) for at in range(first.columnCount())]
    assert shown == ["0001", "Melati Jati", "aktif", "Krajan", "", "01/09/2026", "2", "20.000"]
    assert screen.list.note.text() == "3 orang. Tunggakan Rp60.000."


def test_every_letter_narrows_the_list(screen: RegisterScreen) -> None:
    write("an")
    assert listed(screen) == ["Cendana Asoka", "Kenanga Ulin"]

    write("a as")

    assert listed(screen) == ["Cendana Asoka"]


def test_an_enter_before_the_list_was_seen_opens_none_of_several(screen: RegisterScreen) -> None:
    write("an")
    enter()
    assert screen.list.isVisible()

    look_at(screen.list.table)
    enter()
    assert not screen.list.isVisible()


def test_a_number_finds_its_member_and_a_nik_and_a_phone_theirs(
    desa: Village, screen: RegisterScreen
) -> None:
    fields = {"nik": NIK, "phone": "0812 3456 7890"}
    desa.session.office.perform("members.change", {"member": "0003", "fields": fields})

    for typed in ("0003", NIK, NIK[:8], "081234567890"):
        rewrite(typed)
        assert listed(screen) == ["Kenanga Ulin"], typed


def test_short_digits_are_a_number_and_never_part_of_a_nik(
    desa: Village, screen: RegisterScreen
) -> None:
    desa.session.office.perform("members.change", {"member": "0003", "fields": {"nik": NIK}})

    write("0001")

    assert listed(screen) == ["Melati Jati"]


def test_who_has_another_status_is_found_all_the_same_and_it_is_said(
    screen: RegisterScreen,
) -> None:
    write("mawar")

    assert listed(screen) == ["Mawar Sengon"]
    assert "dari semua status" in screen.list.note.text()


def test_nobody_of_that_name_is_told_the_way_to_an_application(screen: RegisterScreen) -> None:
    write("zulkifli")
    enter()

    assert "Tidak ada anggota yang cocok dengan “zulkifli”" in screen.list.note.text()
    assert "Ctrl+5" in screen.list.note.text()
    assert focused() is screen.list.line


def test_the_list_is_narrowed_by_status_and_by_group(desa: Village, screen: RegisterScreen) -> None:
    office = desa.session.office
    office.perform("members.set_group", {"code": "RT-1", "name": "RT Satu", "kind": "rt"})
    office.perform("members.assign", {"group": "RT-1", "members": ["0002"]})
    press(Qt.Key.Key_K, held=Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Down)
    assert listed(screen) == ["Cendana Asoka"]

    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_S, held=Qt.KeyboardModifier.AltModifier)
    write("c")

    assert listed(screen) == ["Anggrek Meranti", "Mawar Sengon"]
    enter()
    assert focused() is screen.list.line


def test_arrows_move_and_escape_comes_back_to_the_same_line(screen: RegisterScreen) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    enter()
    assert screen.heading.text() == "Kenanga Ulin"

    press(Qt.Key.Key_Escape)

    assert screen.heading.text() == "Anggota"
    current = screen.list.current()
    assert current is not None
    assert current.name == "Kenanga Ulin"
    assert focused() is screen.list.line


def test_backspace_comes_back_as_well(screen: RegisterScreen) -> None:
    write("cend")
    enter()
    press(Qt.Key.Key_Backspace)

    assert focused() is screen.list.line
    assert screen.list.line.text() == "cend"


def test_words_of_a_search_may_stand_in_any_order(desa: Village, screen: RegisterScreen) -> None:
    write("asoka cen")
    assert listed(screen) == ["Cendana Asoka"]

    everybody = cards.register(desa.session.office)
    assert cards.fitting(everybody, ["krajan"]) == []
    assert len(cards.fitting(everybody, ["krajan"], nearby=True)) == len(everybody)


# --- the page ----------------------------------------------------------------------------------


def test_the_page_shows_balances_months_and_arrears(screen: RegisterScreen) -> None:
    write("melati")
    enter()

    card = screen.page.card
    assert card is not None
    assert [(held.name, held.amount, held.word) for held in card.holdings] == [
        ("Simpanan Pokok", 100_000, "lunas"),
        ("Simpanan Wajib", 10_000, "lunas s.d. September 2026"),
        ("Simpanan Sukarela", 0, ""),
    ]
    assert "September: lunas, Oktober: menunggak" in screen.page.grid.accessibleName()
    assert "Januari: –" in screen.page.grid.accessibleName()
    assert "Desember: belum tiba" in screen.page.grid.accessibleName()
    assert "Rp20.000" in screen.page.grid.summary.text()


def test_what_an_old_register_only_estimates_stands_apart_from_arrears(
    desa: Village, screen: RegisterScreen
) -> None:
    taken = {"name": "Dahlia Waru", "joined": "2026-01-05", "as_of": "2026-08-31"}
    desa.session.office.perform("membership.adopt", taken)
    write("dahlia")
    enter()

    card = screen.page.card
    assert card is not None
    assert card.estimated[0] > 0
    assert "Dipindahkan dari buku lama" in screen.page.person.short.text()
    assert "Maret: perkiraan" in screen.page.grid.accessibleName()
    assert "Perkiraan dari buku lama, belum diputuskan pengurus" in screen.page.grid.summary.text()


def test_an_applicants_page_names_his_titipan(desa: Village, screen: RegisterScreen) -> None:
    applicant = members.in_status(desa.session.office.reading, "applicant")[0]
    order = {"application": applicant.key, "amount": 60_000}
    desa.session.office.perform("membership.prepay", order)
    write("anggrek")
    enter()

    assert "Titipan: Rp60.000" in screen.page.person.short.text()
    assert screen.page.person.status.text() == "calon anggota"
    assert not screen.page.grid.isVisible()


def test_letters_narrow_five_thousand_to_one(desa: Village, screen: RegisterScreen) -> None:
    one = cards.register(desa.session.office)[0]
    screen.list._show(("", [replace(one, letters=f"melati {n:05d}") for n in range(5000)]))
    left = []
    for text in ("m", "me", "mela", "04999"):
        screen.list.line.setText(text)
        screen.list._typed(text)
        left.append(len(screen.list._found))

    assert left == [5000, 5000, 5000, 1]


def test_a_deposit_made_meanwhile_appears_on_the_page(
    desa: Village, screen: RegisterScreen
) -> None:
    write("melati")
    enter()
    lines = [{"product": "mandatory", "months": 2}]
    desa.session.office.perform("savings.deposit", {"member": "0001", "lines": lines})

    assert screen.page.grid.summary.text() == "Tidak ada tunggakan."


def test_left_and_right_turn_the_lists_and_ctrl_turns_the_year(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_Right)
    assert screen.page.table.accessibleName() == "Ahli waris"
    press(Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert screen.page.leaf == CHANGES_AT == len(LEAVES) - 1

    press(Qt.Key.Key_Right, held=CTRL)

    assert screen.page.grid.heading.text() == "Simpanan wajib 2027"
    assert screen.page.leaf == CHANGES_AT


@pytest.mark.usefixtures("screen")
def test_enter_on_a_move_shows_its_receipt_as_a_copy(desa: Village) -> None:
    write("melati")
    enter(2)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SlipDialog)

    press(Qt.Key.Key_P, held=CTRL)

    printed = [path.name for path in (desa.folder / "cetakan").iterdir()]
    assert printed == ["SMP-KR-2026-000001-SALINAN.pdf"]


@pytest.mark.usefixtures("screen")
def test_the_statement_is_printed_by_one_key(desa: Village) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_P, held=CTRL)

    printed = list((desa.folder / "cetakan").iterdir())
    assert [path.suffix for path in printed] == [".pdf"]
    assert "0001" in printed[0].name


@pytest.mark.usefixtures("screen")
def test_the_register_is_printed_by_the_same_key(desa: Village) -> None:
    press(Qt.Key.Key_P, held=CTRL)

    printed = list((desa.folder / "cetakan").iterdir())
    assert [path.read_bytes()[:4] for path in printed] == [b"%PDF"]


@pytest.mark.usefixtures("screen")
def test_f1_lists_the_keys_of_the_step(window: MainWindow) -> None:
    write("melati")
    enter()
    window.show_keys()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeysSheet)

    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Ubah data", "Ahli waris", "Foto", "Berhenti", "Cetak"} <= words
    assert "cari anggota" not in words


# --- changing ----------------------------------------------------------------------------------


def test_data_are_changed_by_keys_and_only_what_differs_is_written(
    desa: Village, window: MainWindow, screen: RegisterScreen
) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    rewrite("Melati Jati Putih")
    press(Qt.Key.Key_Return, held=CTRL)

    assert screen.heading.text() == "Melati Jati Putih"
    assert said(window) == "Perubahan tersimpan: Nama."
    found = members.member(desa.session.office.reading, "0001")
    assert found is not None
    changes = members.changes(desa.session.office.reading, found.key)
    assert [(each.field, each.before, each.after) for each in changes] == [
        ("name", "Melati Jati", "Melati Jati Putih")
    ]


def test_the_history_tells_who_changed_what(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    press(*[Qt.Key.Key_Return] * 7)
    write("penjahit")
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_Left)

    assert screen.page.leaf == CHANGES_AT
    model = screen.page.table.rows
    shown = [str(model.index(0, at).data()) for at in range(model.columnCount())]
    assert shown[1:] == ["bendahara", "Pekerjaan", "", "penjahit"]
    assert shown[0].startswith("21/11/2026")


def test_a_wrong_nik_is_told_at_its_field_and_nothing_is_written(
    desa: Village, screen: RegisterScreen
) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    enter()
    write("3310014513900001")
    press(Qt.Key.Key_Return, held=CTRL)

    field = screen.change.form.field("nik")
    assert "tanggal lahir di dalamnya tidak mungkin" in field.note.text()
    assert focused() is field.editor
    found = members.member(desa.session.office.reading, "0001")
    assert found is not None
    assert found.nik is None


def test_a_nik_that_another_has_is_told_at_once(desa: Village, screen: RegisterScreen) -> None:
    desa.session.office.perform("members.change", {"member": "0002", "fields": {"nik": NIK}})
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    enter()
    write(NIK)
    enter()

    assert "sudah ada di daftar" in screen.change.form.field("nik").note.text()


def test_a_nik_fills_birth_day_and_names_its_region(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    enter()
    write(NIK)
    enter()

    form = screen.change.form
    assert form.field("birth_day").note.text() == "5 Mei 1990, umur 36 tahun"
    assert form.field("sex").value() == "P"
    assert "Klaten" in form.field("nik").note.text()


def test_nothing_changed_is_said_and_escape_keeps_what_was(
    desa: Village, screen: RegisterScreen
) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_Return, held=CTRL)
    assert "Belum ada yang diubah" in screen.change.form.notice.text()

    rewrite("Salah Ketik")
    press(Qt.Key.Key_Escape)

    assert screen.heading.text() == "Melati Jati"
    assert members.search(desa.session.office.reading, "Salah Ketik") == []


def test_escape_keeps_what_was_typed_for_this_member_and_for_no_other(
    screen: RegisterScreen,
) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    rewrite("Melati Baru")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F3)
    assert screen.change.form.field("name").value() == "Melati Baru"

    press(Qt.Key.Key_F2)
    write("cend")
    enter()
    press(Qt.Key.Key_F3)

    assert screen.change.form.field("name").value() == "Cendana Asoka"


def test_a_birth_day_that_has_not_come_is_refused(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    press(*[Qt.Key.Key_Return] * 4)
    write("5/3/2030")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "belum tiba" in screen.change.form.field("birth_day").note.text()


def test_a_birth_year_of_two_digits_lies_in_the_past(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    press(*[Qt.Key.Key_Return] * 4)
    write("5/3/58")
    enter()

    assert screen.change.form.field("birth_day").note.text() == "5 Maret 1958, umur 68 tahun"


# --- heirs, photo, household, groups -----------------------------------------------------------


def test_an_heir_is_added_and_crossed_out_with_a_reason(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F5)
    write("Jati Muda")
    enter()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, held=CTRL)

    assert screen.page.leaf == HEIRS_AT
    assert [heir.name for heir in screen.page.table.rows.rows] == ["Jati Muda"]

    bring_up(screen.window())  # no window manager gives the focus back here
    press(Qt.Key.Key_Delete)
    enter()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    assert screen.page.table.rows.rows != []
    write("pindah agama")
    enter()
    assert screen.page.table.rows.rows == []


def test_an_heir_without_a_name_is_refused_in_the_dialog(screen: RegisterScreen) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_Return, held=CTRL)

    assert "belum diisi" in focused().accessibleDescription()
    press(Qt.Key.Key_Escape)
    assert screen.page.card is not None
    assert screen.page.card.heirs == ()


def test_a_photo_comes_from_a_file_whose_place_is_typed(
    tmp_path: Path, window: MainWindow, screen: RegisterScreen
) -> None:
    place = tmp_path / "wajah.png"
    picture = QImage(300, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("#337755"))
    picture.save(str(place))
    write("melati")
    enter()
    assert screen.page.person.photo.text() == "belum ada foto"

    press(Qt.Key.Key_F7)
    enter()
    write(str(place))
    enter()

    assert said(window) == "Foto tersimpan."
    assert not screen.page.person.photo.pixmap().isNull()


def test_a_photo_that_lies_on_another_laptop_is_said_to(
    desa: Village, screen: RegisterScreen
) -> None:
    office = desa.session.office
    for what in ("photo", "ktp"):
        order = {"member": "0001", "what": what, "image": a_photo()}
        fact = office.perform("members.set_photo", order).id
        office.note(partial(drop_picture, fact=fact))
    write("melati")
    enter()

    card = screen.page.person
    assert card.photo.text() == "foto ada di laptop lain"
    told = [label.text() for label in card.findChildren(QLabel) if label is not card.photo]
    assert told.count("foto ada di laptop lain") == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.usefixtures("screen")
def test_f2_looks_for_the_file_in_the_machines_own_dialog(
    qapp: QApplication, tmp_path: Path
) -> None:
    place = tmp_path / "wajah.png"
    QImage(30, 40, QImage.Format.Format_RGB32).save(str(place))
    words = qapp.findChild(QtWords)
    assert words is not None
    words.unknown.clear()
    write("melati")
    enter()
    press(Qt.Key.Key_F7, Qt.Key.Key_F2)
    assert isinstance(QApplication.activeModalWidget(), QFileDialog)
    assert words.unknown == set()

    rewrite(str(place))
    enter()

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PhotoDialog)
    assert dialog.form.field("image").value() == str(place)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "tidak dapat dibaca"), (b"bukan gambar", "")],
    ids=["no such file", "no picture"],
)
def test_what_is_no_photo_is_told_at_the_field_and_the_place_stays(
    tmp_path: Path, screen: RegisterScreen, content: bytes | None, words: str
) -> None:
    place = tmp_path / "x.jpg"
    if content is not None:
        place.write_bytes(content)
    write("melati")
    enter()
    press(Qt.Key.Key_F7)
    enter()
    write(str(place))
    enter()

    line = focused()
    assert line.property("tone") == "danger"
    assert words in line.accessibleDescription()
    press(Qt.Key.Key_Escape)
    assert screen.page.person.photo.text() == "belum ada foto"


def test_the_household_opens_and_escape_comes_back_to_the_first(
    desa: Village, screen: RegisterScreen
) -> None:
    for number in ("0001", "0002"):
        desa.session.office.perform(
            "members.change", {"member": number, "fields": {"kk": "3310010101010001"}}
        )
    write("melati")
    enter()
    press(*[Qt.Key.Key_Right] * HOUSEHOLD_AT)
    enter()
    assert screen.heading.text() == "Cendana Asoka"

    press(Qt.Key.Key_Escape)
    assert screen.heading.text() == "Melati Jati"
    press(Qt.Key.Key_Escape)
    assert screen.heading.text() == "Anggota"


def test_a_member_joins_and_leaves_a_group_from_his_page(
    desa: Village, screen: RegisterScreen
) -> None:
    office = desa.session.office
    office.perform("members.set_group", {"code": "TANI", "name": "Tani Maju", "kind": "lain"})
    write("melati")
    enter()
    press(Qt.Key.Key_F6)
    enter()
    assert screen.page.tabs[GROUPS_AT].text() == "Kelompok (1)"

    bring_up(screen.window())
    press(Qt.Key.Key_F6)
    enter()

    assert screen.page.tabs[GROUPS_AT].text() == "Kelompok"


def test_without_groups_the_way_to_make_one_is_told(
    window: MainWindow, screen: RegisterScreen
) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F6)

    assert "Belum ada kelompok" in said(window)
    assert screen.page.card is not None


# --- who may not -------------------------------------------------------------------------------


def test_the_supervisor_sees_everything_and_is_offered_no_change(desa: Village) -> None:
    screen = register(desa.signed_in("pengawas"))
    write("melati")
    enter()

    assert screen.heading.text() == "Melati Jati"
    assert offered(screen) == ["statement", "phone", "card"]
    press(Qt.Key.Key_F3)
    assert screen.change.form.isVisible() is False
    press(Qt.Key.Key_F9)
    assert screen.exit.isVisible() is False


def test_the_assistant_has_no_register(desa: Village) -> None:
    window = desa.signed_in("pendamping")
    press(Qt.Key.Key_2, held=CTRL)

    assert window.workplace is not None
    assert not isinstance(window.workplace.current(), RegisterScreen)
    words = [one.text().strip() for one in window.workplace.sidebar.findChildren(QAbstractButton)]
    shown = [
        one.text().strip()
        for one in window.workplace.sidebar.findChildren(QAbstractButton)
        if one.isVisible()
    ]
    assert "Anggota" in words
    assert "Anggota" not in shown
    assert "Permohonan" not in shown


def test_a_right_lost_meanwhile_is_told_and_changes_nothing(
    desa: Village, screen: RegisterScreen
) -> None:
    write("melati")
    enter()
    press(Qt.Key.Key_F3)
    rewrite("Nama Lain")
    desa.session.switch("pengawas", PIN)
    press(Qt.Key.Key_Return, held=CTRL)

    assert "tidak berhak" in screen.change.form.notice.text()
    assert members.search(desa.session.office.reading, "Nama Lain") == []


# --- slow disks --------------------------------------------------------------------------------


def at_work_on(desa: Village, books: SlowBooks) -> MainWindow:
    """The treasurer's window over these books."""
    window = desa.window(lambda name: books if name == "buku" else inline(name))
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    return window


def test_a_name_typed_before_the_list_is_read_opens_once_it_is(desa: Village) -> None:
    books = SlowBooks()
    window = at_work_on(desa, books)
    books.slow = True
    screen = register(window)
    write("cend")
    enter(2)
    assert screen.heading.text() == "Anggota"

    books.answer()

    assert screen.heading.text() == "Cendana Asoka"
    assert focused() is screen.page.table


def test_a_second_enter_on_a_slow_disk_neither_opens_nor_writes_twice(desa: Village) -> None:
    books = SlowBooks()
    screen = register(at_work_on(desa, books))
    books.slow = True
    write("melati")
    enter(3)
    books.answer()
    assert screen.page.isVisible()
    assert QApplication.activeModalWidget() is None

    press(Qt.Key.Key_F5)
    write("Jati Muda")
    press(Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape, held=CTRL)
    press(Qt.Key.Key_Escape)
    books.answer()

    card = screen.page.card
    assert card is not None
    assert [heir.name for heir in card.heirs] == ["Jati Muda"]
    assert QApplication.activeModalWidget() is None


def test_the_real_thread_finds_opens_and_changes(desa: Village, qtbot: QtBot) -> None:
    window = desa.window(OneThread)
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None)
    assert window.workplace is not None
    workplace = window.workplace
    qtbot.waitUntil(lambda: workplace.current() is not None)
    screen = register(window)
    write("kenanga")
    enter()
    qtbot.waitUntil(lambda: focused() is screen.page.table)
    press(Qt.Key.Key_F3)
    rewrite("Kenanga Putih")
    press(Qt.Key.Key_Return, held=CTRL)

    qtbot.waitUntil(lambda: screen.heading.text() == "Kenanga Putih")
