"""F12: the screen is locked, and a PIN goes on, the same person's or another's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Fault, Refusal
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Standing, standing_of
from kopdes_desktop.ui.kit.fields import TextField, Words, kind_label
from kopdes_desktop.ui.kit.form import Form, button

PRACTICE_PIN = "123456"
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Lock(QWidget):
    """Nothing of the books is seen; name and PIN open again. A PIN opens no closed books."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self.name_field = TextField("user", _("&Nama pengguna"), needed=True)
        self.pin_field = TextField("pin", _("&PIN"), needed=True, secret=True, longest=6)
        self.form = Form((self.name_field, self.pin_field), button(_("Buka kunci"), "primary"))
        self.form.submitted.connect(self._try)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(440)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 28, 32, 26)
        inside.setSpacing(12)
        inside.addWidget(kind_label(_("Layar terkunci"), "heading"))
        told = Words(_("Pekerjaan tetap seperti ditinggalkan. Orang lain boleh bergantian."))
        told.setWordWrap(True)
        inside.addWidget(told)
        inside.addWidget(self.form)
        self._names: tuple[str, ...] = ()
        self._typed = ""
        self.people = kind_label("", "small")
        self.people.setWordWrap(True)
        inside.addWidget(self.people)
        for field in (self.name_field, self.pin_field):
            field.editor.installEventFilter(self)
        self.advice = _("Lupa PIN? Ctrl+Q menutup program; lalu masuk dengan kata sandi.")
        helps = [self.advice]
        if desk.standing.practice:
            helps.insert(0, _("Koperasi latihan: PIN {pin}.").format(pin=PRACTICE_PIN))
        for words in helps:
            hint = kind_label(words, "small")
            hint.setWordWrap(True)
            inside.addWidget(hint)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.addStretch(2)
        box.addLayout(row)
        box.addStretch(3)

    def start(self) -> None:
        """Ask the one who was here."""
        self._typed = ""
        self.name_field.set_text(self._desk.standing.user)
        self.pin_field.clear()
        self.form.tell("")
        self.pin_field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.ask(lambda session: tuple(session.staff.key_file.names()), self._know)

    def _know(self, names: tuple[str, ...]) -> None:
        """Who may open this laptop by a PIN."""
        self._names = tuple(sorted(names))
        self.people.setText(
            _("Panah atau huruf pertama memilih nama: {names}.").format(
                names=", ".join(self._names)
            )
        )
        self.people.setVisible(len(self._names) > 1)

    def _spell(self, letter: str) -> None:
        """Letters make a name: the first that begins so; the same letter again takes the next.

        What nobody is called stands there as it was typed, and opens nothing.
        """
        before, self._typed = self._typed, self._typed + letter.casefold()
        known = [name.casefold().startswith(self._typed) for name in self._names]
        if any(known):
            if len(self._typed) == 1:
                self._pick(1, self._typed)
            elif not self.name_field.text.casefold().startswith(self._typed):
                self.name_field.set_text(self._names[known.index(True)])
        elif set(before) == {letter.casefold()} and self._fits(letter):
            self._pick(1, letter)
        else:
            self.name_field.set_text(self._typed)

    def _fits(self, letter: str) -> bool:
        return any(name.casefold().startswith(letter.casefold()) for name in self._names)

    def _pick(self, step: int, letter: str = "") -> None:
        """The next name, or the next one that begins with this letter."""
        fitting = [name for name in self._names if name.casefold().startswith(letter.casefold())]
        if not fitting:
            return
        now = self.name_field.text
        at = fitting.index(now) + step if now in fitting else 0
        self.name_field.set_text(fitting[at % len(fitting)])
        self.form.tell("")
        self.pin_field.clear()
        self.pin_field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows pick a name; so do letters where only figures are wanted."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if event.key() in _STEPS:
            self._typed = ""
            self._pick(_STEPS[Qt.Key(event.key())])
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and event.text().isalpha() and watched is self.pin_field.editor:
            self._spell(event.text())
            return True
        if event.text():
            self._typed = ""
        return super().eventFilter(watched, event)

    def _try(self) -> None:
        typed = self.form.values()
        if typed is None:
            return
        user, pin = typed["user"], typed["pin"]
        session = self._desk.session

        def job() -> Standing:
            session.switch(user, pin)
            return standing_of(session)

        self._desk.errands.send(job, self._open, sender=self.form, otherwise=self._refused)

    def _open(self, standing: Standing) -> None:
        self.pin_field.clear()
        self.opened.emit(standing)

    def _refused(self, error: Exception) -> bool:
        """Before the lock stands no dialog: what is wrong with the laptop is told here."""
        self.pin_field.clear()
        self.pin_field.editor.setFocus()
        if isinstance(error, Fault):
            self.form.tell(error.message, "danger")
        elif not isinstance(error, Refusal):
            self.form.tell(_("Program mengalami kesalahan"), "danger")
        return False
