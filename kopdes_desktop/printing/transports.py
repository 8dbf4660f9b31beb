"""How bytes reach a printer: network, serial or Bluetooth port, device file, Windows' own queue.

None waits longer than `PATIENCE_S`, and none is tried again once the printer has taken a byte.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec import Struct

from kopdes_desktop.kernel.errors import NotAPrinter, PrinterSilent, PrinterStopped
from kopdes_desktop.printing.profiles import Profile, names_device

PATIENCE_S: Final = 5.0
#: A printer that is just waking up gets a second chance.
TRIES: Final = 2
PAUSE_S: Final = 0.3
RAW_PORT: Final = 9100


class Transport(Protocol):
    """A way to a printer."""

    def send(self, content: bytes) -> None:
        """Hand all of it over. PrinterSilent when it took nothing, PrinterStopped when a part."""


def deliver(profile: Profile, content: bytes) -> None:
    """Send bytes the way the profile says; PrinterSilent, PrinterStopped or NotAPrinter."""
    way = transport(profile)
    for left in range(TRIES - 1, -1, -1):
        try:
            way.send(content)
        except (PrinterStopped, NotAPrinter):
            raise
        except (PrinterSilent, OSError, ValueError) as error:
            if left == 0:
                raise PrinterSilent from error
            time.sleep(PAUSE_S)
        else:
            return


def transport(profile: Profile) -> Transport:
    """The way that the profile names. PrinterSilent for one that leads nowhere."""
    match profile.transport:
        case "tcp":
            host, _colon, port = profile.address.rpartition(":")
            return Network(host or port, int(port) if host else RAW_PORT)
        case "serial":
            return SerialPort(profile.address, profile.baud)
        case "file":
            return DeviceFile(profile.address)
        case "spool":
            return Spooler(profile.address)
    raise PrinterSilent


class Network(Struct, frozen=True):
    """A printer with an address of its own (raw, port 9100)."""

    host: str
    port: int = RAW_PORT
    patience: float = PATIENCE_S

    def send(self, content: bytes) -> None:
        with socket.create_connection((self.host, self.port), timeout=self.patience) as line:
            try:
                line.sendall(content)
                line.shutdown(socket.SHUT_WR)
            except OSError as error:
                raise PrinterStopped from error


class DeviceFile(Struct, frozen=True):
    """A printer that the system shows as a file: /dev/usb/lp0."""

    path: str
    patience: float = PATIENCE_S

    def send(self, content: bytes) -> None:
        with _device(self.path) as handle:
            pour(handle, content, self.patience)


class SerialPort(Struct, frozen=True):
    r"""A serial or Bluetooth port: /dev/ttyUSB0, /dev/rfcomm0, COM5."""

    path: str
    baud: int = 9600
    patience: float = PATIENCE_S

    def send(self, content: bytes) -> None:
        with _serial(self.path, self.baud) as handle:
            pour(handle, content, self.patience)


def pour(handle: int, content: bytes, patience: float) -> None:
    """Write it all to an open port, waiting `patience` seconds in all for one that is slow."""
    deadline, left = time.monotonic() + patience, content
    try:
        while left:
            if sys.platform != "win32":
                _none, ready, _nothing = select.select([], [handle], [], patience)
                if not ready or time.monotonic() > deadline:
                    raise PrinterSilent  # noqa: TRY301  told apart below
            left = left[os.write(handle, left) :]
    except (OSError, PrinterSilent) as error:
        raise (PrinterSilent if left == content else PrinterStopped) from error


@contextlib.contextmanager
def _device(path: str) -> Iterator[int]:
    """An open device to write to; NotAPrinter for a file, a folder or a disk, which stay whole.

    Asked before opening as well: to close a second handle on the books would drop their locks.
    Non-blocking: a switched-off USB printer accepts an open and then takes nothing.
    """
    if not names_device(path) or (sys.platform != "win32" and not _takes(Path(path).stat())):
        raise NotAPrinter(address=path)
    flags = ("O_NONBLOCK", "O_NOCTTY", "O_BINARY")
    handle = os.open(path, os.O_WRONLY | sum(getattr(os, flag, 0) for flag in flags))
    try:
        if not _takes(os.fstat(handle)):
            raise NotAPrinter(address=path)
        yield handle
    finally:
        os.close(handle)


def _takes(found: os.stat_result) -> bool:
    """Whether what is written there goes away: a device of characters, or a pipe."""
    return stat.S_ISCHR(found.st_mode) or stat.S_ISFIFO(found.st_mode)


@contextlib.contextmanager
def _serial(path: str, baud: int) -> Iterator[int]:
    """The open port: eight bits, no parity, one stop bit, nothing translated."""
    if sys.platform == "win32":
        path = path if path.startswith("\\\\") else f"\\\\.\\{path}"
    with _device(path) as handle:
        if sys.platform == "win32":
            _set_windows_port(handle, baud)
        elif os.isatty(handle):
            _set_port(handle, baud)
        else:
            raise NotAPrinter(address=path)
        yield handle


def _set_port(handle: int, baud: int) -> None:
    import termios  # noqa: PLC0415  not on Windows
    import tty  # noqa: PLC0415

    tty.setraw(handle)
    speed = getattr(termios, f"B{baud}")
    now = termios.tcgetattr(handle)
    now[2] |= termios.CLOCAL
    now[4] = now[5] = speed
    termios.tcsetattr(handle, termios.TCSANOW, now)


def _set_windows_port(handle: int, baud: int) -> None:
    """Speed and time limits of an open COM port."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  only there
        import msvcrt  # noqa: PLC0415
        from ctypes import wintypes  # noqa: PLC0415

        port = msvcrt.get_osfhandle(handle)
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        block = ctypes.create_string_buffer(28)  # DCB
        limits = (wintypes.DWORD * 5)(0, 0, 0, 0, int(PATIENCE_S * 1000))  # COMMTIMEOUTS
        done = (
            kernel.GetCommState(wintypes.HANDLE(port), block)
            and kernel.BuildCommDCBW(f"baud={baud} parity=N data=8 stop=1", block)
            and kernel.SetCommState(wintypes.HANDLE(port), block)
            and kernel.SetCommTimeouts(wintypes.HANDLE(port), limits)
        )
        if not done:
            raise PrinterSilent


