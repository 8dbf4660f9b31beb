"""What the QRIS operator paid into the bank, less his fee (D04), and paid claims (D16)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.books import Reading
from kopdes_desktop.sales import queries
from kopdes_desktop.sales.claims import Claim, open_claims
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.tills.drawers import SETTLE

CLAIM: Final = "sales.settle_claim"
_QRIS: Final = "qris"


class Pending(Struct, frozen=True):
    """What of a unit's QRIS money and of its claims has not come yet, and where it may come."""

    unit: str
    amount: Rupiah
    banks: Sequence[tuple[str, str]]
    claims: Sequence[Claim] = ()

    def __bool__(self) -> bool:
        """Whether anything is waited for."""
        return bool(self.amount or self.claims)


def pending(session: Session, unit: str) -> Pending:
    """On the database's thread."""
    office = session.office
    return office.read(SETTLE, _pending, office.today(), unit)


def _pending(read: Reading, day: date, unit: str) -> Pending:
    banks = [(x.code, x.name) for x in chart.boxes(read) if x.account.startswith("1-111")]
    return Pending(unit, queries.qris_waiting(read, day, unit), banks, open_claims(read, unit))


class SettleQris(FormDialog):
    """How much the operator settled, what he kept, and where the rest is; or whose claim came."""

    def __init__(self, desk: Desk, found: Pending, then: Callable[[], None]) -> None:
        self._found = found
        ways = [(_QRIS, _("QRIS · {amount}").format(amount=rupiah(found.amount)))]
        ways = ways if found.amount else []
        ways += [(str(each.sale), _claim_words(each)) for each in found.claims]
        self.which = ChoiceField("which", _("&Uang dari"), ways)
        self.amount = MoneyField("amount", _("&Jumlah penjualan yang dicairkan"))
        self.fee = MoneyField("fee", _("&Potongan"), needed=False, hint=_("boleh kosong"))
        super().__init__(
            desk.window,
            _("Pencairan QRIS dan klaim") if found.claims else _("Pencairan QRIS"),
            _(
                "Belum cair {amount}. Salin dari rekening koran: jumlah penjualannya, dan"
                " potongan yang diambil penyelenggara."
            ).format(amount=rupiah(found.amount))
            if found.amount
            else _("Salin dari rekening koran berapa yang dibayar."),
            (
                self.which,
                self.amount,
                self.fee,
                ChoiceField("box", _("Masuk &rekening"), found.banks),
            ),
            deed=_("Catat"),
            icon="landmark",
        )
        self.which.setVisible(len(ways) > 1)
        if len(ways) <= 1:
            self.amount.editor.setFocus()
        self._desk, self._then_done = desk, then
        self._unit = found.unit
        self.which.edited.connect(self._choose)
        self.given.connect(self._order)
        self._choose()

    @property
    def _claim(self) -> Claim | None:
        chosen = self.which.value()
        return next((each for each in self._found.claims if str(each.sale) == chosen), None)

    def _choose(self) -> None:
        """What is left of it; nobody keeps a part of a claim."""
        claim = self._claim
        self.amount.set_amount(claim.left if claim is not None else self._found.amount)
        self.fee.setVisible(claim is None)

    def _order(self, typed: dict[str, Any]) -> None:
        order: dict[str, Any] = {"amount": int(typed["amount"]), "box": typed["box"]}
        claim = self._claim
        if claim is not None:
            self.perform(self._desk, CLAIM, order | {"claim": claim.sale}, self._settled)
            return
        order |= {"unit": self._unit}
        order |= {"fee": int(typed["fee"])} if typed["fee"] else {}
        self.perform(self._desk, SETTLE, order, self._settled)

    def _settled(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        told = (
            _("{number} tersimpan: klaim {amount} sudah dibayar.")
            if "claim" in answer.fact["d"]
            else _("{number} tersimpan: QRIS {amount} sudah cair.")
        )
        amount = rupiah(answer.fact["d"]["amount"])
        self._desk.say(told.format(number=answer.number, amount=amount), "good")
        self._then_done()


def _claim_words(each: Claim) -> str:
    return f"{each.of} · {each.number} · {rupiah(each.left)}"
