"""The one QApplication: Fusion, our look, Indonesian for Qt, our hook for what goes wrong."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from kopdes_desktop import __version__
from kopdes_desktop.ui.door import Door
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.qt_words import QtWords
from kopdes_desktop.ui.shell import preferences
from kopdes_desktop.ui.shell.main_window import MainWindow


def make_application(look: str = "light", percent: int = 100) -> QApplication:
    """The application of this process, dressed; a second call gives the first one again."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    made = QApplication([*sys.argv[:1], "-style", "Fusion"])  # setStyle costs 14 ms more
    made.setApplicationName("kopdes-desktop")
    made.setApplicationDisplayName("Kopdes Desktop")
    made.setApplicationVersion(__version__)
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    made.installTranslator(QtWords(made))
    theme.load_fonts()
    theme.wear(made, look, percent)
    return made


def catch(tell: Callable[[Exception], None]) -> None:
    """Bring what escapes from a slot to people; Ctrl+C and the like stay what they are."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            tell(error)
        else:
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = hook


def run(door: Door) -> int:
    """Show the window and work until it is closed; gives the exit code.

    Where a copy hangs on a disk, the process ends here: its thread would come back to a Python that
    is no more, and take it down with SIGABRT.
    """
    likes = preferences.load(door.folder)
    app = make_application(likes.look, likes.percent)
    window = MainWindow(door)
    catch(window.complaints.tell)
    window.show()
    code = app.exec()
    if window.desk is not None and window.desk.keeper.hangs:
        logging.shutdown()
        os._exit(code)
    return code
