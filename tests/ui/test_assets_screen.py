"""Assets are bought, changed, depreciated and let go by keys, on real books."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kopdes_desktop.assets import queries
from kopdes_desktop.ui.assets.assets_screen import AssetsScreen
from kopdes_desktop.ui.assets.reading import RIGHT
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import AskApproval
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.reports.journal_screen import JournalScreen
from tests import builders
from tests.ui.fingers import bring_up, enter, press, write
from tests.ui.registry import said
from tests.ui.village import PIN, TODAY, Village


@pytest.fixture
def rich(desa: Village) -> Village:
    """The village with money in the box, and a computer of the old books."""
    with builders.open_books(desa.folder, "bendahara", TODAY.date(), TODAY) as session:
        lines = [("1-1101", 9_000_000), ("1-2105", 6_400_000), ("3-1501", -15_400_000)]
        ordered = [{"account": a, "amount": n, "unit": "KTR"} for a, n in lines]
        order = {"day": "2026-08-31", "lines": ordered}
        session.office.perform("accounting.open_balances", order, approval=builders.approval())
    return desa


def opened(desa: Village, user: str = "bendahara") -> AssetsScreen:
    return desa.at_place(RIGHT, AssetsScreen, user)


def asking() -> FormDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def pick(name: str, value: str) -> None:
    """As letters pick it, however slow the machine is."""
    field = asking().form.field(name)
    assert isinstance(field, ChoiceField)
    field.choose(value)


def card(desa: Village) -> queries.Asset:
    return queries.assets(desa.session.office.reading)[0]


def test_a_freezer_is_bought_by_keys_and_the_month_is_depreciated(rich: Village) -> None:
    screen = opened(rich)
    press(Qt.Key.Key_N, held=Qt.KeyboardModifier.ControlModifier)
    write("Freezer")
    enter()
    pick("account", "1-2103")
    assert asking().form.field("group").note.text() == "mobil, mebel logam, AC, lemari pendingin"
    pick("account", "1-2104")
    enter(2)
    write("4800000")
    enter()
    pick("means", "KAS")
    for _field in ("residu", "unit", "tempat", "penjual", "tempo", "nota", "tanggal", "kirim"):
        enter()
    bring_up(screen.window())

    found = card(rich)
    assert (found.name, found.account, found.cost) == ("Freezer", "1-2104", 4_800_000)
    assert (found.group, found.months, found.unit) == ("kelompok_1", 48, "KTR")
    assert "tersimpan: Freezer, Rp4.800.000" in said(screen.window())  # type: ignore[arg-type]
    assert screen.depreciate.accessibleName() == "Susutkan November 2026 (F9)"

    press(Qt.Key.Key_F9, Qt.Key.Key_Y)
    bring_up(screen.window())

    assert card(rich).taken == 100_000
    assert [row.move.kind for row in screen.lines.rows.rows] == ["beli", "susut"]
    assert screen.depreciate.isHidden()
    screen.lines.setFocus()
    enter()
    there = rich.windows[-1].workplace
    assert there is not None
    assert isinstance(there.current(), JournalScreen)


def test_what_is_bought_on_credit_names_its_seller_and_is_paid_from_the_debts(
    rich: Village,
) -> None:
    screen = opened(rich)
    press(Qt.Key.Key_N, held=Qt.KeyboardModifier.ControlModifier)
    write("Laptop")
    enter()
    pick("account", "1-2105")
    enter(2)
    write("4500000")
    enter()
    pick("means", "credit")
    enter(4)
    write("Toko Kenanga")
    for _field in ("jatuh tempo", "nota", "tanggal", "kirim"):
        enter()
    bring_up(screen.window())

    bought = card(rich)
    assert (bought.owed, bought.due) == (4_500_000, TODAY.date() + timedelta(days=30))
    assert ("Penjual", "Toko Kenanga") in screen.terms.shown
    assert "utang kepada penjual Rp4.500.000" in screen.told.text()

    screen.show_list("debts")
    pick("box", "KAS")
    enter(3)
    bring_up(screen.window())

    assert card(rich).owed == 0


def test_what_the_old_books_had_gets_its_card_and_the_reminder_goes(rich: Village) -> None:
    screen = opened(rich)
    assert screen.notice.text() == (
        "Belum punya kartu: Peralatan Kantor dan Komputer Rp6.400.000. F6 membuat kartunya."
    )

    press(Qt.Key.Key_F6)
    write("Komputer")
    enter()
    pick("account", "1-2105")
    enter(2)
    write("10/1/2025")
    enter()
    write("6400000")
    enter()
    write("0")
    for _field in ("sudah", "residu", "hibah", "unit", "tempat"):
        enter()
    bring_up(screen.window())

    assert (card(rich).source, card(rich).months_left) == (queries.OPENING, 36)
    assert screen.notice.isHidden()
    assert "nilai buku Rp6.400.000" in screen.told.text()


def test_a_sale_wants_its_price_and_a_second_person(rich: Village) -> None:
    with builders.open_books(rich.folder, "bendahara", TODAY.date(), TODAY) as session:
        order = {"name": "Meja", "account": "1-2105", "cost": 900_000, "box": "KAS"}
        session.office.perform("assets.acquire", order)
    screen = opened(rich)
    press(Qt.Key.Key_F8)
    pick("box", "KAS")
    enter(3)
    write("diganti")
    enter(2)
    agree()
    form = asking().form
    assert "isi harga jualnya" in form.field("proceeds").complaint

    bring_up(asking())
    write("950000")
    enter(4)
    agree()
    bring_up(screen.window())

    assert card(rich).how == "sold"
    assert rich.account("4-9103") == -50_000
    assert screen.change.isHidden()


def agree() -> None:
    """The chair agrees at the treasurer's laptop."""
    assert isinstance(QApplication.activeModalWidget(), AskApproval)
    write("ketua")
    enter()
    write(PIN)
    enter()
    write("berita acara")
    enter()
