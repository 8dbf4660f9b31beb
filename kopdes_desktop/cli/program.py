"""What the command line needs from outside, handed in by the composition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct, field

if TYPE_CHECKING:
    from kopdes_desktop.backup.making import Made
    from kopdes_desktop.backup.restoring import Study
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.accept import Accepted
    from kopdes_desktop.office.actor import Approval
    from kopdes_desktop.office.office import Office
    from kopdes_desktop.paper.document import Document
    from kopdes_desktop.reports.glance import Asked
    from kopdes_desktop.reports.report import Params
    from kopdes_desktop.security.people import Secrets

    Glimpse = tuple[Document, Params]


class Session(Protocol):
    """Open books with somebody signed in."""

    @property
    def office(self) -> Office:
        """The one door for reading and writing."""

    def close(self) -> None:
        """Leave the books in order."""


class OpenBooks(Protocol):
    """Signs somebody in; refusals and faults as `app` says."""

    def __call__(
        self,
        folder: Path,
        user: str,
        password: str,
        *,
        named_day: date | None,
        seed: int | None,
        secrets: Secrets,
    ) -> Session:
        """`named_day` and `seed` are refused on real books with PracticeOnly."""


class Invite(Protocol):
    """Writes an invitation for a second device."""

    def __call__(
        self,
        session: Session,
        file: Path,
        *,
        series: str | None,
        units: tuple[str, ...],
        boxes: tuple[str, ...],
        user: str | None,
        approval: Approval | None,
    ) -> None:
        """Without a series the next free one; `user` is who will work there."""


class RestoreBooks(Protocol):
    """Proves a copy and puts it in the place of a folder's books."""

    def __call__(
        self,
        copy: Path,
        folder: Path,
        user: str,
        password: str,
        *,
        accept_loss: bool,
        progress: Progress,
    ) -> Study:
        """A copy that ends before the books do is refused unless the loss is accepted."""


class Program(Struct, frozen=True):
    """Everything that is composed elsewhere. Each raises refusals and faults as the office does."""

    open_books: OpenBooks
    #: Folder, profile, the first person's password; gives the others' one-time words by name.
    found: Callable[[Path, Path, str], Mapping[str, str]]
    example_profile: Callable[[], str]
    #: Folder, members, months, seed, and the day up to which it has lived (None: the clock's).
    practise: Callable[[Path, int, int, int, date | None, Progress], None]
    #: Folder, invitation, his name on this device (None: as the invitation says), his password.
    #: Gives who joined, and the series.
    join: Callable[[Path, Path, str | None, str], Mapping[str, str]]
    invite: Invite
    #: Session, file, the other device's series or id (None: the only one); how many facts.
    give: Callable[[Session, Path, str | None], int]
    #: Session and file; what came of it.
    take: Callable[[Session, Path], Accepted]
    #: A copy of the open books, on this laptop and on the sticks that are in and prepared.
    copy: Callable[[Session, Progress], Made]
    #: Copy, folder, user, password: restored beside the books, proved, thrown away.
    prove_copy: Callable[[Path, Path, str, str, Progress], Study]
    restore: RestoreBooks
    #: The sticks that are in.
    sticks: Callable[[], list[Path]]
    #: Code, sentence, roles and both schemas of every operation.
    describe: Callable[[], Sequence[Mapping[str, Any]]]
    #: Pictures of every screen: session, folder, size, scale, theme.
    screens: Callable[[Session, Path, tuple[int, int], float, str], Sequence[Path]]
    #: The first few of these, as they come: enough to know that the window can be painted.
    glimpse: Callable[[Session, Path], Sequence[Path]]
    #: A day of work without a display, written into a folder.
    tour: Callable[[Path], Sequence[Path]]
    #: Runs every script of an upgrade on a new file in a folder; the version it then has.
    rehearse_upgrade: Callable[[Path], str]
    #: Folder, user, password, a report: without loading SQL, where it and the books are plain.
    glance: Callable[[Path, str, str, Asked], Glimpse | None] = field(default=lambda *_asked: None)
