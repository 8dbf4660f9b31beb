"""Which months a payment of dues covers, and what a principal still lacks. Pure functions.

Each month owes its own rate; the oldest unpaid month comes first; twelve months ahead is the
ceiling (domain/RULES, Members, dues, exit).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah

Kind = Literal["principal", "mandatory", "voluntary"]
KINDS: tuple[Kind, ...] = ("principal", "mandatory", "voluntary")
_MOST_MONTHS = 1200
_FULL = N_("simpanan pokok sudah lunas")

Share = tuple[Month, Rupiah]


@dataclass(frozen=True, slots=True)
class Dues:
    """What a member owes by the month: from when, at which rates, what is paid, how far ahead."""

    first: Month
    today: Month
    ahead: int
    rate: Callable[[Month], Rupiah]
    paid: Mapping[str, Rupiah]
    settled: frozenset[str] = frozenset()

    def lacking(self, month: Month) -> Rupiah:
        """What a month still lacks; nothing once it was paid in full, whatever the rate is now."""
        if month in self.settled:
            return NOTHING
        return max(self.rate(month) - self.paid.get(month, NOTHING), NOTHING)

    def _owed(self) -> Iterator[Month]:
        month, last = self.first, max(self.today, self.first).plus(self.ahead)
        while month <= last:
            yield month
            month = month.next()

    def owing(self) -> Iterator[Month]:
        """Months that lack something, oldest first, up to the ceiling; as many as one asks for."""
        return islice(filter(self.lacking, self._owed()), _MOST_MONTHS)

    def unpaid(self) -> list[Month]:
        """All of them."""
        return list(self.owing())

    def arrears(self) -> tuple[int, Rupiah]:
        """Months up to now that lack something, and how much in all."""
        late = [month for month in self.unpaid() if month <= self.today]
        amount = NOTHING
        for month in late:
            amount += self.lacking(month)
        return len(late), amount

    def paid_until(self) -> Month | None:
        """The last month of the unbroken run of paid ones; None before the first."""
        unpaid = self.unpaid()
        end = unpaid[0] if unpaid else max(self.today, self.first).plus(self.ahead + 1)
        return end.plus(-1) if end > self.first else None


def first_due(joined: date, same_month_until: int) -> Month:
    """The first month that owes dues: the approval month, or the next after the set day of it."""
    month = Month.of(joined)
    return month if joined.day <= same_month_until else month.next()


def months_paid(dues: Dues, months: int) -> list[Share]:
    """What so many months cost, oldest first. Raises BadField beyond the ceiling."""
    most = min(max(months, 0), _MOST_MONTHS)
    shares = [(month, dues.lacking(month)) for month in islice(dues.owing(), most)]
    if months < 1 or months > len(shares):
        reason = _(N_("paling banyak {count} bulan dapat dibayar sekarang")).format(
            count=len(dues.unpaid())
        )
        raise BadField(name="months", reason=reason, field="months")
    return shares


def amount_paid(dues: Dues, amount: Rupiah) -> list[Share]:
    """Which months an amount covers, oldest first; the last one may stay in part."""
    shares: list[Share] = []
    rest = amount
    for month in dues.owing():
        if not rest:
            break
        part = min(rest, dues.lacking(month))
        shares.append((month, part))
        rest -= part
    if rest:
        reason = _(N_("melebihi iuran yang dapat dibayar di muka sebesar {rest}")).format(
            rest=wording.rupiah(rest)
        )
        raise BadField(name="amount", reason=reason, field="amount")
    return shares


def require_principal(amount: Rupiah, owed: Rupiah, paid: Rupiah) -> None:
    """Refuse more than the principal still lacks: it is the same for every member (UU 25/1992)."""
    lacking = owed - paid
    if amount > lacking:
        text = N_("simpanan pokok kurang {lacking} lagi") if lacking > NOTHING else _FULL
        reason = _(text).format(lacking=wording.rupiah(max(lacking, NOTHING)))
        raise BadField(name="amount", reason=reason, field="amount")
