"""Pindah kas: from one box or bank to another, neither income nor cost; recipes O01 and O02."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kopdes_desktop.accounting.standing import BoxStanding
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import NOTHING_DONE, Dialog
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.panels import at_text_size


class CashDialog(Dialog):
    """From where, where to, how much; Enter at the last field does it."""

    ordered = Signal(dict)
    unsaid = NOTHING_DONE

    def __init__(
        self,
        parent: QWidget,
        boxes: Sequence[BoxStanding],
        unseen: frozenset[str] = frozenset(),
    ) -> None:
        """`unseen` are drawers that are to be counted first: their sum is not said."""
        super().__init__(
            parent,
            _("Pindah kas"),
            _(
                "Setor ke bank, ambil dari bank, atau pindahkan antarkotak. Bukan pemasukan atau"
                " biaya."
            ),
            icon="info",
        )
        held = [box for box in boxes if not box.in_transit]
        words = [(box.code, told(box, unseen, "{name} ({amount})")) for box in held]
        self.origin = ChoiceField("from", _("&Dari"), words)
        self.target = ChoiceField("to", _("&Ke"), words)
        if len(words) > 1:
            self.target.choose(words[1][0])
        self.amount = MoneyField("amount", _("&Jumlah"))
        self.way = ChoiceField(
            "transit",
            _("Cara"),
            (
                ("", _("langsung diterima")),
                ("ya", _("dalam perjalanan, diterima nanti")),
            ),
        )
        self.text = TextField("text", _("Keterangan"), hint=_("boleh kosong"))
        deed = button(_("Pindahkan"), "primary", "arrow-right-left")
        fields = (self.origin, self.target, self.amount, self.way, self.text)
        self.form = Form(fields, deed, columns=2)
        self.setMinimumWidth(at_text_size(640))
        for field in self.form.fields:
            field.let_grow()
        back = button(_("Batal"))
        back.clicked.connect(self.reject)
        self.form.buttons.insertWidget(1, back)
        self.form.submitted.connect(self._send)
        self.box.addWidget(self.form)
        self.origin.editor.setFocus()

    def _send(self) -> None:
        said = self.form.values()
        if said is None:
            return
        if said["from"] == said["to"]:
            self.target.complain(_("Asal dan tujuan sama. Pilih kotak lain."))
            self.target.call_back()
            return
        order = {"from": said["from"], "to": said["to"], "amount": int(said["amount"])}
        order |= {"transit": True} if said["transit"] else {}
        order |= {"text": said["text"]} if said["text"] else {}
        self.accept()
        self.ordered.emit(order)


def told(box: BoxStanding, unseen: frozenset[str], words: str) -> str:
    """A box by its name, and what lies in it unless that is to be counted first."""
    if box.code in unseen:
        return box.name
    return words.format(name=box.name, amount=rupiah(box.amount))
