"""Taxes by keys: a month is posted, then paid; rates change from a day on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.members.parties import party_words
from kopdes_desktop.taxes import queries
from kopdes_desktop.ui.desk import Goal
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.taxes.taxes_screen import TaxesScreen
from tests.builders import record
from tests.ui.fingers import CTRL, enter, press, write
from tests.ui.outlet import approve
from tests.ui.registry import rewrite, said
from tests.ui.village import TODAY, Village

NOVEMBER = Month("2026-11")


@pytest.fixture
def screen(desa: Village) -> TaxesScreen:
    window = desa.signed_in()
    income = {"account": "4-1402", "amount": -10_000_000, "unit": "G1", "lini": "gudang"}
    record(desa.session.office, ("1-1101", 10_000_000, "KTR"), income)
    assert window.workplace is not None
    window.workplace._lead(Goal("report.taxes"))
    found = window.workplace.current()
    assert isinstance(found, TaxesScreen)
    return found


def of_november(desa: Village) -> queries.TaxMonth:
    return queries.month_of_tax(desa.session.office.reading, "final", NOVEMBER)


@pytest.mark.usefixtures("screen")
def test_enter_posts_a_months_tax_and_then_pays_it(desa: Village) -> None:
    enter()
    write("y")
    assert of_november(desa).left == Rupiah(50_000)
    assert "pajak Rp50.000 diakui" in said(desa.windows[-1])

    enter()
    enter(2)
    write("NTPN 0001")
    enter(2)

    assert of_november(desa).left == NOTHING
    assert [each.ref for each in queries.payments(desa.session.office.reading)] == ["NTPN 0001"]
    assert "Rp50.000 disetor" in said(desa.windows[-1])
    enter()
    assert "Tidak ada yang perlu" in said(desa.windows[-1])


@pytest.mark.usefixtures("screen")
def test_nothing_is_paid_before_it_is_posted(desa: Village) -> None:
    press(Qt.Key.Key_F8)

    assert "akui dahulu dengan F6" in said(desa.windows[-1])
    assert of_november(desa).paid == NOTHING


def test_a_rate_is_set_from_a_day_on(desa: Village, screen: TaxesScreen) -> None:
    press(Qt.Key.Key_F3)
    enter()
    write("0,25")
    enter()
    rewrite("1/11/2026")
    enter()
    write("PP contoh")
    enter()
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    approve(desa.windows[-1], "sesuai peraturan", by="ketua")

    found = queries.rate(desa.session.office.reading, "final", TODAY.date())
    assert found is not None
    assert (found.percent, found.rule) == ("0.25", "PP contoh")
    assert ("PPh final atas omzet", "0,25% sejak 01/11/2026 (PP contoh)") in screen.rates.shown
    assert int(screen.table.rows.rows[0].row.owed) == 25_000


def test_rent_is_paid_by_keys_and_what_the_owner_gets_is_told(
    desa: Village, screen: TaxesScreen
) -> None:
    press(Qt.Key.Key_F7)
    write("1000000")
    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert "pajak Rp100.000, dibayarkan Rp900.000" in asking.form.notice.text()
    box = asking.form.field("box")
    assert isinstance(box, ChoiceField)
    box.choose("KAS")
    owner = asking.form.field("party")
    assert isinstance(owner, TextField)
    owner.set_text("Kebun Kenanga")

    enter(7)

    assert desa.account("2-1304") == -100_000
    read = desa.session.office.reading
    [bill] = queries.withheld(read)
    assert party_words(read, bill.party) == "Kebun Kenanga"
    assert "dibayar Rp900.000, pajak Rp100.000 menunggu disetor" in said(desa.windows[-1])
    row = next(held for held in screen.table.rows.rows if held.row.tax.code == "rent")
    assert (row.state, int(row.payable)) == ("to_pay", 100_000)


@pytest.mark.usefixtures("screen")
def test_there_is_no_year_beyond_those_of_the_books(desa: Village) -> None:
    press(Qt.Key.Key_PageUp, held=CTRL)

    assert "Tidak ada tahun buku lain" in said(desa.windows[-1])


def test_rent_that_was_begun_elsewhere_goes_on_here_with_its_amount(
    desa: Village, screen: TaxesScreen
) -> None:
    workplace = desa.windows[-1].workplace
    assert workplace is not None

    workplace._lead(Goal("report.taxes", amount=1_500_000))

    asking = QApplication.activeModalWidget()
    assert isinstance(asking, FormDialog)
    assert asking.form.field("amount").value() == 1_500_000
    assert "pajak Rp150.000" in asking.form.notice.text()
    asking.reject()
    screen.reload()
    assert QApplication.activeModalWidget() is None, "once is enough"
