"""Programmes, buyers who are no members, allocations by name, and what each buyer took.

Quantities are thousandths of the programme's unit.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from kopdes_desktop.db.base import day, integer, table, text

#: `most` is the limit of one person or family in one period; none where it is empty. `allocated`:
#: nobody gets any without an allotment of his own.
PROGRAM = table(
    "subsidy_program",
    text("code", primary_key=True),
    text("name"),
    text("unit"),
    text("period", CheckConstraint("period IN ('day','week','month','season','year')")),
    text("per", CheckConstraint("per IN ('person','family')")),
    integer("allocated"),
    integer("most", CheckConstraint("most IS NULL OR most>=0"), nullable=True),
    kind="projection",
    natural=("code",),
)

#: Buyers who are no members: persons under keys of their own. Of several records of one NIK the
#: latest counts.
BUYER = table(
    "subsidy_buyer",
    integer("key", primary_key=True),
    text("name", nullable=True),
    text("nik", nullable=True),
    text("kk", nullable=True),
    Index("subsidy_buyer_kk", "kk"),
    kind="projection",
    natural=("key",),
)

#: What somebody may buy in a period, by name (e-RDKK); `period` as rules.Span calls it.
ALLOTMENT = table(
    "subsidy_allotment",
    text("program", primary_key=True),
    text("period", primary_key=True),
    integer("buyer", primary_key=True),
    integer("quantity", CheckConstraint("quantity>=0")),
    kind="projection",
    natural=("program", "period", "buyer"),
    clustered=True,
)

#: What a buyer took: a line of a sale, or what a return or a reversal took back from one (`sale`
#: and `sale_line`). `entered` is the fact that says it stands in the official application.
TAKEN = table(
    "subsidy_taken",
    integer("fact", primary_key=True),
    integer("line", primary_key=True),
    text("program"),
    integer("item"),
    integer("buyer"),
    day("day"),
    integer("quantity"),
    integer("amount"),
    integer("sale"),
    integer("sale_line"),
    integer("entered", nullable=True),
    Index("subsidy_taken_buyer", "program", "buyer", "day"),
    Index("subsidy_taken_sale", "sale", "sale_line"),
    kind="projection",
    natural=("fact", "line"),
    clustered=True,
)
