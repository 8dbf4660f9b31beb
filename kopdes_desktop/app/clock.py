"""The machine's clock, and one that practice and tests can set."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """Wall time, uptime and boot as the operating system tells them."""

    def now(self) -> datetime:
        """The wall time, aware."""
        return datetime.now(UTC)  # noqa: TID251  here the clock enters

    def uptime(self) -> float:
        """Seconds since the machine started; no one can set it back."""
        return (
            time.clock_gettime(time.CLOCK_BOOTTIME)
            if hasattr(time, "CLOCK_BOOTTIME")
            else (time.monotonic())
        )

    def boot(self) -> str:
        """The kernel's boot id; elsewhere the minute of the start (a set clock changes it too)."""
        try:
            return _BOOT_ID.read_text("ascii").strip()
        except OSError:
            return str(round((time.time() - time.monotonic()) / 60))  # noqa: TID251


class SetClock(SystemClock):
    """A wall time that somebody sets and moves on; uptime stays the machine's."""

    def __init__(self, moment: datetime) -> None:
        """Start at this moment."""
        self.moment = moment

    def now(self) -> datetime:
        """The moment that was set."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Another moment."""
        self.moment = moment

    def pass_by(self, seconds: float) -> None:
        """Some time goes by."""
        self.moment += timedelta(seconds=seconds)
