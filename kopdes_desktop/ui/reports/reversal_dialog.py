"""Taking an entry back: which one, what that does, and why; a second person where it needs one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.reports.entries import Opened


class ReversalDialog(Dialog):
    """The reason is asked for; Enter tells it, Esc leaves everything as it is."""

    reasoned = Signal(str)
    unsaid = NOTHING_DONE

    def __init__(self, parent: QWidget, entry: Opened) -> None:
        amount = rupiah(int(str(entry.made.totals["debit"])))
        super().__init__(
            parent,
            _("Balik jurnal {number}").format(number=entry.number),
            _(
                "Jurnal {number} ({amount}) tidak dihapus: jurnal kebalikannya dicatat hari ini,"
                " dan keduanya saling menunjuk. Bila ini bukti simpanan, saldo anggota ikut"
                " kembali."
            ).format(number=entry.number, amount=amount),
            icon="alert-triangle",
        )
        self.reason = TextField("reason", _("Alasan"), needed=True)
        self.reason.let_grow()
        deed = button(_("Balik jurnal"), "primary")
        self.form = Form((self.reason,), deed)
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.reason.edit.setFocus()

    def _send(self) -> None:
        said = self.form.values()
        if said is not None:
            self.accept()
            self.reasoned.emit(said["reason"])
