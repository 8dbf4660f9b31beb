"""A form that stands before the page for a moment; Esc closes it and nothing has happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk, Then
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import Field
from kopdes_desktop.ui.kit.form import Form, button


class FormDialog(Dialog):
    """Fields and one deed. `given` carries what was typed; it closes once that is done."""

    given = Signal(object)
    unsaid = NOTHING_DONE

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        words: str,
        fields: Sequence[Field],
        *,
        deed: str,
        columns: int = 1,
        icon: str = "info",
    ) -> None:
        super().__init__(parent, title, words, icon=icon)
        self._then: Then | None = None
        self.form = Form(fields, button(deed, "primary"), columns=columns)
        for field in fields:
            field.let_grow()
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._submit)
        self.box.addWidget(self.form)
        self.form.fields[0].editor.setFocus()

    def perform(
        self, desk: Desk, op: str, order: dict[str, Any], then: Then, *, question: str = ""
    ) -> None:
        """Have the order done; what is refused stands at its field, and nothing typed is lost."""
        self._then = then
        desk.perform(op, order, self._done, sender=self.form, question=question)

    def reject(self) -> None:
        """Esc closes, but not while the deed is being written: its receipt is still to come."""
        if not self.form.is_busy():
            super().reject()

    def _submit(self) -> None:
        typed = self.form.values()
        if typed is not None:
            self.given.emit(typed)

    def _done(self, answer: object) -> None:
        then, self._then = self._then, None
        self.accept()
        if then is not None:
            then(answer)
