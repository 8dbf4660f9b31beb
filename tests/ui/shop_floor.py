"""A shop and a store room with goods, and somebody's cakes among them, for the stock screens."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt

from kopdes_desktop.app import books
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.goods import queries as goods
from kopdes_desktop.inventory import stock
from kopdes_desktop.office.office import Office
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.shell.main_window import MainWindow
from tests import builders
from tests.consignment import stall
from tests.ui.fingers import CTRL, press
from tests.ui.village import PASSWORD, TODAY, Village

SUGAR, RICE, OIL = "8990000000017", "8990000000024", "8990000000031"
#: Code, name, unit, price, barcode, what lies in the shop, what it cost.
WARES = (
    ("GULA", "Gula pasir", "kg", 18_000, SUGAR, "37.5", 600_000),
    ("BERAS", "Beras medium", "karung", 72_000, RICE, "20", 1_240_000),
    ("MINYAK", "Minyak goreng", "botol", 17_000, OIL, "48", 696_000),
)


def build(template: Path, folder: Path) -> Path:
    """The village with a shop that sells three things of its own and two of Kenanga's."""
    shutil.copytree(template, folder)
    with books.open_books(folder, "bendahara", PASSWORD, clock=SetClock(TODAY)) as session:
        furnish(session.office)
    return folder


def furnish(office: Office) -> None:
    stall.furnish(office)
    store = {"code": "GUDANG", "name": "Gudang belakang", "unit": stall.UNIT, "kind": "warehouse"}
    office.perform("inventory.add_place", store)
    lines = []
    for code, name, unit, price, barcode, count, cost in WARES:
        item = {"code": code, "name": name, "unit": unit, "price": price}
        office.perform("goods.add_item", {**item, "barcodes": [{"code": barcode}]})
        lines.append({"item": code, "quantity": count, "value": cost})
    milk = {"code": "SUSU", "name": "Susu kotak", "unit": "kotak", "price": 6_000, "tracked": True}
    office.perform("goods.add_item", milk)
    for lot, expires in (("A1", "2026-12-10"), ("B2", "2027-03-31")):
        line = {"item": "SUSU", "quantity": "12", "value": 60_000}
        lines.append({**line, "lot": lot, "expires": expires})
    old = {"place": stall.SHOP, "day": "2026-08-31", "lines": lines}
    office.perform("inventory.open_stock", old, approval=builders.approval())
    builders.record(office, ("1-1101", 500_000, "KTR"), ("4-9109", -500_000, "KTR"))


def at_stock(desa: Village, user: str = "bendahara") -> tuple[MainWindow, Screen]:
    """At the list of what lies in the shop."""
    window = desa.signed_in(user)
    press(Qt.Key.Key_T, held=CTRL)
    assert window.workplace is not None
    screen = window.workplace.current()
    assert screen is not None
    return window, screen


def lies(desa: Village, code: str, place: str = stall.SHOP) -> int:
    """How many thousandths of an item lie in a place."""
    read = desa.session.office.reading
    return stock.held(read, place, goods.require_item(read, code).key).quantity
