"""A field that offers one of a few."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ui.kit.fields import Field

#: Letters further apart than this begin a new word.
TOGETHER_S = 1.5
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class ChoiceBox(QComboBox):
    """Letters pick by how any word of a choice begins; the same letter again goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._typed, self._typed_at = "", 0.0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters and figures; leave the rest, and what nothing begins with, to Qt."""
        text = event.text()
        if not text.isalnum() or event.modifiers() & ~_PLAIN:
            self._typed = ""
            super().keyPressEvent(event)
            return
        now = time.monotonic()
        self._typed = text if now - self._typed_at > TOGETHER_S else self._typed + text
        self._typed_at = now
        at = self._at(folded(self._typed))
        if at is None:
            self._typed = text
            at = self._at(folded(text), after=self.currentIndex())
        if at is not None:
            self.setCurrentIndex(at)

    def _at(self, typed: str, after: int = -1) -> int | None:
        """Where a choice begins so; else where one of its later words does."""
        every = range(self.count())
        turned = [*every[after + 1 :], *every[: after + 1]]
        words = {at: folded(self.itemText(at)) for at in turned}
        begun = [at for at in turned if words[at].startswith(typed)]
        later = [at for at in turned if _within(words[at], typed)]
        return next(iter(begun + later), None)


def _within(words: str, typed: str) -> bool:
    """Whether one of the words begins so, whatever stands between them."""
    apart = "".join(each if each.isalnum() else " " for each in words)
    return any(word.startswith(typed) for word in apart.split())


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
        for value, words in choices:
            self.box.addItem(words, value)
        if needed:
            self.box.setPlaceholderText(_("belum dipilih"))
            self.box.setCurrentIndex(-1)
        super().__init__(name, label, self.box, hint=hint)
        self.needed = needed
        self.box.currentIndexChanged.connect(self._on_changed)

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
