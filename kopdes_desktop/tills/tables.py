"""Shifts, what each took in and paid out by kind, and the Z that ends it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, column

from kopdes_desktop.db.base import day, integer, table, text

#: `number` is the Z's, once it is closed; `expected` and `counted` are what the drawer should have
#: held and did.
SHIFT = table(
    "shift",
    integer("key", primary_key=True),
    text("box", ForeignKey("box.code")),
    text("place", ForeignKey("place.code")),
    text("unit", ForeignKey("unit.code")),
    integer("clerk"),
    day("day"),
    integer("float"),
    integer("closed", nullable=True),
    text("number", unique=True, nullable=True),
    integer("expected", nullable=True),
    integer("counted", nullable=True),
    Index("shift_by_day", "day", "key"),
    Index("shift_open", "box", sqlite_where=column("closed").is_(None)),
    kind="projection",
    natural=("key",),
)

#: Kept sums of a shift: so many, and how much, of each kind ("sales", "cash", "bon_paid" …).
SHIFT_TOTAL = table(
    "shift_total",
    integer("shift", ForeignKey("shift.key"), primary_key=True),
    text("what", primary_key=True),
    integer("times"),
    integer("amount"),
    kind="projection",
    natural=("shift", "what"),
    clustered=True,
)
