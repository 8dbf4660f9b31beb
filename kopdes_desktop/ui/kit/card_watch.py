"""A scan anywhere in a window: whatever has the focus, its keys do nothing else.

Beside `CardScan`, which a list or line has that means something of its own by a card, and lines
that read a card as text (`reads_cards`): those are left alone. Anywhere else the card's keys are
kept until its Enter; what turns out to be no card is given back in order. Into a field the letters
go as they come, but the Enter of a card confirms nothing, and the field is left as it was. From a
dialog no card leads away: it wants its answer first.

Where goods are sold the codes of goods are told apart in the same way (`scan_run`), before dialogs
too: they go to the sale, and answer nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from kopdes_desktop.members.cards import may_become_scan, number_of
from kopdes_desktop.ui.kit.card_scan import HELD, has_own_scan
from kopdes_desktop.ui.kit.form import Form
from kopdes_desktop.ui.kit.perform import lives
from kopdes_desktop.ui.kit.scan_run import FASTEST_HAND, Codes, Run
from kopdes_desktop.ui.kit.typed_ahead import ENTER

_TEXT = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


class CardWatch(QObject):
    """Watches whatever has the focus in one window and in the dialogs before it.

    `scanned` carries the number of a card; `passed` tells of one that came amid something else.
    `coded` carries a code of goods, where `codes` gives what is known of them.
    """

    scanned = Signal(str)
    passed = Signal()
    coded = Signal(str)

    def __init__(self, window: QWidget, codes: Callable[[], Codes | None] = lambda: None) -> None:
        super().__init__(window)
        self._window = window
        self._codes = codes
        self._run = Run()
        self._too_slow = QTimer(self)
        self._too_slow.setSingleShot(True)
        self._too_slow.setInterval(2 * FASTEST_HAND)
        self._too_slow.timeout.connect(self._give_back)
        self._watched: QWidget | None = None
        self._kept: list[QKeyEvent] = []
        self._typed = ""
        self._before: str | None = None
        self._giving_back = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    def is_in_form(self) -> bool:
        """Whether something is being filled in where the focus is."""
        above = self._watched
        while above is not None and not isinstance(above, Form):
            above = above.parentWidget()
        return above is not None

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """The keys go there from now on."""
        if self._watched is not None and lives(self._watched.removeEventFilter):
            self._watched.removeEventFilter(self)
        self._forget()
        found = now or QApplication.activeModalWidget() or QApplication.activeWindow()
        self._watched = found if found is not None and self._is_ours(found) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def _forget(self) -> None:
        self._kept, self._typed, self._before = [], "", None
        self._run.clear()
        self._too_slow.stop()

    def _is_ours(self, widget: QWidget) -> bool:
        above: QWidget | None = widget
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See a key before the widget, and before the shortcuts of the screen."""
        if self._giving_back or watched is not self._watched or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or has_own_scan(watched):
            return False
        if event.key() == Qt.Key.Key_Shift:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return not _is_text(watched) and self._overrides(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        return self._passes(watched, event) if _is_text(watched) else self._keeps(event)

    def _may_grow(self, event: QKeyEvent) -> bool:
        plain = bool(event.text()) and not event.modifiers() & HELD and not event.isAutoRepeat()
        return plain and may_become_scan(self._typed + event.text())

    def _may_be_code(self, event: QKeyEvent) -> bool:
        """Whether this key may belong to a code; one whose moment is known is waited upon."""
        codes, text = self._codes(), event.text()
        if codes is None or not text.isprintable() or not text.strip():
            return False
        if event.modifiers() & HELD or event.isAutoRepeat():
            return False
        whole = self._run.text + text
        return event.timestamp() > 0 or whole.isdigit() or codes.begins(whole)

    def _overrides(self, event: QKeyEvent) -> bool:
        """No shortcut takes what may belong to a scan; another one ends it."""
        grows = self._may_grow(event) or self._may_be_code(event)
        if grows or (self._kept and not event.modifiers() & HELD and event.text()):
            event.accept()
            return True
        return False

    def _keeps(self, event: QKeyEvent) -> bool:
        """Where there is no text: a scan's keys are nobody's."""
        number = self._card(event)
        if number is not None:
            self._tell(number)
            return True
        code = self._code(event)
        if code is not None:
            self.coded.emit(code[0])
            return True
        may_grow, may_be_code = self._may_grow(event), self._may_be_code(event)
        if may_grow or may_be_code:
            self._kept.append(_copied(event))
            self._typed += event.text()
            self._run.add(event.text(), event.timestamp())
            if may_be_code:
                self._too_slow.start()
            return True
        if not self._kept:
            return False
        self._kept.append(_copied(event))
        self._give_back()
        return True

    def _give_back(self) -> None:
        """It was typed by hand."""
        kept = self._kept
        self._forget()
        self._giving_back = True
        for each in kept:
            self._give(each)
        self._giving_back = False

    def _give(self, event: QKeyEvent) -> None:
        """As if it were pressed now, wherever the focus has gone by then."""
        to = QApplication.focusWidget() or self._watched
        shortcut = _shortcut(to, event)
        if shortcut is not None:
            shortcut.activated.emit()
        elif to is not None:
            QCoreApplication.sendEvent(to, event)

    def _passes(self, line: QWidget, event: QKeyEvent) -> bool:
        """In a field: only the Enter of a scan is taken, and what the scan typed."""
        before, number = self._before, self._card(event)
        if number is not None:
            if isinstance(line, QLineEdit) and before is not None:
                _put_back(line, before)
                self._tell(number)
            else:
                self.passed.emit()
            return True
        code = self._code(event)
        if code is not None and isinstance(line, QLineEdit):
            _put_back(line, code[1])
            self.coded.emit(code[0])
            return True
        self._note(line, event)
        return False

    def _note(self, line: QWidget, event: QKeyEvent) -> None:
        """One key more, or one that ends what was typed in one go."""
        text = line.text() if isinstance(line, QLineEdit) else ""
        may_grow = self._may_grow(event)
        if not event.text() or event.modifiers() & HELD or not event.text().isprintable():
            self._forget()
            return
        if not may_grow:
            self._typed, self._before = "", None
            may_grow = self._may_grow(event)
        if may_grow:
            if not self._typed:
                self._before = text
            self._typed += event.text()
        self._run.add(event.text(), event.timestamp(), text)

    def _code(self, event: QKeyEvent) -> tuple[str, str] | None:
        """The code of goods that ends with this key, and what stood in the field before it."""
        codes = self._codes() if event.key() in ENTER and self._run else None
        found = self._run.code(codes, event.timestamp()) if codes is not None else None
        if found is not None:
            self._forget()
        return found

    def _card(self, event: QKeyEvent) -> str | None:
        """The number of the card that ends with this key."""
        number = number_of(self._typed) if event.key() in ENTER else None
        if number is not None:
            self._forget()
        return number

    def _tell(self, number: str) -> None:
        """In front of a question, or of a list that is pulled down, the card leads nowhere."""
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self.passed.emit()
        else:
            self.scanned.emit(number)


def _put_back(line: QLineEdit, text: str) -> None:
    line.setText(text)
    line.textEdited.emit(text)


def _copied(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())


def _is_text(widget: QWidget) -> bool:
    """Whether letters are written there."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, _TEXT)


def _shortcut(widget: QWidget | None, event: QKeyEvent) -> QShortcut | None:
    """What the key would have set off there, had it not been kept."""
    pressed = QKeySequence(event.keyCombination())
    while widget is not None:
        for each in widget.children():
            if isinstance(each, QShortcut) and each.isEnabled() and each.key() == pressed:
                return each
        widget = None if widget.isWindow() else widget.parentWidget()
    return None
