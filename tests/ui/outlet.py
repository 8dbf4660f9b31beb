"""A village with a shop: five goods on its shelf, a drawer, and members who buy on credit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kopdes_desktop.app import books
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.members.cards import code_of
from kopdes_desktop.ui.kit.perform import Runner
from kopdes_desktop.ui.sales.till_screen import TillScreen
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.tills.drawer_dialogs import DrawerMenu
from tests.builders import approval
from tests.ui import village
from tests.ui.fingers import CTRL, bring_up, enter, press, write
from tests.ui.village import PASSWORD, PIN, TODAY, Village

SOAP, RICE, EGGS, NOODLES, OIL = (
    "8991234567891",
    "8999999000127",
    "8990001112227",
    "8992223334449",
    "8993334445550",
)
GAS, MILK = "8994445556661", "8995556667772"
#: Two items bear this one.
SHARED = "8887776665556"
NOTE = 100_000


def goods() -> list[dict[str, object]]:
    """What the shop sells; oil is dearer for strangers, eggs are weighed."""
    return [
        item("S1", "Sabun mandi", "buah", 4_500, SOAP),
        item("B1", "Beras 5 kg", "sak", 70_000, RICE),
        item("T1", "Telur ayam", "kg", 28_000, EGGS, weighed=True),
        item(
            "M1",
            "Mi instan",
            "bungkus",
            3_000,
            NOODLES,
            packs=[{"name": "dus", "factor": "40"}],
            category="MAKAN",
        ),
        item(
            "G1",
            "Minyak goreng",
            "liter",
            18_000,
            OIL,
            prices=[{"amount": 17_000, "tier": "member"}],
            category="MAKAN",
        ),
        item("L1", "LPG 3 kg", "tabung", 20_000, GAS, lini="LPG"),
        item("U1", "Susu kotak", "kotak", 6_000, MILK, tracked=True),
        item("K1", "Kecap manis", "botol", 9_000, SHARED),
        item("K2", "Kecap asin", "botol", 8_500, SHARED),
    ]


def item(
    code: str, name: str, unit: str, price: int, barcode: str, **more: object
) -> dict[str, object]:
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "price": price,
        "barcodes": [{"code": barcode}],
        **more,
    }


def build(folder: Path) -> None:
    """The usual village, with a shop in its outlet and twenty of everything on the shelf."""
    village.build(folder)
    with books.open_books(folder, "bendahara", PASSWORD, clock=SetClock(TODAY)) as session:
        office = session.office
        place = {"code": "TOKO", "name": "Toko Gerai", "unit": "G1"}
        office.perform("inventory.add_place", place)
        office.perform("goods.add_category", {"code": "MAKAN", "name": "Makanan"})
        for each in goods():
            office.perform("goods.add_item", each)
        lines = [{"item": each["code"], "quantity": "20", "cost": "2500"} for each in goods()]
        lines[-3] |= {"lot": "A", "expires": "2026-11-25"}
        old = {"place": "TOKO", "lines": lines}
        office.perform("inventory.open_stock", old, approval=approval())
        office.perform(
            "subsidy.set_program",
            {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "limit": "2", "items": ["L1"]},
        )
        office.perform(
            "settings.change", {"fields": {"till.bon_limit": 200_000}}, approval=approval()
        )


def at_till(
    desa: Village,
    *,
    user: str = "kasir",
    floated: bool = True,
    threads: Callable[[str], Runner] = village.inline,
) -> tuple[MainWindow, TillScreen]:
    """Sign in by keys, go to the till, and count nothing into the drawer unless it is open."""
    window = desa.window(threads)
    write(user)
    enter()
    write(PASSWORD)
    enter()
    press(Qt.Key.Key_J, held=CTRL)
    screen = till(window)
    if floated and screen.drawer is None:
        press(Qt.Key.Key_Return, held=CTRL)
        assert screen.drawer is not None
    return window, screen


def till(window: MainWindow) -> TillScreen:
    """The till, which is open now."""
    assert window.workplace is not None
    screen = window.workplace.current()
    assert isinstance(screen, TillScreen)
    return screen


def drawer(digit: str) -> None:
    """What is to be done at the drawer; a digit waits a moment, it may belong to a scan."""
    press(Qt.Key.Key_F5, held=CTRL)
    write(digit)
    for _wait in range(6_000):
        if not isinstance(QApplication.activeModalWidget(), DrawerMenu):
            return
        QTest.qWait(10)
    msg = "the menu of the drawer is still open"
    raise AssertionError(msg)


def approve(window: MainWindow, reason: str, *, by: str = "bendahara") -> None:
    """The treasurer, or another, puts name, PIN and reason on the clerk's own screen."""
    for text in (by, PIN, reason):
        write(text)
        enter()
    bring_up(window)


def card(number: str) -> str:
    """What the scanner types for this member's card."""
    return code_of(number)


def names(screen: TillScreen) -> list[tuple[str, str]]:
    """The cart as it is shown: name and quantity."""
    return [(row.name, row.quantity) for row in screen.view.cart.rows.rows]
