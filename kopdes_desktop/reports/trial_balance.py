"""Neraca saldo: every account that is not zero on a day, its balance on its own side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Column, Document, Letterhead
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "trial_balance"


@report(CODE, title=N_("Neraca saldo"), asks=("day", "unit"))
def build(read: Reading, params: Params) -> Document:
    """From the maintained balances alone, so that any day of any length of history costs the same.

    Inter-unit balances (1-1901) stay in: over all units they come to zero by themselves (RULES R5).
    """
    from kopdes_desktop.ledger import chart  # noqa: PLC0415  a glance loads no SQL
    from kopdes_desktop.ledger.balances import balances_at  # noqa: PLC0415  as above
    from kopdes_desktop.office.letterhead import letterhead  # noqa: PLC0415  as above

    shown = None
    if params.unit is not None:
        unit = chart.unit(read, params.unit)
        shown = f"{unit.code} {unit.name}"
    balances = balances_at(read, params.day, params.unit)
    return paper(params, letterhead(read), balances, chart.names(read), shown)


def paper(
    params: Params,
    letterhead: Letterhead,
    balances: Mapping[str, int],
    names: Mapping[str, str],
    unit: str | None = None,
) -> Document:
    """Every balance that is not zero, by account."""
    rows: list[dict[str, object]] = []
    debit = credit = 0
    for code, balance in balances.items():
        amount = int(balance)
        if amount:
            debit += max(amount, 0)
            credit += max(-amount, 0)
            rows.append(
                {
                    "account": code,
                    "name": _(names[code]),
                    "debit": max(amount, 0),
                    "credit": max(-amount, 0),
                }
            )
    return Document(
        CODE,
        _("Neraca saldo"),
        letterhead,
        on_day(params.day, unit),
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
        ),
        rows,
        {"debit": debit, "credit": credit},
    )
