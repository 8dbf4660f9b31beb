"""Sign-in: the first thing painted. Without books it offers the practice cooperative.

Nothing heavy is imported for it; what the books need is loaded on the database's thread meanwhile.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kopdes_desktop import __version__
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.door import Door, Session, Standing, standing_of
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.form import Form, button, key_hint
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.perform import Errands

PRACTICE_USER = "bendahara"
PRACTICE_PASSWORD = "latihan"  # noqa: S105  what every practice cooperative has (COMMANDLINE)

_REAL_BOOKS = N_(
    "Buku sungguhan disiapkan satu kali oleh bendahara bersama pendamping."
    " Caranya ada di petunjuk program."
)


class SignIn(QWidget):
    """Name and password; or, where there are no books, a place to practise."""

    signed_in = Signal(object, object)

    def __init__(self, door: Door, errands: Errands, user: str = "") -> None:
        super().__init__()
        self._door = door
        self._errands = errands
        self.folder = door.folder
        self.keys = (Key("Ctrl+O", _("pilih folder buku"), self.choose_folder),)
        bind(self.keys, self)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._card.setFixedWidth(440)
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(32, 28, 32, 26)
        self._inside.setSpacing(14)
        self._foot = kind_label("", "small")
        self._foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self._user = user
        self._fill()

    def _arrange(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._welcome(), 2)
        box = QVBoxLayout()
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(14)
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(key_hint("Enter", _("lanjut")))
        keys.addWidget(key_hint("Ctrl+O", _("pilih folder buku")))
        keys.addWidget(key_hint("F1", _("tombol dan bantuan")))
        keys.addStretch(1)
        box.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        box.addLayout(middle)
        box.addWidget(self._foot)
        box.addStretch(3)
        box.addLayout(keys)
        whole.addLayout(box, 3)

    def _welcome(self) -> QWidget:
        panel = QWidget()
        panel.setObjectName("welcome")
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(44, 40, 32, 28)
        inside.setSpacing(10)
        inside.addStretch(2)
        inside.addWidget(kind_label("Kopdes Desktop", "title"))
        for words in (
            _("Anggota, simpanan, dan pembukuan koperasi desa di satu laptop, tanpa jaringan."),
            _("Setiap setoran langsung tercatat, terjurnal, dan tercetak."),
        ):
            told = QLabel(words)
            told.setWordWrap(True)
            inside.addWidget(told)
        inside.addStretch(3)
        inside.addWidget(kind_label(_("Versi {version}").format(version=__version__), "small"))
        return panel

    def _fill(self) -> None:
        """The card for this folder: a form, or the offer."""
        self._empty()
        self._foot.setText(str(self.folder))
        self._foot.setToolTip(_("Folder buku"))
        if self._door.has_books(self.folder):
            self._fill_form()
        else:
            self._fill_offer()

    def _empty(self) -> None:
        while (item := self._inside.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()

    def _fill_form(self) -> None:
        enter = button(_("Masuk"), "primary")
        self.name_field = TextField("user", _("&Nama pengguna"), needed=True)
        self.password_field = TextField("password", _("&Kata sandi"), needed=True, secret=True)
        self.form = Form((self.name_field, self.password_field), enter)
        self.form.submitted.connect(self._enter)
        self._inside.addWidget(kind_label(_("Masuk"), "heading"))
        self._inside.addWidget(self.form)
        self.name_field.set_text(self._user)
        self.start()

    def _fill_offer(self) -> None:
        self.offer = button(_("Buat koperasi latihan"), "primary")
        self.offer.clicked.connect(self._practise)
        told = QLabel(
            _(
                "Koperasi latihan berisi desa contoh dengan anggota, simpanan, dan jurnal sebulan."
                " Semua kertasnya bertanda LATIHAN, jadi aman untuk dicoba."
            )
        )
        real = kind_label(_(_REAL_BOOKS), "notice")
        for words in (told, real):
            words.setWordWrap(True)
        real.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (
            kind_label(_("Belum ada buku di folder ini"), "heading"),
            told,
            self.offer,
            real,
        ):
            self._inside.addWidget(part)
        self.start()

    def start(self) -> None:
        """Put the focus where typing begins."""
        if not self._door.has_books(self.folder):
            self.offer.setFocus()
        elif self.name_field.text:
            self.password_field.editor.setFocus()
        else:
            self.name_field.editor.setFocus()

    def choose_folder(self) -> None:
        """Look at another folder."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415  on first use

        asking = QFileDialog(self, _("Folder buku koperasi"), str(self.folder))
        asking.setFileMode(QFileDialog.FileMode.Directory)
        asking.setOption(QFileDialog.Option.ShowDirsOnly)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(self._look_at)
        asking.open()

    def _look_at(self, chosen: str) -> None:
        self.folder = Path(chosen)
        self._fill()

    def _enter(self) -> None:
        typed = self.form.values()
        if typed is None:
            return
        self.form.tell(_("Membuka buku …"))
        folder, user, password = self.folder, typed["user"], typed["password"]

        def job() -> tuple[Session, Standing]:
            session = self._door.enter(folder, user, password)
            return session, standing_of(session)

        self._errands.send(job, self._entered, sender=self.form, otherwise=self._refused)

    def _entered(self, opened: tuple[Session, Standing]) -> None:
        self.form.tell("")
        self.password_field.clear()
        session, standing = opened
        if standing.once:
            self._renew(session, standing.user)
        else:
            self.signed_in.emit(session, standing)

    def _renew(self, session: Session, user: str) -> None:
        """One-time words: nothing but a new password first."""
        from kopdes_desktop.ui.shell.new_password import NewPassword  # noqa: PLC0415  rare

        folder = self.folder
        self._empty()
        form = NewPassword(
            session, self._errands, lambda password: self._door.enter(folder, user, password)
        )
        form.renewed.connect(self.signed_in)
        self._inside.addWidget(kind_label(_("Pilih kata sandi sendiri"), "heading"))
        told = kind_label(_("Kata sandi sekali pakai hanya berlaku sampai di sini."), "muted")
        told.setWordWrap(True)
        self._inside.addWidget(told)
        self._inside.addWidget(form)
        form.fields[0].editor.setFocus()

    def _refused(self, _error: Exception) -> bool:
        """The password goes, the name stays; the words come as for any refusal."""
        self.form.tell("")
        self.password_field.clear()
        self.password_field.editor.setFocus()
        return False

    def _practise(self) -> None:
        from kopdes_desktop.ui.kit.tasks import send_long  # noqa: PLC0415  on first use

        self.offer.setDisabled(True)
        folder = self.folder
        send_long(
            self._errands,
            lambda progress: self._door.practise(folder, progress),
            self._practised,
            window=self.window(),
            title=_("Menyiapkan koperasi latihan"),
            words=_("Anggota, setoran, dan jurnal sebulan sedang dicatat hari demi hari."),
        )

    def _practised(self, folder: Path) -> None:
        self.folder = folder
        self._user = PRACTICE_USER
        self._fill()
        self.form.tell(
            _("Siap. Kata sandi koperasi latihan: {password}").format(password=PRACTICE_PASSWORD)
        )
