"""Savings products by keys: amounts by day and decision, what is off and why."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.settings import VOLUNTARY_BASIS, setting
from kopdes_desktop.savings import queries
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.products.products_screen import ProductsScreen
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.registry import rewrite, said, visit
from tests.ui.village import Village


def products(desa: Village, user: str = "bendahara") -> ProductsScreen:
    window = desa.signed_in(user)
    visit(window, "report.savings_totals")
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, ProductsScreen)
    return screen


def go_to(screen: ProductsScreen, name: str) -> None:
    """Walk to the line of this name."""
    names = [shelf.name for shelf in screen.table.rows.rows]
    press(Qt.Key.Key_Home)
    press(*[Qt.Key.Key_Down] * names.index(name))


@pytest.fixture
def screen(desa: Village) -> ProductsScreen:
    return products(desa)


def test_a_new_amount_is_typed_with_its_decision_and_begins_next_month(
    desa: Village, screen: ProductsScreen
) -> None:
    go_to(screen, "Simpanan Wajib")
    press(Qt.Key.Key_F6)
    write("20000")
    enter(2)
    write("04/RAT/2026")
    enter()

    read = desa.session.office.reading
    assert queries.rate_at(read, "mandatory", date(2026, 12, 1)) == Rupiah(20_000)
    assert queries.rate_at(read, "mandatory", date(2026, 11, 30)) == Rupiah(10_000)
    assert [rate.decision_no for rate in screen.rates.rows.rows] == ["04/RAT/2026", "ART Pasal 12"]
    assert "01/12/2026" in said(desa.windows[-1])


def test_an_amount_for_months_that_are_over_is_refused_at_its_day(
    desa: Village, screen: ProductsScreen
) -> None:
    go_to(screen, "Simpanan Wajib")
    press(Qt.Key.Key_F6)
    write("20000")
    enter()
    rewrite("1/10/2026")
    enter()
    write("04/RAT/2026")
    enter()

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert "sudah lewat" in asking.form.field("from").complaint
    assert len(queries.rates(desa.session.office.reading, "mandatory")) == 1


def test_what_is_not_open_yet_says_why(screen: ProductsScreen) -> None:
    for name in ("Simpanan berjangka", "Pinjaman anggota"):
        go_to(screen, name)

        assert "belum dibuka" in screen.reason.text()
        assert screen.new_rate.isHidden()


def test_the_basis_of_voluntary_savings_is_kept(desa: Village, screen: ProductsScreen) -> None:
    go_to(screen, "Simpanan Sukarela")
    press(Qt.Key.Key_F7)
    rewrite("Izin USP 12/2026")
    enter()

    assert setting(desa.session.office.reading, VOLUNTARY_BASIS) == "Izin USP 12/2026"
    assert ("Dasar", "Izin USP 12/2026") in screen.pairs.shown


def test_a_product_is_added_on_an_account_of_its_own(desa: Village, screen: ProductsScreen) -> None:
    press(Qt.Key.Key_N, held=CTRL)
    write("Simpanan Hari Raya")
    enter()
    write("S")
    enter(3)

    made = [p for p in queries.products(desa.session.office.reading) if p.code == "voluntary_2"]
    assert [(p.name, p.account, p.unit) for p in made] == [("Simpanan Hari Raya", "2-1103", "USP")]
    current = screen.table.current()
    assert current is not None
    assert current.name == "Simpanan Hari Raya"


def test_who_may_not_change_them_reads_them_only(desa: Village) -> None:
    screen = products(desa, "pengawas")

    go_to(screen, "Simpanan Wajib")

    assert [rate.amount for rate in screen.rates.rows.rows] == [Rupiah(10_000)]
    assert screen.add.isHidden()
    assert screen.new_rate.isHidden()
    press(Qt.Key.Key_F6)
    assert QApplication.activeModalWidget() is None
