"""The two boxes that screens are laid out with: a card, and a part that scrolls when it must."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.fields import kind_label


def card(heading: str = "") -> tuple[QFrame, QVBoxLayout]:
    """A surface with a heading if it has one, and the column below it to be filled."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(18, 16, 18, 16)
    inside.setSpacing(10)
    if heading:
        inside.addWidget(kind_label(heading, "heading"))
    return frame, inside


class Scrolled(QScrollArea):
    """Takes its widget in when its size is asked for, or when it is shown.

    Taking in measures, and to be measured means to be dressed by the style sheet: whatever was
    dressed before is dressed again each time a box around it is put into the next one.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._waits: QWidget | None = inside
        inside.setParent(self.viewport())

    def _take_in(self) -> None:
        inside, self._waits = self._waits, None
        if inside is not None:
            self._hold(inside)

    def _hold(self, inside: QWidget) -> None:
        """What lies behind the area shows through; taking in would have it painted over."""
        super().setWidget(inside)
        inside.setAutoFillBackground(False)

    def widget(self) -> QWidget | None:
        """What is scrolled."""
        self._take_in()
        return super().widget()

    def setWidget(self, widget: QWidget) -> None:
        """Another one instead."""
        self._take_in()
        self._hold(widget)

    def sizeHint(self) -> QSize:
        """As large as what is scrolled."""
        self._take_in()
        return super().sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        self._take_in()
        super().showEvent(event)


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget, upright scrolling only; the Tab key passes by the area itself."""
    held = Scrolled(inside)
    held.setWidgetResizable(True)
    held.setFrameShape(QFrame.Shape.NoFrame)
    held.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    held.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return held


def keep_in_view(widget: QWidget) -> None:
    """Scroll whatever holds this widget until it is seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 0, 8)
        around = around.parentWidget()


def at_text_size(pixels: int) -> int:
    """A length at the text size that is worn now: what holds words grows with them."""
    app = QApplication.instance()
    return theme.scaled(pixels, theme.worn(app)[1]) if isinstance(app, QApplication) else pixels
