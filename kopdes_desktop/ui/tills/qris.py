"""What the QRIS operator paid into the bank, less his fee (D04)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.sales import queries
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.members.form_dialog import FormDialog
from kopdes_desktop.ui.tills.drawers import SETTLE


@dataclass(frozen=True, slots=True)
class Pending:
    """What of a unit's QRIS money has not come yet, and the banks into which it may come."""

    unit: str
    amount: Rupiah
    banks: Sequence[tuple[str, str]]


def pending(session: Session, unit: str) -> Pending:
    """On the database's thread."""
    office = session.office
    return office.read(SETTLE, _pending, office.today(), unit)


def _pending(read: Reading, day: date, unit: str) -> Pending:
    banks = [(x.code, x.name) for x in chart.boxes(read) if x.account.startswith("1-111")]
    return Pending(unit, queries.qris_waiting(read, day, unit), banks)


class SettleQris(FormDialog):
    """How much the operator settled, what he kept, and where the rest is."""

    def __init__(self, desk: Desk, found: Pending, then: Callable[[], None]) -> None:
        amount = MoneyField("amount", _("&Jumlah penjualan yang dicairkan"))
        amount.set_amount(found.amount)
        super().__init__(
            desk.window,
            _("Pencairan QRIS"),
            _(
                "Belum cair {amount}. Salin dari rekening koran: jumlah penjualannya, dan"
                " potongan yang diambil penyelenggara."
            ).format(amount=rupiah(found.amount)),
            (
                amount,
                MoneyField("fee", _("&Potongan"), needed=False, hint=_("boleh kosong")),
                ChoiceField("box", _("Masuk &rekening"), found.banks),
            ),
            deed=_("Catat"),
            icon="landmark",
        )
        self._desk, self._then_done = desk, then
        self._unit = found.unit
        self.given.connect(self._order)

    def _order(self, typed: dict[str, Any]) -> None:
        order = {"amount": int(typed["amount"]), "box": typed["box"], "unit": self._unit}
        order |= {"fee": int(typed["fee"])} if typed["fee"] else {}
        self.perform(self._desk, SETTLE, order, self._settled)

    def _settled(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = _("{number} tersimpan: QRIS {amount} sudah cair.")
        amount = rupiah(answer.fact["d"]["amount"])
        self._desk.say(told.format(number=answer.number, amount=amount), "good")
        self._then_done()
