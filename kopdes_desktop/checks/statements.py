"""Statements tie to one another: what was earned, what is owned, and how cash came and went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, transit, year_ends, years
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
    """Of every book year that is still open, and of the last that was closed; by unit as well."""
    for year, last in _spans(read):
        for unit in _parts(read):
            flow = compute.cash_flow(read, year.first, last, unit)
            if not flow.ties:
                yield _(N_("{year}: selisih {amount}")).format(
                    year=_of(year.label, unit), amount=wording.rupiah(flow.difference)
                )


@check("statements", N_("Laporan keuangan saling cocok"), fix=_STATEMENTS)
def tied(read: Reading) -> Iterator[str]:
    """The balance sheet balances, holds what was earned, and changes of equity lead to it."""
    for year, last in _spans(read):
        for unit in _parts(read):
            sheet = compute.balance_sheet(read, last, unit)
            if not sheet.balances:
                difference = sheet.assets - sheet.liabilities - sheet.equity
                yield _(N_("neraca {day}: selisih {amount}")).format(
                    day=_of(wording.short_day(last), unit), amount=wording.rupiah(difference)
                )
            if not equity_changes(read, year.first, last, unit).ties:
                yield _(N_("perubahan ekuitas {year} tidak menuju neracanya")).format(
                    year=_of(year.label, unit)
                )
        yield from _earned(read, year, last)


def _earned(read: Reading, year: BookYear, last: date) -> Iterator[str]:
    """The SHU of the balance sheet is what the year earned, with what was taken over."""
    held = compute.balance_sheet(read, last).surplus
    earned = compute.income(read, year.first, last).surplus + year_ends.taken_over(read, last)
    if earned != held:
        yield _(N_("SHU {year}: hasil usaha {earned}, di neraca {held}")).format(
            year=year.label, earned=wording.bracketed(earned), held=wording.bracketed(held)
        )


def _parts(read: Reading) -> list[str | None]:
    """The whole cooperative, and each of its units."""
    return [None, *(unit.code for unit in chart.units(read))]


def _of(words: str, unit: str | None) -> str:
    return words if unit is None else f"{words}, {unit}"


def _spans(read: Reading) -> Iterator[tuple[BookYear, date]]:
    """Each open book year with entries, and the last closed one, up to the newest entry."""
    newest = transit.newest(read)
    if newest is None:
        return
    done = [each.year for each in year_ends.closed_years(read)]
    for year in years.kept(read, newest):
        if year not in done or year == done[-1]:
            yield year, min(year.last, newest)
