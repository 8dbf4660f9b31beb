"""From inside practice books: what a fresh start does, and the way to the window that offers it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.settings.deeds import Deeds

_TOLD = (
    N_("Ini koperasi latihan: semua kertasnya bertanda LATIHAN, dan apa pun boleh dicoba."),
    N_(
        "Untuk mulai lagi dari awal, tutup program lalu buka kembali. Di jendela masuk pilih"
        " Latihan baru (F8): anggota dan catatan latihan ini dibuang, dan dibuat yang baru."
    ),
    N_(
        "Bila sudah siap, pilih di sana Buku sungguhan (F9). Buku sungguhan tidak pernah dapat"
        " dibuang dengan cara ini."
    ),
)


@runtime_checkable
class Closes(Protocol):
    """The window, as far as leaving is concerned."""

    def ask_to_close(self) -> None:
        """Ask, then close."""


class PracticePage(QWidget):
    """Words, and one button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.keys: Deeds = {"F6": (_("tutup program"), self.leave)}
        self.close_program = button(_("Tutup program (F6)"), icon="log-out")
        self.close_program.clicked.connect(self.leave)
        frame, inside = card(_("Koperasi latihan"))
        for words in _TOLD:
            told = kind_label(_(words), "body")
            told.setWordWrap(True)
            inside.addWidget(told)
        row = QHBoxLayout()
        row.addWidget(self.close_program)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def start(self) -> None:
        """At the button."""
        self.close_program.setFocus()

    def reload(self) -> None:
        """Nothing of it is read."""

    def leave(self) -> None:
        """Close the program; books are closed in order as always."""
        window = self._desk.window
        if isinstance(window, Closes):
            window.ask_to_close()
