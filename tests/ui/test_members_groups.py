"""Groups by keys: made with their collector, filled by hamlet in one go, emptied one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kopdes_desktop.members import queries as members
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.members.groups_panel import GroupsPanel
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import register, said
from tests.ui.village import PASSWORD, Village


def inside(desa: Village, code: str = "KRAJAN") -> list[str | None]:
    return [row.name for row in members.members_of(desa.session.office.reading, code)]


def make_krajan(desa: Village, *numbers: str) -> None:
    office = desa.session.office
    order = {"code": "KRAJAN", "name": "Dusun Krajan", "kind": "dusun"}
    office.perform("members.set_group", order)
    if numbers:
        office.perform("members.assign", {"group": "KRAJAN", "members": list(numbers)})


@pytest.fixture
def screen(desa: Village) -> RegisterScreen:
    return register(desa.signed_in("bendahara"))


@pytest.fixture
def panel(screen: RegisterScreen) -> GroupsPanel:
    return screen.groups


@pytest.mark.usefixtures("screen")
def test_a_group_is_made_with_its_collector(desa: Village, panel: GroupsPanel) -> None:
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_N, held=CTRL)
    write("krajan")
    enter()
    write("Dusun Krajan")
    enter(2)
    write("0002")
    enter()

    made = members.groups(desa.session.office.reading)
    assert [(group.code, group.name, group.kind) for group in made] == [
        ("KRAJAN", "Dusun Krajan", "dusun")
    ]
    card = panel.groups.current()
    assert card is not None
    assert card.collector.name == "Cendana Asoka"
    assert said(desa.windows[0]) == "Kelompok Dusun Krajan tersimpan."


@pytest.mark.usefixtures("screen")
def test_a_collector_who_is_no_member_is_refused_at_the_field(desa: Village) -> None:
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_N, held=CTRL)
    write("krajan")
    enter()
    write("Dusun Krajan")
    enter(2)
    write("9999")
    enter()

    assert focused().property("tone") == "danger"
    assert "9999" in focused().accessibleDescription()
    assert members.groups(desa.session.office.reading) == []


@pytest.mark.usefixtures("screen")
def test_a_group_is_changed_and_keeps_its_code(desa: Village) -> None:
    make_krajan(desa, "0001")
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_A, held=CTRL)
    write("Krajan Lor")
    press(Qt.Key.Key_Return, held=CTRL)

    made = members.groups(desa.session.office.reading)
    assert [(group.code, group.name) for group in made] == [("KRAJAN", "Krajan Lor")]
    assert inside(desa) == ["Melati Jati"]


@pytest.mark.usefixtures("screen")
def test_members_are_taken_in_one_after_the_other(desa: Village, panel: GroupsPanel) -> None:
    make_krajan(desa)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F5)
    write("kenan")
    enter()
    press(Qt.Key.Key_A, held=CTRL)
    write("melati")
    enter()

    assert inside(desa) == ["Melati Jati", "Kenanga Ulin"]
    assert panel.heading.text() == "Dusun Krajan: 2 anggota"
    assert focused() is panel.picker.line


@pytest.mark.usefixtures("screen")
def test_a_whole_hamlet_is_taken_in_at_once_after_a_question(desa: Village) -> None:
    make_krajan(desa, "0001")
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F5)
    write("krajan")
    press(Qt.Key.Key_Return, held=CTRL)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Confirm)
    assert "2 anggota yang tampil dimasukkan ke kelompok Dusun Krajan" in (
        asked.accessibleDescription()
    )
    press(Qt.Key.Key_Tab)
    enter()

    assert inside(desa) == ["Melati Jati", "Cendana Asoka", "Kenanga Ulin"]


def test_applicants_are_not_offered(desa: Village, panel: GroupsPanel) -> None:
    make_krajan(desa)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F5)
    write("mawar")
    enter()

    assert inside(desa) == []
    assert "Tidak ada anggota aktif" in panel.picker.note.text()


def test_somebody_is_taken_out_after_a_question(
    desa: Village, screen: RegisterScreen, panel: GroupsPanel
) -> None:
    make_krajan(desa, "0001", "0002")
    press(Qt.Key.Key_F6)
    enter()
    press(Qt.Key.Key_Down, Qt.Key.Key_Delete)
    press(Qt.Key.Key_Tab)
    enter()

    assert inside(desa) == ["Melati Jati"]
    bring_up(screen.window())
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert screen.heading.text() == "Anggota"
    assert panel.groups.rows.rows != []


def test_the_collector_is_found_by_name_and_a_refusal_makes_the_dialog_grow(
    desa: Village, screen: RegisterScreen
) -> None:
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_N, held=CTRL)
    write("KRAJAN")
    enter()
    write("Dusun Krajan")
    enter(2)
    write("a")
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, FormDialog)
    low = asked.height()
    press(Qt.Key.Key_Return, held=CTRL)
    QTest.qWait(50)
    note = asked.form.field("collector").note
    assert "3 anggota cocok" in note.text()
    assert note.height() >= note.heightForWidth(note.width())
    assert asked.height() > low

    write("cendana")  # what was refused is marked, and typed over
    press(Qt.Key.Key_Return, held=CTRL)
    group = members.group(desa.session.office.reading, "KRAJAN")
    collector = members.member(desa.session.office.reading, group.collector or 0)
    assert collector is not None
    assert collector.name == "Cendana Asoka"
    bring_up(screen.window())


def test_who_was_put_in_is_said_calmly_above_an_empty_line(
    desa: Village, screen: RegisterScreen
) -> None:
    make_krajan(desa)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F5)
    write("kenanga")
    enter()

    picker = screen.groups.picker
    assert inside(desa) == ["Kenanga Ulin"]
    assert picker.line.text() == ""
    assert picker.note.text().startswith("Kenanga Ulin masuk ke Dusun Krajan.")
    assert picker.note.property("tone") == "good"
    write("m")
    assert "masuk ke" not in picker.note.text()


def test_the_supervisor_sees_groups_and_makes_none(desa: Village) -> None:
    desa.enter(desa.folder, "bendahara", PASSWORD)
    make_krajan(desa, "0001")
    desa.session.close()
    screen = register(desa.signed_in("pengawas"))
    press(Qt.Key.Key_F6)

    assert screen.groups.heading.text() == "Dusun Krajan: 1 anggota"
    assert not screen.groups.make.isVisible()
    assert not screen.groups.add.isVisible()
    press(Qt.Key.Key_N, held=CTRL)
    press(Qt.Key.Key_F5)
    assert "bukan tugas peran ini" in said(desa.windows[0])
    assert QApplication.activeModalWidget() is None
    assert focused() is screen.groups.groups
