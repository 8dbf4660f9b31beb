"""The till in each of its states: nothing cut, nothing without a name, at any size and look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from kopdes_desktop.ui.kit import theme
from tests.ui.fingers import CTRL, bring_up, enter, press, scan, write
from tests.ui.outlet import NOODLES, OIL, RICE, SHARED, SOAP, at_till, card, drawer
from tests.ui.reading import clipped, nameless
from tests.ui.village import Village


def wrong(window: QWidget) -> list[str]:
    """What is cut or has no name, on the window and on the dialog before it."""
    for _turn in range(3):
        QApplication.processEvents()
    dialog = QApplication.activeModalWidget()
    found = [*clipped(window), *nameless(window)]
    return found if dialog is None else [*found, *clipped(dialog), *nameless(dialog)]


@pytest.mark.parametrize(
    ("width", "height", "look"),
    [(1366, 768, "light"), (910, 512, "dark")],
)
def test_every_state_of_the_till_is_whole(
    toko: Village, qapp: QApplication, width: int, height: int, look: str
) -> None:
    window, screen = at_till(toko, floated=False)
    window.setMinimumSize(1, 1)
    window.resize(width, height)
    while theme.worn(qapp)[0] != look:
        window.next_look()
    seen = {"open": wrong(window)}
    press(Qt.Key.Key_Return, held=CTRL)
    for code in (SOAP, RICE, NOODLES, OIL):
        scan(code)
    scan(card("0002"))
    write("30*" + SOAP)
    enter()
    seen["cart"] = wrong(window)
    write("kec")
    seen["found"] = wrong(window)
    press(Qt.Key.Key_Escape)
    scan(SHARED)
    seen["which"] = wrong(window)
    press(Qt.Key.Key_Escape, Qt.Key.Key_F6)
    seen["off"] = wrong(window)
    press(Qt.Key.Key_Escape)
    enter()
    write("1000000")
    seen["pay"] = wrong(window)
    press(Qt.Key.Key_F10)
    seen["ways"] = wrong(window)
    press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    press(Qt.Key.Key_F2, held=CTRL)
    seen["tiles"] = wrong(window)
    press(Qt.Key.Key_F2, held=CTRL)
    press(Qt.Key.Key_F5)
    write("2")
    enter(3)
    seen["sold"] = wrong(window)
    press(Qt.Key.Key_F8)
    seen["papers"] = wrong(window)
    press(Qt.Key.Key_F5)
    seen["return"] = wrong(window)
    press(Qt.Key.Key_Escape)
    bring_up(window)
    for digit in "245":
        drawer(digit)
        seen[f"drawer {digit}"] = wrong(window)
        press(Qt.Key.Key_Escape)
        bring_up(window)

    assert screen.counter.sale.empty
    assert {name: found for name, found in seen.items() if found} == {}
