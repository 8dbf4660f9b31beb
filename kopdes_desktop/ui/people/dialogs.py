"""One-time words, shown once; and a password of one's own, proven by the present one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.errors import SignInRefused
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.fields import TextField, Words, kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.pin_field import NewPin
from kopdes_desktop.ui.kit.typed_ahead import ENTER
from kopdes_desktop.ui.people import roster


class OneTimeWords(Dialog):
    """Four words for somebody who is not here. Only Y closes it: they are never shown again."""

    def __init__(
        self, parent: QWidget | None, login: str, words: str, told: str | None = None
    ) -> None:
        super().__init__(
            parent,
            _("Kata sandi sekali pakai untuk {login}").format(login=login),
            told
            or _(
                "Tulis di kertas dan serahkan langsung kepada orangnya. Kata-kata ini hanya tampil"
                " sekarang. Saat masuk pertama kali ia memilih kata sandi dan PIN sendiri."
            ),
            icon="key",
        )
        self.words = Words(words)
        self.words.setProperty("kind", "title")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAccessibleName(_("Kata sandi sekali pakai: {words}").format(words=words))
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        noted = button(_("Sudah ditulis  (Y)"), "primary", "check")
        noted.clicked.connect(self.accept)
        bind((Key("Y", _("sudah ditulis"), self.accept),), self)
        self.box.addWidget(self.words)
        self.box.addWidget(kind_label(_("Nama masuk: {login}").format(login=login), "muted"))
        self.add_buttons(noted)
        self.words.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An Enter that was meant for what stood here before does not close it."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc does not close it."""


class OwnSecrets(FormDialog):
    """A new password, a new PIN or both; the present password proves who sits here."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        self._desk, self._changed = desk, changed
        self.present = TextField("present", _("Kata sandi sekarang"), needed=True, secret=True)
        super().__init__(
            desk.window,
            _("Kata sandi dan PIN saya"),
            _("Isi yang ingin diganti; yang dikosongkan tetap seperti sekarang."),
            (
                self.present,
                TextField(
                    "password",
                    _("Kata sandi baru"),
                    secret=True,
                    hint=_("minimal 10 huruf atau angka; boleh kosong"),
                ),
                TextField("repeat", _("Ulangi kata sandi baru"), secret=True),
                NewPin(
                    _("PIN baru"),
                    hint=_("6 angka, untuk kunci layar dan persetujuan; boleh kosong"),
                ),
            ),
            deed=_("Simpan"),
            icon="key",
        )
        self.given.connect(self._send)

    def _send(self, typed: dict[str, str]) -> None:
        if typed["password"] != typed["repeat"]:
            self.form.complain("repeat", _("Kedua kata sandi belum sama."))
            return
        if not typed["password"] and not typed["pin"]:
            self.form.complain("password", _("Belum ada yang diganti."))
            return
        session, present = self._desk.session, typed["present"]
        own = roster.Own(typed["password"] or None, typed["pin"] or None)
        self._desk.errands.send(
            lambda: roster.change_own(session, present, own),
            self._kept,
            sender=self.form,
            otherwise=self._refused,
        )

    def _kept(self, _nothing: object) -> None:
        self.accept()
        self._changed()

    def _refused(self, error: Exception) -> bool:
        """A wrong password is told at its line."""
        if not isinstance(error, SignInRefused):
            return False
        wrong = error.template == SignInRefused.template
        words = _("Kata sandi sekarang tidak cocok.") if wrong else error.message
        self.present.clear()
        self.form.complain("present", words)
        return True
