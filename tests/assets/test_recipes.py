"""Every recipe of assets posts exactly the lines that the book of recipes says.

recipes.csv holds its rows; where the shared pages lie beside this checkout, they are compared.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.assets import queries
from kopdes_desktop.kernel.dates import Month
from tests import builders
from tests.builders import approval
from tests.house.checkout import ROOT

HERE = Path(__file__).parent / "recipes.csv"
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
SOURCE = SHARED / "domain" / "journal_recipes.csv"
FREEZER = {"name": "Freezer 300 liter", "account": "1-2104", "cost": 4_800_000}


def read(file: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["recipe"], []).append(row)
    return found


RECIPES = read(HERE)


def bought(books: Session) -> int:
    builders.record(books.office, ("1-1111", 9_000_000, "KTR"), ("3-1201", -9_000_000, "KTR"))
    return books.office.perform("assets.acquire", {**FREEZER, "box": "BRI"}).id


def depreciated(books: Session) -> int:
    bought(books)
    return books.office.perform("assets.depreciate", {"month": "2026-02"}).id


def sold(books: Session, proceeds: int) -> int:
    """Half of its life is over."""
    old = {"day": "2025-12-31", "text": "Saldo awal"}
    lines = [("1-2104", 4_800_000), ("1-2204", -2_400_000), ("3-1501", -2_400_000)]
    ordered = [{"account": a, "amount": n, "unit": "KTR"} for a, n in lines]
    books.office.perform("accounting.open_balances", {**old, "lines": ordered})
    card = {**FREEZER, "source": "opening", "acquired": "2024-01-15"}
    number = books.office.perform("assets.acquire", card).number
    order = {"asset": number, "how": "sold", "proceeds": proceeds, "box": "BRI", "reason": "jual"}
    # January is caught up before it goes in February; the recipe has no month left to catch up.
    books.office.perform("assets.change", {"asset": number, "salvage": 2_400_000})
    return books.office.perform("assets.dispose", order, approval=approval()).id


def sold_at_a_loss(books: Session) -> int:
    return sold(books, 1_500_000)


def sold_at_a_gain(books: Session) -> int:
    return sold(books, 3_000_000)


def granted(books: Session) -> int:
    order = {**FREEZER, "cost": 7_200_000, "source": "grant"}
    return books.office.perform("assets.acquire", order).id


def granted_used(books: Session) -> int:
    granted(books)
    return books.office.perform("assets.depreciate", {"month": "2026-02"}).id


DONE: dict[str, Callable[[Session], int]] = {
    "K01": bought,
    "K02": depreciated,
    "K03a": sold_at_a_loss,
    "K03b": sold_at_a_gain,
    "K04a": granted,
    "K04b": granted_used,
}


@pytest.mark.parametrize("name", DONE)
def test_an_operation_posts_what_its_recipe_says(books: Session, name: str) -> None:
    posted = builders.lines_of(books.office, DONE[name](books))

    expected = Counter(
        (row["account"], int(row["example_amount"]) * (1 if row["side"] == "D" else -1))
        for row in RECIPES[name]
    )
    assert Counter((line.account, int(line.amount)) for line in posted) == expected
    assert not builders.findings(books.office)


def test_what_is_only_lent_posts_nothing(books: Session) -> None:
    order = {"name": "Gedung gerai", "owner": "program", "doc_no": "BAST/12/2025"}
    before = builders.balance(books.office, "1-2102")

    key = books.office.perform("assets.lend_in", order).id

    card = queries.asset(books.office.reading, key)
    assert card is not None
    assert (card.cost, card.account, card.owner) == (0, None, "program")
    assert builders.balance(books.office, "1-2102") == before
    assert not queries.due(books.office.reading, Month("2030-12"))
    assert RECIPES["K05"][0]["line"] == "0"


def test_the_recipes_are_those_of_the_shared_pages() -> None:
    if not SOURCE.exists():
        pytest.skip("the shared pages do not lie beside this checkout")

    assert {name: rows for name, rows in read(SOURCE).items() if name.startswith("K")} == RECIPES
