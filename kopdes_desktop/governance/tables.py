"""Texts of a book year by part, and the year's meeting: what was written last counts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from kopdes_desktop.db.base import day, integer, table, text

TEXT = table(
    "governance_text",
    text("year", primary_key=True),
    text("part", primary_key=True),
    text("words"),
    integer("fact"),
    kind="projection",
    natural=("year", "part"),
    clustered=True,
)

#: `chair` is the key of the member who leads the meeting; `present` is known after it.
MEETING = table(
    "governance_meeting",
    text("year", primary_key=True),
    day("day"),
    text("time"),
    text("place"),
    text("number"),
    day("invited"),
    integer("second", CheckConstraint("second IN (0,1)")),
    integer("chair", nullable=True),
    integer("present", nullable=True),
    integer("fact"),
    kind="projection",
    natural=("year",),
    clustered=True,
)
