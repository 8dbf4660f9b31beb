"""The cooperative stands: one-time words, shown once, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.fields import kind_label
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
)


class FoundedPage(QWidget):
    """`chosen` carries the place where work begins."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.advice = _("Pilih dengan angka, atau panah lalu Enter.")
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
        inside.addWidget(told)
        inside.addWidget(self.pairs)
        self.rows = NumberedRows()
        self.rows.chosen.connect(self.chosen)
        begin = kind_label(_("Mulai dari mana?"), "heading")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 6, 0)
        box.setSpacing(14)
        for part in (self.heading, self.words, begin, self.rows):
            box.addWidget(part)
        box.addStretch(1)

    def show_founded(self, coop: str, words: Mapping[str, str]) -> None:
        """What was founded, and the words for those who were not there."""
        self.heading.setText(_("{coop} sudah berdiri").format(coop=coop))
        self.words.setVisible(bool(words))
        self.pairs.show_pairs(tuple(words.items()))
        self.rows.show_offers(
            [Offer(code, _(title), _(about), icon) for code, title, about, icon in _OFFERS]
        )

    def start(self) -> None:
        """At the first offer."""
        self.rows.begin()
