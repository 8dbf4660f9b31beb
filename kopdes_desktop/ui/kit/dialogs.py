"""The dialogs of the program: each asks in full words what, how much and who.

None blocks: a dialog is opened and tells its answer by a signal. The safe answer has the focus.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit import icons
from kopdes_desktop.ui.kit.fields import TextField, Words, kind_label
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.panels import at_text_size, scrolled

NOTHING_DONE = N_("Dibatalkan: tidak ada yang dicatat.")
#: Above and below a dialog the window it stands before is still seen.
_BESIDE_IT = 24
#: No dialog is narrower, at the usual size of text.
_LEAST = 460
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


@runtime_checkable
class Speaks(Protocol):
    """A window with a line for short words."""

    def say(self, words: str, tone: str = "") -> None:
        """Show these words."""


@runtime_checkable
class Guard(Protocol):
    """A window that can be locked."""

    def keeps_back(self, asking: QDialog) -> bool:
        """Whether this dialog has to wait until somebody has unlocked; the window shows it then."""


class Asking(QDialog):
    """What stands before a window; before a locked one nothing of anybody's work does."""

    #: Shows nothing of the books, so that it may stand before the lock as well.
    harmless: bool = False

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001  as Qt has it
        """Wait behind the lock; the answer that opens a dialog may come late."""
        if visible and not self.harmless and _kept_back(self):
            return
        super().setVisible(visible)


def _kept_back(asking: QDialog) -> bool:
    window = asking.parentWidget()
    while window is not None and not isinstance(window, Guard):
        window = window.parentWidget()
    return window is not None and window.keeps_back(asking)


