"""Which decision rules a year's surplus, what each member's share is, and how it was paid.

What is still owed stands in the ledger alone (2-1401, by member): payments pay the oldest first.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from kopdes_desktop.db.base import day, integer, table, text

#: The decision from a book year on; `fact` holds percentages and bases.
SURPLUS_RULE = table(
    "surplus_rule",
    text("from_year", primary_key=True),
    integer("fact"),
    kind="projection",
    natural=("from_year",),
)

#: A book year whose surplus was divided, or whose loss was covered (`amount` below zero).
SURPLUS_YEAR = table(
    "surplus_year",
    text("year", primary_key=True),
    integer("fact"),
    day("day"),
    integer("amount"),
    kind="projection",
    natural=("year",),
)

#: A member's share of a year: by his savings and by his dealings, with the figures behind it.
SURPLUS_SHARE = table(
    "surplus_share",
    text("year", primary_key=True),
    integer("member", primary_key=True),
    integer("savings"),
    integer("dealings"),
    integer("by_savings"),
    integer("by_dealings"),
    kind="projection",
    natural=("year", "member"),
    clustered=True,
)

#: What a document paid to a member, and how. `day` is the document's.
SURPLUS_PAID = table(
    "surplus_paid",
    text("number", primary_key=True),
    integer("member", primary_key=True),
    integer("amount"),
    text("how", CheckConstraint("how IN ('cash','savings','offset')")),
    day("day"),
    kind="projection",
    natural=("number", "member"),
    clustered=True,
)

#: Dealings that no till of this program saw: of a start in mid-year, of loans kept elsewhere.
SURPLUS_DEALING = table(
    "surplus_dealing",
    text("year", primary_key=True),
    integer("member", primary_key=True),
    text("what", CheckConstraint("what IN ('till','services','loans')"), primary_key=True),
    integer("amount"),
    kind="projection",
    natural=("year", "member", "what"),
    clustered=True,
)
