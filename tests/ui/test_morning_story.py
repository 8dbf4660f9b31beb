"""A treasurer's morning, by keys alone, on real books, with a slip printer that others wrote.

Sign in, twenty dues, a rapel, a withdrawal that a second person approves, an exit, a collection
sheet, a reprint, the month's trial balance; every key is counted, every slip read back.
"""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from kopdes_desktop.app import books, founding
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.printing import profiles
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.ui.reports.trial_balance_screen import TrialBalanceScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders, emulator
from tests.ui.fingers import CTRL, bring_up, counted, enter, press, write
from tests.ui.village import PASSWORD, PIN, TODAY, Village

JUNE = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
OWING = [f"Bambu {n:02d}" for n in range(1, 21)]
HAMLET = [f"Pinus {n:02d}" for n in range(1, 11)]


class PaperRoll:
    """A printer on the network: takes what is sent to port 9100 and keeps each job."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = "{}:{}".format(*self._door.getsockname())
        self.jobs: list[bytes] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                guest, _address = self._door.accept()
            except OSError:
                return
            with guest:
                job = b""
                while part := guest.recv(65_536):
                    job += part
            self.jobs.append(job)

    def close(self) -> None:
        self._door.close()


def admit(session: books.Session, name: str, *, months: int = 0, sukarela: int = 0) -> str:
    """A member with his principal, some months of dues and voluntary savings."""
    office = session.office
    applied = office.perform("membership.apply", {"name": name, "dusun": "Krajan", "sex": "P"})
    order = {"application": applied.id, "approved": True, "decision_no": "01/SK"}
    number = str(office.perform("membership.decide", order).number)
    lines: list[dict[str, object]] = [{"product": "principal", "amount": 100_000}]
    lines += [{"product": "mandatory", "months": months}] if months else []
    lines += [{"product": "voluntary", "amount": sukarela}] if sukarela else []
    office.perform("savings.deposit", {"member": number, "lines": lines})
    return number


def build(folder: Path) -> None:
    """Who owes six months, who saves, who leaves, twenty who owe one, and a hamlet's sheet."""
    clock = SetClock(JUNE)
    with builders.cheaply():
        founding.found_practice(folder, clock=clock)
    with books.open_books(folder, "bendahara", PASSWORD, clock=clock) as session:
        admit(session, "Melati Jati")
        clock.set(OCTOBER)
        admit(session, "Kenanga Ulin", months=2, sukarela=2_000_000)
        admit(session, "Cendana Asoka", months=1)
        for name in OWING:
            admit(session, name, months=1)
        hamlet = [admit(session, name, months=1) for name in HAMLET]
        clock.set(TODAY)
        office = session.office
        office.perform("day.open", {"day": TODAY.date().isoformat()})
        office.perform("members.set_group", {"code": "RT1", "name": "RT 01", "kind": "rt"})
        office.perform("members.assign", {"group": "RT1", "members": hamlet})
        office.perform("savings.issue_sheet", {"group": "RT1"})


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pagi") / "buku"
    build(folder)
    return folder


@pytest.fixture
def roll() -> Iterator[PaperRoll]:
    made = PaperRoll()
    yield made
    made.close()


@pytest.fixture
def desa(template: Path, tmp_path: Path, roll: PaperRoll) -> Iterator[Village]:
    """The books of that morning, on a laptop whose slip printer is on the network."""
    shutil.copytree(template, tmp_path / "buku")
    made = Village(tmp_path / "buku")
    with made.enter(made.folder, "bendahara", PASSWORD) as session:
        slip = Profile("slip", "Struk", "tcp", roll.address, columns=32)
        session.office.note(lambda kept: profiles.keep(kept, slip))
    yield made
    made.close()


def sign_in(desa: Village) -> MainWindow:
    window = desa.window()
    write("bendahara")
    enter()
    write(PASSWORD)
    enter()
    return window


def approve(window: MainWindow) -> None:
    """The chair puts name, PIN and reason on the treasurer's own screen."""
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("sudah dirapatkan")
    enter()
    bring_up(window)


