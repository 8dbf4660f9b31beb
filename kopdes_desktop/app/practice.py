"""The practice cooperative lives, day by day, by real orders (`demo`, and the first start).

Everything that happens to it is done through the office by its own people: everyday.py has what any
day brings, events.py what happens once in its life.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from kopdes_desktop.app import books, events, everyday, founding, life, outlet
from kopdes_desktop.app.clock import SetClock, SystemClock
from kopdes_desktop.app.life import TREASURER, Life, Lived
from kopdes_desktop.app.villagers import villagers
from kopdes_desktop.kernel.dates import Month, in_zone
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.ids import Entropy, system_entropy
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.training import beginning

#: What the window makes: every kind of event, in a few seconds.
MEMBERS, MONTHS = 40, 3
_SUNDAY = 6
_DAYS_A_MONTH = 30
_FIRST_MONTH = Month("2026-01")
#: Shorter lives have no story: people come, and pay.
_STORY_DAYS = 20


def practise(  # noqa: PLR0917  what `demo` can be told
    folder: Path,
    members: int = MEMBERS,
    months: int = MONTHS,
    seed: int = 1,
    until: date | None = None,
    progress: Progress | None = None,
    *,
    entropy: Entropy = system_entropy,
) -> Lived:
    """Found a practice cooperative in a folder and let it live `months` months up to a day.

    Gives the keys of what there is to print. `members` 0 and `months` 0 leave it empty.
    Stopped, failed or killed on the way, it leaves no books.
    """
    last = until or in_zone(SystemClock().now(), "Asia/Jakarta").date()
    first = last - timedelta(days=months * _DAYS_A_MONTH)
    clock = SetClock(SystemClock().now() if months == 0 else _morning(first))
    since = Month.of(first) if months else min(_FIRST_MONTH, Month.of(first))
    with books.made_aside(folder) as aside:
        founding.found_practice(aside, since=since, clock=clock, entropy=entropy)
        if members <= 0 and months <= 0:
            return Lived()
        with books.open_books(
            aside,
            TREASURER,
            founding.PRACTICE_PASSWORD,
            named_day=first,
            clock=clock,
            entropy=entropy,
        ) as session:
            dear = life.quicken_pins(session)
            dice = random.Random(seed)  # noqa: S311  play, not secrets
            lived = Life(session, clock, dice, villagers(dice), members, first)
            _live(lived, list(_days(first, last)), progress or Silent())
            life.put_pins(session, dear)
            beginning.set_here(session.office)
            return lived.lived


class RealBooks(Refusal):
    """Books of a real cooperative, which nobody throws away."""

    template = N_("Ini buku sungguhan, bukan koperasi latihan. Tidak ada yang dibuang.")


def throw_away(folder: Path, user: str, password: str) -> None:
    """Make room where a practice cooperative is, once the books themselves have said they are one.

    Raises what `open_books` raises, and RealBooks.
    """
    with books.open_books(folder, user, password) as session:
        if not session.office.practice:
            raise RealBooks
    books.throw_away(folder)


def _days(first: date, last: date) -> Iterator[date]:
    """The days on which the office is open; the last one is."""
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day.weekday() != _SUNDAY or day == last:
            yield day


def _morning(day: date) -> datetime:
    """Eight o'clock in western Indonesia."""
    return datetime.combine(day, time(1, 0), UTC)


def _live(lived: Life, days: list[date], progress: Progress) -> None:
    """Day after day, with what the story has for each."""
    story: dict[int, list[events.Event]] = {}
    lived.ends = days[-1]
    if len(days) >= _STORY_DAYS and lived.whole:
        lived.opens = next(day for day in days if (days[-1] - day).days <= outlet.DAYS)
    if len(days) >= _STORY_DAYS:
        for part, event in events.STORY:
            story.setdefault(max(1, round(part * (len(days) - 1))), []).append(event)
    for n, day in enumerate(days):
        _day(lived, day, n / (len(days) - 1) if len(days) > 1 else 1, story.get(n, []))
        if n < len(days) - 1:
            lived.do("day.close", {})
        progress.step(n + 1, len(days))


def _day(lived: Life, day: date, progress: float, story: list[events.Event]) -> None:
    """One business day: opened by its first work, closed by a person."""
    lived.today = day
    lived.clock.set(min(_morning(day), SystemClock().now() - timedelta(hours=6)))
    lived.session.office.named_day = day
    lived.lived.receipts.clear()
    lived.take_over(TREASURER)
    lived.do("day.open", {"day": day.isoformat()})
    first = "opening" not in lived.done
    if first:
        lived.done.add("opening")
        everyday.open_books(lived)
    elif day == lived.opens:
        outlet.found(lived)
    everyday.admit(lived, progress)
    if not lived.members:
        return
    for event in story:
        event(lived)
    everyday.monthly(lived)
    everyday.morning(lived)
    if not first:
        _afternoon(lived)
    everyday.housekeeping(lived)


def _afternoon(lived: Life) -> None:
    """Savings at the outlet, and its own business once it is open."""
    open_today = "shop" in lived.known
    if open_today:
        outlet.look_after(lived)
        outlet.open_shift(lived)
        outlet.serve(lived)
    everyday.afternoon(lived)
    if open_today:
        outlet.close_shift(lived)
    lived.take_over(TREASURER)
