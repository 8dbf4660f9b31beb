"""A step of the wizard: a heading, a sentence why, fields; it gives its part of the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, LineField, kind_label
from kopdes_desktop.ui.kit.form import Form
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.screen import Heading
from kopdes_desktop.ui.kit.village_picker import VillageField

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What the steps have given so far, by their codes.
Parts = dict[str, dict[str, Any]]


class Step(QWidget):
    """`passed` says that the step is done; `edited` that there is something new to keep."""

    passed = Signal()
    edited = Signal()

    def __init__(self, code: str, title: str, words: str, go: QPushButton) -> None:
        """`go` is the button that ends the step; the wizard shows it where it is always seen."""
        super().__init__()
        self.code = code
        self.title = title
        self.go = go
        self.advice = words
        self.keys: tuple[Key, ...] = ()
        self.setAccessibleName(title)
        self.words = kind_label(words, "muted")
        self.words.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 6, 0)
        box.setSpacing(12)
        box.addWidget(Heading(title))
        box.addWidget(self.words)
        box.addLayout(self.body, 1)

    def start(self) -> None:
        """Put the focus where typing begins."""

    def look_back(self, parts: Parts) -> None:
        """Take over what earlier steps have given."""

    def texts(self) -> dict[str, Any]:
        """What stands in the step, as it is kept in the draft."""
        return {}

    def restore(self, texts: Mapping[str, Any]) -> None:
        """Show what an earlier start left."""

    def part(self) -> dict[str, Any] | None:
        """What the profile gets from here; None once a field has complained."""
        return {}

    def complain(self, _field: str | None, _words: str) -> bool:
        """Show at the field what founding refused; False where there is no such field."""
        return False


class ListStep(Step):
    """A step of lists: Enter on its button, or Ctrl+Enter anywhere, goes on."""

    def __init__(self, code: str, title: str, words: str, go: QPushButton) -> None:
        super().__init__(code, title, words, go)
        go.clicked.connect(self.passed)
        bind((Key("Ctrl+Return", "", self.passed.emit),), self)


class FormStep(Step):
    """A step that is one form; Enter at its last field goes on."""

    def __init__(self, code: str, title: str, words: str, form: Form) -> None:
        super().__init__(code, title, words, form.submit)
        self.form = form
        self.body.addWidget(form)
        self.body.addStretch(1)
        form.submitted.connect(self.passed)
        for field in form.fields:
            field.edited.connect(self.edited)

    def start(self) -> None:
        self.form.fields[0].call_back()

    def texts(self) -> dict[str, Any]:
        return {field.name: text_of(field) for field in self.form.fields if not is_secret(field)}

    def restore(self, texts: Mapping[str, Any]) -> None:
        for field in self.form.fields:
            kept = texts.get(field.name)
            if isinstance(kept, str) and not is_secret(field):
                put(field, kept)

    def part(self) -> dict[str, Any] | None:
        return self.form.values()

    def complain(self, field: str | None, words: str) -> bool:
        if all(field != one.name for one in self.form.fields):
            return False
        return self.form.complain(field, words)


def is_secret(field: Field) -> bool:
    """Whether what is typed here is not shown: it is never kept either."""
    editor = field.editor
    return isinstance(editor, QLineEdit) and editor.echoMode() != QLineEdit.EchoMode.Normal


def text_of(field: Field) -> str:
    """What stands in a field, whether it is right or not."""
    if isinstance(field, VillageField):
        return field.village.code if field.village else ""
    if isinstance(field, LineField):
        return field.text
    return str(field.value()) if isinstance(field, ChoiceField) else ""


def put(field: Field, text: str) -> None:
    """Let this stand in the field; a choice that is not offered any more is left alone."""
    if isinstance(field, VillageField):
        field.show_code(text)
    elif isinstance(field, LineField):
        field.set_text(text)
    elif isinstance(field, ChoiceField) and field.box.findData(text) >= 0:
        field.choose(text)
