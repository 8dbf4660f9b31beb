"""Products and their rates; what each member has in each; every move; dues paid by the month.

Beside these: who pays for others, what was paid out, the collectors' sheets, and up to when dues
of an old register are an estimate.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index

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

#: Who pays for members without being one: village, employer, programme. A person under keys of his
#: own; the name is NULL where these are gone.
PAYER = table(
    "savings_payer",
    integer("key", primary_key=True),
    text("code", unique=True),
    text("kind", CheckConstraint("kind IN ('village','employer','program','other')")),
    text("name", nullable=True),
    kind="projection",
    natural=("key",),
)

#: What was paid out and not taken back: what a day's limit is counted by. `recorded` is the day
#: that the clock showed: late documents of several days that are written together count together.
WITHDRAWAL = table(
    "savings_withdrawal",
    text("number", primary_key=True),
    integer("member"),
    text("product"),
    day("bd"),
    day("recorded"),
    integer("amount", CheckConstraint("amount>0")),
    Index("savings_withdrawal_member", "member", "bd"),
    kind="projection",
    natural=("number",),
)

#: A collector's sheet; `collected_by` is the fact that ended it: its money came, or it is void.
SHEET = table(
    "collection_sheet",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("group_code"),
    text("month"),
    integer("collected_by", nullable=True),
    kind="projection",
    natural=("key",),
)

SHEET_ROW = table(
    "sheet_row",
    integer("sheet", ForeignKey("collection_sheet.key"), primary_key=True),
    integer("member", primary_key=True),
    text("product", primary_key=True),
    integer("due"),
    kind="projection",
    natural=("sheet", "member", "product"),
    clustered=True,
)

#: Dues up to a month are an estimate from an old register: open until the board has said whether
#: they are owed (RULES, Members, dues, exit). `fact` is what brought the register in.
ESTIMATE = table(
    "dues_estimate",
    integer("member", primary_key=True),
    text("product", primary_key=True),
    integer("fact", primary_key=True),
    text("until"),
    text("state", CheckConstraint("state IN ('open','settled','owed')")),
    kind="projection",
    natural=("member", "product", "fact"),
    clustered=True,
)
