"""How long work tells where it is, and hears that it shall stop."""

from __future__ import annotations

from typing import Protocol

from kopdes_desktop.kernel.errors import Cancelled


class Progress(Protocol):
    """Takes steps; raises Cancelled from `step` when the user asked for it."""

    def step(self, done: int, whole: int) -> None:
        """Report that `done` of `whole` is behind us."""


class Silent:
    """Nobody watches; nobody cancels."""

    def step(self, done: int, whole: int) -> None:
        """Do nothing."""


class Stoppable:
    """Counts steps and stops when told."""

    def __init__(self) -> None:
        """Start at nothing of nothing."""
        self.done = 0
        self.whole = 0
        self.stopped = False

    def stop(self) -> None:
        """Ask the work to end at its next step."""
        self.stopped = True

    def step(self, done: int, whole: int) -> None:
        """Note where the work is; Cancelled if it shall stop."""
        self.done, self.whole = done, whole
        if self.stopped:
            raise Cancelled
