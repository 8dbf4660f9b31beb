"""One cold start of the window in a process of its own, as `python -m kopdes_desktop` makes it.

python -m tests.benchmarks.start

KOPDES_DATA names the books. Milestones in milliseconds since this module began, by the clock and
of this process's CPU: the first paint, the first letter that stands in the sign-in's field, what
opening needs is loaded, all that is loaded while somebody types. With KOPDES_PASSWORD on: Enter,
the first place painted, its figures, the till painted, the till with its goods, the teller's
screen. Enter is pressed when all is loaded, or KOPDES_PACE milliseconds after the first letter.
KOPDES_DAY is the day of the laptop's clock. Prints them as JSON, with the modules at first paint
and the MiB at each milestone.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kopdes_desktop.app.books import Session

BEGAN = time.perf_counter()

seen: dict[str, Any] = {}


def note(milestone: str) -> None:
    seen[f"{milestone}_cpu"] = time.process_time() * 1e3
    seen[milestone] = (time.perf_counter() - BEGAN) * 1e3
    seen[f"{milestone}_mib"] = resident()


def start() -> None:  # noqa: C901  one window, looked at from outside
    """Run the program with its own window, looked at from outside."""
    from kopdes_desktop.app import program
    from kopdes_desktop.ui import application
    from kopdes_desktop.ui.shell.main_window import MainWindow

    note("imports")
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    class Watched(MainWindow):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint and "modules" not in seen:
                seen["modules"] = sorted(sys.modules)
                QTimer.singleShot(0, self.painted)
            return super().eventFilter(watched, event)

        def painted(self) -> None:
            note("first_paint")
            field = self.sign_in.name_field.editor
            assert isinstance(field, QLineEdit)
            field.textChanged.connect(self.typed)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
                QApplication.postEvent(field, key)

        def typed(self, _text: str) -> None:
            if "first_letter" not in seen:  # the name is written by the machine later on
                note("first_letter")
                if "KOPDES_PACE" in os.environ:
                    QTimer.singleShot(int(os.environ["KOPDES_PACE"]), self.enter)

        def _warm_now(self, nothing: object) -> None:
            note("loaded")
            super()._warm_now(nothing)

        def _warm_screens(self, nothing: object) -> None:
            if not self._cold and "settled" not in seen:
                note("settled")
                QTimer.singleShot(0, self.settled)
            super()._warm_screens(nothing)

        def settled(self) -> None:
            if "KOPDES_PASSWORD" not in os.environ:
                self.close()
            elif "KOPDES_PACE" not in os.environ:
                self.enter()

        def enter(self) -> None:
            self.sign_in.name_field.set_text("bendahara")
            self.sign_in.password_field.set_text(os.environ["KOPDES_PASSWORD"])
            note("enter")
            self.sign_in._enter()

        def let_in(self, *given: Any, **named: Any) -> None:
            super().let_in(*given, **named)
            self._moment.stop()  # what is loaded later is not what is measured here
            self.when(self.stands, self.at_work)

        def when(self, true: Callable[[], bool], then: Callable[[], None]) -> None:
            if true():
                self.repaint()
                then()
            else:
                QTimer.singleShot(1, lambda: self.when(true, then))

        def quiet(self, then: Callable[[], object], times: int = 3) -> None:
            """Once what was asked of the books, and what its answers asked, has been answered."""
            if times == 0:
                self.repaint()
                then()
            else:
                self.errands.send(lambda: None, lambda _none: self.quiet(then, times - 1))

        def stands(self) -> bool:
            return self.workplace is not None and self.workplace.current() is not None

        def at_work(self) -> None:
            note("at_work")
            self.quiet(self.read)

        def read(self) -> None:
            note("figures")
            self.go("sales.sell")
            note("till")
            self.quiet(self.at_the_till)

        def at_the_till(self) -> None:
            note("till_goods")
            self.go("savings.deposit")
            note("teller")
            self.quiet(self.end)

        def end(self) -> None:
            assert self.desk is not None
            self.desk.keeper.leave_without()  # a copy of large books is measured elsewhere
            self.close()

        def go(self, code: str) -> None:
            assert self.workplace is not None
            at = self.workplace.at(code)
            assert at is not None
            self.workplace.go(at)
            QApplication.processEvents()
            self.repaint()

    application.MainWindow = Watched  # type: ignore[attr-defined]
    if "KOPDES_DAY" in os.environ:
        program._enter = entered
    program.main([])


def entered(folder: Path, user: str, password: str) -> "Session":
    """On the day that KOPDES_DAY names, at ten in the morning."""
    from kopdes_desktop.app import books
    from kopdes_desktop.app.clock import SetClock

    day = datetime.fromisoformat(os.environ["KOPDES_DAY"]).replace(hour=3, tzinfo=UTC)
    return books.open_books(folder, user, password, clock=SetClock(day))


def resident() -> float:
    """MiB that this process holds now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    start()
    seen["resident"] = resident()
    sys.stdout.write(json.dumps(seen))
