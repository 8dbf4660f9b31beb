"""Putting a copy back, asked step by step: whose password, what it means, the word typed out.

The same steps from the list of copies and, without any books, from the first window.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.backup import restoring
from kopdes_desktop.backup.restoring import Study
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import BadField, SignInRefused
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import clock, number, short_day
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog, Notice
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.perform import Errands, lives

#: What is typed out before books are put back.
WORD = N_("PULIHKAN")
#: Times are told in the zone most villages keep; a copy does not say its own in clear.
_ZONE = "Asia/Jakarta"

#: Copy, user, password.
Asked = Callable[[Path, str, str], Study]


class RestoreSteps(QObject):
    """Proves a copy, asks, and puts it back. `done` carries what was restored."""

    done = Signal(object)

    def __init__(
        self, window: QWidget, errands: Errands, study: Asked, restore: Asked, user: str = ""
    ) -> None:
        super().__init__(window)
        self._window, self._errands = window, errands
        self._study, self._restore = study, restore
        self._user = user

    def ask(self, copy: Path, what: str = "", *, drill: bool = False) -> None:
        """Ask for the password that was true when the copy was made; `what` describes the copy."""
        asking = AskPassword(self._window, what or copy.name, self._user, drill=drill)
        asking.given.connect(partial(self._prove, copy, asking, drill))
        asking.open()

    def _prove(self, copy: Path, asking: AskPassword, drill: bool, user: str, word: str) -> None:  # noqa: FBT001  a signal's values follow
        def proved(found: Study) -> None:
            if lives(asking.accept):
                asking.accept()
            if drill:
                self._tell_drill(found)
            else:
                self._question(copy, user, word, found)

        self._errands.send(
            partial(self._study, copy, user, word),
            proved,
            sender=asking.form,
            otherwise=asking.refused,
        )

    def _tell_drill(self, found: Study) -> None:
        words = [_("Cadangan ini lolos semua pemeriksaan dan dapat dipulihkan."), told(found)]
        words += [_("Catatan: {finding}").format(finding=each) for each in found.findings[:3]]
        passed = Notice(self._window, _("Latihan pemulihan berhasil"), "\n\n".join(words))
        passed.open()

    def _question(self, copy: Path, user: str, word: str, found: Study) -> None:
        asking = ConfirmRestore(self._window, found)
        asking.confirmed.connect(partial(self._do, copy, user, word))
        asking.open()

    def _do(self, copy: Path, user: str, word: str) -> None:
        self._errands.send(partial(self._restore, copy, user, word), self._done)

    def _done(self, found: Study) -> None:
        self.done.emit(found)


def told(found: Study) -> str:
    """Which books these are, in a sentence."""
    header = found.header
    made = in_zone(datetime.fromisoformat(header.made), _ZONE)
    return _("{name}: hari kerja {day}, {count} catatan, dibuat {made}.").format(
        name=header.name,
        day=short_day(date.fromisoformat(header.day)),
        count=number(header.facts),
        made=f"{short_day(made.date())} {clock(made, _ZONE)}",
    )


class AskPassword(Dialog):
    """Name and password of an officer, as they were when the copy was made."""

    given = Signal(str, str)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget, what: str, user: str, *, drill: bool) -> None:
        title = _("Latihan pemulihan") if drill else _("Pulihkan dari cadangan")
        words = _(
            "Masukkan nama dan kata sandi bendahara atau ketua yang berlaku saat cadangan ini"
            " dibuat. Cadangan dibuka dan diperiksa di samping; buku belum berubah."
        )
        super().__init__(parent, title, f"{what}\n\n{words}", icon="shield-check")
        user_field = TextField("user", _("Nama pengguna"), needed=True)
        self._password = TextField("password", _("Kata sandi"), needed=True, secret=True)
        self.form = Form((user_field, self._password), button(_("Periksa"), "primary"))
        for field in self.form.fields:
            field.let_grow()
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._give)
        self.box.addWidget(self.form)
        user_field.set_text(user)
        (self._password if user else user_field).editor.setFocus()

    def _give(self) -> None:
        said = self.form.values()
        if said is not None:
            self.form.tell(_("Membuka dan memeriksa cadangan …"))
            self.given.emit(said["user"], said["password"])

    def refused(self, error: Exception) -> bool:
        """A wrong password is asked again; anything else is told, and ends this."""
        if isinstance(error, SignInRefused):
            self._password.clear()
            self.form.complain(
                "password",
                _("Tidak cocok. Pakai kata sandi yang berlaku saat cadangan ini dibuat."),
            )
            return True
        self.accept()
        return False


class ConfirmRestore(Dialog):
    """What putting this copy back means, in full words; the deed's name is typed out."""

    confirmed = Signal()
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget, found: Study) -> None:
        super().__init__(parent, _("Pulihkan buku ini?"), told(found), icon="alert-triangle")
        for words in restoring.warnings(found):
            shown = kind_label(words, "notice", "warning")
            shown.setWordWrap(True)
            self.box.addWidget(shown)
        kept = kind_label(
            _("Buku yang sekarang tidak dihapus: disimpan di folder buku-sebelum-pulih-…"), "muted"
        )
        kept.setWordWrap(True)
        self.box.addWidget(kept)
        self._word = TextField(
            "word", _("Ketik {word} untuk melanjutkan").format(word=_(WORD)), needed=True
        )
        self._word.let_grow()
        self.form = Form((self._word,), button(_("Pulihkan"), "primary"))
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._confirm)
        self.box.addWidget(self.form)
        self._word.editor.setFocus()

    def _confirm(self) -> None:
        said = self.form.values()
        if said is None:
            return
        if said["word"].strip().upper() != _(WORD).upper():
            wrong = BadField(reason=_("ketik {word} lengkap").format(word=_(WORD)))
            self.form.complain("word", wrong.message)
            return
        self.accept()
        self.confirmed.emit()
