"""Bergabung dengan laptop lain: the file of the treasurer's laptop, who works here, a password."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button

if TYPE_CHECKING:
    from kopdes_desktop.ui.door import Beginnings
    from kopdes_desktop.ui.kit.perform import Errands


class JoinForm(Form):
    """`joined` carries the name to sign in with; Esc leaves without a trace."""

    joined = Signal(str)
    left = Signal()

    def __init__(self, begin: Beginnings, folder: Path, errands: Errands) -> None:
        self._file = TextField(
            "join",
            _("&Berkas undangan"),
            needed=True,
            hint=_("ditulis laptop bendahara; ketik letaknya, misalnya di flashdisk"),
            longest=500,
        )
        self._user = ChoiceField("user", _("&Siapa yang bekerja di sini"), ())
        self._password = TextField(
            "password",
            _("&Kata sandi di laptop ini"),
            needed=True,
            secret=True,
            hint=_("minimal 10 huruf atau angka"),
        )
        self._repeat = TextField("repeat", _("&Ulangi kata sandi"), needed=True, secret=True)
        super().__init__(
            (self._file, self._user, self._password, self._repeat),
            button(_("Bergabung"), "primary"),
            columns=2,
            wide=("join", "user"),
        )
        self._begin, self._folder, self._errands = begin, folder, errands
        self._file.edit.editingFinished.connect(self._look)
        self.submitted.connect(self._send)
        self._looked = ""

    def start(self) -> None:
        """At the file."""
        self._file.call_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the ways to have books."""
        if event.key() == Qt.Key.Key_Escape and not self.is_busy():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _path(self) -> Path:
        return Path(self._file.text.strip("\"' ")).expanduser()

    def _look(self) -> None:
        """Whom the invitation names, as soon as the file is known."""
        if not self._file.text or self._file.text == self._looked:
            return
        self._looked = self._file.text
        path, invited = self._path(), self._begin.invited
        self._errands.send(lambda: invited(path), self._offer, otherwise=self._refused)

    def _offer(self, people: Sequence[tuple[str, str]]) -> None:
        self._user.box.clear()
        for login, words in people:
            self._user.box.addItem(words, login)

    def _refused(self, error: Exception) -> bool:
        if not isinstance(error, KopdesError):
            return False
        self._file.complain(error.message)
        return True

    def _send(self) -> None:
        typed = self.values()
        if typed is None:
            return
        if typed["password"] != typed["repeat"]:
            self.complain("repeat", _("Kedua kata sandi belum sama."))
            return
        path, join, folder = self._path(), self._begin.join, self._folder
        user, password = typed["user"], typed["password"]
        self._errands.send(lambda: join(folder, path, user, password), self._done, sender=self)

    def _done(self, user: str) -> None:
        self.joined.emit(user)
