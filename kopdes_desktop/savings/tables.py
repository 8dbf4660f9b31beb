"""Products and their rates; what each member has in each; every move; dues paid by the month."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey

from kopdes_desktop.db.base import day, integer, table, text

PRODUCT = table(
    "savings_product",
    text("code", primary_key=True),
    text("name"),
    text("kind", CheckConstraint("kind IN ('principal','mandatory','voluntary')")),
    text("account", ForeignKey("account.code"), unique=True),
    text("unit", ForeignKey("unit.code")),
    integer("open"),
    kind="projection",
    natural=("code",),
)

#: Amount a month (mandatory) or in all (principal), from a day on, by a decision.
RATE = table(
    "savings_rate",
    text("product", ForeignKey("savings_product.code"), primary_key=True),
    day("from_day", primary_key=True),
    integer("amount", CheckConstraint("amount>=0")),
    text("decision_no"),
    integer("fact"),
    kind="projection",
    natural=("product", "from_day"),
    clustered=True,
)

BALANCE = table(
    "savings_balance",
    integer("member", primary_key=True),
    text("product", primary_key=True),
    integer("amount"),
    kind="projection",
    natural=("member", "product"),
    clustered=True,
)

#: Moves lie by member, as a statement reads them; `fact` and `line` say where they come from.
MOVE = table(
    "savings_move",
    integer("member", primary_key=True),
    text("product", primary_key=True),
    day("bd", primary_key=True),
    integer("fact", primary_key=True),
    integer("line", primary_key=True),
    integer("amount", CheckConstraint("amount<>0")),
    kind="projection",
    natural=("member", "product", "bd", "fact", "line"),
    append_only=True,
    clustered=True,
)

#: `owed` is the month's rate as it was when it was paid: a month that was paid in full stays paid
#: when the rate changes afterwards (RULES, Members, dues, exit).
DUES_PAID = table(
    "dues_paid",
    integer("member", primary_key=True),
    text("product", primary_key=True),
    text("month", primary_key=True),
    integer("amount"),
    integer("owed"),
    kind="projection",
    natural=("member", "product", "month"),
    clustered=True,
)
