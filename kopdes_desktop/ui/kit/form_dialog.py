"""A form that stands before the page for a moment; Esc closes it and nothing has happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import Field, LineField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.panels import at_text_size

if TYPE_CHECKING:
    from kopdes_desktop.ui.desk import Desk, Then


#: Fields stand in no more columns than this, each at least so wide at the usual size of text.
_MOST_COLUMNS, _A_COLUMN = 3, 230


class FormDialog(Dialog):
    """Fields and one deed. `given` carries what was typed; it closes once that is done.

    A `careful` one does not let a single Esc take away what was typed.
    """

    given = Signal(object)
    unsaid = NOTHING_DONE
    careful = False

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
        self._first: list[str] = []
        self._warned = False
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

    def showEvent(self, event: QShowEvent) -> None:
        """What stands there from the beginning nobody has typed.

        Fields go beside one another where they do not all go below one another.
        """
        while not self.fits() and self.form.abreast < min(_MOST_COLUMNS, len(self.form.fields)):
            self.form.lay(self.form.abreast + 1)
            self.setMinimumWidth(at_text_size(_A_COLUMN * self.form.abreast))
        super().showEvent(event)
        self._first = self._first or self._texts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The first Esc says what would be lost."""
        lost = self.careful and not self._warned and self._texts() != self._first
        if event.key() == Qt.Key.Key_Escape and lost and not self.form.is_busy():
            self._warned = True
            words = _("Belum disimpan: isiannya akan hilang. Esc sekali lagi menutup.")
            self.form.tell(words, "warning")
            return
        super().keyPressEvent(event)

    def _texts(self) -> list[str]:
        """What every field shows."""
        made: list[str] = []
        for field in self.form.fields:
            if isinstance(field, ChoiceField):
                made.append(field.box.currentText())
            elif isinstance(field, LineField):
                made.append(field.text)
        return made

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
