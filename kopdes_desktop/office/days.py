"""Business days: opened by the first work of a day, closed by a person (FACTS §4).

No clock decides order. A clock that has jumped never stops the day that is open; it only keeps a
new day from opening by itself until a person has confirmed it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadDay, DayNotOpen
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.tables import BUSINESS_DAY
from kopdes_desktop.office.work import Work

#: SYNC §4: how far a clock may be from the last fact's before a person is asked.
BACK = timedelta(minutes=10)
AHEAD = timedelta(days=35)

_LATEST = Statement(
    select(BUSINESS_DAY.c.day, BUSINESS_DAY.c.closed)
    .where(BUSINESS_DAY.c.device == bindparam("of_device"))
    .order_by(BUSINESS_DAY.c.day.desc())
    .limit(1),
    steady=True,
)
_LAST_CLOSED = Statement(
    select(BUSINESS_DAY.c.day)
    .where(BUSINESS_DAY.c.device == bindparam("of_device"), BUSINESS_DAY.c.closed.is_not(None))
    .order_by(BUSINESS_DAY.c.day.desc())
)
_OPENED = insert_into(BUSINESS_DAY)
_CLOSED = Statement(
    update(BUSINESS_DAY)
    .where(
        BUSINESS_DAY.c.device == bindparam("of_device"), BUSINESS_DAY.c.day == bindparam("of_day")
    )
    .values(closed=bindparam("by_fact"))
)


class LatestDay(NamedTuple):
    """The last business day of a device, and whether it still runs."""

    day: date
    open: bool


def latest(read: Reading, device: int) -> LatestDay | None:
    """The last business day of a device; None before its first."""
    return read.made(_first, _LATEST, of_device=device)


def _first(rows: list[tuple[Any, ...]]) -> LatestDay | None:
    return LatestDay(date.fromisoformat(rows[0][0]), rows[0][1] is None) if rows else None


def last_closed(read: Reading, device: int) -> date | None:
    """The last day that a device closed."""
    row = read.row(_LAST_CLOSED, of_device=device)
    return date.fromisoformat(row[0]) if row else None


def plausible(now: datetime, last_fact: datetime | None) -> bool:
    """Whether a clock can be believed, going by the last fact's moment."""
    return last_fact is None or last_fact - BACK <= now <= last_fact + AHEAD


class Due(NamedTuple):
    """The day to work on, and whether it has to be opened first."""

    day: date
    to_open: bool


def day_due(last: LatestDay | None, clock_day: date, *, believable: bool, confirmed: bool) -> Due:
    """Which day work falls on when nobody named one. Raises DayNotOpen.

    An open day goes on until a believable clock shows a later one; a new day opens by itself only
    under a believable clock.
    """
    goes_on = last is not None and last.open and (clock_day <= last.day or not believable)
    if last is not None and goes_on and not (confirmed and clock_day > last.day):
        return Due(last.day, to_open=False)
    if last is not None and clock_day <= last.day:
        following = last.day + timedelta(days=1)
        if not confirmed:
            reason = _(N_("hari {day} sudah ditutup")).format(day=wording.short_day(last.day))
            raise DayNotOpen(day=wording.short_day(following), reason=reason)
        return Due(following, to_open=True)
    if not believable and not confirmed:
        reason = _(N_("jam laptop jauh berbeda dari catatan terakhir"))
        raise DayNotOpen(day=wording.short_day(clock_day), reason=reason)
    return Due(clock_day, to_open=True)


def day_named(last: LatestDay | None, wanted: date) -> Due:
    """The day that a person named. Raises BadDay for one before the last, or closed already."""
    if last is not None and (wanted < last.day or (wanted == last.day and not last.open)):
        words = (
            N_("hari kerja terakhir adalah {day}")
            if wanted < last.day
            else N_("hari itu sudah ditutup; lanjutkan pada hari kerja berikutnya")
        )
        reason = _(words).format(day=wording.short_day(last.day))
        raise BadDay(day=wording.short_day(wanted), reason=reason, field="day")
    return Due(wanted, to_open=last is None or wanted > last.day)


class OpenDayOrder(Order, frozen=True, omit_defaults=True):
    """The day to open; a person stands behind it."""

    day: date


class DayOpened(Fact, frozen=True, omit_defaults=True):
    """A device's business day began."""

    day: date


@operation("day.open", version=1)
class OpenDay(Operation[OpenDayOrder, DayOpened]):
    """Open a business day; a day that still ran ends with it."""

    sentence = N_("Membuka hari kerja")
    daily = False

    def document_day(self, work: Work, order: OpenDayOrder) -> tuple[date, str | None]:
        """The fact belongs to the day it opens."""
        return order.day, None

    def decide(self, work: Work, order: OpenDayOrder) -> DayOpened:
        """Later than the last one; another day than the clock's only when a person confirms it."""
        if not work.day_confirmed and order.day != work.clock_day:
            reason = _(N_("jam laptop menunjukkan {day}")).format(
                day=wording.short_day(work.clock_day)
            )
            raise DayNotOpen(day=wording.short_day(order.day), reason=reason, field="day")
        if not day_named(latest(work, work.device), order.day).to_open:
            reason = _(N_("hari itu sudah terbuka"))
            raise BadDay(day=wording.short_day(order.day), reason=reason, field="day")
        return DayOpened(order.day)

    def apply(self, books: Books, fact: DayOpened) -> None:
        """The day stands open."""
        books.insert(_OPENED, books.stamp.device, fact.day.isoformat(), books.stamp.key, None)

    def judge(self, books: Books, fact: DayOpened, stamp: Stamp) -> tuple[str, ...]:
        """Its date is its own day, after the device's last."""
        last = latest(books, stamp.device)
        if fact.day != stamp.bd or (last is not None and fact.day <= last.day):
            return ("R4: day.open",)
        return ()


class CloseDayOrder(Order, frozen=True, omit_defaults=True):
    """Close the open day."""


class DayClosed(Fact, frozen=True, omit_defaults=True):
    """A device's business day ended."""

    day: date


@operation("day.close", version=1)
class CloseDay(Operation[CloseDayOrder, DayClosed]):
    """Close the business day; the next document needs a new one."""

    sentence = N_("Menutup hari kerja")
    daily = False

    def document_day(self, work: Work, order: CloseDayOrder) -> tuple[date, str | None]:
        """The fact belongs to the day it closes."""
        last = latest(work, work.device)
        if last is None or not last.open:
            reason = _(N_("tidak ada hari kerja yang terbuka"))
            raise BadDay(day=wording.short_day(work.today), reason=reason)
        return last.day, None

    def decide(self, work: Work, order: CloseDayOrder) -> DayClosed:
        """Only an open day can be closed."""
        return DayClosed(work.bd)

    def apply(self, books: Books, fact: DayClosed) -> None:
        """The day stands closed."""
        books.change(
            _CLOSED,
            of_device=books.stamp.device,
            of_day=fact.day.isoformat(),
            by_fact=books.stamp.key,
        )

    def judge(self, books: Books, fact: DayClosed, stamp: Stamp) -> tuple[str, ...]:
        """It closes the device's own open day."""
        last = latest(books, stamp.device)
        sound = last == LatestDay(fact.day, open=True) and fact.day == stamp.bd
        return () if sound else ("R4: day.close",)
