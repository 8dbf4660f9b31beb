"""Who works here, by keys: taken in, changed, linked, let go; one-time words, own passwords."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.kernel.errors import SignInRefused
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.people.dialogs import OneTimeWords, OwnSecrets
from kopdes_desktop.ui.people.people_screen import PeopleScreen
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.registry import rewrite, said, visit
from tests.ui.village import PASSWORD, PIN, Village


def people(desa: Village, user: str = "bendahara") -> PeopleScreen:
    window = desa.signed_in(user)
    visit(window, "security.change_password")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, PeopleScreen)
    return screen


def go_to(screen: PeopleScreen, login: str) -> None:
    """Walk to the line of this person."""
    logins = [each.user.login for each in screen.table.rows.rows]
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * logins.index(login))


def agree(by: str = "ketua") -> None:
    """The second person's name, PIN and reason."""
    write(by)
    enter()
    write(PIN)
    enter()
    write("sudah diperiksa")
    enter()


def words_shown() -> OneTimeWords:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OneTimeWords)
    return dialog


def user(desa: Village, login: str) -> users.User | None:
    return users.user_called(desa.session.office.reading, login)


def failing(desa: Village, login: str, password: str) -> bool:
    """Whether this password opens nothing."""
    try:
        desa.session.staff.key_file.unlock(login, password)
    except SignInRefused:
        return True
    return False


@pytest.fixture
def screen(desa: Village) -> PeopleScreen:
    return people(desa)


def test_somebody_new_is_agreed_by_a_second_person_and_his_words_are_shown_once(
    desa: Village, screen: PeopleScreen
) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("kasir2")
    enter()
    write("Cempaka Randu")
    enter(2)
    agree()

    made = user(desa, "kasir2")
    assert made is not None
    assert (made.role, made.name) == ("cashier", "Cempaka Randu")
    words = words_shown().words.text()
    press(Qt.Key.Key_Escape)
    enter()
    assert words_shown().words.text() == words
    write("y")
    assert QApplication.activeModalWidget() is None
    assert desa.session.staff.key_file.unlock("kasir2", words).once
    assert "kasir2" in [each.user.login for each in screen.table.rows.rows]


def test_a_member_number_makes_him_the_person_behind_the_new_account(
    desa: Village, screen: PeopleScreen
) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("kasir2")
    enter()
    write("0002")
    enter(2)
    agree()
    write("y")

    bring_up(desa.windows[-1])
    go_to(screen, "kasir2")
    assert screen.pairs.shown[0] == ("Anggota", "0002 Cendana Asoka")


def test_a_role_is_changed_by_two(desa: Village, screen: PeopleScreen) -> None:
    go_to(screen, "kasir")
    press(Qt.Key.Key_F6)
    write("A")
    enter()
    agree()

    changed = user(desa, "kasir")
    assert changed is not None
    assert changed.role == "admin"


def test_a_user_is_linked_to_the_member_that_he_is(screen: PeopleScreen) -> None:
    go_to(screen, "kasir")
    assert "F7" in screen.warning.text()

    press(Qt.Key.Key_F7)
    write("Tidak Ada")
    enter()
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert "Tidak ada anggota" in asking.form.field("member").complaint
    rewrite("kenanga")
    enter()
    agree()

    assert screen.pairs.shown[0] == ("Anggota", "0003 Kenanga Ulin")
    assert screen.warning.isHidden()


def test_who_is_let_go_cannot_sign_in_any_more(desa: Village, screen: PeopleScreen) -> None:
    go_to(screen, "pendamping")
    press(Qt.Key.Key_Delete)
    write("pindah tugas")
    enter()
    agree()

    assert user(desa, "pendamping") is None
    assert screen.table.rows.rows[-1].role == "nonaktif"
    assert "pendamping" not in desa.session.staff.key_file.names()


def test_a_lost_password_is_replaced_by_one_time_words(desa: Village, screen: PeopleScreen) -> None:
    go_to(screen, "kasir")
    press(Qt.Key.Key_F8)
    write("y")

    words = words_shown().words.text()
    write("y")
    assert desa.session.staff.key_file.unlock("kasir", words).once
    assert failing(desa, "kasir", PASSWORD)


def test_the_chairs_words_take_a_second_person(desa: Village, screen: PeopleScreen) -> None:
    go_to(screen, "ketua")
    press(Qt.Key.Key_F8)
    write("y")
    agree("admin")

    assert desa.session.staff.key_file.unlock("ketua", words_shown().words.text()).once
    write("y")


@pytest.mark.usefixtures("screen")
def test_ones_own_password_and_pin_take_the_present_password(desa: Village) -> None:
    press(Qt.Key.Key_F9)
    write("salah sekali")
    enter()
    write("kebun melati")
    enter()
    write("kebun melati")
    enter()
    write("274915")
    enter()
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, OwnSecrets)
    assert "tidak cocok" in asking.present.complaint

    write(PASSWORD)
    press(Qt.Key.Key_Return, held=CTRL)

    assert "tersimpan" in said(desa.windows[-1])
    assert not failing(desa, "bendahara", "kebun melati")
    desa.session.switch("bendahara", "274915")


def test_nobody_does_anything_to_his_own_account(screen: PeopleScreen) -> None:
    go_to(screen, "bendahara")

    assert all(made.isHidden() for made in screen.deeds.values())
    press(Qt.Key.Key_F6)
    assert QApplication.activeModalWidget() is None


def test_the_matrix_says_in_words_who_may_do_what(screen: PeopleScreen) -> None:
    press(Qt.Key.Key_F5)
    deeds = [right.deed for right in screen.rights.table.rows.rows]
    assert len(set(deeds)) == len(deeds)
    press(Qt.Key.Key_Down)
    assert screen.rights.line.hasFocus()
    assert deeds[1] in screen.rights.told.text()

    write("membayar penarikan")

    rows = screen.rights.table.rows
    line = [rows.data(rows.index(0, at)) for at in range(7)]
    assert line[1:4] == ["boleh", "berdua", "boleh"]
    press(Qt.Key.Key_Escape)
    assert screen.table.hasFocus()


def test_a_cashier_sees_everybody_and_changes_nobody_but_himself(desa: Village) -> None:
    screen = people(desa, "kasir")

    go_to(screen, "ketua")

    assert all(made.isHidden() for made in screen.deeds.values())
    assert screen.add.isHidden()
    press(Qt.Key.Key_F9)
    assert isinstance(QApplication.activeModalWidget(), OwnSecrets)
    press(Qt.Key.Key_Escape)
