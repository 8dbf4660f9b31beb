"""F12: the screen is locked, and a PIN goes on, the same person's or another's."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Standing, standing_of
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button

PRACTICE_PIN = "123456"


class Lock(QWidget):
    """Nothing of the books is seen; name and PIN open again. A PIN opens no closed books."""

    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
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
        told = QLabel(_("Pekerjaan tetap seperti ditinggalkan. Ketik nama lain untuk bergantian."))
        told.setWordWrap(True)
        inside.addWidget(told)
        inside.addWidget(self.form)
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
        self.name_field.set_text(self._desk.standing.user)
        self.pin_field.clear()
        self.form.tell("")
        self.pin_field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _refused(self, _error: Exception) -> bool:
        self.pin_field.clear()
        self.pin_field.editor.setFocus()
        return False
