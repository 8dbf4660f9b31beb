"""Days, months and moments; the clock itself is handed in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol, Self

#: Indonesia keeps no summer time, so each zone is one fixed offset (Keppres 41/1987).
ZONES = {
    "Asia/Jakarta": timezone(timedelta(hours=7), "WIB"),
    "Asia/Makassar": timezone(timedelta(hours=8), "WITA"),
    "Asia/Jayapura": timezone(timedelta(hours=9), "WIT"),
}


class Clock(Protocol):
    """Tells the moment (aware, UTC) and the uptime in seconds that no one can set back."""

    def now(self) -> datetime:
        """The wall time as the machine has it."""

    def uptime(self) -> float:
        """Seconds since this machine started."""

    def boot(self) -> str:
        """A name that changes with each start of the machine."""


class Month(str):
    """A calendar month as "2026-11": sorts, compares and stores as text."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Build from "YYYY-MM"; ValueError otherwise."""
        date.fromisoformat(f"{text}-01")
        return str.__new__(cls, text)

    @classmethod
    def of(cls, day: date) -> Self:
        """The month a day lies in."""
        return str.__new__(cls, day.isoformat()[:7])

    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self}-01")

    def last(self) -> date:
        """Its last day."""
        return self.next().first() - timedelta(days=1)

    def next(self) -> Month:
        """The month after."""
        year, month = int(self[:4]), int(self[5:])
        return str.__new__(Month, f"{year + month // 12:04d}-{month % 12 + 1:02d}")

    def plus(self, months: int) -> Month:
        """So many months later (or earlier, when negative)."""
        count = int(self[:4]) * 12 + int(self[5:]) - 1 + months
        return Month(f"{count // 12:04d}-{count % 12 + 1:02d}")

    def through(self, last: Month) -> int:
        """How many months there are from this one through another; none where it lies before."""
        count = (int(last[:4]) - int(self[:4])) * 12 + int(last[5:]) - int(self[5:]) + 1
        return max(count, 0)


def in_zone(moment: datetime, zone: str) -> datetime:
    """The moment as clocks of the cooperative's zone show it."""
    return moment.astimezone(ZONES[zone])


def stamp(moment: datetime, zone: str) -> str:
    """The moment with its offset, to the millisecond: what an envelope's `at` holds."""
    return in_zone(moment, zone).isoformat(timespec="milliseconds")


def as_utc(moment: datetime) -> str:
    """The moment in UTC as text, for columns that sort."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
