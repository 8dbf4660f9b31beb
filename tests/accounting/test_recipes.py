"""Every recipe of this ground posts exactly the lines that the book of recipes says.

recipes.csv holds its rows; where the shared pages lie beside this checkout, they are compared.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.office import Office
from tests import builders
from tests.house.checkout import ROOT

HERE = Path(__file__).parent / "recipes.csv"
SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared"))
SOURCE = SHARED / "domain" / "journal_recipes.csv"
#: A drawer's difference: the shift that ends posts it (tests/tills).
COUNTED = ("A06a", "A07")
#: What leaves a drawer by hand is seen by two; the till and the cash move ask nobody.
OUT_OF_DRAWERS = ("A05a", "A06b", "M02")
TRANSIT, OFFICE_BOX, DRAWER = "JALAN-G1", "KAS", "LACI-G1"


def read(file: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["recipe"], []).append(row)
    return found


RECIPES = read(HERE)


def signed(row: dict[str, str]) -> int:
    return int(row["example_amount"]) * (1 if row["side"] == "D" else -1)


def lines(name: str) -> list[dict[str, Any]]:
    """What a person writes: the lines without those of 1-1901; a clerk's debt is under his key."""
    return [
        {
            "account": row["account"],
            "amount": signed(row),
            "unit": row["unit"],
            **owed(row),
        }
        for row in RECIPES[name]
        if not row["auto"]
    ]


def owed(row: dict[str, str]) -> dict[str, int]:
    return {"key": 4711} if row["account"] in {"1-1205", "1-1505"} else {}


def whole(name: str) -> int:
    return max(abs(signed(row)) for row in RECIPES[name])


def open_balances(office: Office, name: str) -> int:
    order = {"day": "2026-01-01", "lines": lines(name)}
    return office.perform("accounting.open_balances", order).id


def record(office: Office, name: str) -> int:
    """By hand; what a count says beside it is an adjustment that two have agreed to."""
    order = {"text": name, "lines": lines(name)}
    agreed = builders.approval() if name in COUNTED + OUT_OF_DRAWERS else None
    if name not in COUNTED:
        return office.perform("accounting.record", order, approval=agreed).id
    adjusted = {**order, "kind": "adjustment"}
    return office.perform("accounting.record", adjusted, approval=agreed).id


def moved(origin: str, target: str, *, transit: bool = False) -> Callable[[Office, str], int]:
    def move(office: Office, name: str) -> int:
        order = {"from": origin, "to": target, "amount": whole(name), "transit": transit}
        return office.perform("accounting.move_cash", order).id

    return move


def short(office: Office, name: str) -> int:
    """What was counted, and what the clerk owes of it by the chair's word."""
    counted, missing = (abs(signed(row)) for row in RECIPES[name][:2])
    order = {"from": TRANSIT, "to": OFFICE_BOX, "amount": counted, "missing": missing}
    agreed = builders.approval()
    return office.perform(
        "accounting.receive_cash", {**order, "charge": "kasir"}, approval=agreed
    ).id


def received(office: Office, name: str) -> int:
    order = {"to": OFFICE_BOX, "amount": whole(name)}
    return office.perform("accounting.receive_cash", order).id


def reversed_entry(office: Office, name: str) -> int:
    """The old entry is the recipe's mirror image."""
    old = [{**line, "amount": -line["amount"]} for line in lines(name)]
    wrong = office.perform("accounting.record", {"text": "keliru", "lines": old})
    return office.perform("accounting.reverse", {"entry": wrong.number, "reason": "salah tulis"}).id


