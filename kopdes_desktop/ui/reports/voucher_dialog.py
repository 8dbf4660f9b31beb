"""The slip behind an entry, as it lay on the counter; a copy of it by one key."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.kit.dialogs import Dialog
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.slip_view import SlipView
from kopdes_desktop.ui.reports.entries import Voucher

HIGH = 300


class VoucherDialog(Dialog):
    """Enter, Esc or Backspace closes; the other button prints the copy, marked as one."""

    printed = Signal(object)

    def __init__(self, parent: QWidget, voucher: Voucher) -> None:
        super().__init__(
            parent,
            voucher.title,
            _("Bukti yang diberikan saat transaksi ini dicatat."),
            icon="info",
        )
        self._voucher = voucher
        view = SlipView(_("Bukti {number}").format(number=voucher.title), "")
        view.show_slip(voucher.slip)
        view.setMinimumHeight(HIGH)
        self.box.addWidget(view)
        copy = button(_("Cetak salinan"), icon="printer")
        copy.clicked.connect(self._print)
        close = button(_("Tutup"), "primary")
        close.clicked.connect(self.accept)
        self.add_buttons(copy, close)
        bind((Key("Backspace", "", self.accept),), self)
        close.setFocus()

    def _print(self) -> None:
        self.accept()
        self.printed.emit(self._voucher.paper)
