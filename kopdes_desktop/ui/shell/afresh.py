"""From practice books back to fresh ones, or to none: asked in full words, proven first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kopdes_desktop.kernel.errors import Refusal, SignInRefused
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.perform import Errands

_USER = "bendahara"
_PASSWORD = "latihan"  # noqa: S105  what every practice cooperative has (COMMANDLINE)


class Afresh(QWidget):
    """Two ways out of a practice cooperative. `thrown` says whether to practise again."""

    thrown = Signal(bool)
    refused = Signal(str)

    def __init__(
        self,
        window: QWidget,
        throw_away: Callable[[Path, str, str], None],
        folder: Path,
        errands: Errands,
    ) -> None:
        super().__init__()
        self._window, self._throw, self._folder = window, throw_away, folder
        self._errands = errands
        self._again = False
        self.again = button(_("Latihan baru (F8)"), "quiet")
        self.away = button(_("Buku sungguhan (F9)"), "quiet")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for made, key, act in (
            (self.again, "F8", self.ask_again),
            (self.away, "F9", self.ask_away),
        ):
            made.clicked.connect(act)
            QShortcut(QKeySequence(key), self).activated.connect(act)
            box.addWidget(made)

    def ask_again(self) -> None:
        """Fresh practice books in the place of these."""
        self._ask(
            _("Mulai latihan dari awal?"),
            _(
                "Koperasi latihan di folder ini dibuang dengan semua anggota dan catatannya, lalu"
                " dibuat yang baru. Yang dibuang tidak dapat kembali. Buku sungguhan tidak pernah"
                " dibuang dengan cara ini."
            ),
            _("Buang dan mulai lagi"),
            again=True,
        )

    def ask_away(self) -> None:
        """No books here any more: a real cooperative may begin."""
        self._ask(
            _("Buang koperasi latihan?"),
            _(
                "Koperasi latihan di folder ini dibuang dengan semua anggota dan catatannya, dan"
                " tidak dapat kembali. Sesudah itu folder ini siap untuk koperasi sungguhan."
            ),
            _("Buang koperasi latihan"),
            again=False,
        )

    def _ask(self, title: str, words: str, deed: str, *, again: bool) -> None:
        self._again = again
        asking = Confirm(self._window, title, words, deed=deed)
        asking.unsaid = ""
        asking.confirmed.connect(self._go)
        asking.open()

    def _go(self) -> None:
        throw, folder = self._throw, self._folder
        self.setDisabled(True)
        self._errands.send(
            lambda: throw(folder, _USER, _PASSWORD), self._gone, otherwise=self._kept
        )

    def _gone(self, _nothing: object) -> None:
        self.thrown.emit(self._again)

    def _kept(self, error: Exception) -> bool:
        """Nothing was thrown away, and why."""
        self.setDisabled(False)
        if isinstance(error, SignInRefused):
            self.refused.emit(
                _(
                    "Tidak dibuang: kata sandi {user} di buku ini bukan kata sandi latihan. Bila"
                    " memang buku latihan, kembalikan kata sandinya menjadi {password} dahulu."
                ).format(user=_USER, password=_PASSWORD)
            )
            return True
        if isinstance(error, Refusal):
            self.refused.emit(error.message)
            return True
        return False
