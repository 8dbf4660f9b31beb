"""A short list that is changed row by row: Enter changes, Ctrl+N adds, Del takes away."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.first_run.step import is_secret, put, text_of
from kopdes_desktop.ui.first_run.template import Row
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import HEADER_HEIGHT, ROW_HEIGHT, Table

_MOST_ROWS = 6


class RowsPanel(QWidget):
    """The rows, and how one is asked for; `changed` after every change, with the row before it."""

    changed = Signal(object, object)

    def __init__(self, heading: str, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows = list(rows)
        self._left: list[tuple[Row | None, dict[str, str]]] = []
        self.columns = tuple(columns)
        self.table = Table(columns, heading)
        self.table.opened.connect(self._change)
        self.add_button = button(_("Tambah (Ctrl+N)"), icon="plus")
        self.add_button.setAccessibleName(_("{list}: tambah").format(list=heading))
        self.add_button.clicked.connect(self.add)
        self.note = kind_label("", "small")
        self.note.setWordWrap(True)
        self.keys = (
            Key("Return", _("di daftar: ubah baris ini")),
            Key("Ctrl+N", _("di daftar: tambah"), self.add),
            Key("Delete", _("di daftar: buang baris ini"), self._take_away),
        )
        bind(self.keys, self)
        top = QHBoxLayout()
        top.addWidget(kind_label(heading, "heading"), 1)
        top.addWidget(self.add_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(top)
        box.addWidget(self.table)
        box.addWidget(self.note)
        self.show_rows()

    @abstractmethod
    def ask(self, row: Row | None) -> FormDialog:
        """The dialog for this row, or for a new one."""

    @abstractmethod
    def wrong(self, row: Row, before: Row | None) -> tuple[str, str] | None:
        """The field and the words for what is wrong with a row as typed; None when it is right."""

    def keep_secrets(self, typed: dict[str, object], before: Row | None) -> None:
        """Hold on to what may never stand in a row."""

    def why_it_stays(self, _row: Row) -> str:
        """Why this row cannot be taken away; nothing when it can."""
        return ""

    def show_rows(self, at: int = 0) -> None:
        """The rows as they are now, the cursor at this one."""
        self.table.set_rows(self.rows)
        self.table.go_to(min(at, len(self.rows) - 1))
        height = HEADER_HEIGHT + min(max(len(self.rows), 2), _MOST_ROWS) * ROW_HEIGHT
        self.table.setFixedHeight(at_text_size(height) + 4)

    def take_rows(self, rows: Sequence[Row]) -> None:
        """Other rows altogether."""
        self.rows = list(rows)
        self.show_rows()

    def restore(self, kept: object) -> None:
        """Rows of a draft; what an older program or another hand wrote there is left alone."""
        if isinstance(kept, list) and kept and all(self._is_row(row) for row in kept):
            self.take_rows(kept)

    def _is_row(self, row: object) -> bool:
        try:
            return all(isinstance(column.text(column.value(row)), str) for column in self.columns)
        except (LookupError, TypeError, AttributeError):
            return False

    def kept(self) -> list[Row]:
        """The rows as they are now, for another thread or a file."""
        return [dict(row) for row in self.rows]

    def say(self, words: str, tone: str = "") -> None:
        """Below the list."""
        self.note.setText(words)
        set_tone(self.note, tone)

    def add(self) -> None:
        """Ask for one more."""
        self._open(self.ask(None), None)

    def _change(self, row: Row) -> None:
        self._open(self.ask(row), row)

    def _open(self, dialog: FormDialog, before: Row | None) -> None:
        dialog.unsaid = ""
        dialog.given.connect(_Given(self, dialog, before))
        dialog.rejected.connect(_Left(self, dialog, before))
        kept = next((texts for row, texts in self._left if row == before), None)
        if kept is not None:
            for field in dialog.form.fields:
                if field.name in kept:
                    put(field, kept[field.name])
            words = N_("Ini isian tadi yang belum disimpan.")
            if any(is_secret(field) for field in dialog.form.fields):
                words = N_("Ini isian tadi yang belum disimpan. Kata sandi dan PIN diketik lagi.")
            dialog.form.tell(_(words))
        dialog.open()

    def keep_left(self, before: Row | None, typed: dict[str, str], plain: dict[str, str]) -> None:
        """A dialog was left with Esc: what was typed stands there when it is opened again."""
        self._forget_left(before)
        if typed != plain:
            self._left.append((before, typed))
            self.say(_("Belum disimpan; isian tadi muncul lagi saat dibuka."), "warning")

    def _forget_left(self, before: Row | None) -> None:
        self._left = [(row, texts) for row, texts in self._left if row != before]

    def settle(self, dialog: FormDialog, typed: dict[str, object], before: Row | None) -> None:
        """A row was typed: refuse it at its field, or put it where it belongs."""
        row = {name: str(value) for name, value in typed.items() if name not in self.secret}
        if wrong := self.wrong(row, before):
            dialog.form.complain(*wrong)
            return
        if refused := self.refuse_secrets(typed, before):
            dialog.form.complain(*refused)
            return
        dialog.accept()
        self._forget_left(before)
        at = self.rows.index(before) if before is not None else len(self.rows)
        self.rows[at : at + 1] = [row]
        self.keep_secrets(typed, before)
        self.say("")
        self.show_rows(at)
        QTimer.singleShot(0, self, self.go_on)
        self.changed.emit(before, row)

    #: Fields of the dialog that may not stand in a row.
    secret: frozenset[str] = frozenset()

    def refuse_secrets(
        self, _typed: dict[str, object], _before: Row | None
    ) -> tuple[str, str] | None:
        """As `wrong`, for what may not stand in a row."""
        return None

    def go_on(self) -> None:
        """Where the cursor belongs once a row was changed."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self) -> None:
        row = self.table.current()
        if row is None or not self.table.hasFocus():
            return
        if words := self.why_it_stays(row):
            self.say(words, "warning")
            return
        at = self.rows.index(row)
        del self.rows[at]
        self._forget_left(row)
        self.say("")
        self.show_rows(at)
        self.changed.emit(row, None)


class _Given:
    """What was typed, on its way from a dialog to its list."""

    def __init__(self, panel: RowsPanel, dialog: FormDialog, before: Row | None) -> None:
        self._panel, self._dialog, self._before = panel, dialog, before

    def __call__(self, typed: dict[str, object]) -> None:
        self._panel.settle(self._dialog, typed, self._before)


class _Left:
    """What stood in a dialog when it was opened, and stands there when it is given up."""

    def __init__(self, panel: RowsPanel, dialog: FormDialog, before: Row | None) -> None:
        self._panel, self._dialog, self._before = panel, dialog, before
        self._plain = _texts(dialog)

    def __call__(self) -> None:
        self._panel.keep_left(self._before, _texts(self._dialog), self._plain)


def _texts(dialog: FormDialog) -> dict[str, str]:
    """All that stands in a dialog, but for secrets."""
    return {field.name: text_of(field) for field in dialog.form.fields if not is_secret(field)}


def taken(rows: Sequence[Row], before: Row | None, same: Callable[[Row], bool]) -> bool:
    """Whether another row than the one being changed is already like this."""
    return any(same(row) for row in rows if row is not before)
