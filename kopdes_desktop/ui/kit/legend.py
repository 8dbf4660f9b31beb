"""Keys and what they do, in as many rows as the width asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kopdes_desktop.ui.kit.form import key_hint
from kopdes_desktop.ui.kit.keys import Key, shown

_ACROSS: Final = 18
_DOWN: Final = 4


class Legend(QWidget):
    """Hints that flow: on a narrow screen they go on below instead of being cut.

    They are written when somebody measures or sees them: screens change their mind while made.
    """

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()
        self._hints: list[QWidget] = []
        self._written = True
        self.set_keys(keys)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hints(self) -> tuple[QWidget, ...]:
        """Those that are shown now."""
        self._write()
        return tuple(self._hints[: len(self._keys)])

    def set_keys(self, keys: Iterable[Key]) -> None:
        """These from now on; the same as before change nothing."""
        keys = tuple(keys)
        if keys == self._keys:
            return
        self._keys, self._written = keys, False
        if self.isVisible():
            self._lay()
        self.updateGeometry()

    def _write(self) -> None:
        """As many hints as there are keys, each with the words of its key."""
        if self._written:
            return
        self._written = True
        named = [(shown(key.sequence), key.words) for key in self._keys]
        for hint, (name, words) in zip(self._hints, named, strict=False):
            for label, text in zip(hint.findChildren(QLabel), (name, words), strict=True):
                label.setText(text)
            hint.show()
        for hint in self._hints[len(named) :]:  # dressed already: kept for when there are more
            hint.hide()
        for name, words in named[len(self._hints) :]:
            self._hints.append(key_hint(name, words))
            self._hints[-1].setParent(self)
            if self.isVisible():  # else together with the legend
                self._hints[-1].show()

    def _places(self, width: int) -> list[QRect]:
        """Where each hint stands when there is so much room."""
        self._write()
        made: list[QRect] = []
        x = y = 0
        for hint in self._hints[: len(self._keys)]:
            size = hint.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, y + size.height() + _DOWN
            made.append(QRect(x, y, size.width(), size.height()))
            x += size.width() + _ACROSS
        return made

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        self._write()
        worn = self._hints[: len(self._keys)]
        widest = max((hint.sizeHint().width() for hint in worn), default=0)
        width = max(widest, self.width())
        return QSize(widest, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay()

    def _lay(self) -> None:
        for place, hint in zip(self._places(self.width()), self._hints, strict=False):
            hint.setGeometry(place)
        self.updateGeometry()
