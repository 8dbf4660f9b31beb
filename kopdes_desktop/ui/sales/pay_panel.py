"""Beside the cart while it is paid: notes to press, other ways, and what was paid so far."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.sales.cart import quick_notes
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.sales.sale import WAYS, Sale

#: The function keys that put a note down while a sale is paid.
NOTE_KEYS: Final = {
    "F2": 2_000,
    "F3": 5_000,
    "F5": 10_000,
    "F6": 20_000,
    "F7": 50_000,
    "F8": 100_000,
}
_COLUMNS: Final = 3
#: Of these the largest are offered: nobody looks for a thousand and a few coins.
_LIKELY: Final = 8


class PayPanel(QWidget):
    """Everything on it can be done by a key as well; fingers press it on a touch screen."""

    noted = Signal(int)
    given = Signal(int)
    asked_other = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame, inside = card()
        inside.setContentsMargins(14, 10, 14, 10)
        self.so_far = kind_label("", "")
        self.so_far.setWordWrap(True)
        self.notes = QWidget()
        notes = QGridLayout(self.notes)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(5)
        for at, (key, note) in enumerate(NOTE_KEYS.items()):
            made = _big(f"{rupiah(note)}\n{key}")
            made.setAccessibleName(_("Tambah {note}").format(note=rupiah(note)))
            made.clicked.connect(partial(self.noted.emit, note))
            notes.addWidget(made, at // _COLUMNS, at % _COLUMNS)
        self.paid_with = kind_label(_("Dibayar dengan"), "muted")
        self.paid_with.setWordWrap(True)
        notes.addWidget(self.paid_with, 2, 0)
        self.quick = [_big("") for _place in range(_COLUMNS - 1)]
        for at, each in enumerate(self.quick):
            each.clicked.connect(partial(self._give, at))
            notes.addWidget(each, 2, at + 1)
        self._amounts: list[Rupiah] = []
        self.other = button(_("Nontunai  (F10)"), "", "wallet")
        self.other.clicked.connect(self.asked_other)
        self.confirm = button(_("Simpan dan cetak"), "primary", "printer")
        self.confirm.setToolTip("Enter")
        self.confirm.clicked.connect(self.confirmed)
        for each in (self.other, self.confirm):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.so_far)
        column.addWidget(self.notes)
        column.addStretch(1)
        inside.addWidget(scrolled(held), 1)
        deeds = QHBoxLayout()
        deeds.addWidget(self.other)
        deeds.addWidget(self.confirm, 1)
        inside.addLayout(deeds)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame)

    def show_sale(self, sale: Sale) -> None:
        """What is to be paid, and how far it is."""
        pairs = []
        rounding = sale.cart.cash_total - sale.cart.total
        if not sale.tenders and rounding != NOTHING:
            pairs.append((_("Pembulatan"), rupiah(rounding)))
        pairs += [
            (f"{_(WAYS[each.kind])} {each.ref}".strip(), rupiah(each.amount))
            for each in sale.tenders
        ]
        if pairs and not sale.paid_up:
            pairs.append((_("Tunai"), rupiah(sale.to_pay)))
        self.so_far.setText("\n".join(f"{name}  {amount}" for name, amount in pairs))
        self.so_far.setVisible(bool(pairs))
        self.notes.setVisible(not sale.paid_up)
        likely = [each for each in quick_notes(sale.to_pay, _LIKELY) if each > sale.to_pay]
        self._amounts = likely[-len(self.quick) :]
        self.paid_with.setVisible(bool(self._amounts))
        for at, each in enumerate(self.quick):
            each.setVisible(at < len(self._amounts))
            if at < len(self._amounts):
                each.setText(rupiah(self._amounts[at]))
                each.setAccessibleName(
                    _("Dibayar dengan {amount}").format(amount=rupiah(self._amounts[at]))
                )

    def _give(self, at: int) -> None:
        if at < len(self._amounts):
            self.given.emit(int(self._amounts[at]))


def _big(text: str) -> QPushButton:
    """A button for a finger; the line keeps the focus."""
    made = QPushButton(text)
    made.setProperty("kind", "note")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
