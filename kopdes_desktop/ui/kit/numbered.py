"""Big rows with a digit before each: the digit, Enter or a click chooses; arrows walk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import kind_label, plain_tip, set_tone
from kopdes_desktop.ui.kit.panels import keep_in_view

_DIGITS = 9
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class Offer(NamedTuple):
    """One row: what it is called, what it is for, and a figure at its right end if it has one."""

    code: str
    title: str
    about: str = ""
    icon: str = ""
    figure: str = ""
    tone: str = ""


class NumberedRows(QWidget):
    """The offers below one another; `chosen` gives the code of one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addStretch(1)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these instead; the focus stays at the row of the same code."""
        codes = tuple(offer.code for offer in offers)
        if codes == tuple(row.offer.code for row in self.rows):
            for row, offer in zip(self.rows, offers, strict=True):
                row.fill(offer)
            return
        held = next((row.offer.code for row in self.rows if row.hasFocus()), None)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [Row(at, offer) for at, offer in enumerate(offers, start=1)]
        for row in self.rows:
            row.clicked.connect(self._choosing(row))
            self._box.insertWidget(self._box.count() - 1, row)
            row.show()
        if held is not None:
            self.start(held)

    def start(self, code: str = "") -> None:
        """Put the focus on the row of this code, or on the first."""
        wanted = [row for row in self.rows if row.offer.code == code] or self.rows[:1]
        for row in wanted:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, digit: int) -> bool:
        """Choose the row of this digit; False where there is none."""
        if not 1 <= digit <= min(len(self.rows), _DIGITS):
            return False
        self.rows[digit - 1].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.rows[digit - 1].offer.code)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses, arrows walk; anything else is for the screen."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = _STEPS.get(Qt.Key(event.key())) if plain else None
        if step is not None:
            self._walk(step)
        elif not (plain and event.text().isdecimal() and self.choose(int(event.text()))):
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.hasFocus()), -step)
        if self.rows:
            self.rows[(at + step) % len(self.rows)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choosing(self, row: Row) -> _Choosing:
        return _Choosing(self, row)


class _Choosing:
    """A click on one row, whatever it shows by then."""

    def __init__(self, rows: NumberedRows, row: Row) -> None:
        self._rows, self._row = rows, row

    def __call__(self) -> None:
        self._rows.chosen.emit(self._row.offer.code)


class Row(QAbstractButton):
    """Digit, icon, title over a sentence, figure. As high as these, never lower."""

    def __init__(self, digit: int, offer: Offer) -> None:
        super().__init__()
        self.offer = offer
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._icon = QLabel()
        self._title = kind_label("", "rowtitle")
        self._about = kind_label("", "small")
        self._figure = kind_label("", "rowfigure")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(14, 5, 16, 5)
        inside.setSpacing(14)
        key = kind_label(str(min(digit, _DIGITS)), "key")
        place = key.sizePolicy()
        place.setRetainSizeWhenHidden(True)
        key.setSizePolicy(place)
        if digit > _DIGITS:
            key.hide()
        inside.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._icon)
        inside.addLayout(words, 1)
        inside.addWidget(self._figure)
        for words_here in (self._title, self._about):
            words_here.setWordWrap(True)
        for each in self.findChildren(QLabel):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.fill(offer)

    def fill(self, offer: Offer) -> None:
        """Show this offer."""
        self.offer = offer
        self._title.setText(offer.title)
        self._about.setText(offer.about)
        self._about.setVisible(bool(offer.about))
        self._figure.setText(offer.figure)
        self._figure.setVisible(bool(offer.figure))
        for label in (self._figure, self._title):
            set_tone(label, offer.tone)
        self._icon.setVisible(bool(offer.icon))
        if offer.icon:
            icons.dress(self._icon, offer.icon, offer.tone or "accent")
        self.setToolTip(plain_tip(f"{offer.title}\n{offer.about}".strip()))
        self.setAccessibleName(f"{offer.title} {offer.figure}".strip())
        self.setAccessibleDescription(offer.about)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keep_in_view(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses as a click does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.click()
        elif event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, as the style sheet has it; the words lie on it."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()

    def sizeHint(self) -> QSize:
        """What stands on it, each on one line; where there is less room, `heightForWidth` tells."""
        inside = self.layout()
        if inside is None:
            return super().sizeHint()
        return QSize(inside.sizeHint().width(), inside.minimumSize().height())

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need there."""
        inside = self.layout()
        return inside.totalHeightForWidth(width) if inside is not None else -1
