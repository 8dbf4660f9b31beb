"""Entries on any accounts of the chart, for statements that have to hold for all of them."""

import random
from datetime import date

from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.balances import entry_of
from kopdes_desktop.ledger.entry import Line, reversed_entry
from kopdes_desktop.ledger.journal import post
from tests.reports.books import HandMade, line

UNITS = ("KTR", "USP", "G1")
CARDS = [card for card in chart.shipped_chart() if card.type != chart.HEADER]
POSTING = [card.code for card in CARDS]
RESULTS = [code for code in POSTING if code >= "4"]


def a_document(
    dice: random.Random, kind: str = "ordinary", among: list[str] | None = None
) -> tuple[Line, ...]:
    """Two to six lines on any accounts, every other one with cash; a closing is a unit's own."""
    amounts = [
        dice.choice((1, -1)) * dice.randrange(1, 10**9) for _n in range(dice.randrange(1, 6))
    ]
    if sum(amounts):
        amounts.append(-sum(amounts))
    else:
        amounts += [7, -7]
    if kind == "closing":
        accounts = ["3-1402", *(dice.choice(RESULTS) for _amount in amounts[1:])]
    else:
        accounts = [dice.choice(among or POSTING) for _amount in amounts]
    if kind != "closing" and dice.random() < 0.5:
        accounts[0] = dice.choice(("1-1101", "1-1103", "1-1111"))
    units = (dice.choice(UNITS),) if kind == "closing" else UNITS
    return tuple(
        line(account, amount, dice.choice(units))
        for account, amount in zip(accounts, amounts, strict=True)
    )


def reverse(books: HandMade, day: date, key: int) -> None:
    """Take an entry back line by line, as accounting.reverse does."""
    books._stamp(day)
    books.database.begin()
    post(books, reversed_entry(entry_of(books, key), "Balik"), reverses=key)
    books.database.commit()
