"""The figure that buyer and clerk look at: what is to be paid, or what goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit.fields import kind_label, set_tone
from kopdes_desktop.ui.sales.sale import Sale


class TotalPanel(QFrame):
    """Large, at the right of the line; below it who buys and how many pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.words = kind_label("", "label")
        self.figure = kind_label("", "grand")
        self.about = kind_label("", "small")
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 8, 18, 8)
        box.setSpacing(0)
        for label in (self.words, self.figure, self.about):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            box.addWidget(label)

    def show_sale(self, sale: Sale) -> None:
        """What this sale comes to."""
        cart = sale.cart
        self._say(_("TOTAL"), cart.cash_total if not sale.tenders else cart.total, "")
        told = [_("{n} baris, {pieces} barang").format(n=len(cart.lines), pieces=cart.pieces)]
        if cart.off_in_all > NOTHING:
            told.append(_("potongan {off}").format(off=rupiah(cart.off_in_all)))
        self.about.setText("  ·  ".join(told) if cart.lines else "")

    def show_rest(self, sale: Sale, given: Rupiah | None) -> None:
        """While it is paid: what comes back, or what is still missing."""
        if sale.paid_up:
            self._say(_("LUNAS"), sale.cart.total, "good")
        elif given is None:
            self._say(_("BAYAR TUNAI"), sale.to_pay, "")
        elif given < sale.to_pay:
            self._say(_("KURANG"), sale.to_pay - given, "danger")
        else:
            self._say(_("KEMBALI"), given - sale.to_pay, "good")

    def show_change(self, number: str, total: Rupiah, change: Rupiah, *, words: str = "") -> None:
        """After the sale, until the next code is scanned; `words` where it is no change."""
        self._say(words or _("KEMBALI"), change, "good" if not words else "warning")
        told = _("{number}  ·  total {total}")
        self.about.setText(told.format(number=number, total=rupiah(total)))

    def _say(self, words: str, amount: Rupiah, tone: str) -> None:
        self.words.setText(words)
        self.figure.setText(rupiah(amount))
        self.figure.setAccessibleName(f"{words} {rupiah(amount)}")
        set_tone(self.figure, tone)
