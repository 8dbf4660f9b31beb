"""Neraca saldo: every account that is not zero on a day, its balance on its own side."""

from __future__ import annotations

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.balances import balances_at
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

CODE = "trial_balance"


@report(CODE, title=N_("Neraca saldo"), asks=("day", "unit"))
def build(read: Reading, params: Params) -> Document:
    """From the maintained balances alone, so that any day of any length of history costs the same.

    Inter-unit balances (1-1901) stay in: over all units they come to zero by themselves (RULES R5).
    """
    period = on_day(read, params)
    names = chart.accounts(read)
    rows: list[dict[str, object]] = []
    debit = credit = 0
    for code, balance in balances_at(read, params.day, params.unit).items():
        amount = int(balance)
        if amount:
            debit += max(amount, 0)
            credit += max(-amount, 0)
            rows.append(
                {
                    "account": code,
                    "name": _(names[code].name),
                    "debit": max(amount, 0),
                    "credit": max(-amount, 0),
                }
            )
    return Document(
        CODE,
        _("Neraca saldo"),
        letterhead(read),
        period,
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
        ),
        rows,
        {"debit": debit, "credit": credit},
    )
