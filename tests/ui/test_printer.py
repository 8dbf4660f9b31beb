"""Paper after the fact: to a folder, to a printer, and never in the way."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import DiskFull, PrinterSilent, PrinterStopped, TrialSilent
from kopdes_desktop.printing import folder, transports
from kopdes_desktop.printing.profiles import Profile, none_yet
from kopdes_desktop.ui.kit import sheets
from kopdes_desktop.ui.kit.perform import Inline, OneThread, Runner
from kopdes_desktop.ui.kit.preview import Preview
from kopdes_desktop.ui.kit.printer import Paper, Printed, Printer
from tests.paper import escpos
from tests.paper.examples import RECEIPT, SLIP, TRIAL_BALANCE

PAPER = Paper("SMP-KR-2026-000001", lambda: b"%PDF-1.7", slip=SLIP, receipt=RECEIPT)
SLIPS = Profile("slip", transport="file", address="/dev/usb/lp0")
SHEET = Profile("sheet", transport="system", address="Epson")
MATRIX = Profile("matrix", transport="file", address="/dev/usb/lp1", columns=80)


def told(made: Printer) -> list[Printed]:
    heard: list[Printed] = []
    made.printed.connect(heard.append)
    return heard


class Notes:
    """Stands for the books: what is noted there, on a thread of their own or at once."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.steps: list[str] = []

    def __call__(self, change: Any, then: Callable[[], None] | None) -> None:
        def job() -> None:
            begun = change.keywords.get("begun")
            how = {None: "", False: " untouched", True: " half-way"}[begun]
            self.steps.append(f"{change.func.__name__} {change.keywords['fact']}{how}")
            if then is not None:
                then()

        self.runner.submit(job, lambda _outcome: None)


