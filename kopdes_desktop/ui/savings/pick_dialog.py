"""Choose one of a few by keys: a payer, a cash box, whose honorarium; letters narrow the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members.cards import number_of
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.card_scan import reads_cards
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button, key_hint
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.savings.basket import Choice

_STEPS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_MOST = 50
COLUMNS = (Column(N_("Pilihan"), lambda row: row.words, width=0),)


class PickDialog(Dialog):
    """Enter takes the marked one; `chosen` carries a Choice, or None for the usual.

    `searched` are too many to be listed: they come once something is typed that they hold.
    With `more`, Ctrl+N asks for a new one; what was typed goes with it.
    """

    chosen = Signal(object)
    asked_for_more = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        words: str,
        rows: Sequence[Choice],
        *,
        usual: str,
        searched: Sequence[Choice] = (),
        more: str = "",
    ) -> None:
        super().__init__(parent, title, words, icon="info")
        self._rows = list(rows)
        self._searched = searched
        self._usual, self._more = usual, more
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Ketik beberapa huruf"))
        self.line.setAccessibleName(title)
        icons.dress(self.line, "search", "muted")
        self.line.installEventFilter(self)
        reads_cards(self.line)
        self.line.textEdited.connect(self._narrow)
        self.table = Table(COLUMNS, title)
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.table.setMinimumHeight(250)
        self.table.opened.connect(self._take)
        self.note = kind_label("", "small")
        self.box.addWidget(self.line)
        self.box.addWidget(self.table)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        if more:
            below.addWidget(key_hint("Ctrl+N", more))
        self.box.addLayout(below)
        back, take = button(_("Batal")), button(_("Pilih"), "primary", "check")
        back.clicked.connect(self.reject)
        take.clicked.connect(lambda: self._take(self.table.current()))
        self.add_buttons(back, take)
        self._narrow("")
        self.line.setFocus()

    def _narrow(self, text: str) -> None:
        """The rows that hold these letters or the number of a scanned card; else the usual one."""
        words = (number_of(text) or text).strip().casefold()
        fitting = [row for row in self._rows if words in row.words.casefold()]
        if not words:
            fitting.insert(0, Choice("", self._usual))
        else:
            fitting += self._searched_for(words)
        self.table.set_rows(fitting)
        if fitting:
            told = ""
        elif self._more:
            told = _("Tidak ada yang cocok. Ctrl+N mencatatnya sebagai {more}.")
        else:
            told = _("Tidak ada yang cocok.")
        self.note.setText(told.format(more=self._more))

    def _searched_for(self, words: str) -> list[Choice]:
        """Those of the many that hold these letters, where a word begins so before the others."""
        found = [row for row in self._searched if words in row.words.casefold()]
        found.sort(key=lambda row: f" {words}" not in f" {row.words.casefold()}")
        return found[:_MOST]

    def _take(self, row: Choice | None) -> None:
        if row is not None:
            self.accept()
            self.chosen.emit(row if row.code else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter takes, Ctrl+N asks for a new one."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self._take(self.table.current())
        elif event.key() in _STEPS:
            self.table.keyPressEvent(event)
        elif self._more and ctrl and event.key() == Qt.Key.Key_N:
            self.accept()
            self.asked_for_more.emit(" ".join(self.line.text().split()))
        else:
            return super().eventFilter(watched, event)
        return True
