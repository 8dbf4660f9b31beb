"""The cooperative stands: one-time words, shown once, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.numbered import NumberedRows, Offer
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card
from kopdes_desktop.ui.kit.screen import Heading

#: Place, title, what it is for, icon: what a new cooperative does first.
_OFFERS: Final = (
    (
        "import.begin",
        N_("Buku lama"),
        N_("Anggota dan simpanannya dari berkas Excel atau CSV, diperiksa baris demi baris"),
        "upload",
    ),
    (
        "accounting.open_balances",
        N_("Saldo awal"),
        N_("Kas, bank, utang dan barang pada hari pertama pembukuan"),
        "clipboard-list",
    ),
    (
        "savings.deposit",
        N_("Setoran pertama"),
        N_("Terima simpanan dan cetak kuitansinya"),
        "hand-coins",
    ),
    (
        "read.slips",
        N_("Printer & kertas"),
        N_("Pasang printer struk dan cetak percobaan; tanpa printer, kertas disimpan sebagai PDF"),
        "printer",
    ),
)


class FoundedPage(QWidget):
    """`chosen` carries the place where work begins."""

    chosen = Signal(str)
    #: Other keys are told along the lower edge.
    stepped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.advice = _("Salin dahulu kata sandinya. Lalu pilih dengan angka atau panah.")
        self._busy = False
        self.heading = Heading("")
        self.words, inside = card(_("Kata sandi sekali pakai"))
        told = kind_label(
            _(
                "Salin sekarang dan serahkan kepada orangnya: tidak ditampilkan lagi dan tidak"
                " disimpan di mana pun. Saat pertama masuk, ia memilih kata sandi dan PIN sendiri."
            ),
            "notice",
            "warning",
        )
        told.setWordWrap(True)
        self.pairs = Pairs()
        self.noted = button(_("Sudah disalin  (Y)"), "primary")
        self.noted.setAutoDefault(False)  # the Enter that founded, pressed twice, is no answer
        self.noted.clicked.connect(self._note)
        self.keys = (Key("Y", _("kata sandi sudah disalin"), self._note),)
        bind(self.keys, self)
        inside.addWidget(told)
        inside.addWidget(self.pairs)
        inside.addWidget(self.noted, 0, Qt.AlignmentFlag.AlignRight)
        self.rows = NumberedRows()
        self.rows.chosen.connect(self.chosen)
        self.begin = kind_label(_("Mulai dari mana?"), "heading")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 6, 0)
        box.setSpacing(14)
        for part in (self.heading, self.words, self.begin, self.rows):
            box.addWidget(part)
        box.addStretch(1)

    def show_founded(self, coop: str, words: Mapping[str, str]) -> None:
        """What was founded, and the words for those who were not there."""
        self.heading.setText(_("{coop} sudah berdiri").format(coop=coop))
        self.words.setVisible(bool(words))
        self._open(not words)
        self.pairs.show_pairs(tuple(words.items()))
        self.rows.show_offers(
            [Offer(code, _(title), _(about), icon) for code, title, about, icon in _OFFERS]
        )

    def keys_now(self) -> tuple[Key, ...]:
        """While the words stand there, only that they are copied is said; then one chooses."""
        if self.rows.isHidden():
            return self.keys
        digits = f"1-{len(_OFFERS)}"
        return Key(digits, _("pilih")), Key("Return", _("buka yang ditandai"))

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """While the books are being opened, nothing else is chosen."""
        self._busy = busy
        self.rows.setDisabled(busy)

    def is_busy(self) -> bool:
        """Whether the books are being opened."""
        return self._busy

    def complain(self, _field: str | None, _words: str) -> bool:
        """There is no field here."""
        return False

    def start(self) -> None:
        """At the words while there are some to be copied, then at the first offer."""
        if self.rows.isHidden():
            self.noted.setFocus()
        else:
            self.rows.start()

    def _note(self) -> None:
        """They stand on paper now; they need not stand on the screen any longer."""
        if self.rows.isHidden():
            self.words.hide()
            self._open(True)
            self.start()

    def _open(self, is_open: bool) -> None:  # noqa: FBT001  as Qt's own setters
        self.noted.setHidden(is_open)
        self.begin.setVisible(is_open)
        self.rows.setVisible(is_open)
        self.stepped.emit()