def _winspool() -> Any:  # noqa: ANN401  a library of Windows
    """Windows' own library of printing; PrinterSilent on any other system."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  only there

        return ctypes.WinDLL("winspool.drv", use_last_error=True)
    raise PrinterSilent


class Spooler(Struct, frozen=True):
    """A printer of Windows by its name, as raw data: the driver is passed by."""

    name: str
    library: Callable[[], Any] = _winspool

    def send(self, content: bytes) -> None:
        import ctypes  # noqa: PLC0415  only where there is such a queue

        class DocInfo(ctypes.Structure):
            _fields_ = (
                ("name", ctypes.c_wchar_p),
                ("output", ctypes.c_wchar_p),
                ("kind", ctypes.c_wchar_p),
            )

        spool = self.library()
        handle = ctypes.c_void_p()
        if not spool.OpenPrinterW(self.name, ctypes.byref(handle), None):
            raise PrinterSilent
        try:
            document = DocInfo("Kopdes", None, "RAW")
            if not spool.StartDocPrinterW(handle, 1, ctypes.byref(document)):
                raise PrinterSilent
            taken = ctypes.c_ulong()
            done = (
                spool.StartPagePrinter(handle)
                and spool.WritePrinter(handle, content, len(content), ctypes.byref(taken))
                and taken.value == len(content)
                and spool.EndPagePrinter(handle)
                and spool.EndDocPrinter(handle)
            )
            if not done:
                raise PrinterStopped if taken.value else PrinterSilent
        finally:
            spool.ClosePrinter(handle)
