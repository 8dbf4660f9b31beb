"""From the till to goods of others and back, and a short code that nothing bears: by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.consignment.consignment_screen import ConsignmentScreen
from kopdes_desktop.ui.goods.item_form import ItemForm
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.outlet import SOAP, at_till, till
from tests.ui.village import Village


def test_one_key_leads_to_goods_of_others_and_back_and_the_cart_stays(toko: Village) -> None:
    window, screen = at_till(toko)
    write(SOAP)
    enter()
    press(Qt.Key.Key_F7, held=CTRL)
    assert window.workplace is not None
    assert isinstance(window.workplace.current(), ConsignmentScreen)

    press(Qt.Key.Key_F7, held=CTRL)

    assert till(window) is screen
    assert not screen.counter.sale.empty


def test_a_short_code_that_nothing_bears_is_said_and_becomes_an_item(toko: Village) -> None:
    window, screen = at_till(toko)
    write("5")
    enter()

    assert "Kode 5 belum dikenal" in screen.view.code.card.note.text()
    assert screen.view.finding
    press(Qt.Key.Key_N, held=CTRL)
    form = QApplication.activeModalWidget()
    assert isinstance(form, ItemForm)
    assert (form.code.text, form.name.text) == ("5", "")
    press(Qt.Key.Key_Escape)
    bring_up(window)
