"""Taking something back asks why: the reason stands in the books beside the deed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button


class AskLine(Dialog):
    """Says what is about to happen; `given` carries the line once the deed is confirmed."""

    given = Signal(str)

    def ask(self, line: TextField, deed: QPushButton, back: str) -> None:
        """Enter in the line goes to the deed, Esc and the way `back` do nothing."""
        self.form = Form((line,), deed)
        turn_back = button(back)
        turn_back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, turn_back)
        self.form.submitted.connect(self._give)
        self.box.addWidget(self.form)
        line.editor.setFocus()

    def _give(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.given.emit(*said.values())


class AskReason(AskLine):
    """Why something is taken back."""

    def __init__(self, parent: QWidget | None, title: str, words: str, *, deed: str) -> None:
        """Name the button after the deed."""
        super().__init__(parent, title, words, icon="help-circle")
        line = TextField("reason", _("Alasan"), needed=True)
        self.ask(line, button(deed, "primary"), _("Tidak jadi"))
