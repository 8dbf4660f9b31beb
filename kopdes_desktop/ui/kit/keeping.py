"""What is typed but not written yet is kept at each change, so that no cut of power loses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol


class Ask(Protocol):
    """As the desk takes work for the database's thread."""

    def __call__(
        self,
        job: Callable[[Any], Any],
        then: Callable[[Any], None],
        *,
        otherwise: Callable[[Exception], bool] | None = None,
    ) -> None:
        """Do it there, then tell."""


class Keeper:
    """Keeps at once, or as soon as the last keeping is done; never two at a time.

    `job` gives what would keep the draft as it is then. `waits` says that nothing is kept now: what
    is being written clears its draft itself.
    """

    def __init__(
        self, ask: Ask, job: Callable[[], Callable[[Any], Any]], waits: Callable[[], bool]
    ) -> None:
        self._ask, self._job, self._waits = ask, job, waits
        self._keeping = self._stale = False

    def keep(self) -> None:
        """The draft has changed."""
        self._stale = True
        self.go_on()

    def go_on(self) -> None:
        """Keep what has changed since, if anything has."""
        if self._stale and not self._keeping and not self._waits():
            self._keeping, self._stale = True, False
            self._ask(self._job(), self._kept, otherwise=self._not_kept)

    def _kept(self, _nothing: object) -> None:
        self._keeping = False
        self.go_on()

    def _not_kept(self, _error: Exception) -> bool:
        self._keeping = False
        return False
