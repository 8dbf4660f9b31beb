"""Keys are declared once: bound, printed along the edge of the screen, and listed on F1."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.kernel.i18n import _


class Key(NamedTuple):
    """A key, what it does in words, and what it does; without the last it is only told on F1."""

    sequence: str
    words: str
    act: Callable[[], None] | None = None


def bind(keys: tuple[Key, ...], parent: QWidget) -> None:
    """Make the keys work wherever the focus is below this widget.

    Where two of the widgets around the focus have the same key, the nearer one's counts.
    """
    for key in keys:
        if key.act is not None:
            shortcut = QShortcut(QKeySequence(key.sequence), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(key.act)
            shortcut.activatedAmbiguously.connect(partial(_press_nearest, shortcut))


def _press_nearest(of_many: QShortcut) -> None:
    """Qt hands a key that several have to one after the other: it belongs to the nearest."""
    around = QApplication.focusWidget()
    while around is not None:
        for each in around.children():
            if isinstance(each, QShortcut) and each.isEnabled() and each.key() == of_many.key():
                each.activated.emit()
                return
        around = None if around.isWindow() else around.parentWidget()


def shown(sequence: str) -> str:
    """A key as it is printed on keyboards here."""
    plain = sequence.replace("Return", "Enter").replace("Escape", "Esc")
    return plain.replace("Space", _("Spasi"))
