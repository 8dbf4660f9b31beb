"""Taking in a drawer's money, and a drawer that is counted without being told what is in it."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.ui.accounting.cash_dialog import CashDialog
from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen
from kopdes_desktop.ui.accounting.receive_dialog import ReceiveDialog, on_the_way
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.outlet import approve, at_till
from tests.ui.village import Village

DRAWER = "LACI-G1"


def filled(desa: Village, handed: int = 0, *, clerk: str | None = None) -> None:
    """Money in the drawer, and some of it on its way to the safe; the clerk at work agrees."""
    office = desa.session.office
    money = {"from": "KAS", "to": DRAWER, "amount": 200_000}
    with builders.working_as(office, "bendahara"):
        seen = builders.approval(clerk) if clerk else None
        office.perform("accounting.move_cash", money, approval=seen)
    if handed:
        back = {"from": DRAWER, "to": "KAS", "amount": handed, "transit": True}
        with builders.working_as(office, "kasir"):
            office.perform("accounting.move_cash", back)


def closing(window: MainWindow) -> ClosingScreen:
    press(Qt.Key.Key_9, held=CTRL)
    assert window.workplace is not None
    found = window.workplace.current()
    assert isinstance(found, ClosingScreen)
    return found


def test_what_lacks_of_a_drawer_s_money_is_put_on_its_clerk_by_keys(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    screen = closing(window)
    filled(desa, handed=150_000)
    screen.reload()
    assert "Rp150.000" in screen.way.text()

    press(Qt.Key.Key_F5)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReceiveDialog)
    assert dialog.target.value() == "KAS"
    write("145000")
    assert "tetap dalam perjalanan" in dialog.told.text()
    enter()
    write("kasir")
    assert "asir" in dialog.rest.box.currentText()
    assert "piutang" in dialog.told.text()
    enter()
    approve(window, "sudah dihitung berdua", by="ketua")
    bring_up(window)

    fact = desa.newest("accounting.receive_cash")["d"]
    assert (fact["amount"], fact["missing"]) == (145_000, 5_000)
    assert not screen.way.isVisible()


def test_more_than_was_handed_over_is_not_taken_in(desa: Village) -> None:
    screen = closing(desa.signed_in("bendahara"))
    filled(desa, handed=150_000)
    screen.reload()
    press(Qt.Key.Key_F5)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReceiveDialog)
    write("150001")
    enter()
    enter()

    assert QApplication.activeModalWidget() is dialog
    assert "Lebih Rp1" in dialog.told.text()
    press(Qt.Key.Key_Escape)


def test_at_an_outlet_s_own_laptop_money_is_moved_out_of_the_way_box(desa: Village) -> None:
    window = desa.at_work("bendahara")
    filled(desa, handed=150_000)
    office = desa.session.office
    now = replace(on_the_way(office.reading, office.today()), at_outlet=True)
    assert window.desk is not None

    ReceiveDialog(window.desk, now, lambda: None).open()
    write("150000")
    enter()

    fact = desa.newest("accounting.move_cash")["d"]
    assert (fact["from"], fact["to"], fact["amount"]) == ("JALAN-G1", "KAS", 150_000)


def test_a_cashier_is_not_told_what_her_open_drawer_should_hold(toko: Village) -> None:
    window, _screen = at_till(toko)
    filled(toko, clerk="kasir")
    screen = closing(window)
    screen.reload()

    shown = {row.code: row.amount for row in screen.boxes.rows.rows}
    assert shown[DRAWER] is None
    assert shown["KAS"] is not None
    press(Qt.Key.Key_F6)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CashDialog)
    words = [dialog.origin.box.itemText(n) for n in range(dialog.origin.box.count())]
    assert not any("200.000" in each for each in words)
    press(Qt.Key.Key_Escape)
