"""What this laptop knows of its printers, and what it has still to print: keepers, all of it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from kopdes_desktop.db.base import integer, table, text

#: One printer for each kind of paper; `body` is its profile as JSON.
PRINTER = table(
    "printer",
    text("kind", CheckConstraint("kind IN ('slip','sheet','matrix')"), primary_key=True),
    text("body"),
    kind="keeper",
    natural=("kind",),
    clustered=True,
)

#: Receipts that are not printed yet, by their fact; written with it, gone when it lies on paper.
PRINT_JOB = table(
    "print_job",
    integer("fact", primary_key=True),
    text("state", CheckConstraint("state IN ('waiting','sending','failed','doubtful')")),
    integer("tries"),
    kind="keeper",
    natural=("fact",),
)

#: How far a member's passbook is printed on this laptop: its next free line, and what lies in it.
PASSBOOK = table(
    "passbook",
    integer("member", primary_key=True),
    integer("page"),
    integer("line"),
    integer("carried"),
    text("printed"),
    kind="keeper",
    natural=("member",),
)
