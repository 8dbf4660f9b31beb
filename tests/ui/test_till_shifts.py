"""What the screens tell of shifts: one that is open at the day's end, a count that is tried."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.tills import queries
from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen
from kopdes_desktop.ui.tills.drawer_dialogs import CashForReason
from kopdes_desktop.ui.tills.drawers import Drawers
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.outlet import at_till, drawer, till
from tests.ui.village import Village


def test_the_day_s_end_names_the_drawer_that_is_open_and_leads_there(toko: Village) -> None:
    window, screen = at_till(toko)
    assert screen.drawer is not None
    press(Qt.Key.Key_9, held=CTRL)
    assert window.workplace is not None
    closing = window.workplace.current()
    assert isinstance(closing, ClosingScreen)

    assert screen.drawer.name in closing.shifts.text()
    press(Qt.Key.Key_F8)
    asking = QApplication.activeModalWidget()
    assert asking is not None
    assert "Giliran kasir masih buka" in asking.accessibleDescription()
    press(Qt.Key.Key_Escape)
    closing.shifts_deed.click()
    assert till(window) is screen


def test_a_count_that_is_tried_again_is_told_and_kept(toko: Village) -> None:
    window, screen = at_till(toko)
    drawer("5")
    write("1")
    press(Qt.Key.Key_Return, held=CTRL)
    form = screen.till._closing.form  # type: ignore[union-attr]
    assert form.tries == 1
    assert "hitungan ke-" not in form.notice.text()
    form.counter.start()
    write("0")
    enter()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Return, held=CTRL)
    assert "hitungan ke-2" in form.notice.text()
    form.counter.clear()
    form.send()
    bring_up(window)

    assert toko.newest("till.close_shift")["d"]["tries"] == 3


def test_money_that_nobody_can_name_has_a_note_before_it_is_sent(toko: Village) -> None:
    at_till(toko)
    drawer("1")
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, CashForReason)
    sent: list[object] = []
    asking.ordered.connect(lambda _operation, order: sent.append(order))
    asking.reason.choose("unknown")
    asking.amount.set_amount(Rupiah(5_000))
    asking.form.submitted.emit()
    assert sent == []
    asking.note.set_text("terselip di laci")
    asking.form.submitted.emit()

    assert sent == [{"reason": "unknown", "amount": 5_000, "note": "terselip di laci"}]


def test_a_shift_that_a_lost_laptop_left_open_is_ended_before_the_first_sale(toko: Village) -> None:
    window, screen = at_till(toko)
    open_ = screen.drawer
    assert open_ is not None
    lost = replace(open_, lost=True)
    screen._show_drawers(Drawers((lost,), ()))
    panel = screen.opening
    assert screen.drawer is None
    assert open_.name in panel.left.text()
    assert panel.end_left.isVisible()

    panel.end_left.click()
    press(Qt.Key.Key_Return, held=CTRL)
    bring_up(window)

    assert toko.newest("till.close_shift")["d"]["shift"] == open_.shift.key  # type: ignore[union-attr]
    assert queries.open_shifts(toko.session.office.reading) == []
    assert not panel.end_left.isVisible()


def test_a_shift_of_another_day_is_warned_of_once(toko: Village) -> None:
    window, screen = at_till(toko)
    open_ = screen.drawer
    assert open_ is not None
    assert not open_.stale
    assert window.workplace is not None
    words = window.workplace.status.words

    screen.till.at(Drawers((replace(open_, stale=True, since="20/11/2026 pukul 08.00"),), ()))
    assert "20/11/2026" in words.text()
    screen._desk.say("lain", "good")
    screen.till.at(Drawers((replace(open_, stale=True),), ()))
    assert words.text() == "lain"
