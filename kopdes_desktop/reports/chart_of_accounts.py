"""Bagan akun: every account with what it is, where it stands in the statements, and its balance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.chart import Account
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.lines import Row
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "chart_of_accounts"
_TYPES: Final = {
    "asset": N_("aset"),
    "contra_asset": N_("pengurang aset"),
    "liability": N_("utang"),
    "equity": N_("modal"),
    "revenue": N_("pendapatan"),
    "contra_revenue": N_("pengurang pendapatan"),
    "other_income": N_("pendapatan lain"),
    "cogs": N_("beban pokok"),
    "expense": N_("beban"),
    "other_expense": N_("beban lain"),
    "tax": N_("pajak"),
}
_FLOWS: Final = {
    "kas": N_("kas"),
    "operasi": N_("operasional"),
    "investasi": N_("investasi"),
    "pendanaan": N_("pendanaan"),
    "nonkas": N_("tanpa uang"),
}
OWN, CLOSED = N_("tambahan"), N_("ditutup")


@report(CODE, title=N_("Bagan akun"), asks=("day", "unit"))
def build(read: Reading, params: Params) -> Document:
    """Every account that can be posted to, closed ones too; balances on their usual side."""
    if params.unit is not None:
        chart.unit(read, params.unit)
    return Document(
        CODE,
        _("Bagan akun"),
        letterhead(read),
        on_day(params.day, params.unit),
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            Column("type", _("Jenis")),
            Column("line", _("Baris laporan"), width=2),
            Column("flow", _("Arus kas")),
            Column("subledger", _("Dirinci")),
            Column("state", _("Keadaan")),
            Column("balance", _("Saldo"), "money"),
        ),
        list(rows(read, params)),
        {},
    )


def rows(read: Reading, params: Params) -> Iterator[Row]:
    """A row an account, headers left out."""
    held = balances.balances_at(read, params.day, params.unit)
    closed = chart.closed(read)
    for card in chart.accounts(read).values():
        if card.type == chart.HEADER:
            continue
        yield {
            "account": card.code,
            "name": _(card.name),
            "type": _(_TYPES.get(card.type, card.type)),
            "line": card.statement_line or "",
            "flow": _(_FLOWS[card.cash_flow]) if card.cash_flow in _FLOWS else "",
            "subledger": (card.subledger or "").replace("settlement", "pencairan"),
            "state": _state(card, closed),
            "balance": int(held.get(card.code, 0)) * card.sign,
        }


def _state(card: Account, closed: frozenset[str]) -> str:
    """Nothing for the chart that came with the program."""
    if card.code in closed:
        return _(CLOSED)
    return _(OWN) if chart.is_own(card.code) else ""
