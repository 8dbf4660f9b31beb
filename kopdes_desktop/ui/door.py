"""What the window needs from outside, handed in by the composition: nothing heavy comes with it.

Everything here is called on the database's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from kopdes_desktop.backup.restoring import Study
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.accept import Accepted
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.security.people import Staff


class Session(Protocol):
    """Open books with somebody signed in."""

    @property
    def office(self) -> Office:
        """The one door for reading and writing."""

    @property
    def staff(self) -> Staff:
        """Passwords and PINs."""

    def switch(self, user: str, pin: str) -> None:
        """Another person goes on, or the same one unlocks, by PIN; SignInRefused."""

    def close(self) -> None:
        """Leave the books in order."""


class Founding(NamedTuple):
    """What the wizard asked: a profile as its TOML file has it; secrets by sign-in name."""

    profile: dict[str, Any]
    passwords: dict[str, str]
    pins: dict[str, str]


class Beginnings(NamedTuple):
    """How books come to be: founded, or joined from another laptop by the file it wrote.

    `found` gives the one-time words of those without a password, `invited` the people of an
    invitation, `join` the name of him who works here. `today` is a day by this laptop's clock.
    """

    found: Callable[[Path, Founding, Progress], Mapping[str, str]]
    invited: Callable[[Path], Sequence[tuple[str, str]]]
    join: Callable[[Path, Path, str, str], str]
    today: Callable[[], date]
    #: Proves a copy, and puts it into the folder: copy, folder, user, password.
    study: Callable[[Path, Path, str, str], Study] | None = None
    restore: Callable[[Path, Path, str, str], Study] | None = None


class Parcels(NamedTuple):
    """Facts by file between laptops: a second one invited, what it is given, what it gave.

    `invite` takes the file, series, who works there and its units; `give` the file and the other's
    series, and tells how many facts it wrote.
    """

    invite: Callable[[Session, Path, str, str, tuple[str, ...]], None]
    give: Callable[[Session, Path, str | None], int]
    take: Callable[[Session, Path], Accepted]


class Door(NamedTuple):
    """How to come in: which books, with whose password, or into a practice cooperative."""

    folder: Path
    has_books: Callable[[Path], bool]
    enter: Callable[[Path, str, str], Session]
    practise: Callable[[Path, Progress], Path]
    warm: Callable[[], None]
    #: How new books are made; without it the start offers the practice cooperative alone.
    begin: Beginnings | None = None
    #: Which sticks are in; without it the window makes no copies by itself (pictures, tests).
    sticks: Callable[[], list[Path]] | None = None
    #: Throws practice books away, and no others; without it the sign-in does not offer that.
    throw_away: Callable[[Path, str, str], None] | None = None
    #: How laptops exchange facts; without it the devices are only shown.
    parcels: Parcels | None = None


class Standing(NamedTuple):
    """Who works where, on which day: what the frame of the window shows."""

    coop: str
    user: str
    role: str
    device: str
    today: date
    practice: bool
    read_only: str | None = None
    once: bool = False
    #: The person; nothing where only the sign-in name is known.
    name: str = ""


def standing_of(session: Session) -> Standing:
    """Ask the open books; on the database's thread."""
    from kopdes_desktop.office.settings import NAME, setting  # noqa: PLC0415  SQL, after sign-in
    from kopdes_desktop.security import queries as users  # noqa: PLC0415  as above

    office = session.office
    actor = office.signed_in
    return Standing(
        coop=setting(office.reading, NAME),
        user=actor.name,
        role=office.people.role_name(actor.role),
        device=office.own.series,
        today=office.today(),
        practice=office.practice,
        read_only=office.read_only,
        once=actor.once,
        name=users.user_name(office.reading, actor.user),
    )
