"""The way to the office and back: one thread does the work, in order; the window never waits.

A job runs on the database's own thread and its outcome comes back as a signal, to bound methods of
Qt objects only. Whoever sent it is busy meanwhile, so a second Enter does nothing. This is one of
the three places where errors are caught (ARCHITECTURE 10).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal


class Outcome(NamedTuple):
    """What a job gave, or what it raised."""

    value: Any = None
    error: Exception | None = None


Job = Callable[[], Any]
Heard = Callable[[Outcome], None]


class Runner(Protocol):
    """Runs jobs one after the other and tells the outcome in the window's thread."""

    def submit(self, job: Job, heard: Heard) -> None:
        """Run this job after all earlier ones."""

    def stop(self) -> None:
        """Finish what was submitted, take nothing more."""


def outcome_of(job: Job) -> Outcome:
    """Run the job; what it raises is an outcome too."""
    try:
        return Outcome(job())
    except Exception as error:  # noqa: BLE001  the one catch of the window's work; see complaints
        return Outcome(error=error)


def _survived(job: Job) -> Outcome:
    """The same, of what no Exception is as well: a panic in Rust must not end the only thread."""
    try:
        return outcome_of(job)
    except BaseException as panic:  # noqa: BLE001  as above
        told = RuntimeError(type(panic).__name__)
        return Outcome(error=told.with_traceback(panic.__traceback__))


class OneThread(QObject):
    """Jobs in the order they came, on one thread of their own."""

    _ran = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._jobs: SimpleQueue[tuple[Job, Heard] | None] = SimpleQueue()
        self._ran.connect(self._tell)
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job, heard: Heard) -> None:
        self._jobs.put((job, heard))

    def stop(self) -> None:
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (waiting := self._jobs.get()) is not None:
            job, heard = waiting
            self._ran.emit((heard, _survived(job)))

    def _tell(self, ran: tuple[Heard, Outcome]) -> None:
        heard, outcome = ran
        heard(outcome)


class Inline:
    """Everything at once, in the caller's thread: for tests and for painting screens."""

    def submit(self, job: Job, heard: Heard) -> None:
        heard(outcome_of(job))

    def stop(self) -> None:
        """Nothing is ever waiting."""


class Sender(Protocol):
    """A form or screen that sends work: busy while it runs, told what was refused."""

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001  as Qt's own setters
        """Lock or unlock what was submitted."""

    def is_busy(self) -> bool:
        """Whether something it sent still runs."""

    def complain(self, field: str | None, words: str) -> bool:
        """Show the words at the field; False if there is no such place."""


class Errands(QObject):
    """Sends jobs, keeps their senders busy, and brings the answer or the complaint back."""

    def __init__(
        self, runner: Runner, complain: Callable[[Exception, Sender | None], None]
    ) -> None:
        super().__init__()
        self.runner = runner
        self._complain = complain

    def send(
        self,
        job: Job,
        then: Callable[[Any], None],
        *,
        sender: Sender | None = None,
        otherwise: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Run the job; `otherwise` may take an error for itself by returning True."""
        if sender is not None:
            if sender.is_busy():
                return
            sender.set_busy(True)
        self.runner.submit(job, _Return(self._complain, then, sender, otherwise))


class _Return:
    """The way back of one errand."""

    def __init__(
        self,
        complain: Callable[[Exception, Sender | None], None],
        then: Callable[[Any], None],
        sender: Sender | None,
        otherwise: Callable[[Exception], bool] | None,
    ) -> None:
        self.complain, self.then = complain, then
        self.sender, self.otherwise = sender, otherwise

    def __call__(self, outcome: Outcome) -> None:
        if not lives(self.then):
            return
        if self.sender is not None:
            self.sender.set_busy(False)
        if outcome.error is None:
            self.then(outcome.value)
        elif self.otherwise is None or not self.otherwise(outcome.error):
            self.complain(outcome.error, self.sender)


def lives(method: Callable[..., Any]) -> bool:
    """Whether the Qt object behind a bound method still exists: a closed screen hears nothing."""
    owner = getattr(method, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
