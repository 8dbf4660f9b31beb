"""Every recipe of goods posts exactly the lines that the book of recipes says (F01 to F08).

recipes.csv holds its rows; where the shared pages lie beside this checkout, they are compared. F09
is written against 5-1107, as the accounting rules say, which stand above the recipes.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.office import Office
from tests import builders
from tests.house.checkout import ROOT
from tests.inventory import shop
from tests.inventory.shop import SHOP, STORE

HERE = Path(__file__).parent / "recipes.csv"
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
SOURCE = SHARED / "domain" / "journal_recipes.csv"
Row = dict[str, str]


def read(file: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["recipe"], []).append(row)
    return found


RECIPES = read(HERE)


def lying(office: Office, item: str, quantity: str, value: int, **how: Any) -> None:
    """Goods worth so much as a whole, taken over from old books."""
    line = {"item": item, "quantity": quantity, "value": value, **how}
    office.perform("inventory.open_stock", {"place": SHOP, "lines": [line]})


def counted(value: int, before: str, found: str) -> Callable[[Office], int]:
    """Goods worth so much of which another quantity is found."""

    def way(office: Office) -> int:
        lying(office, "GULA", before, value)
        count = office.perform("inventory.begin_count", {"place": SHOP, "items": ["GULA"]}).id
        lines = [{"item": "GULA", "quantity": found}]
        office.perform("inventory.add_count", {"count": count, "lines": lines})
        return office.perform("inventory.close_count", {"count": count}).id

    return way


def written_off(item: str, reason: str, value: int, **how: Any) -> Callable[[Office], int]:
    def way(office: Office) -> int:
        lying(office, item, "4", value, **({"lot": "A1"} if item == "OBAT" else {}))
        lines = [{"item": item, "quantity": "4"}]
        order = {"place": SHOP, "reason": reason, "lines": lines, **how}
        return office.perform("inventory.write_off", order).id

    return way


def sent(office: Office) -> int:
    lying(office, "GULA", "40", 400_000)
    lines = [{"item": "GULA", "quantity": "40"}]
    return office.perform("inventory.send", {"from": SHOP, "to": STORE, "lines": lines}).id


def arrived(office: Office) -> int:
    return office.perform("inventory.arrive", {"transfer": sent(office)}).id


def arrived_short(office: Office) -> int:
    lines = [{"line": 1, "quantity": "39"}]
    order = {"transfer": sent(office), "lines": lines, "reason": "tumpah di jalan"}
    return office.perform("inventory.arrive", order, approval=builders.approval()).id


def repacked(office: Office) -> int:
    lying(office, "SAK", "1", 550_000)
    order = {
        "place": SHOP,
        "from": [{"item": "SAK", "quantity": "1"}],
        "into": [{"item": "BERAS", "quantity": "50"}],
    }
    return office.perform("inventory.repack", order).id


WAYS: dict[str, Callable[[Office], int]] = {
    "F01": counted(420_000, "10", "9"),
    "F02": counted(150_000, "10", "11"),
    "F03": written_off("OBAT", "expired", 60_000, witness="ketua"),
    "F04": sent,
    "F05": arrived,
    "F06": arrived_short,
    "F07": written_off("GULA", "own_use", 25_000),
    "F08": repacked,
}


def posted(office: Office, key: int) -> Counter[tuple[str, int, str, str]]:
    """Account, amount, unit, and of the program's own lines towards whom."""
    return Counter(
        (x.account, int(x.amount), x.unit, f"{x.unit}>{x.other}" if x.auto else "")
        for x in builders.lines_of(office, key)
    )


def wanted(name: str) -> Counter[tuple[str, int, str, str]]:
    return Counter(
        (
            row["account"],
            int(row["example_amount"]) * (1 if row["side"] == "D" else -1),
            row["unit"],
            row["label"] if row["auto"] else "",
        )
        for row in RECIPES[name]
    )


def test_every_recipe_here_has_its_way() -> None:
    assert WAYS.keys() == RECIPES.keys()


@pytest.mark.parametrize("name", WAYS)
def test_a_recipe_posts_as_it_is_written(books: Session, name: str) -> None:
    shop.furnish(books.office)

    key = WAYS[name](books.office)

    assert posted(books.office, key) == wanted(name)
    assert all(x.lini for x in builders.lines_of(books.office, key) if x.account[:4] == "1-14")
    assert builders.findings(books.office) == {}


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages do not lie beside this checkout")
def test_the_rows_here_are_those_of_the_book_of_recipes() -> None:
    source = read(SOURCE)

    assert {name: source[name] for name in RECIPES} == RECIPES
