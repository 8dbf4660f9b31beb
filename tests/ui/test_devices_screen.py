"""A second laptop by keys: invited, its facts taken, hers given, and shut out when it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from kopdes_desktop.app import books, joining, parcels, program
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office import device
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.door import Parcels
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.people import roster
from kopdes_desktop.ui.people.dialogs import OneTimeWords
from kopdes_desktop.ui.settings import fleet
from kopdes_desktop.ui.settings.coming_in import AskAdmission, come_in
from kopdes_desktop.ui.settings.devices_screen import DevicesScreen
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.registry import said, visit
from tests.ui.village import PASSWORD, PIN, Village

CARRIED = Parcels(program._invite_typed, program._give, program._take)


def devices(desa: Village, user: str = "bendahara") -> DevicesScreen:
    window = desa.signed_in(user)
    assert window.desk is not None
    window.desk.parcels = CARRIED
    visit(window, "read.devices")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, DevicesScreen)
    return screen


def choose(desa: Village, path: Path) -> None:
    """In the dialog for a file, this one."""
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, QFileDialog)
    asking.fileSelected.emit(str(path))
    asking.close()
    bring_up(desa.windows[-1])


def invite(desa: Village, path: Path) -> None:
    """By keys: the cashier works there, with the outlet's unit."""
    press(Qt.Key.Key_N, held=CTRL)
    enter(3)
    choose(desa, path)


def state(screen: DevicesScreen, series: str) -> str:
    states = {each.device.series: str(each.state) for each in screen.table.rows.rows}
    return states[series]


@pytest.fixture
def screen(desa: Village) -> DevicesScreen:
    return devices(desa)


def test_an_invitation_is_written_for_a_laptop_with_its_unit_and_boxes(
    desa: Village, screen: DevicesScreen, tmp_path: Path
) -> None:
    file = tmp_path / "undangan-GA.json"

    invite(desa, file)

    invitation = joining.read_invitation(file)
    assert (invitation.series, invitation.login) == ("GA", "kasir")
    assert state(screen, "GA") == "belum bergabung"
    assert screen.table.rows.rows[1].units == ["G1"]
    assert set(screen.table.rows.rows[1].boxes) == {"LACI-G1", "JALAN-G1"}
    assert "GA" in said(desa.windows[-1])


def test_facts_go_there_and_back_by_files(
    desa: Village, screen: DevicesScreen, tmp_path: Path
) -> None:
    invite(desa, tmp_path / "undangan.json")
    outlet = tmp_path / "gerai"
    joining.join(outlet, tmp_path / "undangan.json", PASSWORD, clock=desa.clock)
    with books.open_books(outlet, "kasir", PASSWORD, clock=desa.clock) as there:
        parcels.give(there, tmp_path / "dari-gerai.kopdes")

        press(Qt.Key.Key_F7)
        choose(desa, tmp_path / "dari-gerai.kopdes")
        assert "1 catatan baru" in said(desa.windows[-1])
        assert state(screen, "GA") == "aktif"

        screen.table.setFocus()
        press(Qt.Key.Key_End)
        press(Qt.Key.Key_F6)
        choose(desa, tmp_path / "dari-bendahara.kopdes")
        taken = parcels.take(there, tmp_path / "dari-bendahara.kopdes")
        assert taken.new > 0
        assert taken.refused == []


def test_what_is_not_of_this_cooperative_is_refused_in_words(
    desa: Village, screen: DevicesScreen, tmp_path: Path
) -> None:
    (tmp_path / "lain.kopdes").write_bytes(b"bukan berkas kami")

    screen.take_file(str(tmp_path / "lain.kopdes"))

    assert "bukan untuk perangkat ini" in said(desa.windows[-1])
    for places in ({"units": ["G9"]}, {"boxes": ["LACI-G9"]}):
        with pytest.raises(BadField, match="G9"):
            desa.session.office.perform("device.enrol", {"series": "GZ", **places})


def test_a_lost_laptop_is_shut_out_after_it_is_said_in_full_words(
    desa: Village, screen: DevicesScreen, tmp_path: Path
) -> None:
    invite(desa, tmp_path / "undangan.json")
    screen.table.setFocus()
    press(Qt.Key.Key_End, Qt.Key.Key_Delete)

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, Confirm)
    assert "tidak dapat dibatalkan" in asking.accessibleDescription()
    write("y")

    assert state(screen, "GA") == "dicabut"
    assert screen.revoke.isHidden()
    found = device.devices(desa.session.office.reading)
    assert [each.revoked_after for each in found] == [None, 0]


def test_the_treasurers_own_laptop_cannot_be_revoked(screen: DevicesScreen) -> None:
    press(Qt.Key.Key_Delete)

    assert QApplication.activeModalWidget() is None
    assert screen.revoke.isHidden()


def test_a_cashier_sees_the_laptops_and_invites_nobody(desa: Village) -> None:
    screen = devices(desa, "kasir")

    press(Qt.Key.Key_N, held=CTRL)

    assert QApplication.activeModalWidget() is None
    assert screen.invite.isHidden()
    assert len(screen.table.rows.rows) == 1


def test_a_further_person_gets_words_here_and_a_pin_at_that_laptop(
    desa: Village, screen: DevicesScreen, tmp_path: Path
) -> None:
    invite(desa, tmp_path / "undangan.json")
    outlet = tmp_path / "gerai"
    joining.join(outlet, tmp_path / "undangan.json", PASSWORD, clock=desa.clock)
    screen.table.setFocus()
    press(Qt.Key.Key_End, Qt.Key.Key_F8)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskAdmission)
    user = asking.form.field("user")
    assert isinstance(user, ChoiceField)
    user.choose("ketua")
    enter()
    for text in ("ketua", PIN, "ketua ikut menyetujui retur"):
        write(text)
        enter()
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, OneTimeWords)
    words = shown.words.text()
    write("y")

    with books.open_books(outlet, "kasir", PASSWORD, clock=desa.clock) as there:
        assert fleet.fleet(there).awaited == []
        parcels.give(there, tmp_path / "halo.kopdes")
        parcels.take(desa.session, tmp_path / "halo.kopdes")
        parcels.give(desa.session, tmp_path / "surat.kopdes", "GA")
        parcels.take(there, tmp_path / "surat.kopdes")
        assert [login for login, _words in fleet.fleet(there).awaited] == ["ketua"]
        own = roster.Own(None, "271828")
        come_in(there, own, {"user": "ketua", "words": words})
        assert fleet.fleet(there).awaited == []
        chair = users.require_user(there.office.reading, "ketua").key
        there.staff.require_pin(there.office, chair, "271828")
