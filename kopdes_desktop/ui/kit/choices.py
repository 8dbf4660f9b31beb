"""A field that offers one of a few."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from kopdes_desktop.ui.kit.fields import Field


class ChoiceField(Field):
    """One of a few: (value, words). Typing the first letter picks it."""

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[str, str]], *, hint: str = ""
    ) -> None:
        """Offer the words, keep the values."""
        self.box = QComboBox()
        for value, words in choices:
            self.box.addItem(words, value)
        super().__init__(name, label, self.box, hint=hint)
        self.box.currentIndexChanged.connect(self._on_changed)

    def _on_changed(self, _index: int) -> None:
        self.accept()
        self.edited.emit()

    def value(self) -> str:
        """The value behind the words that are shown."""
        return str(self.box.currentData())

    def choose(self, value: str) -> None:
        """Show the words of this value."""
        self.box.setCurrentIndex(self.box.findData(value))

    def clear(self) -> None:
        """Back to the first."""
        self.box.setCurrentIndex(0)
        self.accept()
