"""What waits behind the lock: the place of work, what was being asked, and the keyboard.

An answer of the books, a timer or a dialog may come when the screen is locked already. Whatever it
does, the keys belong to the lock: the place of work is disabled, and Qt gives no disabled widget
the focus; any other that is hidden hands it back at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kopdes_desktop.ui.kit.dialogs import Asking


class Behind(QObject):
    """Of one window, with `work` in it; `lock_line` is where the keys go while it is locked.

    `locked` tells whether it is.
    """

    def __init__(
        self, window: QWidget, work: QWidget, lock_line: QWidget, locked: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window, self._work, self._line, self._locked = window, work, lock_line, locked
        self._put_away: list[QDialog] = []
        self._held: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._guard)

    def put_away(self) -> None:
        """Before the lock comes up: where one was is kept, what is asked or pulled down goes."""
        popup = QApplication.activePopupWidget()
        while popup is not None and popup.close():
            popup = QApplication.activePopupWidget()
        self._held = self._window.focusWidget()
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                self.keep(each)
                each.hide()

    def sleep(self) -> None:
        """The lock is up."""
        self._work.setEnabled(False)

    def wake(self) -> None:
        """Before the place of work comes up again."""
        self._work.setEnabled(True)

    def go_on(self, *, same: bool, start: Callable[[], None]) -> None:
        """Who comes back is where he was, and what he was asked goes on; else `start` is called.

        What was asked of another is given up.
        """
        held, self._held = self._held, None
        if same and held is not None and shiboken6.isValid(held) and self._takes_keys(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            start()
        waiting, self._put_away = self._put_away, []
        for each in waiting:
            if shiboken6.isValid(each):
                each.show() if same else each.reject()

    def _takes_keys(self, held: QWidget) -> bool:
        """Whether one could have been at work there: neither hidden nor grey meanwhile."""
        return self._work.isAncestorOf(held) and held.isVisible() and held.isEnabled()

    def keep(self, asking: QDialog) -> None:
        """It comes when somebody has unlocked, unless it has ended with the work it told of."""
        if asking not in self._put_away:
            self._put_away.append(asking)
            asking.finished.connect(partial(self._drop, asking))

    def _drop(self, asking: QDialog, _result: int) -> None:
        if asking in self._put_away:
            self._put_away.remove(asking)

    def _guard(self, old: QWidget | None, now: QWidget | None) -> None:
        """No widget that is not seen has the keyboard."""
        if now is None:
            return
        if not self._locked():
            if now.window() is self._window and not now.isVisible():
                QTimer.singleShot(0, self, partial(self._hand_back, old))
        elif now.window() is self._window:
            if not now.isVisible():
                self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(now.window(), QDialog):
            self._hold_off(now.window())

    def _hold_off(self, asking: QWidget) -> None:
        """A dialog of the system's kind does not wait by itself."""
        harmless = isinstance(asking, Asking) and asking.harmless
        if isinstance(asking, QDialog) and not harmless:
            self.keep(asking)
            asking.hide()
            self._window.activateWindow()
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_back(self, old: QWidget | None) -> None:
        """A late answer drew the focus to a page that is no longer open; pages often come later."""
        now = QApplication.focusWidget()
        if now is None or now.isVisible() or now.window() is not self._window or self._locked():
            return
        if old is not None and shiboken6.isValid(old) and self._takes_keys(old):
            old.setFocus(Qt.FocusReason.OtherFocusReason)
