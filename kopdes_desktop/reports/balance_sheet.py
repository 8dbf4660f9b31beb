"""Laporan posisi keuangan (neraca): what is owned, owed and one's own, beside the last year end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, years
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports import current_parts
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import Words, day_of, paper
from kopdes_desktop.statements import compute

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

CODE = "balance_sheet"


@report(CODE, title=N_("Laporan posisi keuangan"), asks=("day", "year", "unit"), proven=True)
def build(read: Reading, params: Params) -> Document:
    """From the maintained balances alone, so that any day of any length of history costs the same.

    The second column is the end of the book year before.
    """
    day, unit = day_of(read, params), params.unit
    shown = None if unit is None else chart.unit(read, unit)
    before = years.year_of(read, day).before().last
    sheets = [
        compute.balance_sheet(read, each, unit, current_parts.splits(read, each, unit))
        for each in (day, before)
    ]
    words = Words(
        CODE,
        _("Laporan posisi keuangan"),
        on_day(day, None if shown is None else f"{shown.code} {shown.name}"),
        [wording.short_day(day), wording.short_day(before)],
        tuple(_untied(sheets[0])),
    )
    return paper(read, words, *(each.figures for each in sheets))


def _untied(sheet: compute.BalanceSheet) -> list[str]:
    """What has to be said of a sheet that should not be printed."""
    if sheet.balances:
        return []
    difference = sheet.assets - sheet.liabilities - sheet.equity
    words = _("TIDAK SEIMBANG: selisih {amount}.").format(amount=wording.rupiah(difference))
    return [words]
