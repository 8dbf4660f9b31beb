"""Fields: a label, an editor and one line below it that hints, echoes or complains.

The one line is always there, so a complaint never moves what is under it. Text ends here: a field
gives a typed value or raises the Refusal that says what is wrong with the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import day, number, parse_day, parse_rupiah, short_day, spelled
from kopdes_desktop.ui.kit.grouping import regrouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

#: Further than this from today, a day is questioned.
FAR_DAYS: Final = 366


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone that the style sheet looks at, and have it look again."""
    if (widget.property("tone") or "") == tone:
        return
    widget.setProperty("tone", tone)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def kind_label(text: str, kind: str, tone: str = "") -> QLabel:
    """A label of one of the kinds that the style sheet knows."""
    made = QLabel(text)
    made.setProperty("kind", kind)
    if tone:
        made.setProperty("tone", tone)
    return made


class Field(QWidget):
    """Label, editor, note. `name` is the order's field, so that a refusal finds its place."""

    edited = Signal()

    def __init__(self, name: str, label: str, editor: QWidget, *, hint: str = "") -> None:
        """Put the three below one another; the label's mnemonic leads to the editor."""
        super().__init__()
        self.name = name
        self.editor = editor
        self.hint = hint
        self.complaint = ""
        self.label = kind_label(label, "label")
        self.label.setBuddy(editor)
        self.note = kind_label(hint, "small")
        self.note.setWordWrap(False)
        editor.setAccessibleName(label.replace("&", ""))
        editor.setAccessibleDescription(hint)
        self.setFocusProxy(editor)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.label)
        box.addWidget(editor)
        box.addWidget(self.note)

    def complain(self, words: str) -> None:
        """Say what is wrong, below the editor and to screen readers."""
        self.complaint = words
        self._tell(words, "danger")
        set_tone(self.editor, "danger")
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.editor, QAccessible.Event.DescriptionChanged)
        )

    def accept(self) -> None:
        """Take a complaint back."""
        self.complaint = ""
        set_tone(self.editor, "")
        self.refresh_note()

    def refresh_note(self) -> None:
        """Show what the note says when nothing is wrong; kinds of field say more."""
        self._tell(self.hint, "")

    def _tell(self, words: str, tone: str) -> None:
        self.note.setText(words)
        self.note.setToolTip(words)
        set_tone(self.note, tone)
        self.editor.setAccessibleDescription(words)

    def value(self) -> object:
        """The typed value; raises Refusal."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty, without a complaint."""
        raise NotImplementedError


class LineField(Field):
    """A field around one line edit."""

    def __init__(self, name: str, label: str, edit: QLineEdit, *, hint: str = "") -> None:
        """Listen to the line: a new key takes a complaint back."""
        super().__init__(name, label, edit, hint=hint)
        self.edit = edit
        edit.textEdited.connect(self._on_edited)

    def _on_edited(self, _text: str) -> None:
        self.accept()
        self.edited.emit()

    @property
    def text(self) -> str:
        """What stands in the line, without the blanks around it."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Put this into the line."""
        self.edit.setText(text)
        self.accept()

    def clear(self) -> None:
        """Empty, without a complaint."""
        self.set_text("")


class TextField(LineField):
    """Free text; `needed` refuses emptiness, `secret` hides what is typed."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        hint: str = "",
        needed: bool = False,
        secret: bool = False,
        longest: int = 200,
    ) -> None:
        """Keep what the field demands."""
        edit = QLineEdit()
        edit.setMaxLength(longest)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(name, label, edit, hint=hint)
        self.needed = needed

    def value(self) -> str:
        """The text; BadField if it is needed and missing."""
        if self.needed and not self.text:
            raise BadField(N_("Isian ini belum diisi."), field=self.name)
        return self.text


class MoneyEdit(QLineEdit):
    """Digits grouped while they are typed; a comma is refused with a sentence, never rounded."""

    def __init__(self) -> None:
        """Right-aligned, as figures are."""
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(40)
        self.setPlaceholderText("0")
        self.complaint = ""
        self._before = ""
        self.textEdited.connect(self._regroup)
        self.textChanged.connect(self._remember)

    def _remember(self, _text: str) -> None:
        self._before = self.text()

    def _regroup(self, text: str) -> None:
        typed = regrouped(self._before, text, self.cursorPosition())
        if typed.text != text:
            self.setText(typed.text)
        self.setCursorPosition(typed.cursor)
        self.complaint = _(typed.complaint) if typed.complaint else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete steps over a grouping dot, which only looks like a character."""
        at = self.cursorPosition()
        on_dot = self.text()[at : at + 1] == "."
        if event.key() == Qt.Key.Key_Delete and on_dot and not self.hasSelectedText():
            self.setCursorPosition(at + 1)
        super().keyPressEvent(event)


