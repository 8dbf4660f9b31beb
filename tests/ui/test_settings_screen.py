"""The cooperative's settings by keys: shown old and new before they are saved, told afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kopdes_desktop.ledger import chart
from kopdes_desktop.office import settings
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.office.settings import DECLARED, PRACTICE, setting
from kopdes_desktop.ui.kit.dialogs import AskApproval, Confirm
from kopdes_desktop.ui.kit.village_picker import VillageField
from kopdes_desktop.ui.settings.form_page import FormPage
from kopdes_desktop.ui.settings.history_page import HistoryPage
from kopdes_desktop.ui.settings.laptop_page import LaptopPage
from kopdes_desktop.ui.settings.settings_screen import SettingsScreen
from kopdes_desktop.ui.settings.shapes import GROUPS, SHAPES, AccountsField, declared_in
from kopdes_desktop.ui.settings.units_page import UnitsPage
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.ui.fingers import CTRL, bring_up, enter, focused, press, write
from tests.ui.registry import rewrite, said, visit
from tests.ui.village import PIN, Village


def settings_of(desa: Village, user: str = "bendahara") -> SettingsScreen:
    window = desa.signed_in(user)
    visit(window, "settings.change")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, SettingsScreen)
    return screen


def walk_to(screen: SettingsScreen, code: str) -> None:
    """Walk to this section in the list."""
    codes = [section.code for section in screen.table.rows.rows]
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * codes.index(code))


def form(screen: SettingsScreen) -> FormPage:
    page = screen.page()
    assert isinstance(page, FormPage)
    return page


def question() -> str:
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, Confirm)
    return asking.accessibleDescription()


@pytest.fixture
def screen(desa: Village) -> SettingsScreen:
    return settings_of(desa)


def test_every_declared_setting_stands_in_a_group_but_the_one_that_never_changes() -> None:
    offered = [which.code for group in GROUPS for which in declared_in(group)]

    assert sorted(offered) == sorted(set(DECLARED) - {PRACTICE.code})
    assert set(SHAPES) <= set(DECLARED)


def agreed_by_the_chair(desa: Village) -> None:
    """A limit on a person who is alone is raised by two."""
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskApproval)
    assert "melonggarkan kendali" in asking.accessibleDescription()
    for typed in ("ketua", PIN, "keputusan pengurus"):
        write(typed)
        enter()
    bring_up(desa.windows[-1])


def test_a_change_is_shown_old_and_new_and_saved_by_y(
    desa: Village, screen: SettingsScreen
) -> None:
    walk_to(screen, "savings")
    enter()
    press(*[Qt.Key.Key_Tab] * 2)
    rewrite("2500000")
    press(Qt.Key.Key_Return, held=CTRL)

    assert "Rp1.000.000 → Rp2.500.000" in question()
    write("y")
    agreed_by_the_chair(desa)
    assert setting(desa.session.office.reading, settings.WITHDRAW_LIMIT) == 2_500_000
    assert "tersimpan" in said(desa.windows[-1])
    assert not form(screen).is_touched


def test_what_is_typed_is_marked_until_it_is_saved_or_taken_back(screen: SettingsScreen) -> None:
    enter()
    rewrite("Koperasi Lain")

    column = screen.table.rows.columns[0]
    assert "•" in column.value(screen.table.rows.rows[0])
    press(Qt.Key.Key_Escape)
    walk_to(screen, "slip")
    walk_to(screen, "identity")
    assert form(screen).form.fields[0].value() == "Koperasi Lain"
    form(screen).give_up()
    assert "•" not in column.value(screen.table.rows.rows[0])
    assert form(screen).form.fields[0].value() != "Koperasi Lain"


def test_a_new_name_stands_in_the_sidebar_at_once(desa: Village, screen: SettingsScreen) -> None:
    enter()
    rewrite("Koperasi Desa Merah Putih Melati")
    press(Qt.Key.Key_Return, held=CTRL)
    write("y")

    workplace = desa.windows[-1].workplace
    assert workplace is not None
    assert workplace.sidebar.coop.text() == "Koperasi Desa Merah Putih Melati"
    assert screen.isVisible()


def test_the_village_is_found_by_name_and_kept_as_its_code(
    desa: Village, screen: SettingsScreen
) -> None:
    enter()
    field = form(screen).form.field(settings.VILLAGE.code)
    assert isinstance(field, VillageField)
    field.editor.setFocus()
    rewrite("keputran klaten")
    enter()
    press(Qt.Key.Key_Return, held=CTRL)

    assert "Keputran, " in question()
    write("y")
    assert setting(desa.session.office.reading, settings.VILLAGE) == field.value()


def test_only_a_number_within_its_bounds_that_is_new_is_asked_about(
    desa: Village, screen: SettingsScreen
) -> None:
    walk_to(screen, "savings")
    enter()
    rewrite("40")
    press(Qt.Key.Key_Return, held=CTRL)
    assert "1 sampai 31" in form(screen).form.fields[0].complaint
    assert QApplication.activeModalWidget() is None

    rewrite("31")
    press(Qt.Key.Key_Return, held=CTRL)
    assert QApplication.activeModalWidget() is None
    assert "Belum ada" in said(desa.windows[-1])


def test_a_logo_comes_from_a_file_and_goes_again(
    desa: Village, screen: SettingsScreen, tmp_path: Path
) -> None:
    Image.radial_gradient("L").resize((64, 64)).save(tmp_path / "logo.png")
    walk_to(screen, "letterhead")
    press(Qt.Key.Key_F6)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "logo.png"))
    asking.close()

    assert letterhead(desa.session.office.reading).logo
    bring_up(desa.windows[-1])
    press(Qt.Key.Key_F7)
    write("y")
    assert not letterhead(desa.session.office.reading).logo


def test_a_unit_and_a_cash_box_are_added(desa: Village, screen: SettingsScreen) -> None:
    walk_to(screen, "units")
    press(Qt.Key.Key_F6)
    write("g2")
    enter()
    write("Gerai Pupuk")
    enter(2)
    bring_up(desa.windows[-1])
    press(Qt.Key.Key_F7)
    write("laci-g2")
    enter()
    write("Laci Gerai Pupuk")
    press(Qt.Key.Key_Return, held=CTRL)

    read = desa.session.office.reading
    assert chart.unit(read, "G2").kind == "outlet"
    assert chart.box(read, "LACI-G2").name == "Laci Gerai Pupuk"
    page = screen.page()
    assert isinstance(page, UnitsPage)
    assert "LACI-G2" in [line.box.code for line in page.boxes.rows.rows]


def test_look_and_lock_of_this_laptop_are_chosen(
    desa: Village, screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    worn: list[tuple[str, int]] = []
    monkeypatch.setattr(MainWindow, "wear", lambda _self, *chosen: worn.append(chosen))
    walk_to(screen, "laptop")
    enter()
    press(Qt.Key.Key_Down)
    enter(2)
    press(Qt.Key.Key_Down)

    page = screen.page()
    assert isinstance(page, LaptopPage)
    assert worn == [(page.look.value(), 100)]
    assert page.look.value() != "light"
    window = desa.windows[-1]
    assert (window.likes.idle, preferences.load(desa.folder).idle) == (20, 20)


def test_the_language_of_the_next_start_is_chosen(desa: Village, screen: SettingsScreen) -> None:
    walk_to(screen, "laptop")
    enter(4)
    press(Qt.Key.Key_Down)

    page = screen.page()
    assert isinstance(page, LaptopPage)
    assert page.language.value() == preferences.load(desa.folder).language == "en"
    assert "dibuka lagi" in said(desa.windows[-1])
    page.reload()
    assert page.language.value() == "en"


def test_the_history_finds_a_change_by_any_word(desa: Village, screen: SettingsScreen) -> None:
    desa.session.office.perform("settings.change", {"fields": {"identity.place": "Sukamaju"}})
    walk_to(screen, "history")
    enter()
    write("sukamaju")

    page = screen.page()
    assert isinstance(page, HistoryPage)
    assert [row["after"] for row in page.table.rows.rows] == ["Sukamaju"]
    assert "oleh bendahara" in page.told.text()


def test_esc_goes_back_to_the_list_and_then_to_the_hub(
    desa: Village, screen: SettingsScreen
) -> None:
    enter()
    press(Qt.Key.Key_Escape)
    assert focused() is screen.table

    press(Qt.Key.Key_Escape)
    workplace = desa.windows[-1].workplace
    assert workplace is not None
    assert workplace.current() is not screen


def test_accounts_in_an_order_are_named_below_their_codes(screen: SettingsScreen) -> None:
    walk_to(screen, "savings")
    fields = form(screen).editors
    field = next(each.field for each in fields if isinstance(each.field, AccountsField))

    assert field.note.text().startswith("1. ")
    assert field.names["1-1205"] in field.note.text()
    assert "1-1205" not in field.note.text()
    field.edit.setText("1-1205, 9-9999")
    field.edit.textEdited.emit(field.edit.text())
    assert field.note.text() == f"1. {field.names['1-1205']}; 2. 9-9999"
