"""The sidebar and its hub: what stands where, what keys lead there, and that nothing is cut."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kopdes_desktop.ui.accounting.opening_screen import OpeningScreen
from kopdes_desktop.ui.desk import Goal
from kopdes_desktop.ui.door import Standing
from kopdes_desktop.ui.home.home_screen import HomeScreen
from kopdes_desktop.ui.imports.imports_screen import ImportsScreen
from kopdes_desktop.ui.kit import theme
from kopdes_desktop.ui.shell.hub_screen import HubScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.navigation import BOOKS, DENSITIES, HOME, HUB, HUBS, Sidebar, shortened
from kopdes_desktop.ui.shell.places import PLACES
from tests.ui.fingers import CTRL, press, write
from tests.ui.registry import visit
from tests.ui.village import Village


def current(window: MainWindow) -> object:
    assert window.workplace is not None
    return window.workplace.current()


def test_every_place_is_reached_by_a_key_or_from_the_hub() -> None:
    keys = [place.key for place in PLACES if place.key]

    assert len(keys) == len(set(keys))
    seldom = [place for place in PLACES if place.group in HUBS]
    assert {BOOKS, HUB} < {place.code for place in seldom if place.key}
    assert all(place.about for place in seldom if place.code not in HUBS)
    assert all(place.key for place in PLACES if place.group not in HUBS)
    assert PLACES[0].code == HOME


def test_esc_leads_from_an_office_place_back_to_its_row_in_the_hub(desa: Village) -> None:
    window = desa.at_work()
    visit(window, "import.begin")
    assert isinstance(current(window), ImportsScreen)

    press(Qt.Key.Key_Escape)

    hub = current(window)
    assert isinstance(hub, HubScreen)
    row = QApplication.focusWidget()
    assert isinstance(row, QAbstractButton)
    assert row.accessibleName() == "Buku lama"
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert isinstance(current(window), OpeningScreen)
    press(Qt.Key.Key_Escape)
    assert current(window) is hub


def test_the_hub_offers_only_what_the_role_may_open(desa: Village) -> None:
    window = desa.at_work("kasir")
    press(Qt.Key.Key_0, held=CTRL)

    hub = current(window)
    assert isinstance(hub, HubScreen)
    codes = {row.offer.code for row in hub.rows.rows}
    assert codes
    assert not codes & {"import.begin", "accounting.open_balances"}


@pytest.mark.parametrize(
    ("width", "height", "percent"),
    [(1366, 768, 100), (1366, 768, 125), (1366, 768, 150), (1092, 614, 100), (910, 512, 100)],
)
def test_nothing_of_the_sidebar_is_cut(
    desa: Village, width: int, height: int, percent: int
) -> None:
    window = desa.at_work()
    window.setMinimumSize(1, 1)
    window.resize(width, height)
    window.wear(window.likes.look, percent)
    QApplication.processEvents()
    assert window.workplace is not None
    sidebar = window.workplace.sidebar

    last = max(button.geometry().bottom() for button in sidebar.findChildren(QPushButton))
    assert last < window.height() - window.workplace.status.height()
    places = [each for each in sidebar.buttons.values() if each.isVisible()]
    assert all(
        above.geometry().bottom() <= below.geometry().top() for above, below in pairwise(places)
    )
    for button in places:
        assert button.height() >= button.minimumHeight()
        assert button.text().strip().replace("&&", "&") == button.accessibleName()
        assert all(label.isVisible() for label in button.findChildren(QLabel) if label.text())
        for label in button.findChildren(QLabel):
            assert not label.isVisible() or label.width() >= label.sizeHint().width()


def test_no_density_that_would_fit_is_passed_over(qapp: QApplication) -> None:
    sidebar = Sidebar(PLACES)
    coop = "Koperasi Desa Merah Putih Sumberagung Wetan"
    sidebar.stand(Standing(coop, "ani", "Kasir", "KR", date(2026, 11, 21), practice=True))

    for percent in theme.SIZES:
        theme.wear(qapp, percent=percent)
        for wide, density in product((theme.scaled(1400, percent), 900), DENSITIES):
            sidebar.fit(QSize(wide, 700), percent)
            least = sidebar.least(density, narrow=wide == 900)
            sidebar.dress(density, narrow=wide == 900)
            assert 0.8 * sidebar.needed() < least <= sidebar.needed(), (percent, wide, density)


def test_letters_typed_at_home_begin_a_search_and_digits_open_a_row(desa: Village) -> None:
    window = desa.at_work()
    press(Qt.Key.Key_1, held=CTRL)
    home = current(window)
    assert isinstance(home, HomeScreen)
    codes = [row.offer.code for row in home.rows.rows]

    write(str(codes.index("applications") + 1))

    assert window.workplace is not None
    here = window.workplace.here()
    assert here is not None
    assert PLACES[here].code == "membership.apply"
    press(Qt.Key.Key_1, held=CTRL)
    write("melati")
    assert window.workplace.search.isVisible()
    assert window.workplace.search.line.text() == "melati"


def test_esc_leads_back_home_from_what_home_led_to(desa: Village) -> None:
    window = desa.at_work()
    workplace = window.workplace
    assert workplace is not None
    press(Qt.Key.Key_1, held=CTRL)
    home = current(window)
    workplace._lead(Goal("report.checks"))
    assert current(window) is not home
    press(Qt.Key.Key_Escape)
    assert current(window) is home


def test_a_long_name_of_a_cooperative_is_shortened_where_it_begins_as_all_do(
    desa: Village, qtbot: QtBot
) -> None:
    window = desa.at_work()
    workplace = window.workplace
    assert workplace is not None
    name = "Koperasi Desa Merah Putih Sumber Rejeki Makmur"
    side = workplace.sidebar
    side.stand(workplace._desk.standing._replace(coop=name))
    window.resize(1366, 530)
    shown = side.coop
    qtbot.waitUntil(lambda: shown.text() != name, timeout=20_000)
    assert shortened(name) == "KDMP Sumber Rejeki Makmur"
    assert shortened("Mekar Jaya") == "Mekar Jaya"
    assert shown.toolTip() == name
    assert shown.text() == "KDMP Sumber Rejeki Makmur"

    def whole_or_gone() -> bool:
        return shown.isHidden() or shown.height() >= shown.heightForWidth(shown.width())

    qtbot.waitUntil(whole_or_gone, timeout=20_000)
