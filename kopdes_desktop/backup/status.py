"""How the copies of this laptop stand: the last good one, the last stick, what went wrong.

One small file in `cadangan/`, for the status line, the home screen and the warning at the start.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from kopdes_desktop.backup.rules import STICK_AGE
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.security.keyfile import write_whole

#: Where copies lie, in the folder of the books.
FOLDER: Final = "cadangan"
_FILE = "keadaan.json"


class Told(msgspec.Struct, frozen=True):
    """A copy that was proved: its name, when it was made (UTC), what it ends with."""

    name: str
    made: str
    day: str
    facts: int
    seq: int
    place: str = ""

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made)


class Status(msgspec.Struct, frozen=True):
    """What is known on this laptop. `since` is the day the first copy was made."""

    coop: str = ""
    since: str = ""
    good: Told | None = None
    stick: Told | None = None
    trouble: str = ""


def load(folder: Path, coop: str = "") -> Status:
    """What stands in the folder of the books; nothing known where nothing readable does.

    Nor where it is of another cooperative than `coop`, whose books lay there before.
    """
    try:
        found = msgspec.json.decode((folder / FOLDER / _FILE).read_bytes(), type=Status)
    except (OSError, msgspec.DecodeError):
        return Status()
    return found if coop in {"", found.coop} else Status()


def save(folder: Path, status: Status) -> None:
    """Keep it. Raises OSError."""
    (folder / FOLDER).mkdir(exist_ok=True)
    write_whole(folder / FOLDER / _FILE, msgspec.json.encode(status))


def forget(folder: Path) -> None:
    """Take it away. Raises OSError."""
    (folder / FOLDER / _FILE).unlink(missing_ok=True)


def stick_overdue(status: Status, now: datetime) -> bool:
    """Whether no stick has had a copy for longer than three days."""
    last = status.stick.made if status.stick is not None else status.since
    return bool(last) and now - datetime.fromisoformat(last) > STICK_AGE


def warning(status: Status, now: datetime) -> str:
    """What has to be said loudly; empty when nothing has."""
    if status.trouble:
        return _(N_("Cadangan terakhir gagal: {reason}")).format(reason=status.trouble)
    if not stick_overdue(status, now):
        return ""
    if status.stick is None:
        return _(
            N_("Belum ada cadangan di flashdisk. Bila laptop ini hilang, bukunya ikut hilang.")
        )
    return _(
        N_("Cadangan di flashdisk terakhir {age}. Colokkan flashdisk cadangan hari ini.")
    ).format(age=age(status.stick.moment, now))


def line(status: Status, now: datetime) -> str:
    """A few words for the status line: how old the last good copy is."""
    if status.good is None:
        return _(N_("Belum ada cadangan"))
    return _(N_("Cadangan {age}")).format(age=age(status.good.moment, now))


def age(moment: datetime, now: datetime) -> str:
    """How long ago, as people say it; a clock that went back says the day, of the zone of `now`."""
    passed = now.astimezone(UTC) - moment.astimezone(UTC)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 0:
        return wording.short_day(moment.astimezone(now.tzinfo).date())
    if minutes < 2:  # noqa: PLR2004
        return _(N_("baru saja"))
    if minutes < 60:  # noqa: PLR2004
        return _(N_("{n} menit lalu")).format(n=minutes)
    hours, days = minutes // 60, minutes // (24 * 60)
    if not days:
        return ngettext("{n} jam lalu", "{n} jam lalu", hours).format(n=hours)
    return ngettext("{n} hari lalu", "{n} hari lalu", days).format(n=days)
