"""Copies of the books as the faces ask for them: the session's keys, this machine's sticks."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kopdes_desktop.app import sticks
from kopdes_desktop.app.clock import SystemClock
from kopdes_desktop.backup import making
from kopdes_desktop.kernel.errors import KopdesError

if TYPE_CHECKING:
    from kopdes_desktop.app.books import Session
    from kopdes_desktop.backup.making import Made
    from kopdes_desktop.backup.restoring import Study
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.facts import Stamp
    from kopdes_desktop.office.operation import Fact

DAY_CLOSE = "day.close"


def copied(session: Session, progress: Progress | None = None) -> Made:
    """A copy of open books now, on their own thread. Faults as `making` says."""
    taken = making.take(session.office, session.staff.database_key, session.staff.key_file.path)
    return making.finish(taken, sticks.mounted(), progress)


def copy_after_day_close(session: Session) -> Session:
    """The same session: if a day is closed in it, its books are copied before they close.

    What goes wrong then keeps nobody; it is told at the next start.
    """

    def listen(stamp: Stamp, _fact: Fact) -> None:
        if stamp.kind == DAY_CLOSE:
            session.leaving = leave

    def leave() -> None:
        with suppress(KopdesError):
            copied(session)

    session.office.listen(listen)
    return session


def proved(copy: Path, folder: Path, user: str, password: str, progress: Progress) -> Study:
    """A drill: the copy is restored beside the books, proved, and thrown away."""
    from kopdes_desktop.backup import restoring  # noqa: PLC0415  proofs, seldom needed

    return restoring.study(copy, folder, user, password, clock=SystemClock(), progress=progress)


def restored(
    copy: Path, folder: Path, user: str, password: str, *, accept_loss: bool, progress: Progress
) -> Study:
    """The copy takes the place of the books in the folder, or makes books in an empty one."""
    from kopdes_desktop.backup import restoring  # noqa: PLC0415  as above

    return restoring.restore(
        copy,
        folder,
        user,
        password,
        clock=SystemClock(),
        accept_loss=accept_loss,
        progress=progress,
    )
