"""A form: fields below one another, one primary button, and one place for what has no field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.ui.kit.fields import EnterLeads, Field, kind_label, set_tone

#: Where a field beside says more than one line, the others stay where they are.
_TOP = Qt.AlignmentFlag.AlignTop


def button(text: str, kind: str = "", icon: str = "") -> QPushButton:
    """A push button of one of the kinds that the style sheet knows; Enter presses it too."""
    made = QPushButton(f" {text}" if icon else text)
    made.setAutoDefault(True)
    made.setAccessibleName(text.replace("&", ""))
    if kind:
        made.setProperty("kind", kind)
    if icon:
        from kopdes_desktop.ui.kit import icons  # noqa: PLC0415  the first paint goes without

        icons.dress(made, icon, "on_accent" if kind == "primary" else "text")
    return made


class Form(QWidget):
    """Enter goes from field to field and submits at the last; Ctrl+Enter submits from anywhere."""

    submitted = Signal()
    #: What is typed here is gone unless it is submitted (`unsaved`).
    is_filled_in = True

    def __init__(
        self,
        fields: Sequence[Field],
        submit: QPushButton,
        *,
        columns: int = 1,
        wide: Sequence[str] = (),
    ) -> None:
        """`wide` names the fields that take a whole row to themselves."""
        super().__init__()
        self.fields = tuple(fields)
        self.submit = submit
        self.notice = kind_label("", "notice", "danger")
        self.notice.setWordWrap(True)
        self.notice.hide()
        self._busy = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self._wide = tuple(wide)
        self.abreast = 0
        self.lay(columns)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(submit)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(self._grid)
        box.addWidget(self.notice)
        box.addLayout(self.buttons)
        box.addStretch(1)
        submit.clicked.connect(self.send)
        self._leads = EnterLeads(
            [field.editor for field in self.fields],
            self.send,
            stays=lambda at: self.fields[at].wrong(),
        )
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.send)

    def lay(self, columns: int) -> None:
        """Put the fields into so many columns, in their order."""
        self.abreast = columns
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        at = 0
        for field in self.fields:
            across = columns if field.name in self._wide else 1
            at += -at % across
            self._grid.addWidget(field, at // columns, at % columns, 1, across, _TOP)
            at += across

    def send(self) -> None:
        """Tell that the form is meant, unless what was sent before still runs."""
        if not self._busy:
            self.notice.hide()
            self.submitted.emit()

    def values(self) -> dict[str, Any] | None:
        """Every field's value by name; None once a field has complained and has the focus."""
        read: dict[str, Any] = {}
        wrong: list[Field] = []
        for field in self.fields:
            try:
                read[field.name] = field.value()
            except Refusal as refusal:
                field.complain(refusal.message)
                wrong.append(field)
        if wrong:
            wrong[0].call_back()
            return None
        return read

    def clear(self) -> None:
        """Empty all, first field ready."""
        for field in self.fields:
            field.clear()
        self.notice.hide()
        self.fields[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.submit.setDisabled(busy)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """Show the words at the field, or in the form's own notice."""
        for one in self.fields:
            if one.name == field:
                one.complain(words)
                one.call_back()
                return True
        self.tell(words, "danger")
        return True

    def tell(self, words: str, tone: str = "") -> None:
        """Say something above the button."""
        self.notice.setText(words)
        set_tone(self.notice, tone)
        self.notice.setVisible(bool(words))

    def field(self, name: str) -> Field:
        """The field of this name."""
        return next(one for one in self.fields if one.name == name)


def key_hint(key: str, words: str) -> QWidget:
    """A key and what it does, as printed along the edge of a screen."""
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(kind_label(key, "key"))
    row.addWidget(kind_label(words, "small"))
    return held
