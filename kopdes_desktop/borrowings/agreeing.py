"""What every agreement is made of: its rows, its rate, its first due day; and writing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from kopdes_desktop.borrowings.rules import Part
from kopdes_desktop.borrowings.tables import (
    BORROWING,
    BORROWING_PART,
    BORROWING_TERMS,
)
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.rate import plain_percent
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact

if TYPE_CHECKING:
    from kopdes_desktop.borrowings.changing import ScheduleChanged
    from kopdes_desktop.borrowings.taking import Taken

_NEW_PART = insert_into(BORROWING_PART)
_NEW_TERMS = insert_into(BORROWING_TERMS)
_AGREED = Statement(
    update(BORROWING)
    .where(BORROWING.c.key == bindparam("of_key"))
    .values(
        {
            BORROWING.c[name]: select(BORROWING_TERMS.c[name])
            .where(BORROWING_TERMS.c.borrowing == bindparam("of_key"), BORROWING_TERMS.c.void == 0)
            .order_by(BORROWING_TERMS.c.since.desc(), BORROWING_TERMS.c.key.desc())
            .limit(1)
            .scalar_subquery()
            for name in ("rate", "months", "grace", "method")
        }
    )
)
#: Letters of what is written about an agreement.
LONGEST = 120
#: Years from the agreement to its first due day.
_FARTHEST = 30


class DueRow(Fact, frozen=True, omit_defaults=True):
    """An instalment as agreed."""

    due: date
    principal: Rupiah
    interest: Rupiah


def rate_of(text: str) -> str:
    """A yearly rate in percent; none is nothing."""
    return plain_percent(text.strip() or "0", field="rate")


def rows_of(parts: Iterable[Part]) -> tuple[DueRow, ...]:
    """A schedule as a fact holds it."""
    return tuple(DueRow(part.due, part.principal, part.interest) for part in parts)


def not_negative(amount: Rupiah | None, field: str) -> Rupiah:
    """An amount that may be left out, never below nothing. BadField."""
    if amount is not None and amount < NOTHING:
        reason = _(N_("tidak boleh kurang dari nol"))
        raise BadField(name=field, reason=reason, field=field)
    return amount or NOTHING


def require_first_due(first: date, day: date, *, old: bool = False) -> None:
    """Refuse a first due day before the money came or the terms changed, or years away."""
    if not old and first < day:
        reason = _(N_("jatuh tempo pertama tidak boleh sebelum hari perjanjiannya"))
        raise BadField(name="first_due", reason=reason, field="first_due")
    if abs(first.year - day.year) > _FARTHEST:
        reason = _(N_("jatuh tempo pertama lebih dari {years} tahun dari sekarang"))
        raise BadField(name="first_due", reason=reason.format(years=_FARTHEST), field="first_due")


def agree(
    books: Books, loan: int, fact: Taken | ScheduleChanged, *, since: date, number: str | None
) -> None:
    """Terms and schedule under the fact in hand, in force from a day on."""
    key, day = books.stamp.key, since.isoformat()
    terms = (fact.rate, fact.months, fact.grace, fact.method)
    books.insert(_NEW_TERMS, key, loan, number, day, *terms, 0)
    books.insert_all(
        _NEW_PART,
        [
            (loan, key, n, row.due.isoformat(), int(row.principal), int(row.interest))
            for n, row in enumerate(fact.schedule, 1)
        ],
    )


def renew(books: Books, loan: int) -> None:
    """A borrowing's terms are those of the latest agreement that stands."""
    books.change(_AGREED, of_key=loan)
