"""A PIN that is chosen: what is none is told as soon as the cursor leaves it."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import WeakPassword
from kopdes_desktop.security.passwords import PIN_DIGITS, require_pin
from kopdes_desktop.ui.kit.fields import TextField


class NewPin(TextField):
    """Six figures, or nothing where none is `needed`."""

    def __init__(
        self, label: str, *, hint: str, needed: bool = False, guessable: bool = True
    ) -> None:
        """Where it may not be `guessable`, such a one is refused here already."""
        super().__init__("pin", label, secret=True, needed=needed, longest=PIN_DIGITS, hint=hint)
        self._guessable = guessable
        self.edit.editingFinished.connect(self._weigh)

    def value(self) -> str:
        """The PIN, or nothing; WeakPassword, or BadField where it is missing."""
        typed = super().value()
        if typed:
            require_pin(typed, practice=self._guessable)
        return typed

    def _weigh(self) -> None:
        if not self.text:
            return
        try:
            self.value()
        except WeakPassword as weak:
            self.complain(weak.message)
