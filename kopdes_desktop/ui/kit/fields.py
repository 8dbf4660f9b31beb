"""Fields: a label, an editor and one line below it that hints, echoes or complains.

The one line is always there, so a short complaint never moves what is under it; a long one takes
more lines, never more width. Text ends here: a field gives a typed value or raises the Refusal that
says what is wrong with the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.ui.kit.glossary import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone that the style sheet looks at, and have it look again."""
    if (widget.property("tone") or "") == tone:
        return
    widget.setProperty("tone", tone)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class Words(QLabel):
    """Words as they are: Qt would read a name with angle brackets as markup, and open its files."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setToolTip(self, text: str) -> None:
        """What is whole where the words are cut; as plain as they are."""
        super().setToolTip(plain_tip(text))


def plain_tip(text: str) -> str:
    """A tooltip that shows these very words; Qt takes what looks like markup for markup."""
    if "<" not in text and "&" not in text:
        return text
    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<span>{kept}</span>"


def kind_label(text: str, kind: str, tone: str = "") -> QLabel:
    """A label of one of the kinds that the style sheet knows."""
    made = Words(text)
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
        self.label.setToolTip(explained(label))
        self.note = kind_label(hint, "small")
        self._wraps = False
        editor.setAccessibleName(label.replace("&", ""))
        editor.setAccessibleDescription(hint)
        self.setFocusProxy(editor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.label)
        box.addWidget(editor)
        box.addWidget(self.note)

    def let_grow(self) -> None:
        """In a dialog there is room below: the one line of words may become several."""
        self._wraps = True
        self._make_room(wraps=True)
        inside = self.layout()
        if isinstance(inside, QVBoxLayout):
            inside.addStretch(1)

    def complain(self, words: str) -> None:
        """Say what is wrong, below the editor and to screen readers."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415  5 ms of a start

        self.complaint = words
        self._tell(words, "danger")
        set_tone(self.editor, "danger")
        QAccessible.updateAccessibility(
            QAccessibleEvent(self.editor, QAccessible.Event.DescriptionChanged)
        )

    def call_back(self) -> None:
        """Lead the cursor here again; what stands in the line is replaced by typing."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        _bring_into_view(self.editor)
        if isinstance(self.editor, QLineEdit):
            self.editor.selectAll()

    def accept(self) -> None:
        """Take a complaint back."""
        self.complaint = ""
        set_tone(self.editor, "")
        self.refresh_note()

    def refresh_note(self) -> None:
        """Show what the note says when nothing is wrong; kinds of field say more."""
        self._tell(self.hint, "")

    def _make_room(self, *, wraps: bool) -> None:
        """A hint stands on its one line; what is said later goes on below it."""
        self.note.setWordWrap(wraps)
        height = QSizePolicy.Policy.Preferred if wraps else QSizePolicy.Policy.Maximum
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), height)

    def _tell(self, words: str, tone: str) -> None:
        self._make_room(wraps=self._wraps or words != self.hint)
        self.note.setText(words)
        self.note.setToolTip(words)
        set_tone(self.note, tone)
        self.editor.setAccessibleDescription(words)

    def wrong(self) -> bool:
        """Whether Enter has to stay here: what was typed is refused, and said so."""
        return False

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

    def wrong(self) -> bool:
        """Words that mean nothing are mended first; an empty line may be filled later."""
        if not self.text:
            return False
        try:
            self.value()
        except Refusal as refusal:
            self.complain(refusal.message)
            self.call_back()
        return bool(self.complaint)

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


class EnterLeads(QObject):
    """Enter goes on from a line to the next one, and from the last to what `finish` does."""

    def __init__(
        self,
        lines: Sequence[QWidget],
        finish: Callable[[], None],
        stays: Callable[[int], bool] = lambda _at: False,
    ) -> None:
        """Watch these editors, in this order; `stays` keeps the cursor at one of them."""
        super().__init__(lines[0])
        self._lines = list(lines)
        self._finish = finish
        self._stays = stays
        for line in lines:
            line.installEventFilter(self)

    def end(self) -> None:
        """Watch them no more: others lead through these editors."""
        for line in self._lines:
            line.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for ourselves; leave every other key to the editor."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return False
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or event.isAutoRepeat():
            return False
        index = next((n for n, line in enumerate(self._lines) if line is watched), None)
        if index is None:
            return False
        if self._stays(index):
            return True
        later = [line for line in self._lines[index + 1 :] if line.isVisible() and line.isEnabled()]
        if later:
            later[0].setFocus(Qt.FocusReason.TabFocusReason)
            _bring_into_view(later[0])
        else:
            self._finish()
        return True


def _bring_into_view(editor: QWidget) -> None:
    """Scroll a long form to where the cursor is now."""
    above = editor.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(editor.parentWidget() or editor)
        above = above.parentWidget()