WAYS: dict[str, Callable[[Office, str], int]] = {
    "A01a": open_balances,
    "A01b": open_balances,
    "A02": moved(OFFICE_BOX, "BRI"),
    "A03": moved("BRI", OFFICE_BOX),
    "A04": moved(OFFICE_BOX, "KECIL"),
    "A05a": moved(DRAWER, OFFICE_BOX, transit=True),
    "A05b": received,
    "A05c": moved(OFFICE_BOX, DRAWER, transit=True),
    "A05d": short,
    "A06a": record,
    "A06b": record,
    "A07": record,
    "A10": record,
    "A12": record,
    "M01": record,
    "M02": moved(DRAWER, "KECIL"),
    "O01": reversed_entry,
    "O02": record,
}


@pytest.fixture
def funded(books: Session) -> Iterator[Session]:
    """Enough in every box, from before the books began."""
    given = [
        {"account": account, "amount": 40_000_000, "unit": unit, **({"box": box} if box else {})}
        for account, unit, box in (
            ("1-1101", "KTR", ""),
            ("1-1102", "KTR", ""),
            ("1-1111", "KTR", ""),
            ("1-1103", "G1", ""),
            ("1-1105", "G1", TRANSIT),
        )
    ]
    given.append({"account": "3-1501", "amount": -200_000_000, "unit": "KTR"})
    books.office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": given})
    yield books
    builders.require_rebuilt(books.office)
    assert builders.findings(books.office, "transit") == {}  # it lies there since December


def posted(office: Office, key: int) -> Counter[tuple[str, int, str, str, bool]]:
    """Account, amount, unit, and of the program's own lines towards whom."""
    return Counter(
        (x.account, int(x.amount), x.unit, f"{x.unit}>{x.other}" if x.auto else "", x.auto)
        for x in builders.lines_of(office, key)
    )


def wanted(name: str) -> Counter[tuple[str, int, str, str, bool]]:
    return Counter(
        (
            row["account"],
            signed(row),
            row["unit"],
            row["label"] if row["auto"] else "",
            bool(row["auto"]),
        )
        for row in RECIPES[name]
    )


def test_every_recipe_here_has_its_way() -> None:
    assert WAYS.keys() == RECIPES.keys()
    assert {name for name in RECIPES if any(row["auto"] for row in RECIPES[name])} == {
        *("A05b", "A05c", "A05d", "A06b", "M02")
    }


@pytest.mark.parametrize("name", WAYS)
def test_a_recipe_posts_as_it_is_written(funded: Session, name: str) -> None:
    key = WAYS[name](funded.office, name)

    assert posted(funded.office, key) == wanted(name)
    assert builders.lines_of(funded.office, key)[-1].auto == any(r["auto"] for r in RECIPES[name])


@pytest.mark.parametrize("name", [name for name in WAYS if name[:3] != "A01"])
def test_a_recipe_written_as_a_general_entry_posts_the_same_lines(
    funded: Session, name: str
) -> None:
    assert posted(funded.office, record(funded.office, name)) == wanted(name)


@pytest.mark.parametrize("name", [name for name in WAYS if any(r["auto"] for r in RECIPES[name])])
def test_inter_unit_lines_given_by_hand_are_refused(funded: Session, name: str) -> None:
    given = [
        {"account": row["account"], "amount": signed(row), "unit": row["unit"], **owed(row)}
        for row in RECIPES[name]
    ]

    with pytest.raises(BadField) as refused:
        funded.office.perform("accounting.record", {"text": name, "lines": given})

    first = next(n for n, row in enumerate(RECIPES[name]) if row["auto"])
    assert refused.value.field == f"lines[{first}].account"


def test_the_transfer_account_of_an_opening_is_zero_once_both_sides_stand(books: Session) -> None:
    office = books.office
    for name in ("A01a", "A01b"):
        open_balances(office, name)
    rest = 80_850_000 - 20_320_000

    assert builders.balance(office, "3-1501") == rest
    assert builders.balance(office, "3-1101") == -58_000_000


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages do not lie beside this checkout")
def test_the_rows_here_are_those_of_the_book_of_recipes() -> None:
    source = read(SOURCE)

    assert {name: source[name] for name in RECIPES} == RECIPES
