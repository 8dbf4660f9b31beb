"""A small outlet that buys: one shop, three kinds of goods, money, and somebody who sells to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.inventory import stock
from kopdes_desktop.office.transaction import Answer
from tests import builders

PLACE = "TOKO"
#: What the shop sells: code, name, base unit, price, packs.
GOODS: tuple[dict[str, Any], ...] = (
    {
        "code": "BERAS",
        "name": "Beras medium",
        "unit": "kg",
        "price": 13_000,
        "packs": [{"name": "sak", "factor": "25"}],
        "margin": "10",
    },
    {
        "code": "MINYAK",
        "name": "Minyak goreng 1 L",
        "unit": "pcs",
        "price": 16_000,
        "packs": [{"name": "dus", "factor": "12"}],
    },
    {"code": "LPG3", "name": "LPG 3 kg", "unit": "tabung", "price": 20_000, "lini": "LPG"},
)


def fill(office: Any) -> None:
    """The shop, its goods, who sells to it, and money in the office's boxes."""
    office.perform(
        "inventory.add_place", {"code": PLACE, "name": "Toko", "unit": "G1", "kind": "outlet"}
    )
    for item in GOODS:
        office.perform("goods.add_item", dict(item))
    supplier = {"code": "BULOG", "name": "Gudang Kenari Indah", "phone": "081234", "days": 14}
    office.perform("purchasing.add_supplier", supplier)
    for account, box in (("1-1101", "KAS"), ("1-1111", "BRI")):
        lines = [
            {"account": account, "amount": 50_000_000, "unit": "KTR", "box": box},
            {"account": "3-1201", "amount": -50_000_000, "unit": "KTR"},
        ]
        office.perform("accounting.record", {"text": "Modal", "lines": lines})


@pytest.fixture(scope="module")
def stocked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's books, made once and copied."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("shop") / "buku")
    with builders.open_books(folder) as session:
        fill(session.office)
    return folder


@pytest.fixture
def shop(stocked: Path, tmp_path: Path) -> Iterator[Session]:
    """The shop's books, opened by the treasurer."""
    shutil.copytree(stocked, tmp_path / "buku")
    with builders.open_books(tmp_path / "buku") as session:
        yield session


def buy(shop: Session, *lines: tuple[str, str, int] | dict[str, Any], **how: Any) -> Answer:
    """Goods of (item, quantity, amount) come in."""
    made = [
        each
        if isinstance(each, dict)
        else dict(zip(("item", "quantity", "amount"), each, strict=True))
        for each in lines
    ]
    return shop.office.perform("purchasing.receive", {"lines": made, **how})


def held(shop: Session, code: str) -> tuple[int, int]:
    """How much of an item lies in the shop (whole units), and what it is worth."""
    from kopdes_desktop.goods import queries as goods

    read = shop.office.reading
    item = goods.item(read, code)
    assert item is not None
    found = stock.held(read, PLACE, item.key)
    return found.quantity // 1000, found.value