class MoneyField(LineField):
    """Whole rupiah, grouped as typed, said in words below. Its value is never a float."""

    def __init__(self, name: str, label: str, *, hint: str = "", needed: bool = True) -> None:
        """Echo in words; refuse what is no whole amount."""
        self._money = MoneyEdit()
        super().__init__(name, label, self._money, hint=hint)
        self.needed = needed

    def _on_edited(self, text: str) -> None:
        super()._on_edited(text)
        if self._money.complaint:
            self.complain(self._money.complaint)

    def refresh_note(self) -> None:
        """The amount in words, so that a zero too many is heard."""
        try:
            words = spelled(parse_rupiah(self.text)) if self.text else self.hint
        except Refusal:
            words = self.hint
        self._tell(words, "")

    def set_amount(self, amount: Rupiah) -> None:
        """Put this amount into the line."""
        self.set_text(number(amount))

    def value(self) -> Rupiah | None:
        """The amount; None when empty and not needed; BadField for anything else."""
        if not self.text:
            if self.needed:
                raise BadField(N_("Jumlah belum diisi."), field=self.name)
            return None
        try:
            return parse_rupiah(self.text)
        except Refusal as refusal:
            raise BadField(refusal.template, field=self.name, **refusal.values) from None


class DayField(LineField):
    """A day typed as 5, 5/3 or t; echoed with the month's name, questioned when far away."""

    def __init__(self, name: str, label: str, today: Callable[[], date], *, hint: str = "") -> None:
        """Take the day from a function, so that midnight is nobody's problem."""
        self._today = today
        super().__init__(
            name, label, QLineEdit(), hint=hint or _("5 · 5/3 · 5/3/2026 · t = hari ini")
        )
        self.edit.editingFinished.connect(self._write_whole)

    def set_day(self, value: date) -> None:
        """Put this day into the line."""
        self.set_text(short_day(value))

    def _write_whole(self) -> None:
        try:
            whole = short_day(self.value())
        except Refusal as refusal:
            if self.text:
                self.complain(refusal.message)
            return
        if self.text != whole:
            self.set_text(whole)

    def refresh_note(self) -> None:
        """The day in words; a far one as a question."""
        try:
            meant = self.value()
        except Refusal:
            self._tell(self.hint, "")
            return
        far = abs((meant - self._today()).days) > FAR_DAYS
        self._tell(
            _("{day} — jauh dari hari ini, benar?").format(day=day(meant)) if far else day(meant),
            "warning" if far else "",
        )

    def value(self) -> date:
        """The day; BadField when it is none."""
        if not self.text:
            raise BadField(N_("Tanggal belum diisi."), field=self.name)
        try:
            return parse_day(self.text, self._today())
        except Refusal as refusal:
            raise BadField(refusal.template, field=self.name, **refusal.values) from None


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


class EnterLeads(QObject):
    """Enter goes on from a line to the next one, and from the last to what `finish` does."""

    def __init__(self, lines: Sequence[QWidget], finish: Callable[[], None]) -> None:
        """Watch these editors, in this order."""
        super().__init__(lines[0])
        self._lines = list(lines)
        self._finish = finish
        for line in lines:
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for ourselves; leave every other key to the editor."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return False
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or event.isAutoRepeat():
            return False
        index = next((n for n, line in enumerate(self._lines) if line is watched), None)
        if index is None:
            return False
        later = [line for line in self._lines[index + 1 :] if line.isVisible() and line.isEnabled()]
        if later:
            later[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._finish()
        return True
