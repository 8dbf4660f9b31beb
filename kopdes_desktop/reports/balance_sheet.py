"""Laporan posisi keuangan (neraca): what is owned, owed and one's own, beside the last year end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Document
from kopdes_desktop.reports.period import on_day
from kopdes_desktop.reports.report import Params, report
from kopdes_desktop.reports.statement_paper import Words, day_of, page

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.source import Source
    from kopdes_desktop.statements.sheets import BalanceSheet

CODE = "balance_sheet"


def seen(source: Source, params: Params) -> Document:
    """From balances alone. The second column is the end of the book year before."""
    day = day_of(source.years, params)
    before = source.years.of(day).before().last
    sheets = [source.sheet(each) for each in (day, before)]
    words = Words(
        CODE,
        _("Laporan posisi keuangan"),
        on_day(day, source.unit),
        [wording.short_day(day), wording.short_day(before)],
        tuple(_untied(sheets[0])),
    )
    figures = (each.figures for each in sheets)
    return page(source.letterhead(), source.signers(), words, *figures)


@report(
    CODE,
    title=N_("Laporan posisi keuangan"),
    asks=("day", "year", "unit"),
    proven=True,
    glance=seen,
)
def build(read: Reading, params: Params) -> Document:
    """From the maintained balances, so that any day of any length of history costs the same."""
    from kopdes_desktop.reports.office_source import OfficeSource  # noqa: PLC0415  loads SQL

    return seen(OfficeSource(read, params.unit), params)


def _untied(sheet: BalanceSheet) -> list[str]:
    """What has to be said of a sheet that should not be printed."""
    if sheet.balances:
        return []
    difference = sheet.assets - sheet.liabilities - sheet.equity
    words = _("TIDAK SEIMBANG: selisih {amount}.").format(amount=wording.rupiah(difference))
    return [words]
