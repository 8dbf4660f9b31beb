"""A count of the drawer on its way to the books: notes, a reason where it needs one, a button."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import EnterLeads, TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.tills.note_counter import NoteCounter


class CountForm(QWidget):
    """Sends `counted` by notes. What the books refuse asks for the reason, and who bears it."""

    submitted = Signal()

    def __init__(self, deed: str, icon: str, *, on_z: bool = True) -> None:
        """`on_z`: how often it was counted is written on a Z, else on the count's own record."""
        super().__init__()
        self._on_z = on_z
        self._busy = False
        #: How many different counts were sent; none before the first.
        self.tries = 0
        self._sent: list[dict[str, int]] | None = None
        self._people: list[tuple[str, str]] = []
        self.counter = NoteCounter()
        self.reason = TextField("reason", _("Alasan selisih"))
        self.charge = ChoiceField("charge", _("Kekurangan ditanggung"), (("", _("koperasi")),))
        self.notice = kind_label("", "notice", "warning")
        self.notice.setWordWrap(True)
        self.submit = button(deed, "primary", icon)
        self.submit.setToolTip("Ctrl+Enter")
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(kind_label(_("Ctrl+Enter selesai menghitung"), "small"))
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.submit)
        self._why = QWidget()
        why = QHBoxLayout(self._why)
        why.setContentsMargins(0, 0, 0, 0)
        why.setSpacing(18)
        why.addWidget(self.reason, 3)
        why.addWidget(self.charge, 2)
        #: The complaint, the reason and the button: may stand where nothing scrolls, see `apart`.
        self.below = QWidget()
        under = QVBoxLayout(self.below)
        box = QVBoxLayout(self)
        for each in (box, under):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(10)
        under.addWidget(self.notice)
        under.addWidget(self._why)
        under.addLayout(self.buttons)
        box.addWidget(self.counter)
        box.addWidget(self.below)
        box.addStretch(1)
        self.counter.finished.connect(self.send)
        self.submit.clicked.connect(self.send)
        self._leads = EnterLeads([self.reason.editor, self.charge.editor], self.send)
        self._bind(self)
        self.clear()

    def _bind(self, within: QWidget) -> None:
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(sequence), within)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.send)

    def apart(self) -> QWidget:
        """What stands below the notes, with the sum, for a place that stays in sight."""
        self.buttons.insertWidget(1, self.counter.sum, 1)
        self.buttons.setStretch(2, 0)
        self._bind(self.below)
        return self.below

    def clear(self) -> None:
        """Nothing counted, nothing asked."""
        self.tries, self._sent = 0, None
        self.counter.clear()
        self.reason.clear()
        self.notice.hide()
        self._why.hide()

    def start(self) -> None:
        """At the first note."""
        self.counter.start()

    def offer_people(self, people: list[tuple[str, str]]) -> None:
        """Who may owe what is missing; nobody while a shift is only opened."""
        self.charge.box.clear()
        for value, words in (("", _("koperasi")), *people):
            self.charge.box.addItem(words, value)
        self.charge.setVisible(bool(people))

    def know_people(self, people: list[tuple[str, str]]) -> None:
        """Who is offered once a difference is asked about."""
        self._people = people

    def order(self) -> dict[str, Any]:
        """What was counted and said, as the operations take it."""
        made: dict[str, Any] = {"counted": self.counter.counted()}
        if self.reason.text:
            made["reason"] = self.reason.text
        if self.charge.isVisible() and self.charge.value():
            made["charge"] = int(self.charge.value())
        return made

    def send(self) -> None:
        """Counted."""
        if not self._busy:
            counted = self.counter.counted()
            nothing = not self._on_z and self.counter.is_blank()  # which a cash count is told
            if counted != self._sent and not nothing:
                self._sent, self.tries = counted, self.tries + 1
            self.notice.hide()
            self.submitted.emit()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self._busy = busy
        self.submit.setDisabled(busy)

    def is_busy(self) -> bool:
        return self._busy

    def complain(self, field: str | None, words: str) -> bool:
        """A difference opens the line for its reason; anything else is said above the button."""
        if self.tries > 1:
            told = (
                _("Ini hitungan ke-{n}; lembar Z menyebutnya.")
                if self._on_z
                else _("Ini hitungan ke-{n}; berita acara menyebutnya.")
            )
            words += " " + told.format(n=self.tries)
        self.notice.setText(words)
        set_tone(self.notice, "warning" if field == "reason" else "danger")
        self.notice.show()
        if field == "reason":
            if not self._why.isVisible():
                self.offer_people(self._people)
            self._why.show()
            self.reason.editor.setFocus()
        else:
            self.start()
        return True
