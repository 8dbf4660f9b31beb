"""Schedules of borrowings: what falls due when, and how much interest a day has earned. Pure.

Months count from the first due day on, grace included; in grace only interest is paid. Interest is
rounded to whole rupiah part by part, the last instalment takes what is left of the principal
(vectors/loans.json). A period's interest grows evenly from one due day to the next.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, total

Method = Literal["flat", "annuity", "equal_principal", "none"]
METHODS: tuple[Method, ...] = get_args(Method)
METHOD_WORDS = {
    "equal_principal": N_("bunga menurun (pokok tetap)"),
    "flat": N_("bunga tetap (flat)"),
    "annuity": N_("angsuran tetap (anuitas)"),
    "none": N_("tanpa bunga"),
}
#: Where borrowed capital stands, and what each account is called on a form.
ACCOUNTS = {
    "2-2101": N_("Bank (Himbara, BPD, lainnya)"),
    "2-2102": N_("LPDB"),
    "2-2103": N_("Koperasi lain"),
    "2-2104": N_("Modal penyertaan"),
}
#: Where interest stands that was accrued and waits to be paid.
INTEREST_OWED = "2-1502"
MOST_MONTHS = 360
_MONTHS = 12
_YEAR_PERCENT = 1200


class Part(Struct, frozen=True):
    """An instalment: its due day, and what of it is principal and interest."""

    due: date
    principal: Rupiah
    interest: Rupiah

    @property
    def amount(self) -> Rupiah:
        """Both together."""
        return self.principal + self.interest


class Terms(Struct, frozen=True):
    """What was agreed: yearly rate in percent, months with grace, method, first due day."""

    principal: Rupiah
    rate: Decimal
    months: int
    grace: int
    method: Method
    first_due: date


def require_terms(terms: Terms) -> None:
    """Refuse terms that no schedule can be made of. BadField."""
    if terms.principal <= NOTHING:
        raise BadField(name="principal", reason=_(N_("harus lebih dari nol")), field="principal")
    open_ended = terms.method == "none" and terms.months == 0
    if not (open_ended or 1 <= terms.months <= MOST_MONTHS):
        reason = _(N_("jangka waktu 1 sampai {most} bulan")).format(most=MOST_MONTHS)
        raise BadField(name="months", reason=reason, field="months")
    if not 0 <= terms.grace < max(terms.months, 1):
        reason = _(N_("masa tenggang harus lebih pendek daripada jangka waktunya"))
        raise BadField(name="grace", reason=reason, field="grace")
    if terms.method == "none" and terms.rate:
        reason = _(N_("pinjaman tanpa bunga tidak memakai persen bunga"))
        raise BadField(name="rate", reason=reason, field="rate")
    if terms.method != "none" and not terms.rate:
        reason = _(N_("isi bunganya setahun, atau pilih tanpa bunga"))
        raise BadField(name="rate", reason=reason, field="rate")


def schedule(terms: Terms) -> list[Part]:
    """Every instalment in order; none where no day was agreed."""
    paying = terms.months - terms.grace
    principals = [NOTHING] * terms.grace + _principals(terms, paying)
    left, parts = terms.principal, []
    for n, part in enumerate(principals):
        base = terms.principal if terms.method == "flat" else left
        parts.append(Part(due_day(terms.first_due, n), part, _interest(base, terms.rate)))
        left -= part
    return parts


def due_day(first: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short."""
    month = Month.of(first).plus(months).first()
    return month.replace(day=min(first.day, monthrange(month.year, month.month)[1]))


def _interest(base: Rupiah, rate: Decimal) -> Rupiah:
    """A month's interest, half up."""
    top, bottom = rate.as_integer_ratio()
    return Rupiah(half_up(int(base) * top, bottom * _YEAR_PERCENT))


def _principals(terms: Terms, paying: int) -> list[Rupiah]:
    """What each paying month takes off; the last takes the rest."""
    if paying <= 0:
        return []
    if terms.method == "annuity":
        return _annuity(terms, paying)
    each = Rupiah(half_up(int(terms.principal), paying))
    parts, left = [], terms.principal
    for _month in range(paying - 1):
        part = min(each, left)
        parts.append(part)
        left -= part
    return [*parts, left]


def _annuity(terms: Terms, paying: int) -> list[Rupiah]:
    """Equal instalments of principal and interest together."""
    share = Fraction(terms.rate) / _YEAR_PERCENT
    instalment = int(terms.principal) * share / (1 - (1 + share) ** -paying)
    whole = Rupiah(half_up(instalment.numerator, instalment.denominator))
    parts, left = [], terms.principal
    for _month in range(paying - 1):
        part = min(max(whole - _interest(left, terms.rate), NOTHING), left)
        parts.append(part)
        left -= part
    return [*parts, left]


def earned(parts: Sequence[Part], start: date, day: date) -> Rupiah:
    """The interest that has grown up to the end of a day, from the day the money came."""
    sum_, since = 0, start
    for part in parts:
        span = max((part.due - since).days, 1)
        gone = span if part.due <= day else max((day - since).days, 0)
        sum_ += half_up(int(part.interest) * gone, span)
        since = max(part.due, since)
    return Rupiah(sum_)


def due_by(parts: Sequence[Part], day: date) -> tuple[Rupiah, Rupiah]:
    """Principal and interest that have fallen due up to a day."""
    due = [part for part in parts if part.due <= day]
    return total(part.principal for part in due), total(part.interest for part in due)


def current(parts: Sequence[Part], principal: Rupiah, left: Rupiah, day: date) -> Rupiah:
    """Of what is `left` of a principal on a day what falls due within a year of it."""
    due, _interest_due = due_by(parts, due_day(day, _MONTHS))
    return min(max(due - (principal - left), NOTHING), left)


def unpaid(parts: Sequence[Part], principal: Rupiah, interest: Rupiah) -> list[Part]:
    """What is left of each instalment once so much was paid, the oldest first; paid ones go."""
    left: list[Part] = []
    for part in parts:
        taken = min(principal, part.principal)
        charged = min(interest, part.interest)
        principal, interest = principal - taken, interest - charged
        rest = Part(part.due, part.principal - taken, part.interest - charged)
        if rest.amount:
            left.append(rest)
    return left


def settled(
    parts: Sequence[Part], paid: tuple[Rupiah, Rupiah], recognised: Rupiah, day: date
) -> list[Part]:
    """The part of a schedule that stands when another takes its place on a day.

    Whole instalments that are paid stay; what else was paid or has grown stands on that day.
    """
    principal, interest = paid
    kept: list[Part] = []
    for part in parts:
        if part.principal > principal or part.interest > interest:
            break
        principal, interest = principal - part.principal, interest - part.interest
        recognised -= part.interest
        kept.append(part)
    rest = Part(day, principal, max(recognised, interest))
    return [*kept, rest] if rest.amount else kept
