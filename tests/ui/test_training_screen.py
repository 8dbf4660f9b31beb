"""Latihan: the list of exercises in practice books, gone through by keys."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kopdes_desktop.office.office import Office
from kopdes_desktop.training.exercises import EXERCISES
from kopdes_desktop.ui.accounting.everyday_screen import EverydayScreen
from kopdes_desktop.ui.home.home_screen import HomeScreen
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.sales.papers_dialog import PapersDialog
from kopdes_desktop.ui.sales.till_screen import TillScreen
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.places import PLACES, way_to
from kopdes_desktop.ui.training import PLACE
from kopdes_desktop.ui.training.guide_strip import GuideStrip
from kopdes_desktop.ui.training.training_screen import TrainingScreen
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.reading import nameless
from tests.ui.village import MEMBERS, Village

#: A key as the steps write it: alone, or after the word that bids to press it.
KEY = re.compile(r"\b((?:Ctrl\+|Shift\+)*F\d+|Ctrl\+\w+)|(?:Tekan|dengan) ([A-Z])\b")


def current(window: MainWindow) -> Screen | None:
    assert window.workplace is not None
    return window.workplace.current()


def found(window: MainWindow, text: str) -> set[object]:
    """What the search leads to."""
    assert window.workplace is not None
    window.workplace.look_for(text)
    keys = {hit.key for hit in window.workplace.search.table.rows.rows}
    window.workplace.search.end()
    return keys


def at_exercises(desa: Village, user: str = "bendahara") -> tuple[MainWindow, TrainingScreen]:
    """The list, which the search finds for everybody."""
    window = desa.at_work(user)
    assert window.workplace is not None
    assert PLACE in found(window, "latihan")
    window.workplace.begin_at(PLACE)
    screen = current(window)
    assert isinstance(screen, TrainingScreen)
    return window, screen


def strip(window: MainWindow) -> GuideStrip:
    made = window.findChild(GuideStrip)
    assert made is not None
    return made


def test_an_exercise_is_found_begun_done_and_told_by_keys_alone(
    desa: Village, qtbot: QtBot
) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_1, held=CTRL)
    home = current(window)
    assert isinstance(home, HomeScreen)
    rows = [row.offer for row in home.rows.rows]
    assert rows[-1].title == "Latihan 0 dari 20"

    write(str(len(rows)))
    screen = current(window)
    assert isinstance(screen, TrainingScreen)
    write("rapel")
    assert [task.what.code for task in screen.table.rows.rows] == ["arrears"]
    enter()

    assert isinstance(current(window), TellerScreen)
    assert strip(window).isVisible()
    assert "misalnya 3" in strip(window).words.text()
    write(MEMBERS[0][:4])
    enter()
    write("2")
    enter(2)
    qtbot.waitUntil(lambda: "selesai" in strip(window).words.text())
    assert "Sudah 1 dari 20" in strip(window).words.text()

    press(Qt.Key.Key_F1, held=Qt.KeyboardModifier.ShiftModifier)
    assert current(window) is screen
    assert not strip(window).isVisible()
    assert screen.score.text() == "1 dari 20"
    task = screen.table.current()
    assert task is not None
    assert task.done == desa.session.office.today()
    press(Qt.Key.Key_1, held=CTRL)
    assert home.rows.rows[-1].offer.title == "Latihan 1 dari 20"


def test_esc_clears_the_search_then_leads_back_and_a_place_leads_back_to_the_list(
    desa: Village,
) -> None:
    window, screen = at_exercises(desa)
    write("calon")
    press(Qt.Key.Key_Escape)
    assert len(screen.table.rows.rows) == 20
    press(*[Qt.Key.Key_Down] * 3)
    write("biaya")
    enter()
    assert isinstance(current(window), EverydayScreen)

    press(Qt.Key.Key_Escape)

    assert current(window) is screen


def test_what_a_role_may_not_do_says_whose_it_is_and_leads_nowhere(desa: Village) -> None:
    window, screen = at_exercises(desa, "pengawas")
    assert nameless(screen) == []
    write("wajib")
    enter()

    assert current(window) is screen
    assert window.workplace is not None
    assert "bendahara atau kasir" in window.workplace.status.words.text()
    assert window.findChild(GuideStrip) is None


def test_real_books_have_no_such_place(desa: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Office, "practice", property(lambda _office: False))
    window = desa.at_work()
    press(Qt.Key.Key_1, held=CTRL)
    home = current(window)
    assert isinstance(home, HomeScreen)
    assert PLACE not in {row.offer.code for row in home.rows.rows}
    assert PLACE not in found(window, "latihan")


def asked_keys(steps: tuple[str, ...]) -> set[str]:
    return {one or other for step in steps for one, other in KEY.findall(step)}


def keys_on(screen: Screen, wanted: set[str]) -> set[str]:
    """What can be pressed on a screen: as it opens; then, if need be, in its states and dialogs."""
    seen: set[str] = set()
    for act in (lambda: None, *screen.states()):
        if wanted <= seen:
            break
        act()
        dialog = QApplication.activeModalWidget()
        said = {key.sequence for key in (*screen.keys, *screen.keys_now())}
        seen |= {key.replace("Return", "Enter") for key in said | shortcuts(screen, dialog)}
        if dialog is not None:
            dialog.close()
    return seen


def shortcuts(*around: QWidget | None) -> set[str]:
    inside = [each.findChildren(QShortcut) for each in around if each is not None]
    return {each.key().toString() for each in chain(*inside)}


def test_every_key_of_a_step_is_one_of_its_screen(toko: Village) -> None:
    window = toko.at_work()
    assert window.workplace is not None
    missing: dict[str, set[str]] = {}
    for code in sorted({each.place for each in EXERCISES}):
        window.workplace.begin_at(code)
        screen = current(window)
        assert screen is not None
        wanted = {each.code: asked_keys(each.steps) for each in EXERCISES if each.place == code}
        known = shortcuts(PapersDialog(None, [])) if isinstance(screen, TillScreen) else set()
        known |= keys_on(screen, set().union(*wanted.values()) - known)
        missing |= {name: keys - known for name, keys in wanted.items() if keys - known}

    assert missing == {}
    assert asked_keys(next(x.steps for x in EXERCISES if x.code == "bon")) == {"F3", "F10"}


def test_the_way_to_a_place_is_told_by_its_own_key() -> None:
    by_code = {place.code: place for place in PLACES}

    assert way_to("savings.deposit") == "Tekan F4: Setoran"
    assert way_to("read.backups") == "Tekan Ctrl+0, lalu pilih Cadangan"
    assert all(way_to(each.place) and each.place in by_code for each in EXERCISES)
    assert way_to("day.close", there=True) == "Layar Tutup buku"
