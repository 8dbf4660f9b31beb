"""Every recipe of buying posts exactly the lines that the book of recipes says.

recipes.csv holds its rows; where the shared pages lie beside this checkout, they are compared.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from tests import builders
from tests.house.checkout import ROOT
from tests.purchasing.conftest import buy

HERE = Path(__file__).parent / "recipes.csv"
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
SOURCE = SHARED / "domain" / "journal_recipes.csv"
CREDIT = {"supplier": "BULOG", "days": 7}


def read(file: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["recipe"], []).append(row)
    return found


RECIPES = read(HERE)


def cash(shop: Session) -> int:
    return buy(shop, ("BERAS", "80", 1_000_000), paid_from="KAS").id


def credit(shop: Session) -> int:
    return buy(shop, ("BERAS", "200", 2_500_000), **CREDIT).id


def advance(shop: Session) -> int:
    order = {"supplier": "BULOG", "amount": 11_000_000, "from": "BRI"}
    return shop.office.perform("purchasing.advance", order).id


def redeemed(shop: Session) -> int:
    advance(shop)
    line = ("BERAS", "1000", 11_000_000)
    return buy(shop, line, supplier="BULOG", advance=11_000_000).id


def freight(shop: Session) -> int:
    """Out of petty cash."""
    office = shop.office
    move = {"from": "KAS", "to": "KECIL", "amount": 300_000}
    office.perform("accounting.move_cash", move)
    order = {"purchase": credit(shop), "amount": 100_000, "from": "KECIL"}
    return office.perform("purchasing.freight", order).id


def sent_back(shop: Session) -> int:
    order = {"purchase": credit(shop), "lines": [{"line": 1, "quantity": "12"}], "reason": "apek"}
    return shop.office.perform("purchasing.send_back", order).id


def refunded(shop: Session) -> int:
    lines = [{"line": 1, "quantity": "12"}]
    order = {"purchase": cash(shop), "lines": lines, "reason": "apek", "to": "KAS"}
    return shop.office.perform("purchasing.send_back", order).id


def discounted(shop: Session) -> int:
    buy(shop, ("BERAS", "200", 2_350_000), **CREDIT)
    order = {"supplier": "BULOG", "amount": 2_326_500, "off": 23_500, "from": "BRI"}
    return shop.office.perform("purchasing.pay", order).id


def cylinders(shop: Session) -> int:
    order = {"supplier": "BULOG", "amount": 3_000_000, "cylinders": 20, "from": "BRI"}
    return shop.office.perform("purchasing.deposit_cylinders", order).id


WAYS: dict[str, Callable[[Session], int]] = {
    "E01": cash,
    "E02": credit,
    "E03a": advance,
    "E03b": redeemed,
    "E04": freight,
    "E05a": sent_back,
    "E05b": refunded,
    "E06": discounted,
    "E07": cylinders,
}


def posted(shop: Session, key: int) -> Counter[tuple[str, int, str, str]]:
    """Account, amount, unit, and of the program's own lines towards whom."""
    return Counter(
        (x.account, int(x.amount), x.unit, f"{x.unit}>{x.other}" if x.auto else "")
        for x in builders.lines_of(shop.office, key)
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
def test_a_recipe_posts_as_it_is_written(shop: Session, name: str) -> None:
    key = WAYS[name](shop)

    assert posted(shop, key) == wanted(name)
    assert builders.findings(shop.office) == {}


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages do not lie beside this checkout")
def test_the_rows_here_are_those_of_the_book_of_recipes() -> None:
    source = read(SOURCE)

    assert {name: source[name] for name in RECIPES} == RECIPES
