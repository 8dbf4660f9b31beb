"""Suppliers, orders, purchases line by line, what is owed for them, allocations.

Quantities are thousandths of the item's base unit.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index

from kopdes_desktop.db.base import day, integer, table, text

#: A person or a firm under keys of its own; name and phone are NULL where these are gone. `days`
#: is how long a bill may wait. The code is what texts call it.
SUPPLIER = table(
    "supplier",
    integer("key", primary_key=True),
    text("code", unique=True),
    integer("days"),
    text("name", nullable=True),
    text("phone", nullable=True),
    kind="projection",
    natural=("key",),
)

#: What was ordered and has not come; `cancelled` is the fact that says that no more will.
PURCHASE_ORDER = table(
    "purchase_order",
    integer("key", primary_key=True),
    text("number", unique=True),
    integer("supplier"),
    text("place", ForeignKey("place.code")),
    day("day"),
    integer("cancelled", nullable=True),
    kind="projection",
    natural=("key",),
)

#: `amount` is what the line was to cost, zero where nobody knew.
ORDER_LINE = table(
    "purchase_order_line",
    integer("order_key", ForeignKey("purchase_order.key"), primary_key=True),
    integer("item", primary_key=True),
    integer("quantity"),
    integer("amount"),
    integer("received"),
    kind="projection",
    natural=("order_key", "item"),
    clustered=True,
)

#: Goods that came in with a bill; `void` once it was reversed.
PURCHASE = table(
    "purchase",
    integer("key", primary_key=True),
    text("number", unique=True),
    integer("supplier", nullable=True),
    text("place", ForeignKey("place.code")),
    text("unit", ForeignKey("unit.code")),
    day("day"),
    text("bill_no", nullable=True),
    integer("total"),
    integer("freight"),
    integer("void"),
    Index("purchase_by_day", "day", "key"),
    kind="projection",
    natural=("key",),
)

#: `net` is what the supplier has for the line, `cost` what it came to on the shelf; both follow
#: what was corrected later. `returned` and `refunded` went back.
PURCHASE_LINE = table(
    "purchase_line",
    integer("purchase", ForeignKey("purchase.key"), primary_key=True),
    integer("line", primary_key=True),
    integer("item"),
    integer("quantity"),
    integer("net"),
    integer("cost"),
    integer("returned"),
    integer("refunded"),
    Index("purchase_line_item", "item", "purchase"),
    kind="projection",
    natural=("purchase", "line"),
    clustered=True,
)

#: What is owed for a purchase, in the unit that bought; named by the purchase.
PAYABLE = table(
    "payable",
    integer("key", primary_key=True),
    integer("supplier"),
    text("unit", ForeignKey("unit.code")),
    day("day"),
    day("due"),
    integer("amount"),
    integer("paid"),
    Index("payable_supplier", "supplier", "key"),
    kind="projection",
    natural=("key",),
)

#: A bill from before the books began, named like a purchase; `booked` was in the ledger already.
OPENING_BILL = table(
    "opening_bill",
    integer("key", primary_key=True),
    text("number", unique=True),
    integer("supplier"),
    integer("amount"),
    text("bill_no", nullable=True),
    integer("booked"),
    kind="projection",
    natural=("key",),
)

#: So much of an item, or of what a programme covers, from a partner in a month, by a DO.
ALLOCATION = table(
    "allocation",
    integer("key", primary_key=True),
    integer("supplier"),
    integer("item", nullable=True),
    text("program", nullable=True),
    text("month"),
    integer("quantity", CheckConstraint("quantity>0")),
    integer("taken"),
    text("do_no"),
    Index("allocation_supplier", "supplier", "month"),
    kind="projection",
    natural=("key",),
)

#: Allocations that a partner took back: what was taken of them stays taken.
ALLOCATION_END = table(
    "allocation_end",
    integer("allocation", primary_key=True),
    integer("fact"),
    kind="projection",
    natural=("allocation",),
)

#: How many cylinders stand against what was deposited for them.
CYLINDERS = table(
    "cylinder_deposit",
    integer("supplier", primary_key=True),
    integer("cylinders"),
    kind="projection",
    natural=("supplier",),
    clustered=True,
)
