"""What is owed to suppliers, by the day on which it falls due; Enter pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kopdes_desktop.assets.queries import Asset
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.office.books import Reading
from kopdes_desktop.purchasing import queries
from kopdes_desktop.purchasing.queries import Bill
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.purchasing import reading
from kopdes_desktop.ui.purchasing.list_page import ListPage
from kopdes_desktop.ui.purchasing.reading import PAY, AssetDebt, Debt

_WEEK, _FORTNIGHT, _MONTH = 7, 14, 30


def _days(days: int) -> str:
    if days < 0:
        return _("lewat {n} hari").format(n=-days)
    return _("hari ini") if days == 0 else _("{n} hari lagi").format(n=days)


def _paper(debt: Debt | AssetDebt) -> Bill | Asset:
    return debt.bill if isinstance(debt, Debt) else debt.asset


def _whom(debt: Debt | AssetDebt) -> str:
    if isinstance(debt, Debt):
        return debt.supplier.label
    return _("{seller}: aset {name}").format(seller=debt.seller, name=debt.asset.name)


def _bill_no(debt: Debt | AssetDebt) -> str:
    return (debt.bill.bill_no if isinstance(debt, Debt) else debt.asset.doc_no) or ""


def _due(debt: Debt | AssetDebt) -> date:
    if isinstance(debt, Debt):
        return debt.bill.due
    return debt.asset.due or debt.asset.acquired


def _left(debt: Debt | AssetDebt) -> int:
    return int(debt.bill.left if isinstance(debt, Debt) else debt.asset.owed)


COLUMNS = (
    Column(N_("Pemasok"), _whom, width=0),
    Column(N_("Pembelian"), lambda debt: _paper(debt).number, width=19),
    Column(N_("Faktur"), _bill_no, width=10),
    Column(N_("Jatuh tempo"), _due, text=short_day, width=11),
    Column(N_("Waktu"), lambda debt: debt.days, text=_days, width=13, tone=lambda d: d.tone),
    Column(N_("Sisa"), _left, text=number, width=11, right=True),
)


class DebtsPage(ListPage):
    """The due list, with what falls due within a week, a fortnight and a month."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Utang pemasok"), COLUMNS, _("Tidak ada utang kepada pemasok."))
        self.keys = (Key("Return", _("bayar")), Key("Esc", _("ke pembelian")))

    def read(self, read: Reading) -> Sequence[Debt | AssetDebt]:
        today = self.desk.standing.today
        found: list[Debt | AssetDebt] = [
            *reading.debts(read, today),
            *reading.asset_debts(read, today),
        ]
        return sorted(found, key=lambda debt: debt.days)

    def summary(self, rows: Sequence[Any]) -> str:
        bills = [debt.bill for debt in rows if isinstance(debt, Debt)]
        things = sum(_left(debt) for debt in rows if isinstance(debt, AssetDebt))
        today = self.desk.standing.today
        late, week, fortnight, month = (
            rupiah(queries.due_within(bills, today, days))
            for days in (-1, _WEEK, _FORTNIGHT, _MONTH)
        )
        told = _(
            "Lewat tempo {late} · sampai 7 hari {week} · sampai 14 hari {fortnight} · sampai 30"
            " hari {month}"
        ).format(late=late, week=week, fortnight=fortnight, month=month)
        if things:
            told = _("{told} · aset {things}, dibayar di Aset").format(
                told=told, things=rupiah(things)
            )
        return told

    def act(self, row: Debt | AssetDebt) -> None:
        """Pay this bill, wholly or in part; more than it goes to his oldest."""
        if isinstance(row, AssetDebt):
            self.desk.lead("report.assets", listing="debts")
            return
        if not self.may(PAY):
            return
        amount = MoneyField("amount", _("Dibayar"))
        amount.set_amount(row.bill.left)
        left = int(row.bill.left)

        def paid(answer: Any) -> None:  # noqa: ANN401  office.Answer
            self._say_paid(row, left, answer)

        self.fill_in(
            _("Bayar {supplier}").format(supplier=row.supplier.label),
            _("Sisa {number} {left}. Potongan karena dibayar mengurangi nilai barangnya.").format(
                number=row.bill.number, left=rupiah(row.bill.left)
            ),
            (
                amount,
                MoneyField("off", _("Potongan"), hint=_("boleh kosong"), needed=False),
                self.box_field("from", _("Dari")),
            ),
            deed=_("Bayar"),
            op=PAY,
            order=lambda typed: {
                "supplier": row.supplier.key,
                "amount": int(typed["amount"]),
                "from": typed["from"],
                "bills": [row.bill.key],
                **({"off": int(typed["off"])} if typed["off"] else {}),
            },
            then=paid,
        )

    def _say_paid(self, row: Debt, left: int, answer: Any) -> None:  # noqa: ANN401  office.Answer
        """What was paid to whom, and what is left of that purchase."""
        self.done(answer)
        fact = answer.fact["d"]
        settled = sum(x["amount"] for x in fact["shares"] if x["purchase"] == row.bill.key)
        told = _("{number}: {amount} dibayar kepada {supplier}. {bill} sisa {left}.").format(
            number=answer.number,
            amount=rupiah(fact["amount"]),
            supplier=row.supplier.label,
            bill=row.bill.number,
            left=rupiah(left - settled),
        )
        self.desk.say(told, "good")
