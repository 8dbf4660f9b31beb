"""A scanned member card, wherever the cursor is: a scanner types like a keyboard, ending in Enter.

On a line whose letters are commands a scan must never be taken for keys. No clock is needed to tell
them apart: the first letter of a card means nothing anywhere, and whatever turns out not to be a
card is handed on just as it was typed.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kopdes_desktop.members.cards import may_become_scan, number_of
from kopdes_desktop.ui.kit.typed_ahead import ENTER

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_OWN = "reads_cards"


def reads_cards(line: QWidget) -> None:
    """This line or list knows what to do with a card that is typed into it, Enter and all."""
    line.setProperty(_OWN, True)


def has_own_scan(widget: QWidget) -> bool:
    """Whether a card means something of its own there."""
    return bool(widget.property(_OWN))


class CardScan(QObject):
    """Watches one line or list; `scanned` carries the member number of a card.

    Install it after the filter whose keys a scan must not press, and before `TypedAhead`.
    """

    scanned = Signal(str)

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self._kept: list[QKeyEvent] = []
        self._handing_on = False
        reads_cards(line)
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what may become a scan; hand on what did not."""
        if self._handing_on:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self._kept.clear()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._keeps(watched, event)

    def _keeps(self, watched: QObject, event: QKeyEvent) -> bool:
        typed = "".join(kept.text() for kept in self._kept)
        number = number_of(typed) if event.key() in ENTER else None
        if number is not None:
            self._kept.clear()
            self.scanned.emit(number)
            return True
        if event.key() == Qt.Key.Key_Shift:
            return False
        plain = bool(event.text()) and not event.modifiers() & HELD
        if plain and not event.isAutoRepeat() and may_become_scan(typed + event.text()):
            kept = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            self._kept.append(kept)
            return True
        self._hand_on(watched)
        return False

    def _hand_on(self, watched: QObject) -> None:
        """It was typed by hand."""
        kept, self._kept = self._kept, []
        self._handing_on = True
        for event in kept:
            QCoreApplication.sendEvent(watched, event)
        self._handing_on = False
