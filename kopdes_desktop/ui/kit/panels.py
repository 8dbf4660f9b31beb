"""The two boxes that screens are laid out with: a card, and a part that scrolls when it must."""

from __future__ import annotations

from PySide6.QtCore import Qt
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


def scrolled(inside: QWidget) -> QScrollArea:
    """The widget, upright scrolling only; the Tab key passes by the area itself."""
    held = QScrollArea()
    held.setWidget(inside)
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
