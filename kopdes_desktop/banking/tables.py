"""Statements read, what was ticked on them, boxes counted."""

from __future__ import annotations

from sqlalchemy import Index

from kopdes_desktop.db.base import day, integer, table, text

#: What a bank wrote, in its own words: they hold names, so they are no history. `mark` says what
#: row it is, whatever file it came in (rules.marked); `file` is the fact that read it
#: first, `place` where it stood there.
BANK_ROW = table(
    "bank_row",
    text("box", primary_key=True),
    text("mark", primary_key=True),
    day("day"),
    integer("amount"),
    text("text"),
    text("ref"),
    integer("balance", nullable=True),
    integer("file"),
    integer("place"),
    Index("bank_row_by_day", "box", "day"),
    kind="keeper",
    natural=("box", "mark"),
)

#: A statement that was read: of which days, how many rows, how many of them were new.
BANK_FILE = table(
    "bank_file",
    integer("key", primary_key=True),
    text("box"),
    text("bank"),
    day("first"),
    day("last"),
    integer("rows"),
    integer("added"),
    text("digest", nullable=True),
    kind="projection",
    natural=("key",),
)

#: A box compared with what others say of it; `replaced` is the fact that did it anew.
RECONCILIATION = table(
    "reconciliation",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("box"),
    day("day"),
    integer("balance"),
    integer("ledger"),
    integer("replaced", nullable=True),
    Index("reconciliation_by_day", "box", "day"),
    kind="projection",
    natural=("key",),
)

#: A line of the books that stands on a statement, and the reconciliation that says so.
BANK_TICK = table(
    "bank_tick",
    integer("entry", primary_key=True),
    integer("line", primary_key=True),
    integer("fact"),
    Index("bank_tick_by_fact", "fact"),
    kind="projection",
    natural=("entry", "line"),
    clustered=True,
)

#: The entry that was made of a row of a statement: it is proposed no more while that entry stands.
BANK_USE = table(
    "bank_use",
    text("box", primary_key=True),
    text("mark", primary_key=True),
    integer("entry", primary_key=True),
    kind="projection",
    natural=("box", "mark", "entry"),
    clustered=True,
)

#: A box counted note by note; `entry` is this fact's own where something was over or short.
CASH_COUNT = table(
    "cash_count",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("box"),
    day("day"),
    integer("cash"),
    integer("expected"),
    text("why"),
    Index("cash_count_by_day", "box", "day"),
    kind="projection",
    natural=("key",),
)
