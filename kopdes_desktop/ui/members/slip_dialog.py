"""A receipt to look at, and to print once more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.printing.receipts import ReceiptPaper

_HEIGHT = 380


class SlipDialog(Dialog):
    """The slip as it lies on the counter; Ctrl+P prints it."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, made: ReceiptPaper) -> None:
        super().__init__(
            parent,
            _("Kuitansi"),
            _("Ctrl+P mencetaknya sekali lagi, Esc kembali."),
            icon="info",
        )
        self._made = made
        self.view = SlipView(_("Kuitansi"), "")
        self.view.setMinimumHeight(_HEIGHT)
        self.view.show_slip(made.slip)
        self.box.addWidget(self.view)
        again = button(_("Cetak (Ctrl+P)"), icon="printer")
        bind((Key("Ctrl+P", _("cetak"), self._print),), self)
        again.clicked.connect(self._print)
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        self.add_buttons(again, close)
        close.setFocus()

    def _print(self) -> None:
        self.accept()
        self.wanted.emit(self._made.paper)
