"""Taking something back asks why: the reason stands in the books beside the deed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button


class AskReason(Dialog):
    """Says what is about to happen; `given` carries the reason once the deed is confirmed."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None, title: str, words: str, *, deed: str) -> None:
        """Name the button after the deed; Enter in the line goes to it, Esc does nothing."""
        super().__init__(parent, title, words, icon="help-circle")
        self.form = Form((TextField("reason", _("Alasan"), needed=True),), button(deed, "primary"))
        back = button(_("Tidak jadi"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._give)
        self.box.addWidget(self.form)
        self.form.fields[0].editor.setFocus()

    def _give(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.given.emit(said["reason"])
