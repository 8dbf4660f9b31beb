"""What would make the window wait, and how long it works at a stretch.

`Watchdog` notes whatever blocks (the database, a hash, a paper, the disk, a line to a printer) when
the window's own thread does it: no clock is asked, so a busy machine changes nothing. `Stretches`
measures for the benchmark: CPU time of the window's thread between two waits of the event loop.
"""

from __future__ import annotations

import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QObject

from kopdes_desktop.db import engine
from kopdes_desktop.paper import pdf, spreadsheet
from kopdes_desktop.printing import transports
from kopdes_desktop.security import keyfile, passwords

#: Where it would hurt: object and name.
BLOCKING: tuple[tuple[Any, str], ...] = (
    *((engine.Database, name) for name in ("_ask", "_steady", "run", "many", "change", "script")),
    *((engine.Database, name) for name in ("begin", "commit", "checkpoint", "copy_to")),
    (keyfile, "derive"),
    (passwords, "seal_pin"),
    (passwords, "pin_matches"),
    (pdf, "receipts"),
    (pdf, "document"),
    (spreadsheet, "xlsx"),
    (transports, "deliver"),
    (socket, "create_connection"),
)


class Watchdog:
    """Barks at blocking work on the thread that made it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.thread = threading.get_ident()
        self.heard: list[str] = []
        self.elsewhere = 0
        for owner, name in BLOCKING:
            patch.setattr(owner, name, self._watched(getattr(owner, name), name))

    def _watched(self, work: Callable[..., Any], name: str) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            if threading.get_ident() == self.thread:
                frames = traceback.extract_stack()[-6:-1]
                way = " < ".join(f"{each.name}:{each.lineno}" for each in reversed(frames))
                self.heard.append(f"{name} < {way}")
            else:
                self.elsewhere += 1
            return work(*given, **named)

        return watched


class Stretches(QObject):
    """How long the window's thread worked from one wait to the next, in milliseconds of its CPU.

    Waiting costs no CPU, so it is enough to look at each wait: when the loop of some platforms
    tells that it is awake, the work that woke it has been done.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spent: list[float] = []
        self._since = 0.0

    @contextmanager
    def measured(self) -> Iterator[list[float]]:
        loop = QAbstractEventDispatcher.instance()
        assert loop is not None
        loop.aboutToBlock.connect(self._rest)
        self._since = time.thread_time()
        try:
            yield self.spent
        finally:
            loop.aboutToBlock.disconnect(self._rest)

    def _rest(self) -> None:
        now = time.thread_time()
        self.spent.append((now - self._since) * 1e3)
        self._since = now
