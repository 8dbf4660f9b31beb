"""Copies on screen and behind it: by keys, on real books, with and without a stick."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kopdes_desktop.app import books
from kopdes_desktop.backup import making, restoring, status, swapping
from kopdes_desktop.backup.restoring import Study
from kopdes_desktop.kernel.errors import DatabaseReadOnly, DiskFull
from kopdes_desktop.ui.backup import keeper
from kopdes_desktop.ui.backup.backup_screen import BackupScreen
from kopdes_desktop.ui.backup.keeper import Leaving
from kopdes_desktop.ui.backup.restore_steps import AskPassword, ConfirmRestore
from kopdes_desktop.ui.door import Door
from kopdes_desktop.ui.kit.dialogs import Confirm, Notice
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.registry import said, visit
from tests.ui.village import PASSWORD, Village


@dataclass
class Copying(Village):
    """A village whose window makes copies by itself, onto the sticks that are in."""

    sticks: list[Path] = field(default_factory=list)

    def door(self) -> Door:
        made = super().door()
        assert made.begin is not None
        begin = made.begin._replace(study=self.study, restore=self.restore)
        return made._replace(sticks=lambda: self.sticks, begin=begin)

    def study(self, copy: Path, folder: Path, user: str, password: str) -> Study:
        return restoring.study(copy, folder, user, password, clock=self.clock)

    def restore(self, copy: Path, folder: Path, user: str, password: str) -> Study:
        return restoring.restore(copy, folder, user, password, clock=self.clock, accept_loss=True)

    def copies(self) -> list[Path]:
        return sorted((self.folder / "cadangan").glob("*.kpb"))


@pytest.fixture(scope="module")
def cheap(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The village behind doors that open quickly: these tests pass them often."""
    folder = Path(shutil.copytree(template, tmp_path_factory.mktemp("cheap") / "buku"))
    builders.make_cheap(folder)
    return folder


@pytest.fixture
def copying(cheap: Path, tmp_path: Path) -> Iterator[Copying]:
    made = Copying(Path(shutil.copytree(cheap, tmp_path / "buku")))
    yield made
    made.close()


def screen_of(window: MainWindow) -> BackupScreen:
    visit(window, "read.backups")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, BackupScreen)
    screen.start()
    return screen


def states(screen: BackupScreen) -> list[str]:
    return [line.state for line in screen.table.rows.rows]


def test_a_copy_is_made_by_one_key_and_read_whole_by_enter(copying: Copying) -> None:
    window = copying.signed_in()
    screen = screen_of(window)
    assert screen.good.text() == "Belum ada cadangan di laptop ini."

    press(Qt.Key.Key_N, held=CTRL)

    assert said(window) == "Cadangan terverifikasi di laptop ini."
    assert "baru saja" in screen.good.text()
    assert len(copying.copies()) == 1
    enter()
    assert said(window).startswith("Utuh")


def test_a_copy_that_was_changed_is_shown_as_broken(copying: Copying) -> None:
    window = copying.signed_in()
    screen = screen_of(window)
    press(Qt.Key.Key_N, held=CTRL)
    (copy,) = copying.copies()
    raw = bytearray(copy.read_bytes())
    raw[-9] ^= 1
    copy.write_bytes(raw)

    enter()

    assert states(screen) == ["Rusak"]
    assert "rusak" in said(window)


def test_a_stick_is_prepared_once_and_then_gets_every_copy(
    copying: Copying, tmp_path: Path
) -> None:
    window = copying.signed_in()
    screen = screen_of(window)
    press(Qt.Key.Key_N, held=CTRL)
    press(Qt.Key.Key_F6)
    assert "Colokkan" in said(window)

    copying.sticks = [tmp_path / "stick"]
    copying.sticks[0].mkdir()
    press(Qt.Key.Key_F6)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, Confirm)
    press(Qt.Key.Key_Y)
    bring_up(window)

    assert said(window).endswith("Boleh dicabut.")
    assert {line.place[:9] for line in screen.table.rows.rows} == {"Laptop in", "Flashdisk"}
    copying.clock.pass_by(60)
    press(Qt.Key.Key_N, held=CTRL)
    assert said(window) == "Cadangan terverifikasi, juga di flashdisk."
    assert len(list(copying.sticks[0].rglob("*.kpb"))) == 2


def test_closing_a_day_makes_a_copy_by_itself(copying: Copying) -> None:
    window = copying.signed_in()
    assert copying.copies() == []

    assert window.desk is not None
    window.desk.perform("day.close", {}, lambda _answer: None)

    assert len(copying.copies()) == 1


def test_a_failing_copy_keeps_nobody_and_is_told_at_the_next_start(
    copying: Copying, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_asked: object) -> None:
        raise DiskFull

    window = copying.signed_in()
    with monkeypatch.context() as patch:
        patch.setattr(making, "take", full)
        assert window.close()
    assert copying.copies() == []

    again = copying.window()
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    assert again.desk is not None
    assert "penuh" in status.load(copying.folder).trouble
    assert again.close()
    assert status.load(copying.folder).trouble == ""


def test_the_window_goes_with_a_copy_only_when_something_has_changed(copying: Copying) -> None:
    assert copying.signed_in().close()
    assert len(copying.copies()) == 1
    copying.clock.pass_by(60)

    assert copying.signed_in().close()

    assert len(copying.copies()) == 1


