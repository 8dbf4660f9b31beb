"""The letter behind a deed: its number and day, asked in a small window over the teller."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button


class LetterDialog(Dialog):
    """Enter takes what is typed; `given` carries it, empty where none was `needed`."""

    given = Signal(str)

    def __init__(
        self, parent: QWidget | None, title: str, words: str, *, deed: str, needed: bool
    ) -> None:
        """Name the button after what comes next; Esc does nothing."""
        super().__init__(parent, title, words, icon="info")
        hint = _("contoh 4/SP, 1 Februari 2026") if needed else _("Enter saja bila tidak ada surat")
        letter = TextField("letter", _("Nomor dan tanggal surat"), hint=hint, needed=needed)
        self.form = Form((letter,), button(deed, "primary", "check"))
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._give)
        self.box.addWidget(self.form)
        self.form.fields[0].editor.setFocus()

    def _give(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.given.emit(said["letter"])
