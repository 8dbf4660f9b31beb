"""Which copies may go, and when their age becomes a warning; plain values, no files, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

#: Distinct business days, weeks and months of which one copy each stays (FEATURES P124).
DAILY: Final = 7
WEEKLY: Final = 4
MONTHLY: Final = 12
#: However the days lie, these many newest stay.
NEWEST: Final = 3
#: Without a copy on a stick for longer than this, it is said loudly.
STICK_AGE: Final = timedelta(days=3)


class Kept(NamedTuple):
    """A copy as thinning sees it: when it was made, the business day it ends with, its name."""

    made: str
    day: date
    name: str


def expendable(copies: Iterable[Kept]) -> list[Kept]:
    """The copies that may go, oldest first: at most a third of all at once.

    Days are counted by the copies themselves, so a clock that runs wild makes nothing old.
    """
    newest_first = sorted(copies, reverse=True)
    kept = set(newest_first[:NEWEST])
    for most, span in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        kept |= _newest_of_each(newest_first, span, most)
    gone = [each for each in reversed(newest_first) if each not in kept]
    return gone[: max(1, len(newest_first) // 3)]


def _newest_of_each(
    newest_first: Sequence[Kept], span: Callable[[date], object], most: int
) -> set[Kept]:
    found: dict[object, Kept] = {}
    for each in newest_first:
        if len(found) < most:
            found.setdefault(span(each.day), each)
    return set(found.values())


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
