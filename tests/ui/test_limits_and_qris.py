"""How much a member may owe for bons, and QRIS money that came: both by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.members import queries as members
from kopdes_desktop.sales import queries
from kopdes_desktop.ui.tills.drawer_dialogs import DrawerMenu
from kopdes_desktop.ui.tills.qris import SettleQris
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.outlet import SOAP, at_till
from tests.ui.registry import register, said
from tests.ui.village import Village


def test_a_members_limit_is_set_on_his_page(toko: Village) -> None:
    window = toko.signed_in("bendahara")
    screen = register(window)
    press(Qt.Key.Key_Return)
    assert screen.page.card is not None
    key = screen.page.card.key

    press(Qt.Key.Key_F9, held=CTRL)
    assert QApplication.activeModalWidget() is not None
    write("750000")
    enter()
    write("3/PENG/2026")
    enter()

    assert queries.bon_limit(toko.session.office.reading, key) == 750_000
    assert members.require_member(toko.session.office.reading, key).status == "active"
    assert toko.newest("sales.set_limit")["d"]["decision"] == "3/PENG/2026"


def test_who_may_notes_at_the_drawer_that_qris_money_came(toko: Village) -> None:
    window, screen = at_till(toko, user="bendahara")
    assert screen.drawer is not None
    paid = [{"kind": "qris", "ref": "QR1"}]
    order = {"lines": [{"item": SOAP}], "tenders": paid, "box": screen.drawer.code}
    toko.session.office.perform("sales.sell", order)
    press(Qt.Key.Key_F5, held=CTRL)
    menu = QApplication.activeModalWidget()
    assert isinstance(menu, DrawerMenu)
    menu.rows.chosen.emit("qris")
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, SettleQris)
    enter()
    write("30")
    enter(2)

    settled = toko.newest("sales.settle_qris")["d"]
    assert (settled["fee"], settled["unit"]) == (30, "G1")
    assert "sudah cair" in said(window)


def test_a_clerk_is_not_offered_what_only_the_treasurer_notes(toko: Village) -> None:
    at_till(toko)
    press(Qt.Key.Key_F5, held=CTRL)
    menu = QApplication.activeModalWidget()
    assert isinstance(menu, DrawerMenu)

    assert "qris" not in [row.offer.code for row in menu.rows.rows]
