"""Sign-in: the first thing painted. Without books it offers the ways to have some.

Nothing heavy is imported for it; what the books need is loaded on the database's thread meanwhile.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kopdes_desktop import __version__
from kopdes_desktop.kernel.errors import Cancelled, SignInRefused
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.door import Door, Session, Standing, standing_of
from kopdes_desktop.ui.kit.countdown import Countdown
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import Form, button, key_hint
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size
from kopdes_desktop.ui.kit.perform import Errands
from kopdes_desktop.ui.shell import preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from kopdes_desktop.ui.door import Beginnings
    from kopdes_desktop.ui.first_run.wizard import Wizard

PRACTICE_USER = "bendahara"
PRACTICE_PASSWORD = "latihan"  # noqa: S105  what every practice cooperative has (COMMANDLINE)

#: The ways to have books: code, title, what it is for, icon.
_NEW: Final = ("new", N_("Koperasi baru"), N_("buku sungguhan, siap dalam sepuluh menit"), "plus")
_PRACTICE: Final = (
    "practice",
    N_("Koperasi latihan"),
    N_("desa contoh untuk dicoba, bertanda LATIHAN"),
    "book-open",
)
#: The card in pixels; it grows with the words on it.
_NARROWEST: Final = 440
_JOIN: Final = (
    "join",
    N_("Bergabung dengan laptop lain"),
    N_("dengan berkas undangan dari laptop bendahara"),
    "arrow-right-left",
)
_RESTORE: Final = (
    "restore",
    N_("Pulihkan dari cadangan"),
    N_("dari berkas .kpb di flashdisk, bila laptop lama hilang"),
    "undo-2",
)
_FORGOTTEN = N_(
    "Periksa Caps Lock. Lupa kata sandi? Minta pengurus memberi kata sandi sekali pakai."
)


class SignIn(QWidget):
    """Name and password; or, where there are no books, the ways to have some."""

    signed_in = Signal(object, object)
    began = Signal(object, object, str)

    def __init__(
        self, door: Door, errands: Errands, load: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self._load = load
        self._door = door
        self._errands = errands
        self.folder = door.folder
        self.keys = (Key("Ctrl+O", _("pilih folder buku"), self.choose_folder),)
        bind(self.keys, self)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._card.setMinimumWidth(_NARROWEST)
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(32, 28, 32, 26)
        self._inside.setSpacing(14)
        self._foot = kind_label("", "small")
        self._foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self.form: Form | None = None
        self.wizard: Wizard | None = None
        self.notice = kind_label("", "notice")
        self._countdown = Countdown(self, self._tell_wait)
        self._fill()

    def _arrange(self) -> None:
        self._stack = QStackedLayout(self)
        self._front = QWidget()
        self._stack.addWidget(self._front)
        whole = QHBoxLayout(self._front)
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
        inside.addWidget(kind_label("Kopdes Desktop", "sidetitle"))
        for words in (
            _("Anggota, simpanan, dan pembukuan koperasi desa di satu laptop, tanpa jaringan."),
            _("Setiap setoran langsung tercatat, terjurnal, dan tercetak."),
        ):
            told = kind_label(words, "side")
            told.setWordWrap(True)
            inside.addWidget(told)
        inside.addStretch(3)
        version = _("Versi {version}").format(version=__version__)
        inside.addWidget(kind_label(version, "sidesmall"))
        return panel

    def _fill(self) -> None:
        """The card for this folder: a form, or the offer."""
        self._empty()
        self._card.setMaximumWidth(at_text_size(_NARROWEST))
        self._likes = preferences.load(self.folder)
        self._foot.setText(str(self.folder))
        self._foot.setToolTip(_("Folder buku"))
        if self._door.has_books(self.folder):
            self._fill_form()
        else:
            self._fill_offer()

    def say(self, words: str, tone: str = "") -> None:
        """Tell something on the card, whichever it is."""
        self._countdown.stop()
        if self._at_wizard:
            self._at_wizard.say(words, tone)
            return
        if self.form is not None:
            self.form.tell(words, tone)
            return
        self.notice.setText(words)
        set_tone(self.notice, tone)
        self.notice.setVisible(bool(words))

    def _empty(self) -> None:
        self._countdown.stop()
        self.form = None
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
        if self._likes.coop:
            coop = kind_label(self._likes.coop, "heading")
            coop.setWordWrap(True)
            self._inside.addWidget(coop)
        if self._likes.practice:
            self._inside.addWidget(
                kind_label(_("LATIHAN"), "badge", "warning"), 0, Qt.AlignmentFlag.AlignLeft
            )
        if not self._likes.practice:  # what stands below needs the room
            kind = "label" if self._likes.coop else "heading"
            self._inside.addWidget(kind_label(_("Masuk"), kind))
        self._inside.addWidget(self.form)
        if self._likes.practice:
            hint = kind_label(_practice_words(), "muted")
            hint.setWordWrap(True)
            self._inside.addWidget(hint)
            self._offer_afresh()
        self.name_field.set_text(self._likes.user)
        self.start()

    def _offer_afresh(self) -> None:
        """Practice books may be thrown away: to practise from the start, or for real ones."""
        if self._door.throw_away is None:
            return
        from kopdes_desktop.ui.shell.afresh import Afresh  # noqa: PLC0415  on practice books only

        self.afresh = Afresh(self.window(), self._door.throw_away, self.folder, self._errands)
        self.afresh.thrown.connect(self._thrown)
        self.afresh.refused.connect(lambda words: self.say(words, "danger"))
        self._inside.addWidget(self.afresh)

    def _thrown(self, again: bool) -> None:  # noqa: FBT001  as Qt's own signals
        likes = preferences.load(self.folder)._replace(user="", coop="", practice=False)
        preferences.save(self.folder, likes)
        self._fill()
        if again:
            self._practise()

    def _fill_offer(self) -> None:
        from kopdes_desktop.ui.kit.numbered import (  # noqa: PLC0415  with books it is not needed
            NumberedRows,
            Offer,
        )

        ways = (_PRACTICE,) if self._door.begin is None else (_NEW, _PRACTICE, _JOIN, _RESTORE)
        self.offers = NumberedRows()
        self.offers.show_offers(
            [Offer(code, _(title), _(about), icon) for code, title, about, icon in ways]
        )
        self.offers.chosen.connect(self._go)
        told = kind_label(_("Tekan angkanya, atau panah lalu Enter."), "muted")
        self.notice = kind_label("", "notice")
        self.notice.hide()
        for words in (told, self.notice):
            words.setWordWrap(True)
        for part in (
            kind_label(_("Belum ada buku di folder ini"), "heading"),
            told,
            self.notice,
            self.offers,
        ):
            self._inside.addWidget(part)
        self.start()

    def _go(self, way: str) -> None:
        begin = self._door.begin
        if way == "practice":
            self._practise()
        elif begin is not None and way == "new":
            self.begin_new(begin)
        elif begin is not None and way == "restore":
            self.choose_copy()
        elif begin is not None:
            self._join(begin)

    def begin_new(self, begin: Beginnings) -> None:
        """The wizard takes the whole window; its draft goes on where it was left."""
        from kopdes_desktop.ui.first_run.wizard import Wizard  # noqa: PLC0415  once in a life

        if self.wizard is None:
            self.wizard = Wizard(self._door, begin, self.folder, self._errands)
            self.wizard.left.connect(self._leave_wizard)
            self.wizard.signed_in.connect(self.began)
            self._stack.addWidget(self.wizard)
        self._stack.setCurrentWidget(self.wizard)
        self.wizard.start()

    def _leave_wizard(self) -> None:
        self._stack.setCurrentWidget(self._front)
        self.say(_("Isian disimpan; Koperasi baru melanjutkannya."))
        self.start()

    def _join(self, begin: Beginnings) -> None:
        """By the file that the treasurer's laptop wrote."""
        from kopdes_desktop.ui.first_run.join_form import JoinForm  # noqa: PLC0415  as above

        self._empty()
        form = JoinForm(begin, self.folder, self._errands)
        form.joined.connect(self._joined)
        form.left.connect(self._fill)
        self._inside.addWidget(kind_label(_("Bergabung dengan laptop lain"), "heading"))
        self._inside.addWidget(form)
        form.show()
        form.start()

    def _joined(self, user: str) -> None:
        likes = preferences.load(self.folder)._replace(user=user)
        preferences.save(self.folder, likes)
        self._fill()
        self.say(
            _(
                "Laptop ini sudah bergabung. Masuk sebagai {user}; bukunya datang dari bendahara."
            ).format(user=user)
        )

    def choose_copy(self) -> None:
        """Which copy comes back into this folder."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415  once in a life

        asking = QFileDialog(self, _("Cadangan buku koperasi"))
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.setNameFilter(_("Cadangan (*.kpb)"))
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(self.restore)
        asking.open()

    def restore(self, chosen: str) -> None:
        """Prove this copy, ask, and put it into the folder."""
        from kopdes_desktop.ui.backup.restore_steps import RestoreSteps  # noqa: PLC0415  as above

        begin, folder = self._door.begin, self.folder
        if begin is None or begin.study is None or begin.restore is None:
            return
        study, restore = begin.study, begin.restore
        steps = RestoreSteps(
            self.window(),
            self._errands,
            lambda copy, user, password: study(copy, folder, user, password),
            lambda copy, user, password: restore(copy, folder, user, password),
        )
        steps.done.connect(self._restored)
        steps.ask(Path(chosen))

    def _restored(self, _found: object) -> None:
        self._fill()
        self.say(_("Buku dipulihkan. Masuk dengan nama dan kata sandi dari cadangan itu."), "good")

    def start(self) -> None:
        """Put the focus where typing begins."""
        if self._at_wizard:
            self._at_wizard.start()
            return
        if self.form is None:
            self.offers.start()
            return
        if self.name_field.text:
            self.password_field.editor.setFocus()
        else:
            self.name_field.editor.setFocus()
        self.name_field.edit.selectAll()

    def title(self) -> str:
        """What F1 calls this."""
        return self._at_wizard.title if self._at_wizard else _("Masuk")

    def keys_now(self) -> tuple[Key, ...]:
        """For F1."""
        return self._at_wizard.keys_now() if self._at_wizard else self.keys

    def advice(self) -> str:
        """For F1."""
        return self._at_wizard.advice if self._at_wizard else ""

    @property
    def _at_wizard(self) -> Wizard | None:
        """The wizard while it is shown."""
        return self.wizard if self._stack.currentWidget() is self.wizard else None

    def choose_folder(self) -> None:
        """Look at another folder."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415  on first use

        if self._stack.currentWidget() is not self._front:
            return
        asking = QFileDialog(self, _("Folder buku koperasi"), str(self.folder))
        asking.setFileMode(QFileDialog.FileMode.Directory)
        asking.setOption(QFileDialog.Option.ShowDirsOnly)
        asking.setViewMode(QFileDialog.ViewMode.List)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.fileSelected.connect(self._look_at)
        asking.open()

    def _look_at(self, chosen: str) -> None:
        self.folder = Path(chosen)
        if self.wizard is not None:
            self.wizard.deleteLater()
            self.wizard = None
        self._fill()

    def _enter(self) -> None:
        typed = self.form.values() if self.form is not None else None
        if typed is None:
            return
        self.say(_("Membuka buku …"))
        folder, user, password = self.folder, typed["user"], typed["password"]

        def job() -> tuple[Session, Standing]:
            self._load()
            session = self._door.enter(folder, user, password)
            return session, standing_of(session)

        self._errands.send(
            job,
            self._entered,
            sender=self.form,
            otherwise=lambda error: self._refused(error, user, password),
        )

    def _entered(self, opened: tuple[Session, Standing]) -> None:
        self.say("")
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

    def _refused(self, error: Exception, user: str, password: str) -> bool:
        """The password goes, the name stays; a wrong one is told with what helps.

        What was typed meanwhile is no answer to what was refused: it stays, for Enter.
        """
        self.say("")
        if (self.name_field.text, self.password_field.text) == (user, password):
            self.password_field.clear()
            self.password_field.editor.setFocus()
        if not isinstance(error, SignInRefused):
            return False
        seconds = error.values.get("seconds")
        if isinstance(seconds, int):
            self._countdown.start(seconds)
        elif error.template == SignInRefused.template:
            helps = _practice_words() if self._likes.practice else _(_FORGOTTEN)
            self.say(f"{error.message} {helps}", "danger")
        else:
            self.say(error.message, "danger")
        return True

    def _tell_wait(self, seconds: int) -> None:
        """How long to wait after wrong tries; it stands still for nobody."""
        if self.form is None:
            return
        if not seconds:
            self.form.tell(_("Silakan coba lagi."))
            return
        minutes, left = divmod(seconds, 60)
        self.form.tell(
            _("Terlalu banyak salah. Boleh mencoba lagi dalam {minutes}.{seconds} menit.").format(
                minutes=minutes, seconds=f"{left:02d}"
            )
            if minutes
            else _("Terlalu banyak salah. Boleh mencoba lagi dalam {n} detik.").format(n=left),
            "warning",
        )

    def _practise(self) -> None:
        from kopdes_desktop.ui.kit.tasks import send_long  # noqa: PLC0415  on first use

        self.offers.setDisabled(True)
        folder = self.folder
        send_long(
            self._errands,
            lambda progress: self._door.practise(folder, progress),
            self._practised,
            window=self.window(),
            title=_("Menyiapkan koperasi latihan"),
            words=_("Anggota, setoran, dan jurnal tiga bulan sedang dicatat hari demi hari."),
            otherwise=self._not_practised,
        )

    def _not_practised(self, error: Exception) -> bool:
        """The card as it was, ready for another try, with what happened."""
        self._fill()
        if isinstance(error, Cancelled):
            self.say(_("Dihentikan, belum ada yang dibuat. Enter memulai dari awal."), "warning")
            return True
        self.say(_("Koperasi latihan belum jadi."), "danger")
        return False

    def _practised(self, folder: Path) -> None:
        self.folder = folder
        likes = preferences.load(folder)._replace(user=PRACTICE_USER, practice=True)
        preferences.save(folder, likes)
        self._fill()
        self.say(
            _("Siap. Kata sandi koperasi latihan: {password}").format(password=PRACTICE_PASSWORD)
        )


def _practice_words() -> str:
    """Nothing is secret in a practice cooperative."""
    return _("Koperasi latihan: nama {user}, kata sandi {password}.").format(
        user=PRACTICE_USER, password=PRACTICE_PASSWORD
    )
