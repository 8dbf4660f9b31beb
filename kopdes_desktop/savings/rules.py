"""Which months a payment of dues covers, and what a principal still lacks. Pure functions.

Each month owes its own rate: a rate holds from the first month that begins on its day or later, the
first one for all months before it as well. The oldest unpaid month comes first; twelve months ahead
is the ceiling; the month of leaving and all after it owe nothing. Shortages of an old register are
an estimate that nobody owes before the board has decided (domain/RULES, Members, dues, exit).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Literal

from msgspec import Struct

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total

Kind = Literal["principal", "mandatory", "voluntary"]
KINDS: tuple[Kind, ...] = ("principal", "mandatory", "voluntary")
MonthState = Literal["paid", "part", "late", "estimated", "ahead", "due", "none"]
_MOST_MONTHS = 1200
_FULL = N_("simpanan pokok sudah lunas")

Share = tuple[Month, Rupiah]


@lru_cache(maxsize=1024)
def span(first: Month, last: Month) -> tuple[Month, ...]:
    """The months from one to another, both included; none when the last is earlier."""
    months: list[Month] = []
    while first <= last:
        months.append(first)
        first = first.next()
    return tuple(months)


@lru_cache(maxsize=1024)
def later(month: Month, months: int) -> Month:
    """So many months later, reckoned once for all members."""
    return month.plus(months)


class Dues(Struct, frozen=True):
    """What a member owes by the month: from when, at which rates, what is paid, how far ahead.

    `estimated_until`: up to there a shortage is an estimate that waits for the board.
    `settled_until`: up to there the board has declared everything settled.
    `last`: the last month that owes dues; None while he is a member.
    """

    first: Month
    today: Month
    ahead: int
    rate: Callable[[Month], Rupiah]
    paid: Mapping[str, Rupiah]
    settled: frozenset[str] = frozenset()
    estimated_until: Month | None = None
    settled_until: Month | None = None
    last: Month | None = None

    @property
    def ceiling(self) -> Month:
        """The last month that may be paid now."""
        ahead = later(max(self.today, self.first), self.ahead)
        return ahead if self.last is None else min(ahead, self.last)

    def lacking(self, month: Month) -> Rupiah:
        """What a month still lacks; nothing once it was paid in full, whatever the rate is now."""
        if month in self.settled:
            return NOTHING
        return max(self.rate(month) - self.paid.get(month, NOTHING), NOTHING)

    def is_estimated(self, month: Month) -> bool:
        """Whether what a month lacks is an estimate that waits for the board."""
        return self.estimated_until is not None and month <= self.estimated_until

    def is_settled(self, month: Month) -> bool:
        """Whether the board has declared a month settled."""
        return self.settled_until is not None and month <= self.settled_until

    def _lacking_in(self, months: Iterable[Month]) -> Iterator[Month]:
        """Those that lack something; the paid ones are passed over before anything is reckoned."""
        settled = self.settled
        unpaid = (month for month in months if month not in settled)
        return (month for month in unpaid if not self.is_settled(month) and self.lacking(month))

    def owing(self) -> Iterator[Month]:
        """Months that lack something, oldest first, up to the ceiling; as many as one asks for."""
        months = self._lacking_in(span(self.first, self.ceiling))
        return islice((x for x in months if not self.is_estimated(x)), _MOST_MONTHS)

    def unpaid(self) -> list[Month]:
        """All of them."""
        return list(self.owing())

    def late(self) -> list[Month]:
        """Those of them up to now."""
        end = self.today if self.last is None else min(self.today, self.last)
        months = self._lacking_in(span(self.first, end))
        return [month for month in months if not self.is_estimated(month)]

    def arrears(self) -> tuple[int, Rupiah]:
        """Months up to now that lack something, and how much in all."""
        late = self.late()
        return len(late), total(self.lacking(month) for month in late)

    def estimated(self) -> tuple[int, Rupiah]:
        """Months whose shortage waits for the board, and how much in all."""
        if self.estimated_until is None:
            return 0, NOTHING
        months = span(self.first, min(self.estimated_until, self.ceiling))
        short = list(self._lacking_in(months))
        return len(short), total(self.lacking(month) for month in short)

    def paid_until(self) -> Month | None:
        """The last month of the unbroken run of paid ones; None before the first.

        A month declared settled counts as paid, one whose shortage is an estimate does not.
        """
        last = self.last
        if last is None:
            known = (*self.settled, *(month for month, amount in self.paid.items() if amount))
            last = max(self.ceiling, Month(max(known, default=self.first)))
        short = next(self._lacking_in(span(self.first, last)), None)
        end = last if short is None else later(short, -1)
        return end if end >= self.first else None

    def state(self, month: Month) -> MonthState:
        """What a month is in a grid: paid or ahead, part, late, estimated, due later, or none."""
        paid, rate = self.paid.get(month, NOTHING), self.rate(month)
        within = self.first <= month and (self.last is None or month <= self.last)
        if paid > NOTHING and (not within or not self.lacking(month)):
            return "ahead" if month > self.today else "paid"
        if not within or not rate:
            return "none"
        if self.is_settled(month) or not self.lacking(month):
            return "paid"
        if self.is_estimated(month):
            return "estimated"
        if paid > NOTHING:
            return "part"
        return "late" if month < self.today else "due"


def first_due(joined: date, same_month_until: int) -> Month:
    """The first month that owes dues: the approval month, or the next after the set day of it."""
    month = Month.of(joined)
    return month if joined.day <= same_month_until else month.next()


def last_due(left: date | None) -> Month | None:
    """The last month that owes dues: the one before the month of leaving; None for who stays."""
    return None if left is None else Month.of(left).plus(-1)


def rated_from(day: date) -> Month:
    """The first month that a rate of dues is about: the first that begins on its day or later."""
    month = Month.of(day)
    return month if day == month.first() else month.next()


def months_paid(dues: Dues, months: int) -> list[Share]:
    """What so many months cost, oldest first. Raises BadField below one and beyond the ceiling."""
    if months < 1:
        reason = _(N_("jumlah bulan mulai dari 1"))
        raise BadField(name="months", reason=reason, field="months")
    most = min(months, _MOST_MONTHS)
    shares = [(month, dues.lacking(month)) for month in islice(dues.owing(), most)]
    if months > len(shares):
        reason = _(N_("paling banyak {count} bulan dapat dibayar sekarang")).format(
            count=len(dues.unpaid())
        )
        raise BadField(name="months", reason=reason, field="months")
    return shares


def filled(dues: Dues, amount: Rupiah) -> tuple[list[Share], Rupiah]:
    """Which months an amount covers, oldest first, up to the ceiling; and what is then left."""
    shares: list[Share] = []
    rest = amount
    for month in dues.owing():
        if not rest:
            break
        part = min(rest, dues.lacking(month))
        shares.append((month, part))
        rest -= part
    return shares, rest


def amount_paid(dues: Dues, amount: Rupiah) -> list[Share]:
    """Which months an amount covers, oldest first; the last one may stay in part. BadField."""
    shares, rest = filled(dues, amount)
    if rest:
        reason = _(N_("melebihi iuran yang dapat dibayar di muka sebesar {rest}")).format(
            rest=wording.rupiah(rest)
        )
        raise BadField(name="amount", reason=reason, field="amount")
    return shares


def taken_over(dues: Dues, amount: Rupiah) -> list[Share]:
    """Which months the lump of an old register covers: no ceiling, what is over is prepaid.

    The lump is what the member has, all the same: what would pay for months after he left, beyond a
    hundred years, or of dues that cost nothing, stays without a month.
    """
    shares: list[Share] = []
    rest, month = amount, dues.first
    for _n in range(_MOST_MONTHS):
        if not rest or (dues.last is not None and month > dues.last):
            break
        part = min(rest, dues.lacking(month))
        if part:
            shares.append((month, part))
            rest -= part
        month = month.next()
    return shares


def require_principal(amount: Rupiah, owed: Rupiah, paid: Rupiah) -> None:
    """Refuse more than the principal still lacks: it is the same for every member (UU 25/1992)."""
    lacking = owed - paid
    if amount > lacking:
        text = N_("simpanan pokok kurang {lacking} lagi") if lacking > NOTHING else _FULL
        reason = _(text).format(lacking=wording.rupiah(max(lacking, NOTHING)))
        raise BadField(name="amount", reason=reason, field="amount")
