"""F1: every key of this screen and of the whole program, on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, shown
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled

#: Pixels of a window, at the plain text size, that the keys do not have; what one of them takes.
_AROUND, _ROW = 250, 30
_ASIDE, _BAR = 90, 16
#: The sheet ends so far from the edges of the window.
_EDGE = 30
_LEAST_BELOW = 9
#: On a narrower window the words are smaller.
_NARROW = 1000
_STEPS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}

_Keys = tuple[tuple[Key, ...], tuple[Key, ...]]


class KeysSheet(Dialog):
    """In columns: here, and everywhere; where they are too many, the arrows scroll."""

    asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        here: tuple[Key, ...],
        everywhere: tuple[Key, ...],
        advice: str = "",
    ) -> None:
        super().__init__(
            parent,
            _("Tombol di layar {title}").format(title=title) if title else _("Tombol"),
            advice or _("Enter = lanjut atau setuju. Esc = kembali tanpa kehilangan apa pun."),
            icon="info",
        )
        room = parent.height() - at_text_size(_AROUND)
        most = max(_LEAST_BELOW, room // at_text_size(_ROW))
        inside = self._laid(parent.width(), most, (here, everywhere))
        self.area = scrolled(inside)
        self.area.verticalScrollBar().setSingleStep(at_text_size(_ROW))
        needed = inside.sizeHint()
        self._most = min(parent.height(), self.screen().availableGeometry().height()) - _EDGE
        self._needed = needed.height()
        self.area.setFixedHeight(min(self._needed, max(room, at_text_size(_ROW) * 4)))
        self.area.setMinimumWidth(min(needed.width() + _BAR, parent.width() - _ASIDE))
        self.box.addWidget(self.area)
        self.setMinimumWidth(min(640, parent.width() - _ASIDE // 2))
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        words = button(_("Arti istilah"), icon="book-open")
        words.clicked.connect(self._ask)
        self.add_buttons(words, close)
        close.setFocus()
        close.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """What the words above leave is for the keys: one scroll bar, never two in one another."""
        width = max(self.minimumWidth(), self.box.sizeHint().width()) - _BAR
        around = self.box.totalHeightForWidth(width) - self.area.height()
        room = max(self._most - around, at_text_size(_ROW) * 4)
        self.area.setFixedHeight(min(self._needed, room))
        self.box.invalidate()
        super().showEvent(event)
        # A bar once shown takes width from the words and so stays: the height is that beside it.
        needed = self.box.totalHeightForWidth(self.width() - _BAR)
        self.resize(self.width(), min(max(self.height(), needed), self._most + _EDGE))

    def _ask(self) -> None:
        self.accept()
        self.asked.emit()

    def _laid(self, width: int, most: int, keys: _Keys) -> QWidget:
        """As many columns beside one another as the window is wide, each of `most` keys or more."""
        longest = max(len(each) for each in keys)
        made = _grid(keys, most, narrow=width < at_text_size(_NARROW))
        while made.sizeHint().width() > width - _ASIDE and most < longest:
            most += 1
            made = _grid(keys, most, narrow=True)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows scroll; Enter stays with the button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.area.verticalScrollBar().triggerAction(step)
                return True
        return super().eventFilter(watched, event)


def _grid(keys: _Keys, most: int, *, narrow: bool) -> QWidget:
    """The keys in columns of `most` or less: those of here, then those of everywhere."""
    held = QWidget()
    grid = QGridLayout(held)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8 if narrow else 14)
    grid.setVerticalSpacing(5 if narrow else 9)
    headings = (_("Di layar ini"), _("Di mana saja"))
    columns = [
        each
        for heading, part in zip(headings, keys, strict=True)
        for each in _columns(heading, part, most)
    ]
    for column, (heading, part) in enumerate(columns):
        if column:
            grid.setColumnMinimumWidth(column * 3 - 1, 2 if narrow else 14)
        grid.setColumnStretch(column * 3 + 1, 1)
        grid.addWidget(kind_label(heading, "heading"), 0, column * 3, 1, 2)
        for row, key in enumerate(part, start=1):
            cap = kind_label(shown(key.sequence), "key")
            grid.addWidget(cap, row, column * 3, Qt.AlignmentFlag.AlignLeft)
            words = kind_label(key.words, "small" if narrow else "")
            words.ensurePolished()
            words.setMinimumWidth(words.fontMetrics().horizontalAdvance(key.words) + 4)
            grid.addWidget(words, row, column * 3 + 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return held


def _columns(heading: str, keys: tuple[Key, ...], most: int) -> list[tuple[str, tuple[Key, ...]]]:
    """The keys in columns of `most` or less, so that the sheet fits a low screen too."""
    count = -(-len(keys) // most)
    height = -(-len(keys) // count) if count else 0
    parts = [keys[at * height : (at + 1) * height] for at in range(count)]
    return [(heading if not at else "", part) for at, part in enumerate(parts)]