def test_a_treasurers_morning(desa: Village, roll: PaperRoll, qtbot: QtBot) -> None:
    with counted() as keys:
        window = sign_in(desa)
    assert len(keys) == len("bendahara") + len(PASSWORD) + 2
    assert window.workplace is not None

    press(Qt.Key.Key_F4)
    for name in OWING:
        write(name)
        enter()
        with counted() as keys:
            enter(2)
        assert len(keys) == 2
        assert desa.balance(name, "mandatory") == Rupiah(20_000)

    write("melati")
    enter()
    with counted() as keys:
        write("6")
        enter(2)
    assert len(keys) == 3
    assert desa.balance("Melati Jati", "mandatory") == Rupiah(60_000)

    write("kenanga")
    enter()
    with counted() as keys:
        write("t1500000")
        enter(2)
        approve(window)
    assert len(keys) == len("t1500000") + 2 + len("ketua" + PIN + "sudah dirapatkan") + 3
    assert desa.balance("Kenanga Ulin", "voluntary") == Rupiah(500_000)

    with counted() as keys:
        press(Qt.Key.Key_F8)
        enter()
    assert len(keys) == 2
    bring_up(window)

    leave(desa, window)
    collect(desa)
    close_with_the_trial_balance(desa, window)

    window.close()
    qtbot.waitUntil(lambda: len(roll.jobs) == 24)
    read_back(emulator.printed(roll.jobs))


def leave(desa: Village, window: MainWindow) -> None:
    """Cendana goes at her own wish: preview, board's number, yes, and the chair."""
    press(Qt.Key.Key_2, held=CTRL)
    write("cendana")
    enter()
    with counted() as keys:
        press(Qt.Key.Key_F9)
        enter()
        write("07/SK/2026")
        press(Qt.Key.Key_Return, held=CTRL)
        press(Qt.Key.Key_Y)
        approve(window)
    assert len(keys) == 4 + len("07/SK/2026" + "ketua" + PIN + "sudah dirapatkan") + 3
    assert desa.balance("Cendana Asoka", "principal") == Rupiah(0)
    assert desa.account("2-1106") == -110_000


def collect(desa: Village) -> None:
    """Ten rows of the hamlet's sheet: one key each, the counted money, one key more."""
    press(Qt.Key.Key_6, held=CTRL)
    with counted() as keys:
        enter(1 + len(HAMLET))
        write("100000")
        press(Qt.Key.Key_Return, held=CTRL)
    assert len(keys) == 1 + len(HAMLET) + len("100000") + 1
    assert desa.newest("savings.collect")["d"]["total"] == 100_000


def close_with_the_trial_balance(desa: Village, window: MainWindow) -> None:
    """The month's figures stand on the screen, tie, and go to paper by one key more."""
    with counted() as keys:
        press(Qt.Key.Key_3, held=CTRL)
        press(Qt.Key.Key_E, held=CTRL)
    assert len(keys) == 2
    assert window.workplace is not None
    assert isinstance(window.workplace.current(), TrialBalanceScreen)
    assert desa.account("3-1102") == -sum((20 * 20_000, 60_000, 20_000, 10 * 20_000))
    [printed] = (desa.folder / "cetakan").glob("neraca-saldo-*.xlsx")
    cells = [
        cell
        for row in CalamineWorkbook.from_path(printed).get_sheet_by_index(0).to_python()
        for cell in row
    ]
    assert 680_000 in cells


def read_back(slips: list[emulator.Printed]) -> None:
    """Every slip as it lies on the emulator's paper: whose, how much, in the order of the queue."""
    assert [slip.unknown for slip in slips] == [()] * len(slips)
    assert sum(slip.kicks for slip in slips) == 0
    dues, rapel, (taken, copy, sheet) = slips[:20], slips[20], slips[21:]
    for n, (name, slip) in enumerate(zip(OWING, dues, strict=True), start=34):
        assert any(line.startswith(name) for line in slip.lines)
        assert f"SMP-KR-2026-{n:06d}    21/11/2026" in slip.lines
        assert "Rp10.000" in total(slip)
    assert "Rp60.000" in total(rapel)
    assert "Rp1.500.000" in total(taken)
    assert "Rp100.000" in total(sheet)
    assert [slip for slip in slips if "=== SALINAN ===" in slip.lines] == [copy]
    assert [line for line in copy.lines if "SALINAN" not in line] == taken.lines


def total(slip: emulator.Printed) -> str:
    [line] = [line for line in slip.lines if line.startswith("JUMLAH")]
    return line
