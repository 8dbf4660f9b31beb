"""A field that offers one of a few."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ui.kit.fields import Field
from kopdes_desktop.ui.kit.panels import at_text_size

#: Letters further apart than this begin a new word.
TOGETHER_S = 1.5
#: What may stand between two words that are typed.
_BETWEEN = frozenset(" -/.,")
#: So many letters are always seen, and beside them the frame and the arrow.
_LEAST, _AROUND = 12, 46
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class ChoiceBox(QComboBox):
    """Letters pick by how any word of a choice begins; the same letter again goes on.

    A blank or a dash goes on with the next word: "bank b" is the bank whose name begins so. What
    nothing begins with changes nothing.
    """

    #: What fits no choice: the one that is shown stays.
    missed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._typed, self._typed_at = "", 0.0

    def minimumSizeHint(self) -> QSize:
        """Long words take no room from the fields beside it: they are cut instead."""
        hint = super().minimumSizeHint()
        least = self.fontMetrics().horizontalAdvance("0") * _LEAST + at_text_size(_AROUND)
        return QSize(min(hint.width(), least), hint.height())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """What is shown never ends in half a word or half a figure."""
        super().initStyleOption(option)
        room = self.width() - at_text_size(_AROUND)
        option.currentText = fitting(option.currentText, self.fontMetrics(), room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters and figures, and what stands between words; leave the rest to Qt."""
        text = event.text()
        if event.modifiers() & ~_PLAIN or not self._searches(text):
            self._typed = ""
            super().keyPressEvent(event)
            return
        now = time.monotonic()
        typed = text if now - self._typed_at > TOGETHER_S else self._typed + text
        self._typed_at = now
        at = self._at(_apart(typed))
        if at is None and set(typed) == {text}:
            typed = text
            at = self._at(_apart(text), after=self.currentIndex())
        self._typed = typed
        if at is None:
            self.missed.emit(typed)
        else:
            self.setCurrentIndex(at)

    def _searches(self, text: str) -> bool:
        """Letters always; a blank or a dash once something was typed, not long ago."""
        if text.isalnum():
            return True
        going_on = bool(self._typed) and time.monotonic() - self._typed_at <= TOGETHER_S
        return text in _BETWEEN and going_on

    def _at(self, typed: Sequence[str], after: int = -1) -> int | None:
        """Where a choice begins so; else where each word begins one of its words, or its code."""
        every = range(self.count())
        turned = [*every[after + 1 :], *every[: after + 1]]
        words = {at: _apart(self.itemText(at)) for at in turned}
        whole = " ".join(typed)
        begun = [at for at in turned if " ".join(words[at]).startswith(whole)]
        later = [at for at in turned if _within((*words[at], *self._code(at)), typed)]
        return next(iter(begun + later), None)

    def _code(self, at: int) -> Sequence[str]:
        """The code of a box or a unit; what the program alone calls a choice is not typed."""
        code = str(self.itemData(at) or "")
        return _apart(code) if code == code.upper() else ()


def fitting(words: str, letters: QFontMetrics, room: int) -> str:
    """The words as far as there is room: what stands in brackets goes first, then the end."""
    if letters.horizontalAdvance(words) <= room:
        return words
    name, bracket, _amount = words.rpartition(" (")
    kept = name if bracket and words.endswith(")") else words
    return letters.elidedText(kept, Qt.TextElideMode.ElideRight, room)


def _apart(text: str) -> Sequence[str]:
    """The words of a text, whatever stands between them."""
    return "".join(each if each.isalnum() else " " for each in folded(text)).split()


def _within(words: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether each of what was typed begins one of the words."""
    return bool(typed) and all(any(word.startswith(each) for word in words) for each in typed)


class ChoiceField(Field):
    """One of a few: (value, words). Letters pick it; `needed` has nothing picked at first."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        *,
        hint: str = "",
        needed: bool = False,
    ) -> None:
        """Offer the words, keep the values."""
        self.box = ChoiceBox()
        self._first = -1 if needed else 0
        super().__init__(name, label, self.box, hint=hint)
        for value, words in choices:  # the first one makes its list, which moves no more
            self.box.addItem(words, value)
        if needed:
            self.box.setPlaceholderText(_("belum dipilih"))
            self.box.setCurrentIndex(-1)
        self.needed = needed
        self.box.currentIndexChanged.connect(self._on_changed)
        self.box.missed.connect(self._on_missed)

    def _on_missed(self, typed: str) -> None:
        """Say so, for the letters themselves are not seen."""
        words = _("Tidak ada “{typed}” di sini.").format(typed=typed)
        self._tell(words, "warning")

    def _on_changed(self, _index: int) -> None:
        self.accept()
        self.edited.emit()

    @property
    def picked(self) -> bool:
        """Whether anything is."""
        return self.box.currentIndex() >= 0

    def value(self) -> str:
        """The value behind the words that are shown; BadField where one is needed and missing."""
        if self.needed and not self.picked:
            raise BadField(
                N_("Belum dipilih: ketik huruf awalnya atau tekan panah."), field=self.name
            )
        return str(self.box.currentData())

    def wrong(self) -> bool:
        """One that is needed is chosen before Enter goes on."""
        if self.needed and not self.picked:
            self.complain(_("Belum dipilih: ketik huruf awalnya atau tekan panah."))
            return True
        return False

    def choose(self, value: str) -> None:
        """Show the words of this value."""
        self.box.setCurrentIndex(self.box.findData(value))

    def clear(self) -> None:
        """Back to how it began."""
        self.box.setCurrentIndex(self._first)
        self.accept()
