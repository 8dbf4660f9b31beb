"""From an empty folder to the first kuitansi by keys: wizard, old register, first deposit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kopdes_desktop.app import founding
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.settings import NAME, PLACE, ZONE, setting
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import keyfile, passwords
from kopdes_desktop.ui.accounting.opening_screen import OpeningScreen
from kopdes_desktop.ui.first_run.people_step import Secret
from kopdes_desktop.ui.first_run.wizard import Wizard
from kopdes_desktop.ui.imports.imports_screen import ImportsScreen
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.village import Village

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
REGISTER = SHARED / "data" / "members" / "buku_anggota_612.xlsx"
needs_register = pytest.mark.skipif(
    not REGISTER.exists(), reason="the shared pages do not lie beside this checkout"
)
PASSWORD, PIN = "gerobak bakso malam purnama", "480152"
CHAIRS, HER_PIN = "kuda lumping sore mendung", "591307"
COOP = "Koperasi Desa Merah Putih Sengon"


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2id has tests of its own; here it would take longer than the typing."""

    def quick(password: str, salt: bytes, _cost: object) -> bytes:
        return sha256(salt + password.encode()).digest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "derive", quick)
        patch.setattr(
            founding, "seal_pin", lambda pin, draw: passwords.seal_pin(pin, draw, builders.CHEAP)
        )
        yield


@pytest.fixture
def kosong(tmp_path: Path) -> Iterator[Village]:
    """An empty folder."""
    made = Village(tmp_path / "baru")
    yield made
    made.close()


def wizard(window: MainWindow) -> Wizard:
    assert window.sign_in.wizard is not None
    return window.sign_in.wizard


def identify(window: MainWindow) -> None:
    """Step 1, with the village from the list; the numbers come later."""
    write(COOP)
    enter()
    write("sengon prambanan klaten")
    enter()
    enter()
    write("Jalan Raya 1")
    enter()
    assert wizard(window).at == 0
    enter(5)


def person(window: MainWindow, name: str, password: str = "", pin: str = "") -> None:
    """The dialog of the row under the cursor; the sign-in name stays."""
    enter()
    write(name)
    enter(2)
    write(pin)
    enter()
    write(password)
    enter()
    write(password)
    enter()
    bring_up(window)


def found(window: MainWindow) -> None:
    """The wizard, as a chair and a treasurer type it."""
    write("1")
    identify(window)
    enter(3)
    assert wizard(window).at == 2
    enter()
    person(window, "Sengon Jati", PASSWORD, PIN)
    person(window, "Meranti Ulin", CHAIRS, HER_PIN)
    person(window, "Melur Waru")
    enter()
    assert wizard(window).at == 4
    enter(7)
    assert wizard(window).at == 5
    enter(5)
    assert wizard(window).at == 6
    enter()


def test_a_cooperative_is_founded_from_an_empty_folder(kosong: Village) -> None:
    window = kosong.window()

    found(window)

    words = dict(wizard(window).page.pairs.shown)
    assert list(words) == ["kasir"]
    assert COOP in wizard(window).page.heading.text()
    assert not (kosong.folder / "pendirian.json").exists()
    enter()
    assert window.workplace is None
    write("y3")
    assert window.workplace is not None
    assert isinstance(window.workplace.current(), TellerScreen)
    read = kosong.session.office.reading
    assert kosong.session.office.signed_in.name == "bendahara"
    assert not kosong.session.office.practice
    assert (setting(read, NAME), setting(read, PLACE)) == (COOP, "Sengon")
    assert setting(read, ZONE) == "Asia/Jakarta"
    assert {each.code for each in savings.products(read)} == {"principal", "mandatory"}
    kosong.session.switch("ketua", HER_PIN)


def test_founding_runs_on_the_thread_of_the_books(kosong: Village, qtbot: QtBot) -> None:
    window = kosong.window(OneThread)
    qtbot.waitUntil(lambda: window.focusWidget() is window.sign_in.offers.rows[0])
    write("1")
    first = wizard(window)
    first.steps[0].restore({"name": COOP})
    for row in first.people.panel.rows:
        row["person"] = "Sengon Jati"
    first.people.panel.secrets["bendahara"] = Secret(PASSWORD, PIN)
    first.go_to(6)

    enter()
    qtbot.waitUntil(first.page.isVisible)
    bring_up(window)
    write("y2")
    qtbot.waitUntil(lambda: window.workplace is not None)
    workplace = window.workplace
    assert workplace is not None
    qtbot.waitUntil(lambda: workplace.current() is not None)

    assert isinstance(workplace.current(), OpeningScreen)


@needs_register
def test_the_register_of_612_leads_to_the_first_kuitansi(kosong: Village) -> None:
    window = kosong.window()
    found(window)
    write("y1")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ImportsScreen)

    write(str(REGISTER))
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_S, held=CTRL)
    write("y")
    bring_up(window)
    assert "580 baris masuk" in screen.file.form.notice.text()

    press(Qt.Key.Key_F4)
    read = kosong.session.office.reading
    first = members.member(read, "KDMP-0004")
    assert first is not None
    before = savings.balance(read, first.key, "mandatory")
    write("KDMP-0004")
    enter()
    write("1")
    enter(2)

    assert savings.balance(read, first.key, "mandatory") == Rupiah(int(before) + 10_000)
    papers = sorted((kosong.folder / "cetakan").glob("SMP-*.pdf"))
    assert len(papers) == 1
    text = pypdf.PdfReader(papers[0]).pages[0].extract_text()
    assert COOP in text
    assert "Rp10.000" in text
    assert QApplication.activeModalWidget() is None