def test_the_window_waits_for_its_copy_and_then_goes_by_itself(
    copying: Copying, qtbot: QtBot
) -> None:
    window = copying.window(OneThread)
    qtbot.waitUntil(lambda: window.sign_in.form is not None)
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None)

    assert not window.close()
    assert isinstance(QApplication.activeModalWidget(), Leaving)

    qtbot.waitUntil(lambda: not window.isVisible())
    assert len(copying.copies()) == 1


@dataclass
class Held:
    """A copy that takes as long as one likes: it goes on when it is let go."""

    begun: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)

    def prove(self, *_asked: object) -> None:
        self.begun.set()
        assert self.free.wait(60)


def leaving(copying: Copying, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The window was closed, and its copy is being made on its own thread."""
    held = Held()
    monkeypatch.setattr(making, "prove", held.prove)
    window = copying.window(OneThread)
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None)
    assert not window.close()
    qtbot.waitUntil(held.begun.is_set)
    return held


def unproved(copying: Copying) -> list[Path]:
    return list((copying.folder / "cadangan").glob("*.belum*"))


def test_who_does_not_wait_for_the_copy_stops_it_and_nothing_of_it_is_left(
    copying: Copying, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = leaving(copying, qtbot, monkeypatch)
    (window,) = copying.windows
    assert unproved(copying)

    press(Qt.Key.Key_Escape)

    told = QApplication.activeModalWidget()
    assert isinstance(told, Leaving)
    assert "Sedang dihentikan …" in [each.text() for each in told.findChildren(QLabel)]
    assert window.isVisible()
    held.free.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.desk is not None
    assert not window.desk.keeper.hangs
    assert (copying.copies(), unproved(copying)) == ([], [])


def test_a_copy_that_hangs_is_left_behind_and_cleared_at_the_next_start(
    copying: Copying, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "GRACE_MS", 1)
    held = leaving(copying, qtbot, monkeypatch)
    (window,) = copying.windows
    assert window.desk is not None

    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())

    assert window.desk.keeper.hangs
    assert unproved(copying)
    monkeypatch.setattr(making, "_unproved", lambda: ".another.belum")
    copying.clock.pass_by(60)
    copying.signed_in()
    assert unproved(copying) == []
    held.free.set()
    window.desk.keeper.runner.stop()


def test_a_drill_proves_a_copy_by_the_password_and_changes_nothing(copying: Copying) -> None:
    window = copying.signed_in()
    screen_of(window)
    press(Qt.Key.Key_N, held=CTRL)

    press(Qt.Key.Key_F7)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskPassword)
    write("salah sekali")
    enter()
    assert "saat cadangan ini dibuat" in asking.form.field("password").complaint
    write(PASSWORD)
    enter()

    notice = QApplication.activeModalWidget()
    assert isinstance(notice, Notice)
    assert "lolos semua pemeriksaan" in notice.accessibleDescription()
    assert not swapping.decided(copying.folder)


def test_books_are_put_back_after_the_word_is_typed_out(copying: Copying) -> None:
    window = copying.signed_in()
    screen_of(window)
    press(Qt.Key.Key_N, held=CTRL)
    office = copying.session.office
    copied_to = office.chain.seq
    office.perform("membership.apply", {"name": "Kamboja Damar"})
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, BackupScreen)
    screen.reload()

    press(Qt.Key.Key_F8)
    write(PASSWORD)
    enter()
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, ConfirmRestore)
    write("ya")
    enter()
    assert "PULIHKAN" in asking.form.field("word").complaint
    press(Qt.Key.Key_A, held=CTRL)
    write("pulihkan")
    enter()

    with pytest.raises(DatabaseReadOnly):
        office.perform("membership.apply", {"name": "Flamboyan Damar"})
    enter()  # the notice: the window closes behind it
    assert not window.isVisible()
    assert len(copying.copies()) == 1
    with books.open_books(copying.folder, "bendahara", PASSWORD, clock=copying.clock) as session:
        assert session.office.chain.seq == copied_to


def test_who_may_not_restore_is_told_whose_task_it_is(copying: Copying) -> None:
    window = copying.signed_in("pengawas")
    screen_of(window)
    press(Qt.Key.Key_N, held=CTRL)

    press(Qt.Key.Key_F8)

    assert "bendahara atau ketua" in said(window)
    assert QApplication.activeModalWidget() is None


def test_an_empty_folder_gets_its_books_back_from_the_first_window(
    copying: Copying, tmp_path: Path
) -> None:
    copying.signed_in().close()
    (copy,) = copying.copies()
    empty = Copying(tmp_path / "baru", copying.clock)
    window = empty.window()

    write("4")
    chooser = QApplication.activeModalWidget()
    assert chooser is not None
    chooser.close()
    bring_up(window)
    window.sign_in.restore(str(copy))
    write("ketua")
    enter()
    write(PASSWORD)
    enter()
    write("PULIHKAN")
    enter()

    assert "dipulihkan" in window.sign_in.form.notice.text()  # type: ignore[union-attr]
    assert books.users(empty.folder) == books.users(copying.folder)
    empty.close()
