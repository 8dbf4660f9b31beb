"""Statements tie to one another: what was earned, what is owned, and how cash came and went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import transit, year_ends, years
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.statements import compute
from kopdes_desktop.statements.equity import equity_changes

_STATEMENTS = Fix(
    N_("Buka neraca saldo: cari akun yang tidak ada di laporan, lalu balik jurnal yang salah."),
    "report.trial_balance",
)


@check("cash_flow", N_("Arus kas sama dengan mutasi kas dan bank"), fix=_STATEMENTS)
def cash_explained(read: Reading) -> Iterator[str]:
    """Of every book year that is still open, and of the last that was closed."""
    for year, last in _spans(read):
        flow = compute.cash_flow(read, year.first, last)
        if not flow.ties:
            yield _(N_("{year}: selisih {amount}")).format(
                year=year.label, amount=wording.rupiah(flow.difference)
            )


@check("statements", N_("Laporan keuangan saling cocok"), fix=_STATEMENTS)
def tied(read: Reading) -> Iterator[str]:
    """The balance sheet balances, holds what was earned, and changes of equity lead to it."""
    for year, last in _spans(read):
        sheet = compute.balance_sheet(read, last)
        if not sheet.balances:
            difference = sheet.assets - sheet.liabilities - sheet.equity
            yield _(N_("neraca {day}: selisih {amount}")).format(
                day=wording.short_day(last), amount=wording.rupiah(difference)
            )
        earned = compute.income(read, year.first, last).surplus
        taken_over = year_ends.taken_over(read, last)
        if earned + taken_over != sheet.surplus:
            yield _(N_("SHU {year}: hasil usaha {earned}, di neraca {held}")).format(
                year=year.label,
                earned=wording.bracketed(earned + taken_over),
                held=wording.bracketed(sheet.surplus),
            )
        if not equity_changes(read, year.first, last).ties:
            yield _(N_("perubahan ekuitas {year} tidak menuju neracanya")).format(year=year.label)


def _spans(read: Reading) -> Iterator[tuple[BookYear, date]]:
    """Each open book year with entries, and the last closed one, up to the newest entry."""
    newest = transit.newest(read)
    if newest is None:
        return
    done = [each.year for each in year_ends.closed_years(read)]
    for year in years.kept(read, newest):
        if year not in done or year == done[-1]:
            yield year, min(year.last, newest)
