"""The right side of the teller: the receipt that grows, and the last one as it left the printer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import number, rupiah, spelled
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.savings.basket import Basket
from kopdes_desktop.ui.savings.draft import VOLUNTARY, Draft

_TITLES = {
    "in": N_("Kuitansi"),
    "out": N_("Bukti penarikan"),
    "over": N_("Bukti pindah buku"),
}
_LINES = {"in": "{words}", "out": N_("Penarikan {words}"), "over": N_("Ke {words}")}


class ReceiptPanel(QWidget):
    """Lines, sum, the sum in words, and the one primary button of the screen."""

    def __init__(self) -> None:
        super().__init__()
        frame = QFrame()
        frame.setProperty("kind", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(18, 16, 18, 16)
        inside.setSpacing(10)
        self.heading = kind_label(_(_TITLES["in"]), "heading")
        self.facts = kind_label("", "small")
        self.facts.setWordWrap(True)
        self.lines = QGridLayout()
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setVerticalSpacing(8)
        self.lines.setColumnStretch(0, 1)
        self.empty = kind_label(_("Belum ada baris."), "muted")
        self.total = kind_label("", "total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.words = kind_label("", "small")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.confirm = button(_("Simpan dan cetak"), "primary", "printer")
        self.confirm.setToolTip("Enter")
        rule = QFrame()
        rule.setProperty("kind", "rule")
        inside.addWidget(self.heading)
        inside.addWidget(self.facts)
        inside.addWidget(self.empty)
        inside.addWidget(scrolled(self._held()), 1)
        inside.addWidget(rule)
        inside.addWidget(self.total)
        inside.addWidget(self.words)
        inside.addWidget(self.confirm)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def _held(self) -> QWidget:
        """The lines, at the top of a part that scrolls with a large household."""
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.lines)
        column.addStretch(1)
        return held

    def show_draft(self, draft: Draft) -> None:
        """Show one member's lines as they stand."""
        self.show_basket(Basket((draft,)))

    def show_basket(self, basket: Basket) -> None:
        """Show everybody's lines as they stand, and how they are paid."""
        while (item := self.lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.heading.setText(_(_TITLES[basket.way]))
        several = len(basket.parts) > 1
        for part in basket.parts:
            if several:
                self._name(part)
            for line in part.lines:
                self._row(_(_LINES[line.way]).format(words=line.words), number(line.amount))
        if basket.way != "in":
            self._balances(basket.filled[0])
        self._tell(basket)

    def _tell(self, basket: Basket) -> None:
        self.facts.setText("\n".join(_facts(basket)))
        self.facts.setVisible(bool(self.facts.text()))
        self.empty.setVisible(not basket.filled)
        self.total.setText(rupiah(basket.amount))
        self.words.setText(spelled(basket.amount) if basket.amount > NOTHING else "")
        self.confirm.setEnabled(bool(basket.filled))

    def _name(self, part: Draft) -> None:
        words = kind_label(f"{part.card.name}  ·  {part.card.number}", "label")
        words.setWordWrap(True)
        self.lines.addWidget(words, self.lines.rowCount(), 0, 1, 2)
        if not part.lines:
            self.lines.addWidget(kind_label(_("belum diisi"), "small"), self.lines.rowCount(), 0)

    def _row(self, words: str, amount: str, kind: str = "") -> None:
        left = kind_label(words, kind)
        left.setWordWrap(True)
        right = kind_label(amount, kind)
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        at = self.lines.rowCount()
        self.lines.addWidget(left, at, 0)
        self.lines.addWidget(right, at, 1)

    def _balances(self, part: Draft) -> None:
        """What every product touched holds before and after."""
        for held in part.card.holdings:
            added = part.added(held.product)
            if added == NOTHING and held.product != VOLUNTARY:
                continue
            before = _("Saldo {product} sebelum").format(product=held.name.lower())
            after = _("Saldo {product} sesudah").format(product=held.name.lower())
            self._row(before, number(held.balance), "muted")
            self._row(after, number(held.balance + added))


def _facts(basket: Basket) -> list[str]:
    """Who pays and where the money goes, where it is not the usual."""
    told = []
    if basket.payer is not None and basket.way == "in":
        told.append(_("Dibayar oleh: {name}").format(name=basket.payer.words))
    if basket.wages is not None and basket.way == "in":
        told.append(_("Dipotong dari honor: {name}").format(name=basket.wages.words))
        told.append(_("Surat persetujuan {letter}").format(letter=basket.letter or "–"))
    elif basket.box is not None and basket.way == "in":
        told.append(_("Masuk ke: {box}").format(box=basket.box.words))
    elif basket.box is not None and basket.way == "out":
        told.append(_("Keluar dari: {box}").format(box=basket.box.words))
    return told


class LastReceipt(QWidget):
    """The slip of the last receipt, as printed."""

    def __init__(self) -> None:
        super().__init__()
        frame, inside = card(_("Bukti terakhir"))
        self.slip = SlipView(_("Bukti terakhir"), _("Bukti yang baru disimpan terlihat di sini."))
        inside.addWidget(self.slip, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)
