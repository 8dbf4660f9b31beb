"""Keys are declared once: bound, printed along the edge of the screen, and listed on F1."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Key(NamedTuple):
    """A key, what it does in words, and what it does; without the last it is only told on F1."""

    sequence: str
    words: str
    act: Callable[[], None] | None = None


def bind(keys: tuple[Key, ...], parent: QWidget) -> None:
    """Make the keys work wherever the focus is below this widget."""
    for key in keys:
        if key.act is not None:
            shortcut = QShortcut(QKeySequence(key.sequence), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(key.act)


def shown(sequence: str) -> str:
    """A key as it is printed on keyboards here."""
    return sequence.replace("Return", "Enter").replace("Escape", "Esc")
