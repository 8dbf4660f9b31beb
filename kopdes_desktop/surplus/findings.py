"""What proves a surplus: shares come to their pools, and nobody was paid more than his share."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, total
from kopdes_desktop.ledger import balances, year_ends
from kopdes_desktop.office.books import Reading
from kopdes_desktop.surplus import queries, rules


def shares(read: Reading) -> Iterator[str]:
    """Years decided or shared out otherwise than they were closed; members paid too much."""
    kept = queries.share_sums(read)
    closed = {each.year.name: each for each in year_ends.closed_years(read)}
    for year, (key, _day, amount) in queries.divided_years(read).items():
        if year in closed and closed[year].surplus != amount:
            yield _(N_("SHU {year}: ditutup {closed}, diputuskan {decided}")).format(
                year=closed[year].year.label,
                closed=wording.bracketed(closed[year].surplus),
                decided=wording.bracketed(amount),
            )
        done = queries.allocated(read, year)
        if done is None:
            continue
        plan = queries.as_planned(done)
        posted = -total(
            line.amount
            for line in balances.entry_of(read, key).lines
            if line.account == rules.MEMBERS
        )
        if plan.proof or amount != plan.surplus or not plan.shared == posted == kept.get(year):
            yield _(N_("SHU {year}: bagian anggota {shared}, di buku besar {posted}")).format(
                year=year, shared=wording.rupiah(plan.shared), posted=wording.rupiah(posted)
            )
    for member, amount in balances.key_balances(read, rules.MEMBERS).items():
        if amount > NOTHING:
            yield _(N_("anggota {member} dibayar {amount} lebih dari SHU-nya")).format(
                member=member, amount=wording.rupiah(amount)
            )
