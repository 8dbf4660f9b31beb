"""A question, one line to answer it in, and a note that says what Enter would do."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kopdes_desktop.ui.kit.amounts import MoneyEdit
from kopdes_desktop.ui.kit.card_scan import CardScan
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.typed_ahead import TypedAhead


class QuestionCard(QFrame):
    """The line's keys go first to `keys`, an event filter; scans and keys typed ahead are kept."""

    def __init__(self, keys: QObject) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.question = kind_label("", "heading")
        self.question.setWordWrap(True)
        self.line = MoneyEdit()
        self.line.setProperty("kind", "big")
        self.line.installEventFilter(keys)
        self.scan = CardScan(self.line)
        self.ahead = TypedAhead(self.line)
        self.note = kind_label("", "muted")
        self.note.setWordWrap(True)
        self.figure = kind_label("", "figure")
        self.figure.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(18, 12, 18, 12)
        inside.setSpacing(6)
        inside.addWidget(self.question)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.line, 1)
        row.addWidget(self.figure)
        inside.addLayout(row)
        inside.addWidget(self.note)

    def ask(self, words: str) -> None:
        """What the line is to answer."""
        self.question.setText(words)
        self.line.setAccessibleName(words)

    def propose(self, words: str) -> None:
        """What Enter takes, plainly beside the line; nothing where it takes nothing."""
        self.figure.setText(words)
        self.figure.setVisible(bool(words))

    def say(self, words: str, tone: str) -> None:
        """What Enter would do, or what is wrong; the line keeps what was typed."""
        self.note.setText(words)
        set_tone(self.note, tone)
        set_tone(self.line, tone if tone == "danger" else "")
        self.line.setAccessibleDescription(words)
