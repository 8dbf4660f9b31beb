"""Papers of the till: what became void says so, any Z comes out again, a drawer opens with why."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.printing import transports
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.ui.sales import past_sales
from kopdes_desktop.ui.sales.papers_dialog import PapersDialog
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.tills.z_list import ZList
from tests.paper import escpos
from tests.ui.fingers import CTRL, bring_up, enter, press, scan, write
from tests.ui.outlet import SOAP, approve, at_till, drawer
from tests.ui.registry import said
from tests.ui.village import Village

#: What opens a drawer.
KICK = b"\x1bp\x00\x19\xfa"


def papers() -> PapersDialog:
    press(Qt.Key.Key_F8)
    found = QApplication.activeModalWidget()
    assert isinstance(found, PapersDialog)
    return found


def sell_and_void(toko: Village) -> MainWindow:
    window, _screen = at_till(toko)
    scan(SOAP)
    enter(2)
    papers()
    press(Qt.Key.Key_F6)
    write("pembeli batal")
    enter()
    approve(window, "pembeli batal")
    return window


def test_a_void_sale_is_named_so_and_refuses_to_come_back_or_be_void_again(toko: Village) -> None:
    window = sell_and_void(toko)
    void = toko.newest("accounting.reverse")["d"]["number"]

    dialog = papers()
    marked = dialog.table.current()
    assert marked is not None
    assert marked.words == "Dibatalkan"
    press(Qt.Key.Key_F6)
    assert QApplication.activeModalWidget() is None
    bring_up(window)
    assert f"sudah dibatalkan dengan {void}" in said(window)

    papers()
    press(Qt.Key.Key_F5)
    assert QApplication.activeModalWidget() is None
    assert "tidak dapat diretur" in said(window)


@pytest.fixture
def came_out(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the slip printer was sent."""
    found: list[bytes] = []

    def deliver(_profile: Profile, content: bytes) -> None:
        found.append(content)

    monkeypatch.setattr(transports, "deliver", deliver)
    return found


def wire(window: MainWindow, *, opens: bool = True) -> None:
    """A slip printer at this laptop, which a drawer hangs on, or none."""
    assert window.desk is not None
    slips = Profile("slip", transport="tcp", address="x", drawer=opens)
    window.desk.printer.know({"slip": slips})


def words(content: bytes) -> str:
    return "\n".join(line.text for line in escpos.read(content.removeprefix(KICK)).lines)


def test_any_z_of_the_last_shifts_comes_out_again_as_a_copy(
    toko: Village, came_out: list[bytes]
) -> None:
    window, screen = at_till(toko)
    numbers: list[str] = []
    for _shift in range(2):
        closed: dict[str, Any] = toko.session.office.perform("till.close_shift", {"cash": 0}).fact
        numbers.append(closed["d"]["number"])
        press(Qt.Key.Key_Return, held=CTRL)
    assert screen.drawer is not None
    wire(window)

    drawer("6")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ZList)
    assert [one.number for one in dialog.table.rows.rows] == numbers[::-1]
    press(Qt.Key.Key_Down)
    enter()

    [paper] = came_out
    assert numbers[0] in words(paper)
    assert "SALINAN" in words(paper)
    assert KICK not in paper


def test_the_drawer_opens_once_and_its_reason_is_on_paper(
    toko: Village, came_out: list[bytes]
) -> None:
    window, _screen = at_till(toko)
    wire(window)
    drawer("9")
    write("tukar uang kecil")
    enter()
    bring_up(window)

    [paper] = came_out
    assert paper.count(KICK) == 1
    assert "tukar uang kecil" in " ".join(words(paper).split())
    assert "Laci dibuka" in said(window)


def test_where_no_printer_opens_the_drawer_its_key_is_pointed_at(
    toko: Village, came_out: list[bytes]
) -> None:
    window, _screen = at_till(toko)
    wire(window, opens=False)
    drawer("9")

    assert QApplication.activeModalWidget() is None
    assert "kuncinya" in said(window)
    assert came_out == []


def test_a_paper_of_any_day_is_found_by_number_or_amount(
    toko: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_sales, "_MOST", 1)
    at_till(toko)
    for _sale in range(2):
        scan(SOAP)
        enter(2)
    first = toko.newest("sales.sell")["d"]["number"][:-1] + "1"

    dialog = papers()
    assert first not in [each.number for each in dialog.table.rows.rows]
    write("000001")
    press(Qt.Key.Key_F7)
    assert [each.number for each in dialog.table.rows.rows] == [first]

    dialog.line.clear()
    write("987654321")
    enter()
    assert dialog.table.rows.rows == []
    assert not dialog.told.isHidden()


def test_papers_of_an_amount_are_found_on_every_day(toko: Village) -> None:
    at_till(toko)
    scan(SOAP)
    enter(2)
    paper = past_sales.latest(toko.session.office.reading)[0]

    found = past_sales.found(toko.session.office.reading, f"Rp{int(paper.amount):,}")

    assert [each.key for each in found] == [paper.key]
