"""The one line of the till: a code or a name, or the answer to what the screen asks just now.

A scan is never an answer: in front of a question it goes to the sale, and the line stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ui.kit.card_scan import HELD
from kopdes_desktop.ui.kit.fields import set_tone
from kopdes_desktop.ui.kit.grouping import amount_of
from kopdes_desktop.ui.kit.question_card import QuestionCard
from kopdes_desktop.ui.kit.scan_run import Codes, Run
from kopdes_desktop.ui.kit.typed_ahead import ENTER

_STEPS: Final = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_SIGNS: Final = {"+": 1, "-": -1}


def _nothing(_text: str) -> None:
    """A question that does not follow what is typed."""


class Question(Struct, frozen=True):
    """What the line is asked, what takes the answer, and what follows it while it is typed.

    `of_goods` is the one question whose answer is a code; `money` groups the digits; `numbers` of
    something else may be scanned. `back` is where Esc leads, to the goods where it is not said.
    `scanned` goods wait for the answer: the cart is not whole before it.
    """

    words: str
    take: Callable[[str], None]
    note: str = ""
    typed: Callable[[str], None] = _nothing
    money: bool = False
    text: str = ""
    of_goods: bool = False
    numbers: bool = False
    scanned: bool = False
    back: Callable[[], None] | None = None


class CodeLine(QObject):
    """Watches the line of its `card`; the screen asks, and hears."""

    #: A code of goods, scanned in front of another question.
    coded = Signal(str)
    #: A member's card.
    carded = Signal(str)
    walked = Signal(object)
    #: One more or one less of what is marked; none of it; and as it was before.
    stepped = Signal(int)
    dropped = Signal()
    undone = Signal()
    left = Signal()
    #: Something else is asked now.
    asked = Signal()

    def __init__(self, codes: Callable[[], Codes | None]) -> None:
        super().__init__()
        self._codes = codes
        self._run = Run()
        self.card = QuestionCard(self)
        self.card.scan.scanned.connect(self.carded)
        self.line, self.ahead = self.card.line, self.card.ahead
        self.line.textEdited.connect(self._on_edited)
        self.question = Question("", _nothing)

    def ask(self, question: Question) -> None:
        """Ask this; what stood in the line is gone."""
        self.question = question
        self._run.clear()
        self.card.ask(question.words)
        self.line.counting = not question.money
        side = Qt.AlignmentFlag.AlignRight if question.money else Qt.AlignmentFlag.AlignLeft
        self.line.setAlignment(side)
        self.line.setPlaceholderText("0" if question.money else "")
        self.line.setText(question.text)
        self.line.selectAll()
        self.say(question.note)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit()

    def say(self, words: str, tone: str = "") -> None:
        """Below the line: what Enter would do, what was refused."""
        self.card.say(words, tone)

    def clear(self) -> None:
        """Ready for the next code."""
        self.line.clear()
        self._run.clear()

    def amount(self) -> Rupiah:
        """The rupiah that stand in the line; BadField."""
        return amount_of(self.line.text())

    def _on_edited(self, text: str) -> None:
        set_tone(self.line, "")
        self.question.typed(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys before the line has them."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in ENTER:
            if not event.isAutoRepeat():
                self._enter(event)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.key() in _STEPS:
            self.walked.emit(event)
            return True
        if self.question.of_goods and not self.line.text() and self._acts(event):
            return True
        self._note(event)
        return super().eventFilter(watched, event)

    def _acts(self, event: QKeyEvent) -> bool:
        """On the empty line of goods four keys change what is in the cart."""
        if event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
        elif event.text() in _SIGNS:
            self.stepped.emit(_SIGNS[event.text()])
        else:
            return False
        return True

    def _note(self, event: QKeyEvent) -> None:
        text = event.text()
        if text and text.isprintable() and not event.modifiers() & HELD:
            self._run.add(text, event.timestamp(), self.line.text())
        elif event.key() != Qt.Key.Key_Shift:
            self._run.clear()

    def _enter(self, event: QKeyEvent) -> None:
        codes = None if self.question.of_goods else self._codes()
        found = None
        if codes is not None:
            found = self._run.code(codes, event.timestamp(), known=self.question.numbers)
        self._run.clear()
        if found is None:
            self.answer()
            return
        self.line.setText(found[1])
        self.question.typed(found[1])
        self.coded.emit(found[0])

    def answer(self) -> None:
        """As Enter does, for those who press a button instead."""
        self._take(self.line.text().strip())

    def _take(self, text: str) -> None:
        """Answered; what is refused is said below, and the line keeps what was typed."""
        try:
            self.question.take(text)
        except Refusal as refusal:
            self.say(refusal.message, "danger")
            self.line.selectAll()
