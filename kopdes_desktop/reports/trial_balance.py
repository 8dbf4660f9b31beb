"""Neraca saldo: every account that is not zero on a day, its balance on its own side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Column, Document
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.source import Source

CODE = "trial_balance"


def seen(source: Source, params: Params) -> Document:
    """Every balance that is not zero, by account."""
    names = source.names()
    rows: list[dict[str, object]] = []
    debit = credit = 0
    for code, balance in source.balances(params.day).items():
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
        source.letterhead(),
        on_day(params.day, source.unit),
        (
            Column("account", _("Akun")),
            Column("name", _("Nama akun"), width=4),
            Column("debit", _("Debit"), "money"),
            Column("credit", _("Kredit"), "money"),
        ),
        rows,
        {"debit": debit, "credit": credit},
    )


@report(CODE, title=N_("Neraca saldo"), asks=("day", "unit"), glance=seen, doubted=True)
def build(read: Reading, params: Params) -> Document:
    """From the maintained balances alone, so that any day of any length of history costs the same.

    Inter-unit balances (1-1901) stay in: over all units they come to zero by themselves (RULES R5).
    """
    from kopdes_desktop.reports.office_source import OfficeSource  # noqa: PLC0415  loads SQL

    return seen(OfficeSource(read, params.unit), params)