class Gate:
    """A printer that takes its time: it answers with `fault` once it may."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.taken = threading.Event()
        self.open = threading.Event()
        self.tries = 0

    def __call__(self, _way: Profile, _content: bytes) -> None:
        self.tries += 1
        self.taken.set()
        self.open.wait(20)
        if self.fault is not None:
            raise self.fault


class LastJob(OneThread):
    """Lets the printer answer when the program ends, and not before."""

    def __init__(self, gate: Gate) -> None:
        super().__init__("cetak")
        self.gate = gate

    def stop(self) -> None:
        self.gate.open.set()
        super().stop()


def of_fact(fact: int) -> Paper:
    return Paper(f"SMP-{fact}", lambda: b"%PDF", slip=SLIP, receipt=RECEIPT, fact=fact)


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
    path = folder.keep(tmp_path, "../../A/B C.pdf", lambda: b"x")

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


@pytest.mark.parametrize("fault", [PrinterSilent, PrinterStopped])
def test_a_test_page_to_a_silent_printer_speaks_of_no_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[PrinterSilent]
) -> None:
    def silent(_way: Profile, _content: bytes) -> None:
        raise fault

    monkeypatch.setattr(transports, "deliver", silent)
    made = Printer(Inline(), tmp_path)
    heard = told(made)

    made.test(SLIPS, b"uji")

    assert heard == [Printed(TrialSilent().message, done=False)]
    assert "Transaksi" not in heard[0].words


def test_what_is_sent_is_noted_before_and_after(
    tmp_path: Path, got: list[tuple[str, bytes]]
) -> None:
    seen: list[str] = []

    def note(change: Any, then: Callable[[], None] | None) -> None:
        seen.append(f"{change.func.__name__} {change.keywords['fact']}, {len(got)} sent")
        if then is not None:
            then()

    made = Printer(Inline(), tmp_path)
    made.know({"slip": SLIPS})
    made.note = note

    made.queue(of_fact(7))

    assert seen == ["begin 7, 0 sent", "finish 7, 1 sent"]


@pytest.mark.parametrize(
    ("fault", "how"),
    [
        (PrinterSilent(), "untouched"),
        (PrinterStopped(), "half-way"),
        (ZeroDivisionError(), "half-way"),
    ],
)
def test_only_a_printer_that_took_nothing_leaves_a_receipt_an_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, how: str
) -> None:
    gate = Gate(fault)
    gate.open.set()
    monkeypatch.setattr(transports, "deliver", gate)
    made = Printer(Inline(), tmp_path)
    made.know({"slip": SLIPS})
    notes = made.note = Notes(Inline())

    made.queue(of_fact(7))

    assert notes.steps == ["begin 7", f"fail 7 {how}"]


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """What reaches the printer of the computer, by its name."""
    came: list[tuple[str, bytes]] = []
    monkeypatch.setattr(sheets, "send", lambda name, content: came.append((name, content)))
    return came


def test_with_a_sheet_printer_alone_the_kuitansi_is_printed_there(
    tmp_path: Path, sheet: list[tuple[str, bytes]]
) -> None:
    made = Printer(Inline(), tmp_path)
    made.know({"slip": none_yet("slip"), "matrix": none_yet("matrix"), "sheet": SHEET})
    notes, heard = Notes(Inline()), told(made)
    made.note = notes

    made.queue(of_fact(7))
    made.queue(Paper("neraca", lambda: b"%PDF", document=TRIAL_BALANCE))

    assert sheet == [("Epson", b"%PDF")]
    assert notes.steps == ["begin 7", "finish 7"]
    assert heard[0] == Printed("SMP-7 dicetak.")
    assert [path.name for path in tmp_path.iterdir()] == ["neraca.pdf"]


def test_other_printers_of_receipts_come_before_the_sheet(
    tmp_path: Path, sheet: list[tuple[str, bytes]], got: list[tuple[str, bytes]]
) -> None:
    made = Printer(Inline(), tmp_path)
    for known in ({"slip": SLIPS, "sheet": SHEET}, {"matrix": MATRIX, "sheet": SHEET}):
        made.know(known)
        made.queue(of_fact(7))

    assert [kind for kind, _content in got] == ["slip", "matrix"]
    assert sheet == []


def test_what_is_looked_at_first_takes_the_way_of_all_receipts(
    tmp_path: Path, sheet: list[tuple[str, bytes]], qtbot: QtBot
) -> None:
    made = Printer(Inline(), tmp_path)
    made.know({"sheet": SHEET})
    notes = made.note = Notes(Inline())
    shown = Preview(None, made, of_fact(7))
    qtbot.addWidget(shown)

    shown.print_it()

    assert sheet == [("Epson", b"%PDF")]
    assert notes.steps == ["begin 7", "finish 7"]


def test_a_silent_printer_takes_with_it_what_was_queued_till_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    gate, runner, books = Gate(PrinterSilent()), OneThread("cetak"), OneThread("buku")
    monkeypatch.setattr(transports, "deliver", gate)
    made = Printer(runner, tmp_path)
    made.know({"slip": SLIPS})
    notes, heard = Notes(books), told(made)
    made.note = notes

    for fact in (1, 2, 3):
        made.queue(of_fact(fact))
    gate.taken.wait(20)
    gate.open.set()
    qtbot.waitUntil(lambda: len(heard) == 3)
    tries = gate.tries
    gate.fault = None
    made.queue(of_fact(4))
    qtbot.waitUntil(lambda: len(heard) == 4)
    made.stop()
    books.stop()

    assert tries == 1
    assert heard == [Printed(PrinterSilent().message, done=False)] * 3 + [Printed("SMP-4 dicetak.")]
    assert notes.steps == [
        "begin 1",
        "fail 1 untouched",
        "fail 2 untouched",
        "fail 3 untouched",
        "begin 4",
        "finish 4",
    ]


@pytest.mark.parametrize(
    ("fault", "last"), [(None, "finish 1"), (PrinterStopped(), "fail 1 half-way")]
)
def test_at_the_end_one_job_is_waited_for_and_no_other_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception | None, last: str
) -> None:
    gate, books = Gate(fault), OneThread("buku")
    monkeypatch.setattr(transports, "deliver", gate)
    made = Printer(LastJob(gate), tmp_path / "cetakan")
    made.know({"slip": SLIPS})
    notes, looked = Notes(books), list[bool]()
    made.note = notes

    for fact in (1, 2, 3, 4, 5):
        made.queue(of_fact(fact))
    gate.taken.wait(20)
    made.run(lambda: looked.append(True), lambda _outcome: None)
    made.queue(Paper("neraca", lambda: b"PK", "xlsx"))
    made.stop()
    books.stop()

    assert gate.tries == 1
    assert notes.steps == ["begin 1", last]
    assert looked == []
    assert (tmp_path / "cetakan" / "neraca.xlsx").read_bytes() == b"PK"


def test_a_full_disk_is_not_the_printers_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    made = Printer(Inline(), tmp_path)
    notes, heard = Notes(Inline()), told(made)
    made.note = notes
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        made.queue(of_fact(7))
        made.save(of_fact(8))

    assert [DiskFull().message in one.words for one in heard] == [True, True]
    assert not any("Printer" in one.words for one in heard)
    assert not any(one.done for one in heard)
    assert notes.steps == []  # the receipt waits as before


def test_the_window_goes_on_while_paper_is_being_made(tmp_path: Path, qtbot: QtBot) -> None:
    runner, gate = OneThread("cetak"), threading.Event()
    made = Printer(runner, tmp_path)

    def slow() -> bytes:
        gate.wait(60)
        return b"x"

    heard = told(made)
    begin = time.monotonic()
    made.queue(Paper("a", slow))
    waited = time.monotonic() - begin
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
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
