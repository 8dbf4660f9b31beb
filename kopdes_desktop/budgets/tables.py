"""Budgets by book year; every change is a version of its own, of which the latest counts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index

from kopdes_desktop.db.base import day, integer, table, text

BUDGET = table(
    "budget",
    integer("key", primary_key=True),
    text("year"),
    day("day"),
    text("decision_no"),
    text("note"),
    Index("budget_of_year", "year", "key"),
    kind="projection",
    natural=("key",),
)

#: Of the whole year, above zero for income and costs alike.
BUDGET_LINE = table(
    "budget_line",
    integer("budget", ForeignKey("budget.key"), primary_key=True),
    text("account", ForeignKey("account.code"), primary_key=True),
    text("unit", ForeignKey("unit.code"), primary_key=True),
    integer("amount", CheckConstraint("amount>0")),
    kind="projection",
    natural=("budget", "account", "unit"),
    clustered=True,
)
