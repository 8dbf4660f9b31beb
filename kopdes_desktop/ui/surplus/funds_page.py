"""The funds of the surplus: what is in each, what it was spent on; Enter spends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.surplus.queries import Fund
from kopdes_desktop.surplus.rules import VILLAGE as OF_VILLAGE
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.fields import TextField, kind_label
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.surplus.page import Page
from kopdes_desktop.ui.surplus.reading import SPEND, VILLAGE, Surplus, Use


def _signed(amount: int) -> str:
    return f"+{number(amount)}" if amount > 0 else number(amount)


FUNDS = (
    Column(N_("Dana"), lambda fund: _(fund.name), width=0),
    Column(N_("Sisa"), lambda fund: int(fund.left), text=number, width=10, right=True),
)
USES = (
    Column(N_("Tanggal"), lambda use: use.row.entry.bd, text=short_day, width=10),
    Column(N_("Uraian"), lambda use: use.row.entry.text, width=0),
    Column(N_("Dana"), lambda use: _(use.fund.name), width=0),
    Column(N_("Jumlah"), lambda use: -int(use.row.amount), text=_signed, width=12, right=True),
)
#: With less room than for so many letters the fund's account is left out.
_ROOMY = 62


class FundsPage(Page):
    """Left the funds, right what moved them this year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Dana SHU"))
        self.table = Table(FUNDS, _("Dana SHU dan sisanya"))
        self.table.opened.connect(self.spend)
        self.uses = Table(USES, _("Pemakaian dana tahun ini"))
        self.uses.spare(_ROOMY, 2)
        self.uses.opened.connect(self._open)
        both = QHBoxLayout()
        both.setSpacing(16)
        for title, table, share in (
            (_("Dana"), self.table, 6),
            (_("Masuk dan dipakai tahun ini"), self.uses, 7),
        ):
            column = QVBoxLayout()
            column.setSpacing(8)
            column.addWidget(kind_label(title, "heading"))
            column.addWidget(table, 1)
            both.addLayout(column, share)
        self.body.addLayout(both, 1)
        self._rest = (
            Key("Tab", _("ke daftar pemakaian")),
            Key("Ctrl+P", _("cetak"), self.print_list),
        )
        bind(self._rest, self)

    def show_year(self, found: Surplus) -> None:
        """Every fund of the chart, and its uses."""
        super().show_year(found)
        enter = _("pakai dana, buka bukti") if SPEND in found.may else _("buka bukti")
        self.keys = (Key("Return", enter), *self._rest)
        at = self.table.currentIndex().row()
        self.table.set_rows(found.funds)
        self.table.go_to(max(at, 0))
        self.uses.set_rows(found.uses)
        self.said.setText(
            _("Dana dipakai untuk tujuannya saja, sampai habis. Pakailah dengan bukti.")
        )

    def spend(self, fund: Fund) -> None:
        """Out of this fund; the village's part goes whole unless another sum is typed."""
        village = fund.account == OF_VILLAGE
        deed = VILLAGE if village else SPEND
        if not self.may(deed):
            return
        if not fund.left:
            self.desk.say(_("{fund} kosong.").format(fund=_(fund.name)), "warning")
            return
        amount = MoneyField("amount", _("Jumlah"))
        if village:
            amount.set_amount(fund.left)
        text = TextField("text", _("Untuk apa"), needed=True, hint=_("tanpa nama orang"))
        ref = TextField("ref", _("Bukti"), hint=_("nomor nota atau bukti setor; boleh kosong"))
        box = self.box_field()
        self.fill_in(
            _("Setor ke desa") if village else _("Pakai {fund}").format(fund=_(fund.name)),
            _("Sisa {left}.").format(left=rupiah(fund.left)),
            (amount, box, ref) if village else (amount, text, box, ref),
            deed=_("Setor") if village else _("Pakai"),
            op=deed,
            order=lambda typed: _order(typed, fund, village=village),
        )

    def _open(self, use: Use) -> None:
        """The entry behind a use."""
        self.desk.lead("report.journal", entry=use.row.entry.key)

    def print_list(self) -> None:
        """As a report."""
        self.desk.lead("report.", listing="funds")

    def start(self) -> None:
        """At the funds."""
        self.table.setFocus()

    def states(self) -> Sequence[Callable[[], None]]:
        """One being spent."""
        full = [x for x in (self.found.funds if self.found is not None else ()) if x.left]
        return (lambda: self.spend(full[0]),) if full else ()


def _order(typed: dict[str, Any], fund: Fund, *, village: bool) -> dict[str, Any]:
    return {
        "amount": int(typed["amount"]),
        "box": typed["box"],
        **({"ref": typed["ref"]} if typed["ref"] else {}),
        **({} if village else {"fund": fund.account, "text": typed["text"]}),
    }
