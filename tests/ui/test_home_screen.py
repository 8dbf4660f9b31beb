"""Home: what waits and where it leads, by role; figures as the ledger has them; charts on paper."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.office.actor import Level
from kopdes_desktop.paper.chart import Chart, Series
from kopdes_desktop.reports import home
from kopdes_desktop.ui.banking.banking_screen import BankingScreen
from kopdes_desktop.ui.home import words
from kopdes_desktop.ui.home.home_screen import HomeScreen
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.kit.chart_view import ChartCard, ChartView
from kopdes_desktop.ui.reports.reports_screen import ReportsScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.places import PLACES
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import said
from tests.ui.village import MEMBERS, PASSWORD, TODAY, Village


def at_home(desa: Village, user: str = "bendahara") -> tuple[MainWindow, HomeScreen]:
    window = desa.at_work(user)
    press(Qt.Key.Key_1, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, HomeScreen)
    return window, screen


def rows(screen: HomeScreen) -> dict[str, str]:
    return {row.offer.code: row.offer.figure for row in screen.rows.rows}


def test_what_waits_is_counted_and_its_digit_opens_the_list(desa: Village) -> None:
    window, screen = at_home(desa)
    waiting = rows(screen)
    assert waiting["applications"] == "2"
    assert waiting["arrears"] == "3"

    write(str(list(waiting).index("arrears") + 1))

    assert window.workplace is not None
    report = window.workplace.current()
    assert isinstance(report, ReportsScreen)
    made = report.shown()
    assert made is not None
    assert made.code == "mandatory_dues"
    assert made.totals["late"] == next(
        found.amount for code, found in words.gather(desa.session).waiting if code == "arrears"
    )


def test_arrows_and_enter_open_a_row_too_and_home_remembers_it(desa: Village) -> None:
    window, screen = at_home(desa)
    codes = list(rows(screen))
    screen.rows.start()
    press(*[Qt.Key.Key_Down] * codes.index("day"))
    enter()

    assert window.workplace is not None
    here = window.workplace.here()
    assert here is not None
    assert PLACES[here].code == "day.close"
    press(Qt.Key.Key_1, held=CTRL)
    assert screen.rows.rows[codes.index("day")].hasFocus()


def test_who_leaves_waits_for_one_chart_at_most_and_finds_all_when_he_comes_back(
    desa: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, screen = at_home(desa)
    work = window.workplace
    assert work is not None
    teller = work.at(words.DEPOSIT)
    assert teller is not None
    drawn: list[str] = []
    draw = words.draw

    def leaving(code: str, session: Session) -> Chart:
        drawn.append(code)
        if len(drawn) == 1:
            work.go(teller)
        return draw(code, session)

    monkeypatch.setattr(words, "draw", leaving)
    screen._ask()
    assert not screen.isVisible()
    assert len(drawn) == 1

    press(Qt.Key.Key_1, held=CTRL)

    assert sorted(drawn[1:]) == sorted(each.code for each in home.CHARTS)
    assert set(drawn[-2:]) == words.SLOW


def test_a_decision_elsewhere_changes_the_number_at_home(desa: Village, qtbot: QtBot) -> None:
    window, screen = at_home(desa)
    office = desa.session.office
    applied = office.perform("membership.apply", {"name": "Dahlia Sono", "sex": "P"})
    qtbot.waitUntil(lambda: rows(screen)["applications"] == "3")
    office.perform(
        "membership.decide", {"application": applied.id, "approved": False, "decision_no": "2"}
    )

    qtbot.waitUntil(lambda: rows(screen)["applications"] == "2")
    assert window.isVisible()


def test_figures_are_those_of_the_books(desa: Village) -> None:
    _window, screen = at_home(desa)
    shown = [label.text() for label in screen.money.findChildren(QLabel)]

    saved = sum(
        int(desa.balance(name, product))
        for name in MEMBERS
        for product in ("principal", "mandatory")
    )
    assert shown[shown.index("Simpanan anggota") + 1] == rupiah(saved)
    assert shown[shown.index("Anggota aktif") + 1] == "3"
    held = sum(each.value for each in home.boxes(desa.session.office.reading, TODAY.date()))
    assert held == desa.account("1-1101") + desa.account("1-1103")


def test_each_figure_is_reached_by_tab_opens_its_list_and_escape_comes_back(
    desa: Village,
) -> None:
    window, screen = at_home(desa)
    assert window.workplace is not None
    screen.rows.rows[-1].setFocus()
    press(Qt.Key.Key_Tab)
    led = []
    for at, row in enumerate(screen.figures.rows):
        assert row.hasFocus()
        assert row.accessibleName()
        enter()
        place = window.workplace.here()
        assert place is not None
        led.append(PLACES[place].code)
        shown = window.workplace.current()
        if isinstance(shown, BankingScreen):
            assert str(shown.box.box.currentData()).partition(":")[2] == row.opens.partition(":")[2]
        press(Qt.Key.Key_1, held=CTRL)
        assert screen.figures.rows[at].hasFocus()
        press(Qt.Key.Key_Down)

    assert led == ["report.cash_book", "report.", "read.members"]


def test_a_figure_leads_nobody_to_what_his_role_does_not_see(desa: Village) -> None:
    office = desa.enter(desa.folder, "pendamping", PASSWORD).office

    assert words.figure_way(office, "savings") == (words.REPORTS, "savings_totals")
    assert words.figure_way(office, "box:KAS") == ("report.cash_book", "box:KAS")
    assert words.figure_way(office, "members") == (words.REPORTS, "savings_totals")


@pytest.mark.parametrize(
    ("user", "charts", "waiting"),
    [
        ("kasir", {"dues", "deposits", "savings", "members", "arrears"}, {"arrears", "day"}),
        (
            "ketua",
            {"dues", "deposits", "cash", "savings", "members", "arrears"},
            {"applications", "arrears", "day"},
        ),
        ("pengawas", {"dues", "deposits", "cash", "savings", "members", "arrears"}, {"arrears"}),
        ("pendamping", {"deposits", "cash", "savings", "members"}, set()),
        ("admin", set(), set()),
    ],
)
def test_each_role_sees_its_own_set(
    desa: Village, user: str, charts: set[str], waiting: set[str]
) -> None:
    session = desa.enter(desa.folder, user, PASSWORD)

    found = words.gather(session)

    assert set(found.charts) == charts
    codes = {code for code, _waiting in found.waiting}
    assert waiting <= codes
    for asked in home.TASKS:
        if asked.code in codes:
            assert any(session.office.may(right) is not Level.NO for right in asked.rights)
    assert found.deposits is (user == "kasir")


def test_every_row_and_every_chart_leads_somewhere() -> None:
    codes = {place.code for place in PLACES}

    assert {asked.code for asked in home.TASKS} <= words.WAYS.keys()
    assert {way for way, _listing in words.WAYS.values()} <= codes
    assert words.BEHIND.keys() == {each.code for each in home.CHARTS}


def test_the_charts_go_on_paper_by_one_key(desa: Village) -> None:
    window, _screen = at_home(desa)

    press(Qt.Key.Key_P, held=CTRL)

    assert "grafik-2026-11-21.pdf" in said(window)
    path = desa.folder / "cetakan" / "grafik-2026-11-21.pdf"
    text = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    for title in ("Jumlah anggota", "Simpanan per jenis", "Kas dan bank, 30 hari"):
        assert title in text


def test_tab_comes_to_a_chart_and_enter_opens_what_is_behind_it(desa: Village) -> None:
    window, screen = at_home(desa)
    cards = screen.findChildren(ChartCard)
    assert all(card.accessibleName() and card.accessibleDescription() for card in cards)
    for _step in range(40):
        press(Qt.Key.Key_Tab)
        if isinstance(QApplication.focusWidget(), ChartCard):
            break
    enter()

    assert window.workplace is not None
    assert isinstance(window.workplace.current(), ReportsScreen)


@pytest.mark.parametrize("look", theme.THEMES)
def test_a_chart_is_told_apart_without_colours(qapp: QApplication, qtbot: QtBot, look: str) -> None:
    theme.wear(qapp, look)
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(400, 220)
    one, other = Series("Masuk", (5, 5)), Series("Keluar", (5, 5))
    view.chart = Chart("x", "Judul", "Kata.", "columns", ("A", "B"), (one, other))
    both = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    view.chart = Chart(
        "x", "Judul", "Kata.", "columns", ("A", "B"), (one, Series("Keluar", (0, 0)))
    )
    alone = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)

    assert both != alone
    assert view.chart.told == "Kata."


def test_home_is_read_in_few_statements_each_time_it_opens(desa: Village) -> None:
    _window, screen = at_home(desa)
    press(Qt.Key.Key_F4)
    asked: list[str] = []
    connection = desa.session.office.database.connection
    connection.set_trace_callback(asked.append)

    press(Qt.Key.Key_1, held=CTRL)

    connection.set_trace_callback(None)
    assert all(card.view.chart is not None for card in screen.findChildren(ChartCard))
    assert 0 < len(asked) < 250, len(asked)
