"""The month's end is worked off by keys, one line or all of them, on real books."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.accounting import plans
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import periods
from kopdes_desktop.ui.accounting.closing_screen import ClosingScreen
from kopdes_desktop.ui.accounting.month_end_reading import RIGHT
from kopdes_desktop.ui.accounting.month_end_screen import MonthEndScreen
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from tests import builders
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.village import TODAY, Village

OCTOBER = Month("2026-10")


@pytest.fixture
def planned(desa: Village) -> Village:
    """The village with money in the box, the internet's bill since October, and rent ahead."""
    with builders.open_books(desa.folder, "bendahara", TODAY.date(), TODAY) as session:
        office = session.office
        builders.record(office, ("1-1101", 9_000_000, "KTR"), ("3-1201", -9_000_000, "KTR"))
        web = {"name": "Internet", "kind": "recurring", "account": "6-1201", "amount": 350_000}
        rent = {"name": "Sewa kios", "kind": "prepaid", "account": "6-1204", "amount": 600_000}
        office.perform("accounting.set_plan", {**web, "box": "KAS"})
        office.perform("accounting.set_plan", {**rent, "box": "KAS", "months": 12})
        bonus = {"name": "THR", "kind": "accrual", "account": "6-1101", "amount": 250_000}
        office.perform("accounting.set_plan", {**bonus, "first": "2026-10"})
    return desa


def opened(desa: Village, user: str = "bendahara") -> MonthEndScreen:
    return desa.at_place(RIGHT, MonthEndScreen, user)


def pick(name: str, value: str) -> None:
    """As letters pick it, however slow the machine is."""
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    field = asking.form.field(name)
    assert isinstance(field, ChoiceField)
    field.choose(value)


def titles(screen: MonthEndScreen) -> list[str]:
    return [row.title for row in screen.table.rows.rows]


def test_the_oldest_month_comes_first_and_is_worked_off_by_keys(planned: Village) -> None:
    screen = opened(planned)
    assert screen.above.text() == "Oktober 2026"
    assert titles(screen) == ["THR: beban bulan ini yang belum dibayar"]
    assert "Masih ada sisa di November 2026" in screen.told.text()

    enter()

    assert titles(screen) == []
    assert planned.account("2-1301") == -250_000
    press(Qt.Key.Key_PageDown)
    assert screen.above.text() == "November 2026"
    press(Qt.Key.Key_PageDown)
    assert screen.above.text() == "November 2026", "no month that has not come"
    press(Qt.Key.Key_Return, held=CTRL)
    press(Qt.Key.Key_Y)
    bring_up(screen.window())
    assert planned.account("6-1201") == 350_000
    assert [row.whole for row in screen.table.rows.rows] == [True, True], "rent ahead and THR"
    enter()
    assert planned.account("6-1204") == 0, "a whole month's share waits for its last day"
    assert screen.told.text() == "2 baris menunggu 30/11/2026, hari terakhir bulan ini."
    press(Qt.Key.Key_F9)
    assert isinstance(screen.window().workplace.current(), ClosingScreen)  # type: ignore[attr-defined]


def test_who_locks_a_month_is_told_what_is_left_of_it(desa: Village) -> None:
    with builders.open_books(desa.folder, "bendahara", TODAY.date(), TODAY) as session:
        bonus = {"name": "THR", "kind": "accrual", "account": "6-1101", "amount": 250_000}
        first = str(periods.books_from(session.office.reading))
        session.office.perform("accounting.set_plan", {**bonus, "first": first})
    opened(desa)

    press(Qt.Key.Key_F9)

    there = desa.windows[-1].workplace
    assert there is not None
    closing = there.current()
    assert isinstance(closing, ClosingScreen)
    assert "Belum dibukukan di Akhir bulan: THR: beban bulan ini" in closing.notice.text()


def test_this_months_bill_may_differ(planned: Village) -> None:
    screen = opened(planned)
    press(Qt.Key.Key_PageDown)
    at = next(n for n, title in enumerate(titles(screen)) if title.startswith("Internet"))
    screen.table.go_to(at)

    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_A, held=CTRL)
    write("362500")
    enter()
    bring_up(screen.window())

    assert planned.account("6-1201") == 362_500
    assert not any(title.startswith("Internet") for title in titles(screen))


def test_a_plan_is_made_by_keys_and_paid_and_ended(planned: Village) -> None:
    screen = opened(planned)
    press(Qt.Key.Key_N, held=CTRL)
    write("Honor penjaga")
    enter(2)
    pick("account", "6-1102")
    enter()
    write("400000")
    enter(3)
    pick("box", "KAS")
    enter(2)
    bring_up(screen.window())

    made = next(x for x in plans.plans(planned.session.office.reading) if x.amount == 400_000)
    assert (made.name, made.account, made.box, made.unit) == (
        "Honor penjaga",
        "6-1102",
        "KAS",
        "KTR",
    )
    assert made.first == Month.of(TODAY.date())
    at = next(n for n, plan in enumerate(screen.plans.rows.rows) if plan.key == made.key)
    screen.plans.setFocus()
    screen.plans.go_to(at)
    assert screen.settle.isHidden()
    press(Qt.Key.Key_F8, Qt.Key.Key_Y)
    bring_up(screen.window())
    assert plans.require_plan(planned.session.office.reading, made.key).ended
    assert QApplication.activeModalWidget() is None


def test_who_may_only_read_posts_nothing(planned: Village) -> None:
    screen = opened(planned, "ketua")

    enter()

    assert titles(screen) == ["THR: beban bulan ini yang belum dibayar"]
    assert screen.all.isHidden()
    assert "Dibukukan oleh bendahara." in screen.told.text()
    assert not {key.sequence for key in screen.keys_now()} & {"Return", "F2", "Ctrl+N", "F8"}
