"""The letter behind a deed: its number and day, asked in a small window over the teller."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.reasons import AskLine


class LetterDialog(AskLine):
    """Enter takes what is typed; `given` carries it, empty where none was `needed`."""

    def __init__(
        self, parent: QWidget | None, title: str, words: str, *, deed: str, needed: bool
    ) -> None:
        """Name the button after what comes next; Esc does nothing."""
        super().__init__(parent, title, words, icon="info")
        hint = _("contoh 4/SP, 1 Februari 2026") if needed else _("Enter saja bila tidak ada surat")
        letter = TextField("letter", _("Nomor dan tanggal surat"), hint=hint, needed=needed)
        self.ask(letter, button(deed, "primary", "check"), _("Batal"))
