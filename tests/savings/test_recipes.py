"""Every recipe of savings posts exactly the lines that the book of recipes says.

recipes.csv holds its rows; where the shared pages lie beside this checkout, they are compared.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.office import Office
from tests import builders
from tests.builders import pay, record
from tests.house.checkout import ROOT

HERE = Path(__file__).parent / "recipes.csv"
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
SOURCE = SHARED / "domain" / "journal_recipes.csv"
USP_BOX = "KAS-USP"
Row = dict[str, str]


def read(file: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["recipe"], []).append(row)
    return found


RECIPES = read(HERE)


def amount(name: str, account: str) -> int:
    """What a recipe posts to an account."""
    return next(int(x["example_amount"]) for x in RECIPES[name] if x["account"] == account)


@pytest.fixture
def member(books: Session) -> MemberRow:
    """With money in the savings unit's own box, so that it can be paid out."""
    box = {"code": USP_BOX, "name": "Kas USP", "account": "1-1104", "unit": "USP"}
    books.office.perform("accounting.add_box", box)
    made = builders.a_member(books.office, 1, day=date(2026, 1, 10))
    pay(books.office, made, amount=500_000, cash=USP_BOX)
    return made


def deposit(product: str, account: str, **how: Any) -> Callable[[Office, MemberRow, str], int]:
    def way(office: Office, member: MemberRow, name: str) -> int:
        return pay(office, member, product, amount=amount(name, account), **how).id

    return way


def by_the_month(office: Office, member: MemberRow, _name: str) -> int:
    """Six months at ten thousand, typed as months."""
    return pay(office, member, "mandatory", months=6).id


def from_wages(office: Office, member: MemberRow, name: str) -> int:
    owed = {"account": "2-1302", "amount": -50_000, "unit": "KTR", "key": "kasir"}
    record(office, ("6-1101", 50_000, "KTR"), owed)
    months = amount(name, "3-1102") // 10_000
    return pay(office, member, "mandatory", months=months, wages="kasir", letter="1/SP").id


def withdraw(office: Office, member: MemberRow, name: str) -> int:
    order = {"member": member.key, "product": "voluntary", "amount": amount(name, "2-1101")}
    return office.perform("savings.withdraw", {**order, "cash": USP_BOX}).id


def transfer(office: Office, member: MemberRow, name: str) -> int:
    order = {"member": member.key, "from": "voluntary", "to": "mandatory"}
    return office.perform("savings.transfer", {**order, "amount": amount(name, "3-1102")}).id


def take_over(office: Office, member: MemberRow, name: str) -> int:
    """The whole register's sum, as if one member had it all."""
    lines = [
        {"product": "principal", "amount": amount(name, "3-1101")},
        {"product": "mandatory", "amount": amount(name, "3-1102")},
    ]
    order = {"member": member.key, "lines": lines, "day": "2025-12-31"}
    return office.perform("savings.take_over", order).id


WAYS: dict[str, Callable[[Office, MemberRow, str], int]] = {
    "A01b": take_over,
    "B03": deposit("principal", "3-1101"),
    "B04": by_the_month,
    "B05": deposit("mandatory", "3-1102", cash="BRI"),
    "B05b": from_wages,
    "B06": deposit("voluntary", "2-1101", cash=USP_BOX),
    "B07": withdraw,
    "B15": transfer,
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
def test_a_recipe_posts_as_it_is_written(books: Session, member: MemberRow, name: str) -> None:
    key = WAYS[name](books.office, member, name)

    assert posted(books.office, key) == wanted(name)
    mine = {x.account: x.key for x in builders.lines_of(books.office, key)}
    for account in ("2-1101", "3-1101", "3-1102"):
        assert mine.get(account, member.key) == member.key
    builders.require_green(books.office)


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages do not lie beside this checkout")
def test_the_rows_here_are_those_of_the_book_of_recipes() -> None:
    source = read(SOURCE)

    assert {name: source[name] for name in RECIPES} == RECIPES
