"""Every screen of a cooperative as a picture: for the manual, and for a look at 150 %."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NoReturn

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.ui.application import make_application
from kopdes_desktop.ui.door import Beginnings, Door, Session, standing_of
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.dialogs import Crash
from kopdes_desktop.ui.kit.perform import Inline, Runner
from kopdes_desktop.ui.shell.main_window import MainWindow

Shown = Generator[tuple[str, MainWindow], None, None]
#: What is searched for in the picture of the search: it finds screens, reports and words.
_LOOKED_FOR = "simpanan"


def paint(
    session: Session,
    out: Path,
    *,
    size: tuple[int, int] = (1366, 768),
    scale: float = 1.0,
    look: str = "light",
    most: int | None = None,
) -> list[Path]:
    """Paint every screen, or the first `most` of them, into the folder; gives the files, in order.

    What is painted, and for whom, is as with `pictures`.
    """
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with closing(pictures(session, out, size=size, scale=scale, look=look)) as painted:
        for name, _window, picture in islice(painted, most):
            path = out / f"{len(made) + 1:02d}-{name}.png"
            if not picture.save(str(path)):
                msg = f"cannot write {path}"
                raise OSError(msg)
            made.append(path)
    return made


def pictures(
    session: Session,
    folder: Path,
    *,
    size: tuple[int, int] = (1366, 768),
    scale: float = 1.0,
    look: str = "light",
) -> Generator[tuple[str, MainWindow, QImage], None, None]:
    """Every screen: its name, the window that shows it now, its picture. Nothing is written.

    `folder` is where the sign-in says that the books lie.

    `size` is in pixels; at a scale of 1.25 there is as much less room, as on such a display.
    RuntimeError when a screen fails.
    """
    app = make_application(look)
    theme.wear(app, look)
    room = int(size[0] / scale), int(size[1] / scale)
    with closing(_windows(session, folder, room)) as windows:
        for name, window in windows:
            picture = QImage(*size, QImage.Format.Format_RGB32)
            picture.setDevicePixelRatio(scale)
            _settle()
            picture.fill(window.palette().window().color())  # part of a pixel may be left over
            window.render(picture)
            _lay_over(window, picture)
            yield name, window, picture


def _windows(session: Session, out: Path, room: tuple[int, int]) -> Shown:
    """The windows in the states that are worth a picture; each is closed after its picture."""
    for name, has_books in (("tanpa-buku", False), ("masuk", True)):
        yield from _shown(name, _window(session, out, room, has_books=has_books))
    window = _window(session, out, room, has_books=True)
    try:
        yield from _inside(session, window)
    finally:
        window.hide()
        window.deleteLater()
    yield from _first_run(_window(session, out, room, has_books=False))


def _inside(session: Session, window: MainWindow) -> Iterator[tuple[str, MainWindow]]:
    """Every place that this user has, then what can be called from each."""
    window.let_in(session, standing_of(session), keep=False)
    _bring_up(window)
    if window.workplace is not None:
        for at, place in enumerate(window.workplace.places):
            window.workplace.go(at)
            if window.workplace.here() != at:
                continue  # not for this user
            name = place.code.strip(".").replace(".", "-")
            yield name, window
            screen = window.workplace.current()
            for step, act in enumerate(screen.states() if screen else (), start=2):
                act()
                yield f"{name}-{step}", window
                _close_dialog()
        window.workplace.look_for(_LOOKED_FOR)
        yield "cari", window
        window.workplace.search.end()
    window.show_keys()
    yield "tombol", window
    _close_dialog()
    window.show_glossary()
    yield "istilah", window
    _close_dialog()
    window.lock()
    yield "kunci", window


def _close_dialog() -> None:
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


def _lay_over(window: QWidget, picture: QImage) -> None:
    """The dialog that stands before the window, in its middle, over a shade."""
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        return
    if isinstance(dialog, Crash):
        raise RuntimeError(dialog.report)  # noqa: TRY004  a screen failed, no argument is wrong
    held = QPixmap(dialog.size() * picture.devicePixelRatio())
    held.setDevicePixelRatio(picture.devicePixelRatio())
    dialog.render(held)
    middle = window.rect().center() - dialog.rect().center()
    painter = QPainter(picture)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
    painter.drawPixmap(middle, held)
    painter.setPen(dialog.palette().color(QPalette.ColorRole.Mid))  # as a desktop frames it
    painter.drawRect(dialog.rect().translated(middle).adjusted(-1, -1, 0, 0))
    painter.end()


def _first_run(window: MainWindow) -> Iterator[tuple[str, MainWindow]]:
    """Every step of founding a cooperative."""
    _bring_up(window)
    window.sign_in.offers.choose(1)
    wizard = window.sign_in.wizard
    for step, act in enumerate(wizard.states() if wizard else (), start=1):
        act()
        yield f"koperasi-baru-{step}", window
    window.hide()
    window.deleteLater()


def _shown(name: str, window: MainWindow) -> Iterator[tuple[str, MainWindow]]:
    _bring_up(window)
    window.sign_in.start()
    yield name, window
    window.hide()
    window.deleteLater()


def _window(session: Session, out: Path, room: tuple[int, int], *, has_books: bool) -> MainWindow:
    def enter(_folder: Path, _user: str, _password: str) -> Session:
        return session

    def practise(folder: Path, _progress: object) -> Path:
        return folder

    begin = Beginnings(_nothing, _nothing, _nothing, session.office.today)
    door = Door(out, lambda _folder: has_books, enter, practise, lambda: None, begin)
    window = MainWindow(door, _inline)
    window.setMinimumSize(1, 1)
    window.resize(*room)
    return window


def _nothing(*_asked: object) -> NoReturn:
    """Nobody founds anything in a picture."""
    msg = "books are founded in a window, not in its picture"
    raise RuntimeError(msg)


def _inline(_name: str) -> Runner:
    return Inline()


def _bring_up(window: QWidget) -> None:
    window.show()
    window.activateWindow()
    _settle()


def _settle() -> None:
    for _turn in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
