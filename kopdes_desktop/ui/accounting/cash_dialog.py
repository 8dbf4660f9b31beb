"""Pindah kas: from one box or bank to another, neither income nor cost; recipes O01 and O02."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kopdes_desktop.accounting.standing import BoxStanding
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ui.desk import Desk, Then
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.panels import at_text_size

MOVE = "accounting.move_cash"


class CashDialog(FormDialog):
    """From where, where to, how much; Enter at the last field does it; what is refused stays."""

    careful = True

    def __init__(
        self,
        desk: Desk,
        boxes: Sequence[BoxStanding],
        then: Then,
        unseen: frozenset[str] = frozenset(),
        *,
        to_bank: bool = False,
    ) -> None:
        """`unseen` are drawers that are to be counted first: their sum is not said."""
        held = [box for box in boxes if not box.in_transit]
        words = [(box.code, told(box, unseen, "{name} ({amount})")) for box in held]
        self.origin = ChoiceField("from", _("&Dari"), words)
        self.target = ChoiceField("to", _("&Ke"), words)
        self.amount = MoneyField("amount", _("&Jumlah"), zero=False)
        self.way = ChoiceField(
            "transit",
            _("Cara"),
            (
                ("", _("langsung diterima")),
                ("ya", _("dalam perjalanan, diterima nanti")),
            ),
        )
        self.text = TextField("text", _("Keterangan"), hint=_("boleh kosong"))
        super().__init__(
            desk.window,
            _("Pindah kas"),
            _(
                "Setor ke bank, ambil dari bank, atau pindahkan antarkotak. Bukan pemasukan atau"
                " biaya."
            ),
            (self.origin, self.target, self.amount, self.way, self.text),
            deed=_("Pindahkan"),
            columns=2,
        )
        self._desk, self._after = desk, then
        others = [box for box in held[1:] if not to_bank or box.bank] or held[1:]
        if others:
            self.target.choose(others[0].code)
        self.setMinimumWidth(at_text_size(640))
        self.given.connect(self._send)

    def _send(self, said: dict[str, Any]) -> None:
        if said["from"] == said["to"]:
            self.target.complain(_("Asal dan tujuan sama. Pilih kotak lain."))
            self.target.call_back()
            return
        order = {"from": said["from"], "to": said["to"], "amount": int(said["amount"])}
        order |= {"transit": True} if said["transit"] else {}
        order |= {"text": said["text"]} if said["text"] else {}
        self.perform(self._desk, MOVE, order, self._after)


def told(box: BoxStanding, unseen: frozenset[str], words: str) -> str:
    """A box by its name, and what lies in it unless that is to be counted first."""
    if box.code in unseen:
        return box.name
    return words.format(name=box.name, amount=rupiah(box.amount))
