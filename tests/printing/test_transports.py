"""Ways to a printer: bounded, told apart by whether the printer may have printed anything."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from kopdes_desktop.kernel.errors import NotAPrinter, PrinterSilent, PrinterStopped
from kopdes_desktop.printing import transports
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.printing.transports import DeviceFile, SerialPort, Spooler, deliver

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="ports of Linux")
SLIP = b"\x1b@struk\n" * 40


class Listening:
    """A network printer that keeps what it is sent."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.got = b""
        self.first: float | None = None
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        line, _from = self.socket.accept()
        with line:
            while part := line.recv(4096):
                self.first = self.first or time.monotonic()
                self.got += part

    def end(self) -> bytes:
        self._thread.join(20)
        self.socket.close()
        return self.got


@pytest.fixture
def pseudo_terminal() -> Iterator[tuple[int, str]]:
    """A serial port whose other end the test holds."""
    ours, theirs = os.openpty()
    path = os.ttyname(theirs)
    yield ours, path
    os.close(ours)
    os.close(theirs)


def test_a_network_printer_gets_every_byte() -> None:
    printer = Listening()
    asked = time.monotonic()

    deliver(Profile("slip", transport="tcp", address=f"127.0.0.1:{printer.port}"), SLIP)

    assert printer.end() == SLIP
    assert printer.first is not None
    assert printer.first - asked < 5


def test_nobody_listening_is_silence_after_a_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[object] = []

    def refused(place: object, timeout: float) -> socket.socket:
        tries.append((place, timeout))
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(transports, "PAUSE_S", 0)

    with pytest.raises(PrinterSilent) as silent:
        deliver(Profile("slip", transport="tcp", address="192.168.1.50"), SLIP)

    assert tries == [(("192.168.1.50", 9100), transports.PATIENCE_S)] * transports.TRIES
    assert not isinstance(silent.value, PrinterStopped)


def test_a_network_that_breaks_half_way_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[object] = []

    class Broken:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_what: object) -> None:
            """Nothing to close."""

        def sendall(self, _content: bytes) -> None:
            raise ConnectionResetError

    def connected(place: object, timeout: float) -> Broken:
        tries.append((place, timeout))
        return Broken()

    monkeypatch.setattr(socket, "create_connection", connected)

    with pytest.raises(PrinterStopped):
        deliver(Profile("slip", transport="tcp", address="printer:9100"), SLIP)

    assert len(tries) == 1


@POSIX
def test_a_device_file_gets_every_byte(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    reading = os.open(device, os.O_RDONLY | os.O_NONBLOCK)

    DeviceFile(str(device)).send(SLIP)

    assert os.read(reading, 10_000) == SLIP
    os.close(reading)


@POSIX
def test_a_switched_off_printer_takes_nothing_and_is_given_up(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    os.mkfifo(device)
    reading = os.open(device, os.O_RDONLY | os.O_NONBLOCK)

    with pytest.raises(PrinterStopped):  # a pipe takes 64 kB, and then no more
        DeviceFile(str(device), patience=0.1).send(b"x" * 200_000)
    with pytest.raises(PrinterSilent) as silent:
        DeviceFile(str(device), patience=0.1).send(b"x")

    assert not isinstance(silent.value, PrinterStopped)
    os.close(reading)


@POSIX
def test_a_serial_port_is_raw_at_its_speed(pseudo_terminal: tuple[int, str]) -> None:
    import termios

    ours, path = pseudo_terminal

    SerialPort(path, 19200).send(b"a\nb\r\x11\x13\x04")

    assert os.read(ours, 100) == b"a\nb\r\x11\x13\x04"  # nothing is translated or held back
    assert termios.tcgetattr(ours)[5] == termios.B19200


def test_a_port_that_is_not_there_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transports, "PAUSE_S", 0)

    with pytest.raises(PrinterSilent):
        deliver(Profile("slip", transport="serial", address="/dev/no-such-port"), SLIP)


@POSIX
@pytest.mark.parametrize("way", ["file", "serial"])
def test_a_file_that_is_no_device_keeps_its_bytes(tmp_path: Path, way: Any) -> None:
    books = tmp_path / "buku.db"
    books.write_bytes(b"SQLite format 3")
    link = tmp_path / "lp0"
    link.symlink_to(books)

    for path in (books, link, tmp_path):
        with pytest.raises(NotAPrinter) as refused:
            deliver(Profile("slip", transport=way, address=str(path)), SLIP)
        assert str(path) in refused.value.message

    assert books.read_bytes() == b"SQLite format 3"


@POSIX
def test_a_file_that_takes_the_place_of_a_device_is_seen_once_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = tmp_path / "buku.db"
    books.write_bytes(b"SQLite format 3")
    device = Path("/dev/null").stat()

    with monkeypatch.context() as before:
        before.setattr(Path, "stat", lambda _path: device)
        with pytest.raises(NotAPrinter):
            DeviceFile(str(books)).send(SLIP)

    assert books.read_bytes() == b"SQLite format 3"


@POSIX
def test_a_path_that_is_not_there_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "PAUSE_S", 0)

    with pytest.raises(PrinterSilent):
        deliver(Profile("slip", transport="file", address=str(tmp_path / "lp0")), SLIP)

    assert not list(tmp_path.iterdir())


