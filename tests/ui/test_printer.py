"""Paper after the fact: to a folder, to a printer, and never in the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import PrinterSilent, PrinterStopped
from kopdes_desktop.printing import transports
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.ui.kit import printer
from kopdes_desktop.ui.kit.perform import Inline, OneThread
from kopdes_desktop.ui.kit.printer import Paper, Printed, Printer
from tests.paper import escpos
from tests.paper.examples import RECEIPT, SLIP, TRIAL_BALANCE

PAPER = Paper("SMP-KR-2026-000001", lambda: b"%PDF-1.7", slip=SLIP, receipt=RECEIPT)
SLIPS = Profile("slip", transport="file", address="/dev/usb/lp0")
MATRIX = Profile("matrix", transport="file", address="/dev/usb/lp1", columns=80)


def told(made: Printer) -> list[Printed]:
    heard: list[Printed] = []
    made.printed.connect(heard.append)
    return heard


@pytest.fixture
def got(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """What reaches the printers, by kind of printer."""
    came: list[tuple[str, bytes]] = []
    monkeypatch.setattr(
        transports, "deliver", lambda way, content: came.append((way.kind, content))
    )
    return came


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


def test_a_receipt_goes_to_the_slip_printer_first(
    tmp_path: Path, got: list[tuple[str, bytes]]
) -> None:
    made = Printer(Inline(), tmp_path)
    made.know({"slip": SLIPS, "matrix": MATRIX})
    heard = told(made)

    made.queue(PAPER)

    [(kind, content)] = got
    assert kind == "slip"
    assert escpos.read(content).lines[0].text.strip() == "KOPDES SUMBER"
    assert heard == [Printed("SMP-KR-2026-000001 dicetak.")]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wanted", [False, True])
def test_the_drawer_opens_once_where_it_is_wanted(
    tmp_path: Path, got: list[tuple[str, bytes]], wanted: bool
) -> None:
    made = Printer(Inline(), tmp_path)
    made.know({"slip": Profile("slip", transport="file", address="/dev/x", drawer=True)})

    made.queue(Paper("A", lambda: b"", slip=SLIP, drawer=wanted))

    assert got[0][1].count(b"\x1bp\x00\x19\xfa") == int(wanted)


def test_with_a_dot_matrix_printer_alone_it_is_a_kuitansi(
    tmp_path: Path, got: list[tuple[str, bytes]]
) -> None:
    made = Printer(Inline(), tmp_path)
    made.know({"matrix": MATRIX})

    made.queue(PAPER)

    [(kind, content)] = got
    assert kind == "matrix"
    assert b"# satu juta dua ratus tujuh puluh lima ribu rupiah #" in content


def test_a_report_is_never_sent_to_the_slip_printer(
    tmp_path: Path, got: list[tuple[str, bytes]]
) -> None:
    made = Printer(Inline(), tmp_path)
    made.know({"slip": SLIPS, "matrix": MATRIX})

    made.queue(Paper("trial_balance", lambda: b"PK", "xlsx"))

    assert not got
    assert (tmp_path / "trial_balance.xlsx").read_bytes() == b"PK"


@pytest.mark.parametrize("fault", [PrinterSilent, PrinterStopped])
def test_a_silent_printer_is_told_and_nothing_else_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[PrinterSilent]
) -> None:
    def silent(_way: Profile, _content: bytes) -> None:
        raise fault

    monkeypatch.setattr(transports, "deliver", silent)
    made = Printer(Inline(), tmp_path)
    made.know({"slip": SLIPS})
    heard = told(made)

    made.queue(PAPER)

    assert heard == [Printed(fault().message, done=False)]


def test_what_is_sent_is_noted_before_and_after(
    tmp_path: Path, got: list[tuple[str, bytes]]
) -> None:
    steps: list[str] = []

    def note(change: Any, then: Callable[[], None] | None) -> None:
        steps.append(f"{change.func.__name__} {change.keywords['fact']}, {len(got)} sent")
        if then is not None:
            then()

    made = Printer(Inline(), tmp_path)
    made.know({"slip": SLIPS})
    made.note = note

    made.queue(Paper("A", lambda: b"", slip=SLIP, fact=7))

    assert steps == ["begin 7, 0 sent", "finish 7, 1 sent"]


def test_the_window_goes_on_while_paper_is_being_made(tmp_path: Path, qtbot: QtBot) -> None:
    runner, gate = OneThread("cetak"), threading.Event()
    made = Printer(runner, tmp_path)

    def slow() -> bytes:
        gate.wait(20)
        return b"x"

    heard = told(made)
    begin = time.monotonic()
    made.queue(Paper("a", slow))
    waited = time.monotonic() - begin
    gate.set()
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    runner.stop()

    assert waited < 5
    assert (tmp_path / "a.pdf").read_bytes() == b"x"


def test_our_own_bug_is_not_the_printers_fault(tmp_path: Path) -> None:
    made = Printer(Inline(), tmp_path)
    bugs: list[Exception] = []
    made.failed.connect(bugs.append)

    def broken() -> bytes:
        raise ZeroDivisionError

    made.queue(Paper("a", broken))

    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_a_report_goes_to_the_ribbon_only_when_that_is_asked_for(
    tmp_path: Path, got: list[tuple[str, bytes]]
) -> None:
    made = Printer(Inline(), tmp_path)
    paper = Paper("neraca", lambda: b"%PDF", document=TRIAL_BALANCE)
    without = made.has_ribbon(paper)
    made.know({"slip": SLIPS, "matrix": MATRIX})
    made.queue(paper)
    kept = list(got)

    made.on_ribbon(paper)

    assert not without
    assert made.has_ribbon(paper)
    assert kept == []
    assert [kind for kind, _content in got] == ["matrix"]
    assert b"Neraca Saldo" in got[0][1]