class Dialog(Asking):
    """Title, words, and room for more; Esc closes without doing anything.

    It grows with what it shows, as far as the screen goes; then it scrolls, and the cursor is kept
    in sight. `unsaid` is told in the window's line when it is given up.
    """

    unsaid: str = ""

    def __init__(self, parent: QWidget | None, title: str, words: str, *, icon: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(at_text_size(_LEAST))
        self._grows = QTimer(self)
        self._grows.setSingleShot(True)
        self._grows.timeout.connect(self._grow)
        sign = QLabel()
        icons.dress(sign, icon, "accent" if icon in {"info", "shield-check"} else "warning")
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        heading = kind_label(title, "heading")
        said = Words(words)
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleDescription(words)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(sign)
        top.addWidget(heading, 1)
        self._inside = QWidget()
        self._inside.installEventFilter(self)
        self._reach = scrolled(self._inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._reach)
        self.box = QVBoxLayout(self._inside)
        self.box.setContentsMargins(22, 20, 22, 18)
        self.box.setSpacing(12)
        self.box.addLayout(top)
        self.box.addWidget(said)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words need at this width, not higher."""
        super().showEvent(event)
        width = self._broad()
        self.resize(width, self._height_at(width))

    def _broad(self) -> int:
        self.setMinimumWidth(max(self.minimumWidth(), self._inside.minimumSizeHint().width()))
        return max(self.minimumWidth(), self._inside.sizeHint().width())

    def fits(self) -> bool:
        """Whether everything inside is in sight at once."""
        self.ensurePolished()
        for part in self._inside.findChildren(QWidget):
            part.ensurePolished()
        self.box.invalidate()
        self.box.activate()
        return self._needed_at(self._broad()) <= self._room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn show the rest where not everything is in sight."""
        way = _PAGES.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            bar = self._reach.verticalScrollBar()
            bar.setValue(bar.value() + way * max(bar.pageStep() // 2, bar.singleStep()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Words that come later, such as a refusal, make it higher: none is cut in half."""
        if (
            watched is self._inside
            and event.type() == QEvent.Type.LayoutRequest
            and self.isVisible()
        ):
            self._grows.start()
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        self.box.invalidate()
        needed = self._height_at(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)
        focused = self.focusWidget()
        if focused is not None and self._inside.isAncestorOf(focused):
            self._reach.ensureWidgetVisible(focused)

    def _height_at(self, width: int) -> int:
        """What everything inside needs, as far as the screen has it."""
        return min(self._needed_at(width), self._room())

    def _needed_at(self, width: int) -> int:
        least = self._inside.minimumSizeHint().height()
        return max(self.box.totalHeightForWidth(width), least)

    def _room(self) -> int:
        """The height of the screen, or of the window it stands before where that is large."""
        around = self.parentWidget()
        high = self.screen().availableGeometry().height()
        if around is not None:
            high = min(high, max(around.window().height(), at_text_size(_LEAST)))
        return high - _BESIDE_IT

    def reject(self) -> None:
        """Nothing was done, and it is said where that could be in doubt."""
        super().reject()
        window = self.parent()
        if self.unsaid and isinstance(window, Speaks):
            window.say(_(self.unsaid))

    def add_buttons(self, *buttons: QPushButton) -> None:
        """A row of buttons, the last one at the right edge."""
        row = QHBoxLayout()
        row.addStretch(1)
        for one in buttons:
            row.addWidget(one)
        self.box.addLayout(row)


class Notice(Dialog):
    """Something to be read; one way out."""

    def __init__(self, parent: QWidget | None, title: str, words: str) -> None:
        super().__init__(parent, title, words, icon="alert-triangle")
        understood = button(_("Mengerti"), "primary")
        understood.clicked.connect(self.accept)
        self.add_buttons(understood)
        understood.setFocus()


class Confirm(Dialog):
    """A question whose yes is the deed's own name, never "OK": Y says it, Enter does not."""

    confirmed = Signal()
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget | None, title: str, words: str, *, deed: str) -> None:
        super().__init__(parent, title, words, icon="help-circle")
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        do_it = button(f"{deed}  (Y)", "primary")
        do_it.setAccessibleName(deed.replace("&", ""))
        do_it.clicked.connect(self._confirm)
        bind((Key("Y", deed, self._confirm),), self)
        self.add_buttons(back, do_it)
        back.setFocus()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()


class SecondPerson(Struct, frozen=True):
    """Who agrees, his PIN, and why; his password where he signs as an officer."""

    user: str
    pin: str
    reason: str
    password: str = ""


class AskApproval(Dialog):
    """A second person types his name, his PIN and the reason, on the maker's own screen.

    Who signs as an officer types his password too: only that opens the key of his signature.
    """

    approved = Signal(object)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget | None, words: str, *, signing: bool = False) -> None:
        """Ask in these words."""
        super().__init__(parent, _("Persetujuan orang kedua"), words, icon="shield-check")
        agree = button(_("Setujui"), "primary", "check")
        self.by = TextField("by", _("Nama pengguna yang menyetujui"), needed=True)
        self.reason = TextField("reason", _("Alasan"), needed=True)
        pin = TextField("pin", _("PIN"), needed=True, secret=True, longest=6)
        word = TextField("password", _("Kata sandi, untuk tanda tangan"), needed=True, secret=True)
        proof = (pin, word) if signing else (pin,)
        self.form = Form((self.by, *proof, self.reason), agree)
        for field in self.form.fields:
            field.let_grow()
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._approve)
        self.box.addWidget(self.form)
        self.form.fields[0].editor.setFocus()

    def ask_again(self, before: SecondPerson, field: str, words: str) -> None:
        """What was refused is said at its field; name and reason are typed once only."""
        self.by.set_text(before.user)
        self.reason.set_text(before.reason)
        self.form.complain(field, words)

    def _approve(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            password = said.get("password", "")
            self.approved.emit(SecondPerson(said["by"], said["pin"], said["reason"], password))


class Crash(Dialog):
    """We are wrong: what happened, ready to be copied and sent; nothing was written."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(
            parent,
            _("Program mengalami kesalahan"),
            _(
                "Pekerjaan terakhir tidak dicatat, buku tetap utuh. Salin laporan ini dan"
                " kirimkan kepada pendamping, lalu lanjutkan bekerja."
            ),
            icon="alert-triangle",
        )
        self.report = report
        shown = QPlainTextEdit(report)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setMinimumHeight(180)
        shown.setAccessibleName(_("Laporan kesalahan"))
        self.box.addWidget(shown)
        copy = button(_("&Salin laporan"), icon="clipboard-list")
        copy.clicked.connect(self._copy)
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        self.add_buttons(copy, close)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
