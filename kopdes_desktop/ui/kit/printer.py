"""Paper, after the fact: a queue of its own that can fail without undoing or delaying anything.

No printer is the normal case: the PDF goes to a folder, and the status line says where. A slip
printer is named as `tcp:HOST:PORT`, `file:/dev/usb/lp0` or, on Windows, `spool:NAME`.
"""

from __future__ import annotations

import os
import re
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from kopdes_desktop.kernel.errors import PrinterSilent
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ui.kit.perform import Outcome, Runner

PATIENCE_S: Final = 5.0
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that can be made: as a file, and perhaps as bytes for a slip printer."""

    name: str
    make: Callable[[], bytes]
    suffix: str = "pdf"
    slip: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of it, in words for the status line."""

    words: str
    path: Path | None = None
    done: bool = True


class Printer(QObject):
    """Makes and sends paper, one after the other, away from the window."""

    printed = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: Runner, folder: Path, target: str = "") -> None:
        super().__init__()
        self._runner = runner
        self.folder = folder
        self.target = target

    def queue(self, paper: Paper) -> None:
        """Take it and return at once."""
        self._runner.submit(lambda: self._make(paper), self._tell)

    def _make(self, paper: Paper) -> Printed:
        if self.target and paper.slip is not None:
            send(self.target, paper.slip())
            return Printed(_("{name} dicetak.").format(name=paper.name))
        path = keep(self.folder, f"{paper.name}.{paper.suffix}", paper.make())
        told = N_("{name} disimpan di {folder}.")
        if paper.slip is not None:
            told = N_("Tanpa printer: {name} disimpan di {folder}.")
        return Printed(_(told).format(name=path.name, folder=path.parent), path)

    def _tell(self, outcome: Outcome) -> None:
        error = outcome.error
        if error is None:
            self.printed.emit(outcome.value)
        elif isinstance(error, (PrinterSilent, OSError)):
            self.printed.emit(Printed(PrinterSilent().message, done=False))
        else:
            self.failed.emit(error)


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Write a document under a safe name, whole or not at all; gives its place."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _UNSAFE.sub("-", name)
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    half.replace(path)
    return path


def send(target: str, content: bytes) -> None:
    """Hand bytes to a slip printer; PrinterSilent when it takes none for five seconds."""
    way, _colon, rest = target.partition(":")
    try:
        if way == "tcp":
            _over_network(rest, content)
        elif way == "file":
            _to_device(rest, content)
        elif way == "spool":
            _to_spooler(rest, content)
        else:
            raise PrinterSilent
    except OSError as error:
        raise PrinterSilent from error


def _over_network(place: str, content: bytes) -> None:
    host, _colon, port = place.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as line:
        line.sendall(content)


def _to_device(place: str, content: bytes) -> None:
    """Non-blocking, because a switched-off USB printer accepts an open and then takes nothing."""
    handle = os.open(place, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    deadline = time.monotonic() + PATIENCE_S
    try:
        while content:
            _nothing, ready, _none = select.select([], [handle], [], PATIENCE_S)
            if not ready or time.monotonic() > deadline:
                raise PrinterSilent
            content = content[os.write(handle, content) :]
    finally:
        os.close(handle)


def _to_spooler(name: str, content: bytes) -> None:
    """Windows' own queue, as raw data: the driver of the printer is passed by."""
    if sys.platform != "win32":
        raise PrinterSilent
    import ctypes  # noqa: PLC0415  only there
    from ctypes import wintypes  # noqa: PLC0415

    class DocInfo(ctypes.Structure):
        _fields_ = (
            ("name", wintypes.LPCWSTR),
            ("output", wintypes.LPCWSTR),
            ("kind", wintypes.LPCWSTR),
        )

    spool = ctypes.WinDLL("winspool.drv", use_last_error=True)
    handle = wintypes.HANDLE()
    if not spool.OpenPrinterW(name, ctypes.byref(handle), None):
        raise PrinterSilent
    try:
        taken = wintypes.DWORD()
        document = DocInfo("Kopdes", None, "RAW")
        done = (
            spool.StartDocPrinterW(handle, 1, ctypes.byref(document))
            and spool.StartPagePrinter(handle)
            and spool.WritePrinter(handle, content, len(content), ctypes.byref(taken))
            and spool.EndPagePrinter(handle)
            and spool.EndDocPrinter(handle)
        )
        if not done or taken.value != len(content):
            raise PrinterSilent
    finally:
        spool.ClosePrinter(handle)