@POSIX
def test_a_serial_port_that_is_a_pipe_is_no_port(tmp_path: Path) -> None:
    pipe = tmp_path / "ttyS0"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    with pytest.raises(NotAPrinter):
        SerialPort(str(pipe)).send(SLIP)

    os.close(reading)


class FakeSpool:
    """winspool.drv as far as it is used; `fails` names the call that says no."""

    def __init__(self, fails: str = "", most: int = 1 << 30) -> None:
        self.fails, self.most = fails, most
        self.calls: list[str] = []
        self.got = b""
        self.named = ""

    def _answer(self, call: str) -> bool:
        self.calls.append(call)
        return call != self.fails

    def OpenPrinterW(self, name: str, _handle: Any, _defaults: Any) -> bool:  # noqa: N802
        self.named = name
        return self._answer("open")

    def StartDocPrinterW(self, _handle: Any, _level: int, document: Any) -> bool:  # noqa: N802
        assert document._obj.kind == "RAW"
        return self._answer("document")

    def StartPagePrinter(self, _handle: Any) -> bool:  # noqa: N802
        return self._answer("page")

    def WritePrinter(self, _handle: Any, content: bytes, size: int, taken: Any) -> bool:  # noqa: N802
        self.got = content[: min(size, self.most)]
        taken._obj.value = len(self.got)
        return self._answer("write")

    def EndPagePrinter(self, _handle: Any) -> bool:  # noqa: N802
        return self._answer("end page")

    def EndDocPrinter(self, _handle: Any) -> bool:  # noqa: N802
        return self._answer("end document")

    def ClosePrinter(self, _handle: Any) -> bool:  # noqa: N802
        return self._answer("close")


def test_windows_queue_takes_raw_bytes_and_is_closed() -> None:
    spool = FakeSpool()

    Spooler("POS-58", lambda: spool).send(SLIP)

    assert spool.named == "POS-58"
    assert spool.got == SLIP
    assert spool.calls == ["open", "document", "page", "write", "end page", "end document", "close"]


@pytest.mark.parametrize("fails", ["open", "document", "page"])
def test_a_printer_that_windows_refuses_is_silent(fails: str) -> None:
    spool = FakeSpool(fails)

    with pytest.raises(PrinterSilent) as silent:
        Spooler("POS-58", lambda: spool).send(SLIP)

    assert not isinstance(silent.value, PrinterStopped)
    assert ("close" in spool.calls) == (fails != "open")


def test_a_queue_that_took_a_part_has_stopped() -> None:
    spool = FakeSpool(most=10)

    with pytest.raises(PrinterStopped):
        Spooler("POS-58", lambda: spool).send(SLIP)

    assert spool.calls[-1] == "close"
    assert ctypes.c_ulong(10).value == len(spool.got)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is the real one")
def test_windows_queue_is_silent_elsewhere() -> None:
    with pytest.raises(PrinterSilent):
        Spooler("POS-58").send(SLIP)
