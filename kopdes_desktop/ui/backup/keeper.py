"""Copies that nobody has to think of: after a day is closed, and when the window goes.

The snapshot is taken on the books' thread; everything else on a thread of its own, so that nothing
waits for a disk. A copy that fails keeps nobody: it is told at the next start. Nor does the window
go while one is being made: a thread that is still copying when Python ends takes it down with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from kopdes_desktop.backup import making, status
from kopdes_desktop.backup.making import Made, Snapshot
from kopdes_desktop.backup.sticks import Sticks, no_sticks
from kopdes_desktop.kernel.dates import in_zone
from kopdes_desktop.kernel.errors import KopdesError
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.progress import Silent, Stoppable
from kopdes_desktop.ui.kit.perform import Errands, Runner
from kopdes_desktop.ui.kit.tasks import Underway

if TYPE_CHECKING:
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.ui.desk import Desk
    from kopdes_desktop.ui.door import Session

_log = logging.getLogger(__name__)

DAY_CLOSE: Final = "day.close"
#: Longer than this no window waits for a copy; books of many years take a minute.
LONGEST_MS: Final = 120_000
#: A copy that shall stop does so after its step, unless a disk hangs.
GRACE_MS: Final = 10_000


def folder_of(session: Session) -> Path:
    """The folder of the open books."""
    return session.staff.key_file.path.parent


class Keeper(QObject):
    """Makes copies of a desk's books. Without `sticks` it makes none by itself: for pictures."""

    #: There is another copy, or one could not be made.
    kept = Signal()

    def __init__(self, desk: Desk, runner: Runner, sticks: Sticks | None) -> None:
        super().__init__(desk)
        self._desk = desk
        self.runner = runner
        self.sticks = sticks or no_sticks
        self.errands = Errands(runner, desk.complaints.tell)
        self._by_itself = sticks is not None
        self._left = self._ended = False
        self._progress = Stoppable()
        self._close: Callable[[], object] | None = None
        self._leaving: Leaving | None = None
        desk.news.written.connect(self._on_news)
        if self._by_itself:
            desk.ask(_trouble, self._tell)

    def _tell(self, trouble: str) -> None:
        """What the last copy could not do."""
        if trouble:
            self._desk.say(trouble, "warning")

    def _on_news(self, kind: str) -> None:
        if kind == DAY_CLOSE and self._by_itself:
            self._desk.ask(_taken_if_changed, self._finish_quietly, otherwise=self._not_taken)

    def _not_taken(self, error: Exception) -> bool:
        """The day is closed all the same; the trouble is noted, and told in the status line."""
        self.kept.emit()
        if isinstance(error, KopdesError):
            words = _("Cadangan terakhir gagal: {reason}").format(reason=error.message)
            self._desk.say(words, "warning")
        return isinstance(error, KopdesError)

    def _finish_quietly(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self.errands.send(
                partial(self._finished, snapshot), self._has_kept, otherwise=self._not_taken
            )

    def _finished(self, snapshot: Snapshot, progress: Progress | None = None) -> Made:
        """On the copies' thread."""
        return making.finish(snapshot, self.sticks(), progress or Silent())

    def _has_kept(self, _made: Made) -> None:
        self.kept.emit()

    # -- asked for

    def copy_now(self, then: Callable[[Made], None]) -> None:
        """A copy of the books as they are, whether or not anything has changed."""

        def finish(snapshot: Snapshot) -> None:
            self.errands.send(partial(self._finished, snapshot), then)

        self._desk.ask(_taken, finish)

    # -- leaving

    def may_close(self, close: Callable[[], object]) -> bool:
        """Whether the window may go now; otherwise `close` is called as soon as it may."""
        if self._left or not self._by_itself:
            return True
        if self._close is None:
            self._close = close
            self._desk.ask(_taken_if_changed, self._finish_leaving, otherwise=self._give_up)
            if not self._left:
                self._wait()
        return self._left

    def _wait(self) -> None:
        self._leaving = Leaving(self._desk, self._progress)
        self._leaving.stopped.connect(lambda: QTimer.singleShot(GRACE_MS, self, self._leave))
        self._leaving.open()

    def _finish_leaving(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self._end()
        else:
            job = partial(self._finished, snapshot, self._progress)
            self.errands.send(job, self._end, otherwise=self._give_up)

    def _give_up(self, error: Exception) -> bool:
        """No dialog now: what is ours is told at the next start, a bug stands in the log."""
        if not isinstance(error, KopdesError):
            _log.error("bug", exc_info=error)
        self._end()
        return True

    def _end(self, _made: object = None) -> None:
        """The copy stands, or could not be made."""
        self._ended = True
        self._leave()

    def _leave(self) -> None:
        if self._left:
            return
        self._left = True
        if self._leaving is not None:
            self._leaving.done(0)
            if self._close is not None:
                self._close()

    @property
    def hangs(self) -> bool:
        """Whether the window went although the copy did not stop."""
        return self._leaving is not None and not self._ended

    def stop(self) -> None:
        """Let the thread end; one that hangs on a disk is left behind."""
        if not self.hangs:
            self.runner.stop()

    def leave_without(self) -> None:
        """These books are put back to a copy: there is nothing to keep."""
        self._left = True


class Leaving(Underway):
    """The window stays for the copy, not for long: Esc stops it, and the window goes without it."""

    harmless = True

    def __init__(self, desk: Desk, progress: Stoppable) -> None:
        super().__init__(
            desk.window,
            _("Menyalin buku …"),
            _(
                "Cadangan hari ini sedang dibuat dan diperiksa. Program menutup sendiri setelah"
                " selesai. Jangan cabut flashdisk."
            ),
            progress,
            stop=_("Tutup tanpa cadangan (Esc)"),
        )
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.timeout.connect(self.reject)
        self._longest.start(LONGEST_MS)


# --- on the books' thread -----------------------------------------------------------------------


def _taken(session: Session) -> Snapshot:
    return making.take(session.office, session.staff.database_key, session.staff.key_file.path)


def _taken_if_changed(session: Session) -> Snapshot | None:
    """A snapshot; None where the last good copy holds everything. What fails is noted."""
    folder = folder_of(session)
    try:
        return _taken(session) if making.changed(session.office, folder) else None
    except KopdesError as error:
        making.note_trouble(folder, session.office.own.coop, error)
        raise


def _trouble(session: Session) -> str:
    """What has to be told at the start; what a killed program left behind goes first."""
    making.clear(folder_of(session))
    known = status.load(folder_of(session), session.office.own.coop)
    office = session.office
    return status.warning(known, in_zone(office.clock.now(), office.zone))
