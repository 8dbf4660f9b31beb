"""Third parties on a page of their own: noted, looked at, and erased when nothing is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.members import third_parties
from kopdes_desktop.ui.accounting.outsiders_screen import OutsidersScreen
from kopdes_desktop.ui.desk import Goal
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests.builders import approval
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import said
from tests.ui.village import Village

LENT = {"template": "talangan_in", "amount": 90_000, "box": "1-1101", "party": "PIHAK-1"}


def shown(window: MainWindow) -> OutsidersScreen:
    assert window.workplace is not None
    window.workplace._lead(Goal("members.add_outsider"))
    screen = window.workplace.current()
    assert isinstance(screen, OutsidersScreen)
    return screen


def test_a_third_party_is_noted_seen_and_erased_once_nothing_is_open(desa: Village) -> None:
    window = desa.signed_in()
    screen = shown(window)
    press(Qt.Key.Key_N, held=CTRL)
    write("Yayasan Flamboyan")
    enter(2)
    assert "PIHAK-1" in said(window)
    office = desa.session.office
    office.perform("accounting.jot", LENT)
    screen.reload()

    (row,) = screen.table.rows.rows
    (line,) = row.open
    assert (line.owing, line.amount) == ("koperasi berutang", -90_000)
    assert line.name == "Utang Talangan Pengurus/Pihak Ketiga"
    press(Qt.Key.Key_Delete)
    assert "masih punya saldo" in said(window)
    assert QApplication.activeModalWidget() is None

    office.perform("accounting.jot", {**LENT, "template": "talangan_repaid"})
    screen.reload()
    press(Qt.Key.Key_Delete)
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, AskReason)
    write("diminta orangnya")
    enter(2)
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    press(Qt.Key.Key_Escape)

    asked = {"party": "PIHAK-1", "reason": "diminta orangnya"}
    office.perform("members.erase_outsider", asked, approval=approval())
    screen.reload()
    (gone,) = third_parties.known(office.reading)
    assert gone.name is None
    assert screen.table.rows.rows[0].state == "sudah dihapus"
    assert not screen.erase.isVisibleTo(screen)
