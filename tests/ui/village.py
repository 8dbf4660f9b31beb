"""A small practice cooperative on disk, made once, copied for each test that opens its books."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlcipher3 import dbapi2

from kopdes_desktop.app import books, founding, joining, program
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Progress
from kopdes_desktop.ledger.balances import balances_at
from kopdes_desktop.members import queries as members
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.ui.door import Beginnings, Door, Founding
from kopdes_desktop.ui.home.home_screen import HomeScreen
from kopdes_desktop.ui.kit.perform import Inline, Runner
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.navigation import HOME
from tests import builders
from tests.ui import fingers

ScreenT = TypeVar("ScreenT", bound=QWidget)

PASSWORD = founding.PRACTICE_PASSWORD
PIN = founding.PRACTICE_PIN
SEPTEMBER = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
TODAY = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
MEMBERS = ("Melati Jati", "Cendana Asoka", "Kenanga Ulin")
WAITING = ("Anggrek Meranti", "Mawar Sengon")


def build(folder: Path) -> None:
    """Three members since September who owe October and November, two applicants."""
    clock = SetClock(SEPTEMBER)
    with builders.cheaply():
        founding.found_practice(folder, clock=clock)
    with books.open_books(folder, "bendahara", PASSWORD, clock=clock) as session:
        for name in MEMBERS + WAITING:
            applied = session.office.perform(
                "membership.apply", {"name": name, "dusun": "Krajan", "sex": "P"}
            )
            if name in MEMBERS:
                decided = session.office.perform(
                    "membership.decide",
                    {"application": applied.id, "approved": True, "decision_no": "01/SK"},
                )
                lines = [{"product": "principal", "amount": 100_000}]
                lines += [{"product": "mandatory", "months": 1}]
                session.office.perform(
                    "savings.deposit", {"member": decided.number, "lines": lines}
                )
        clock.set(TODAY)
        session.office.perform("day.open", {"day": TODAY.date().isoformat()})


def inline(_name: str) -> Runner:
    """No threads: what is asked is answered at once."""
    return Inline()


@contextlib.contextmanager
def passing_home() -> Iterator[None]:
    """Nobody looks at the first screen: it reads nothing until somebody comes back to it."""
    ask, passing = HomeScreen._ask, True

    def ask_later(home: HomeScreen) -> None:
        if not passing:
            ask(home)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HomeScreen, "_ask", ask_later)
        yield
    passing = False


@dataclass
class Village:
    """The copied books, the windows opened on them, and what can be asked behind their back."""

    folder: Path
    clock: SetClock = field(default_factory=lambda: SetClock(TODAY))
    windows: list[MainWindow] = field(default_factory=list)
    sessions: list[books.Session] = field(default_factory=list)

    def enter(self, folder: Path, user: str, password: str) -> books.Session:
        """Open the books as the composition does, by this village's clock."""
        session = books.open_books(folder, user, password, clock=self.clock)
        self.sessions.append(session)
        return session

    def practise(self, folder: Path, _progress: object) -> Path:
        """The practice cooperative, without anybody in it."""
        with builders.cheaply():
            founding.found_practice(folder, clock=self.clock)
        return folder

    def found(self, folder: Path, typed: Founding, progress: Progress) -> Mapping[str, str]:
        """A real cooperative, as the composition founds it, by this village's clock."""
        made = founding.profile_of(typed.profile)
        return founding.found(
            folder, made, typed.passwords, pins=typed.pins, progress=progress, clock=self.clock
        )

    def join(self, folder: Path, path: Path, user: str, password: str) -> str:
        """As the composition joins."""
        return joining.join(folder, path, password, user=user, clock=self.clock).login

    def door(self) -> Door:
        """What the composition hands to the window."""
        return Door(
            self.folder,
            books.has_books,
            self.enter,
            self.practise,
            lambda: None,
            Beginnings(self.found, program._invited, self.join, TODAY.date),
        )

    def window(self, threads: Callable[[str], Runner] = inline) -> MainWindow:
        """The window at its sign-in."""
        made = MainWindow(self.door(), threads)
        self.windows.append(made)
        fingers.bring_up(made)
        return made

    def signed_in(self, user: str = "bendahara") -> MainWindow:
        """The window after signing in by keys, at the first screen, which reads nothing yet."""
        made = self.window()
        with passing_home():
            fingers.paste(user)
            fingers.enter()
            fingers.paste(PASSWORD)
            fingers.enter()
        assert made.workplace is not None
        return made

    def at_work(self, user: str = "bendahara") -> MainWindow:
        """The window after signing in by keys, at the first place of work of this role."""
        made = self.signed_in(user)
        assert made.workplace is not None
        for at, place in enumerate(made.workplace.places):
            if place.key and place.code != HOME and made.workplace.sidebar.offers(at):
                QTest.keySequence(fingers.focused(), place.key)
                return made
        made.workplace.begin_at(HOME)
        return made

    def at_place(self, right: str, kind: type[ScreenT], user: str = "bendahara") -> ScreenT:
        """The screen of this kind, after signing in by keys, at the place of this right."""
        workplace = self.signed_in(user).workplace
        assert workplace is not None
        at = workplace.at(right)
        assert at is not None
        workplace.go(at)
        found = workplace.current()
        assert isinstance(found, kind)
        return found

    @property
    def session(self) -> books.Session:
        """The session that was opened last."""
        return self.sessions[-1]

    def balance(self, name: str, product: str) -> Rupiah:
        """What a member has in a product."""
        read = self.session.office.reading
        return savings.balance(read, members.search(read, name)[0].key, product)

    def account(self, code: str) -> int:
        """What an account holds today."""
        read = self.session.office.reading
        return int(balances_at(read, TODAY.date(), None).get(code, 0))

    def newest(self, kind: str) -> dict[str, Any]:
        """The envelope of the last fact of this kind."""
        row = self.session.office.database.connection.execute(
            "SELECT body FROM fact WHERE kind=? ORDER BY n DESC LIMIT 1", (kind,)
        ).fetchone()
        found: dict[str, Any] = json.loads(row[0])
        return found

    def close(self) -> None:
        """Close the windows, each with its books, and then what no window held."""
        for window in self.windows:
            window.leave()
            window.deleteLater()
        for session in self.sessions:
            with contextlib.suppress(dbapi2.ProgrammingError):  # closed already
                session.close()
        self.windows.clear()
        self.sessions.clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def copied(template: Path, folder: Path) -> Iterator[Village]:
    """A village for one test."""
    shutil.copytree(template, folder)
    made = Village(folder)
    yield made
    made.close()
