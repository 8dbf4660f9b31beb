"""A part that others pay later, and a payment's reference that was used before: by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.tills.drawer_dialogs import DrawerMenu
from kopdes_desktop.ui.tills.qris import SettleQris
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.outlet import SOAP, at_till
from tests.ui.village import Village

QRIS, CLAIM = "1", "6"


def rung(code: str = SOAP) -> None:
    """One piece is in the cart, and the line asks how it is paid."""
    write(code)
    enter()
    press(Qt.Key.Key_F10)


def tenders(desa: Village) -> list[dict[str, object]]:
    found: list[dict[str, object]] = desa.newest("sales.sell")["d"]["tenders"]
    return found


def test_somebody_else_s_part_is_named_at_the_till_and_noted_when_it_comes(toko: Village) -> None:
    window, _screen = at_till(toko, user="bendahara")
    rung()
    write(CLAIM)
    write("3000")
    enter()
    write("BPJS 0012")
    enter(2)
    bring_up(window)
    assert [(x["kind"], x["amount"], x.get("ref")) for x in tenders(toko)] == [
        ("claim", 3_000, "BPJS 0012"),
        ("cash", 1_500, None),
    ]

    press(Qt.Key.Key_F5, held=CTRL)
    menu = QApplication.activeModalWidget()
    assert isinstance(menu, DrawerMenu)
    menu.rows.chosen.emit("qris")
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, SettleQris)
    assert "BPJS 0012" in asking.which.box.currentText()
    enter(2)

    settled = toko.newest("sales.settle_claim")["d"]
    assert settled["amount"] == 3_000


def test_a_reference_that_was_used_is_asked_about_and_may_stand(toko: Village) -> None:
    window, screen = at_till(toko)
    for again in (False, True):
        rung()
        write(QRIS)
        enter()
        write("7788")
        enter()
        if again:
            asking = QApplication.activeModalWidget()
            assert isinstance(asking, Confirm)
            assert "STR-" in asking.accessibleDescription()
            press(Qt.Key.Key_Escape)
            bring_up(window)
            assert not screen.counter.sale.tenders
            assert "7788" in screen.view.code.line.text()
            enter()
            press(Qt.Key.Key_Y)
        bring_up(window)
        enter()
        bring_up(window)

    assert [x["ref"] for x in tenders(toko)] == ["7788"]
    assert screen.counter.sale.empty
