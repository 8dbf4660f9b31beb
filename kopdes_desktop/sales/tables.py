"""What was sold, returned and voided, bons and their limits, members' dealings; carts that wait.

Quantities are thousandths of the item's base unit. What a day sells lies together.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from kopdes_desktop.db.base import day, integer, table, text

#: One row a document: returns and voids with minus signs. `net` is what the buyer owed, `off` what
#: was taken off before that, `cost` what the goods had cost us.
SALE = table(
    "sale",
    day("day", primary_key=True),
    integer("key", primary_key=True),
    text("what", CheckConstraint("what IN ('sale','return','void')")),
    integer("shift"),
    integer("clerk"),
    integer("hour"),
    integer("member", nullable=True),
    integer("net"),
    integer("off"),
    integer("cost"),
    kind="projection",
    natural=("day", "key"),
    append_only=True,
    clustered=True,
)

#: Its day is its document's.
SALE_LINE = table(
    "sale_line",
    integer("sale", primary_key=True),
    integer("line", primary_key=True),
    integer("item"),
    integer("quantity"),
    integer("net"),
    integer("off"),
    integer("cost"),
    kind="projection",
    natural=("sale", "line"),
    append_only=True,
    clustered=True,
)

#: How much of a sale's line came back, in thousandths of what the line counts.
RETURNED = table(
    "sale_returned",
    integer("sale", primary_key=True),
    integer("line", primary_key=True),
    integer("quantity"),
    kind="projection",
    natural=("sale", "line"),
    clustered=True,
)

#: What a sale left to pay on credit. Payments stand in the ledger alone: they pay the oldest first.
BON = table(
    "bon",
    integer("member", primary_key=True),
    integer("sale", primary_key=True),
    day("day"),
    day("due"),
    integer("amount"),
    kind="projection",
    natural=("member", "sale"),
    clustered=True,
)

#: How much credit a member may have; the setting counts where he is not named.
BON_LIMIT = table(
    "bon_limit",
    integer("member", primary_key=True),
    integer("amount", CheckConstraint("amount>=0")),
    integer("fact"),
    kind="projection",
    natural=("member",),
)

#: What a member bought in a month, net of returns: goods and services of ours, goods of others with
#: our commission on them, and what ours had cost. The surplus is shared by it.
DEALING = table(
    "dealing",
    integer("member", primary_key=True),
    text("month", primary_key=True),
    integer("own"),
    integer("consigned"),
    integer("commission"),
    integer("cost"),
    kind="projection",
    natural=("member", "month"),
    clustered=True,
)

#: A cart that is not paid yet: the open one of a user, and those that wait. Kept line by line.
CART_DRAFT = table(
    "cart_draft",
    integer("user", primary_key=True),
    integer("slot", primary_key=True),
    text("label"),
    text("at"),
    text("body"),
    kind="keeper",
    natural=("user", "slot"),
    clustered=True,
)
