"""A shop to measure with: four hundred goods on one shelf, an open drawer, five-line sales."""

from __future__ import annotations

import random
from collections.abc import Iterator

from kopdes_desktop.goods import queries as goods
from kopdes_desktop.ledger import chart
from kopdes_desktop.members import queries as people
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.transaction import Request
from tests.benchmarks.village import Order

SHOP, DRAWER, ITEMS, LINES = "GERAI", "LACI-G1", 400, 5
#: So much of each that no sale of a measurement empties the shelf, at what it costs.
_PIECES, _COST, _PRICE, _LINES_A_BILL = 10_000, 4_000, 5_000, 100


def code(n: int) -> str:
    return f"BRG{n:04d}"


def barcode(n: int) -> str:
    return f"290000{n:07d}"


def found(office: Office, items: int = ITEMS) -> None:
    """A place of the outlet and its goods, each with a barcode."""
    office.perform(
        "inventory.add_place", {"code": SHOP, "name": "Toko", "unit": "G1", "kind": "outlet"}
    )
    office.perform_all(
        [
            Request(
                "goods.add_item",
                {
                    "code": code(n),
                    "name": f"Barang Nomor {n}",
                    "unit": "pcs",
                    "price": _PRICE + 100 * (n % 50),
                    "barcodes": [{"code": barcode(n)}],
                },
            )
            for n in range(items)
        ]
    )


def fill(office: Office, box: str) -> None:
    """Goods on the shelf, paid out of a box."""
    for first in range(0, ITEMS, _LINES_A_BILL):
        lines = [
            {"item": code(n), "quantity": str(_PIECES), "price": _COST}
            for n in range(first, first + _LINES_A_BILL)
        ]
        order = {"place": SHOP, "lines": lines, "paid_from": box}
        office.perform("purchasing.receive", order)


def open_shift(office: Office) -> None:
    """The drawer is counted and opened."""
    held = int(chart.box_balances(office.reading).get(DRAWER, 0))
    office.perform("till.open_shift", {"box": DRAWER, "place": SHOP, "float": held})


def sales(office: Office, count: int) -> Iterator[Order]:
    """Five things each by their keys, as the till has them; every second buyer is a member."""
    members = [each.key for each in people.in_status(office.reading, "active")]
    keys = [each.key for each in goods.items(office.reading) if each.code.startswith("BRG")]
    dice = random.Random(count)  # noqa: S311  the same sales each time
    for n in range(count):
        lines = [
            {"item": each, "quantity": str(dice.randint(1, 3))} for each in dice.sample(keys, LINES)
        ]
        order: Order = {"lines": lines, "box": DRAWER, "given": 500_000}
        yield {**order, "member": dice.choice(members)} if n % 2 else order
