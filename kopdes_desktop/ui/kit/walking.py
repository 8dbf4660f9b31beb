"""Arrows pressed in a line walk in the list below it; the cursor stays in the line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kopdes_desktop.ui.kit.tables import Table

_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class Walks(QObject):
    """Watches one line for one list."""

    def __init__(self, line: QLineEdit, table: Table) -> None:
        super().__init__(line)
        self._table = table
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the steps to the list."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in _STEPS:
            self._table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
