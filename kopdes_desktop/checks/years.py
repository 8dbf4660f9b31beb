"""Closed book years: what they ended with is what the next one begins with, and stays so."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.accounting import year_end
from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.ledger import balances, chart, year_ends
from kopdes_desktop.ledger.year_ends import CURRENT, ClosedYear
from kopdes_desktop.office.books import Reading
from kopdes_desktop.statements import compute

_YEARS = Fix(
    N_("Buka kembali tahun buku itu dengan dua pengurus, lihat jurnalnya, lalu tutup lagi."),
    "report.year_closing",
)


@check("years", N_("Saldo awal tahun buku sama dengan saldo akhir tahun sebelumnya"), fix=_YEARS)
def carried_over(read: Reading) -> Iterator[str]:
    """Each closed year ends as it did when it was closed, and only its surplus changed accounts."""
    for closed in year_ends.closed_years(read):
        yield from _earned_as_closed(read, closed)
        yield from _ended_as_closed(read, closed)
        yield from _opened_empty(read, closed)


def _earned_as_closed(read: Reading, closed: ClosedYear) -> Iterator[str]:
    """The surplus it was closed with is what its statement of income says, and what it took over.

    The surplus is what a meeting divides.
    """
    year = closed.year
    earned = compute.surplus(read, year) + year_ends.taken_over(read, year.last)
    if earned != closed.surplus:
        yield _(N_("SHU {year}: ditutup {closed}, menurut PHU {earned}")).format(
            year=year.label,
            closed=wording.bracketed(closed.surplus),
            earned=wording.bracketed(earned),
        )


def _ended_as_closed(read: Reading, closed: ClosedYear) -> Iterator[str]:
    """Its last day's balances, unit by unit, against those that the closing fact holds."""
    told = year_end.balances_of(read, closed)
    for unit in chart.units(read):
        now = balances.balances_at(read, closed.year.last, unit.code)
        then = told.get(unit.code, {})
        for account in sorted({*now, *then}):
            was, stands = then.get(account, NOTHING), now.get(account, NOTHING)
            if was != stands:
                yield _(N_("{account} {unit}: ditutup {was}, sekarang {now}")).format(
                    account=account,
                    unit=unit.code,
                    was=wording.rupiah(was),
                    now=wording.rupiah(stands),
                )


def _opened_empty(read: Reading, closed: ClosedYear) -> Iterator[str]:
    """No income, no cost and no surplus of the year in hand is carried into the next."""
    first = closed.year.after().first
    carried = {
        account: amount
        for account, amount in balances.balances_at(read, closed.year.last).items()
        if account >= year_ends.INCOME[0]
    }
    for account, amount in carried.items():
        if amount:
            yield _(N_("{account}: {amount} belum ditutup")).format(
                account=account, amount=wording.rupiah(amount)
            )
    left = year_end.opened_with(read, closed).get(CURRENT, NOTHING)
    if left:
        yield _(N_("{account}: {amount} masih berdiri pada {day}")).format(
            account=CURRENT, amount=wording.rupiah(-left), day=wording.short_day(first)
        )
