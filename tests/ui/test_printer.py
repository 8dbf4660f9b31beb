"""Paper after the fact: to a folder, to a printer, and never in the way."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import PrinterSilent
from kopdes_desktop.ui.kit import printer
from kopdes_desktop.ui.kit.perform import Inline, OneThread
from kopdes_desktop.ui.kit.printer import Paper, Printed, Printer

PAPER = Paper("SMP-KR-2026-000001", lambda: b"%PDF-1.7", slip=lambda: b"struk\n")


def told(made: Printer) -> list[Printed]:
    heard: list[Printed] = []
    made.printed.connect(heard.append)
    return heard


def test_without_a_printer_the_pdf_is_kept_and_the_place_is_said(tmp_path: Path) -> None:
    made = Printer(Inline(), tmp_path / "cetakan")
    heard = told(made)

    made.queue(PAPER)

    kept = tmp_path / "cetakan" / "SMP-KR-2026-000001.pdf"
    assert kept.read_bytes() == b"%PDF-1.7"
    assert heard[0].path == kept
    assert "Tanpa printer" in heard[0].words
    assert str(tmp_path) in heard[0].words


def test_a_number_with_slashes_stays_inside_its_folder(tmp_path: Path) -> None:
    path = printer.keep(tmp_path, "../../A/B C.pdf", b"x")

    assert path.parent == tmp_path
    assert path.name == "..-..-A-B-C.pdf"


def test_a_slip_goes_to_the_network_printer_as_it_is(tmp_path: Path) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    got: list[bytes] = []

    def serve() -> None:
        line, _from = listening.accept()
        with line:
            while part := line.recv(1024):
                got.append(part)

    served = threading.Thread(target=serve)
    served.start()
    made = Printer(Inline(), tmp_path, f"tcp:127.0.0.1:{listening.getsockname()[1]}")
    heard = told(made)

    made.queue(PAPER)
    served.join(5)
    listening.close()

    assert b"".join(got) == b"struk\n"
    assert heard[0].words == "SMP-KR-2026-000001 dicetak."


def test_a_slip_goes_to_a_device_file(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()

    printer.send(f"file:{device}", b"struk\n")

    assert device.read_bytes() == b"struk\n"


@pytest.mark.parametrize("target", ["tcp:127.0.0.1:1", "file:/nowhere/lp0", "spool:EPSON", "x"])
def test_a_silent_printer_is_said_and_nothing_is_undone(tmp_path: Path, target: str) -> None:
    made = Printer(Inline(), tmp_path, target)
    heard = told(made)

    made.queue(PAPER)

    assert not heard[0].done
    assert heard[0].words == PrinterSilent().message


def test_a_report_is_never_sent_to_the_slip_printer(tmp_path: Path) -> None:
    made = Printer(Inline(), tmp_path, "tcp:127.0.0.1:1")
    heard = told(made)

    made.queue(Paper("trial_balance", lambda: b"PK", "xlsx"))

    assert heard[0].path == tmp_path / "trial_balance.xlsx"


def test_a_slow_printer_does_not_hold_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    released = threading.Event()

    def slow() -> bytes:
        assert released.wait(60)
        return b"%PDF"

    runner = OneThread("cetak")
    made = Printer(runner, tmp_path)
    heard = told(made)

    made.queue(Paper("a", slow))
    at_once = list(heard)
    released.set()
    qtbot.waitUntil(lambda: bool(heard))
    runner.stop()

    assert at_once == []
    assert heard[0].path == tmp_path / "a.pdf"


def test_a_document_that_cannot_be_made_is_our_fault_and_is_told(tmp_path: Path) -> None:
    made = Printer(Inline(), tmp_path)
    failed: list[Exception] = []
    made.failed.connect(failed.append)

    def broken() -> bytes:
        raise KeyError("font")

    made.queue(Paper("a", broken))

    assert isinstance(failed[0], KeyError)
    assert list(tmp_path.iterdir()) == []
