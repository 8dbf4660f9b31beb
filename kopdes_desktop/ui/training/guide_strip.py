"""The strip below the work: the steps of the exercise that is being done, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.training import KEY


class GuideStrip(QWidget):
    """Words, as many lines as they need, and a button; empty words put it away."""

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__()
        self.setAccessibleName(_("Langkah latihan"))
        self.words = kind_label("", "notice")
        self.words.setWordWrap(True)
        self.back = button(_("Latihan ({key})").format(key=KEY), "quiet")
        self.back.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the work keeps its Tab round
        self.back.clicked.connect(back)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 22, 8)
        row.addWidget(self.words, 1)
        row.addWidget(self.back)
        self.hide()

    def show_words(self, words: str, tone: str = "") -> None:
        """These instead of what was said before."""
        self.words.setText(words)
        set_tone(self.words, tone)
        self.setVisible(bool(words))
