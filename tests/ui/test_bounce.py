"""F36: keys that bounce, scanners that burst, printers that keep silent: one deposit, one paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kopdes_desktop.kernel.errors import PrinterSilent
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.members.cards import code_of
from kopdes_desktop.office import log
from kopdes_desktop.printing import profiles, queue, transports
from kopdes_desktop.ui.kit.perform import OneThread
from kopdes_desktop.ui.printing.reprint_dialog import ReprintDialog
from kopdes_desktop.ui.savings.teller_screen import TellerScreen
from tests.paper import escpos
from tests.ui.fingers import enter, focused, press, scan, show, write
from tests.ui.registry import SlowBooks
from tests.ui.test_teller import find, slip_words, teller
from tests.ui.village import PASSWORD, Village, inline

pytestmark = pytest.mark.fault

BOUNCES = 100
#: Written by the template: three members' first deposits.
BEFORE = 3


def deposits(desa: Village) -> int:
    """How many receipts the books hold beside those that were there."""
    read = desa.session.office.reading
    return len(log.latest(read, {"savings.deposit"}, 1_000)) - BEFORE


@pytest.fixture
def held() -> SlowBooks:
    return SlowBooks()


@pytest.fixture
def screen(desa: Village, held: SlowBooks) -> TellerScreen:
    """The teller, with a database that answers when it is told to."""
    window = desa.window(lambda name: held if name == "buku" else inline(name))
    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_F4)
    return teller(window)


def test_a_hundred_enters_are_one_deposit(
    desa: Village, held: SlowBooks, screen: TellerScreen
) -> None:
    find("melati")
    held.slow = True
    enter(2 + BOUNCES)

    held.answer()
    held.slow = False
    enter(BOUNCES)

    assert deposits(desa) == 1
    assert desa.balance("Melati", "mandatory") == Rupiah(30_000)
    assert focused() is screen.finder.line


def test_a_hundred_enters_on_the_thread_of_the_books_are_one_deposit(
    desa: Village, qtbot: QtBot
) -> None:
    window = desa.window(OneThread)
    write("kasir")
    enter()
    write(PASSWORD)
    enter()
    qtbot.waitUntil(lambda: window.workplace is not None)
    workplace = window.workplace
    assert workplace is not None
    qtbot.waitUntil(lambda: workplace.current() is not None)
    press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: isinstance(workplace.current(), TellerScreen))
    screen = teller(window)
    find("melati")
    qtbot.waitUntil(lambda: focused() is screen.entry.line)

    enter(2 + BOUNCES)
    qtbot.waitUntil(lambda: focused() is screen.finder.line)
    window.close()

    with desa.enter(desa.folder, "kasir", PASSWORD):
        assert deposits(desa) == 1


@pytest.mark.usefixtures("screen")
def test_a_key_held_down_is_one_press(desa: Village) -> None:
    find("melati")
    enter()
    for _n in range(BOUNCES):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            none = Qt.KeyboardModifier.NoModifier
            again = QKeyEvent(kind, Qt.Key.Key_Return, none, "\r", autorep=True)
            QApplication.sendEvent(focused(), again)
    assert deposits(desa) == 0

    enter()

    assert deposits(desa) == 1


def test_a_double_click_is_one_deposit(
    desa: Village, held: SlowBooks, screen: TellerScreen
) -> None:
    find("melati")
    enter()
    held.slow = True
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(screen.receipt.confirm, left)
    QTest.mouseDClick(screen.receipt.confirm, left)
    QTest.mouseClick(screen.receipt.confirm, left)

    held.answer()

    assert deposits(desa) == 1


def test_a_burst_of_cards_pays_for_nobody(
    desa: Village, held: SlowBooks, screen: TellerScreen
) -> None:
    find("melati")
    held.slow = True
    enter(2)
    for number in ("0002", "0003", "0002", "0003") * 5:
        scan(code_of(number))

    held.answer()
    held.slow = False

    assert deposits(desa) == 1
    assert desa.balance("Cendana", "mandatory") == Rupiah(10_000)
    assert desa.balance("Kenanga", "mandatory") == Rupiah(10_000)
    assert screen.isVisible()


def test_a_silent_printer_costs_no_deposit_and_asks_for_none(
    desa: Village, screen: TellerScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_profile: profiles.Profile, _content: bytes) -> None:
        raise PrinterSilent

    monkeypatch.setattr(transports, "deliver", silent)
    window = desa.windows[-1]
    assert window.desk is not None
    window.desk.printer.know({"slip": profiles.Profile("slip", transport="tcp", address="x")})
    find("melati")
    enter(2)
    enter(BOUNCES)

    [waiting] = queue.jobs(desa.session.office.reading)

    assert deposits(desa) == 1
    assert (waiting.state, waiting.copy) == ("failed", False)
    came_out: list[str] = []

    def answering(_profile: profiles.Profile, content: bytes) -> None:
        came_out.append("\n".join(line.text for line in escpos.read(content).lines))

    monkeypatch.setattr(transports, "deliver", answering)
    for _again in range(3):
        press(Qt.Key.Key_F8)
        assert isinstance(QApplication.activeModalWidget(), ReprintDialog)
        enter()
        show(window, screen.finder.line)

    assert all(waiting.number in paper for paper in came_out)
    assert ["SALINAN" in paper for paper in came_out] == [False, True, True]
    assert "*** SALINAN ***" in slip_words(screen)
    assert queue.jobs(desa.session.office.reading) == []
    assert deposits(desa) == 1
