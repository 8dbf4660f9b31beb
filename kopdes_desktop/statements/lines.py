"""The lines of each statement and the accounts that make them, as data (RULES, Closing)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple, Protocol

from msgspec import Struct

from kopdes_desktop.ledger.shipped import chart_rows
from kopdes_desktop.places import RESOURCES

Name = Literal["balance_sheet", "income", "cash_flow"]
_FOLDER: Final = RESOURCES / "statements"
#: As much of a code as names one account of the chart that comes with the program; what is longer
#: is a part of it.
_WHOLE_CODE: Final = 6
#: Where an account of a chart of one's own stands whose code says nothing.
_CLASS_OF_TYPE: Final = {
    "asset": "1-",
    "contra_asset": "1-",
    "liability": "2-",
    "equity": "3-",
    "revenue": "4-",
    "contra_revenue": "4-",
    "other_income": "4-",
    "cogs": "5-",
    "expense": "6-",
    "other_expense": "6-",
    "tax": "7-",
}


class StatementLine(Struct, frozen=True):
    """A line: its label above what it holds, the words of its sum below, and what it means.

    `sign` turns debit-positive sums into what is printed; `whole` names the line that takes its
    accounts in the statement of the whole cooperative, where units no longer face each other.
    """

    code: str
    parent: str
    sign: int
    whole: str
    ministry: str
    label: str
    total: str
    about: str
    level: int
    leaf: bool


class Place(NamedTuple):
    """The line of an account, the one for a balance on its other side (or cash out).

    `per_entry` counts an entry's lines together before asking which way the money went.
    """

    line: str
    other: str
    per_entry: bool


class Card(Protocol):
    """What has to be known of an account: its code, type and the chart's own statement line."""

    @property
    def code(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def statement_line(self) -> str | None: ...


@cache
def lines(statement: Name) -> Mapping[str, StatementLine]:
    """The lines of a statement by code, in the order in which they are printed."""
    with (_FOLDER / "lines.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["statement"] == statement]
    parents = {row["parent"] for row in rows}
    made: dict[str, StatementLine] = {}
    for row in rows:
        code, above = row["line"], row["parent"]
        made[code] = StatementLine(
            code,
            above,
            int(row["sign"]),
            row["whole"],
            row["ministry"],
            row["label"],
            row["total"],
            row["about"],
            level=made[above].level + bool(made[above].label) if above else 0,
            leaf=code not in parents,
        )
    return made


@cache
def _places(statement: Name) -> Mapping[str, Place]:
    with (_FOLDER / "accounts.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["accounts"]: Place(row["line"], row["other"] or row["line"], row["per"] == "entry")
            for row in csv.DictReader(file)
            if row["statement"] == statement
        }


@cache
def by_movement(statement: Name) -> Mapping[tuple[str, str], Place]:
    """Where lines of an account with a tag stand, apart from the account's other lines."""
    return {
        (code, movement): place
        for key, place in _places(statement).items()
        for code, _gap, movement in (key.partition(" "),)
        if movement
    }


@cache
def _by_code(statement: Name, code: str) -> Place | None:
    """The place of the longest beginning of a code that has one."""
    known = _places(statement)
    found = (known.get(code[:length]) for length in range(len(code), 0, -1))
    return next((place for place in found if place is not None), None)


@cache
def _shipped(statement: Name) -> tuple[frozenset[str], Mapping[tuple[str, str], Place | None]]:
    """The accounts that come with the program, and where those of a kind stand."""
    rows = chart_rows()
    alike = {
        (row["type"], row["statement_line"]): _by_code(statement, row["code"])
        for row in reversed(rows)
        if row["statement_line"]
    }
    return frozenset(row["code"] for row in rows), alike


def placed(statement: Name, cards: Iterable[Card]) -> dict[str, Place]:
    """Where each account stands: by its own code, as its like in the chart, else by its class.

    Income and expense have no place in a balance sheet of their own but its surplus; accounts of
    the balance sheet have none in the statement of income.
    """
    found = ((card.code, place_of(statement, card)) for card in cards)
    return {code: place for code, place in found if place is not None}


def place_of(statement: Name, card: Card) -> Place | None:
    """Where one account stands."""
    return _place(statement, card.code, card.type, card.statement_line or "")


@cache
def _place(statement: Name, code: str, type_: str, like: str) -> Place | None:
    shipped, alike = _shipped(statement)
    if code in shipped or code[:_WHOLE_CODE] in shipped:
        return _by_code(statement, code)
    return (
        alike.get((type_, like))
        or _by_code(statement, code)
        or _places(statement).get(_CLASS_OF_TYPE.get(type_, ""))
    )
