"""Places, what lies in each and what it is worth, every move, lots, transfers and counts.

Quantities are thousandths of the item's base unit, values whole rupiah. A place belongs to a unit,
and through it to one device.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey

from kopdes_desktop.db.base import day, integer, table, text

PLACE = table(
    "place",
    text("code", primary_key=True),
    text("name"),
    text("unit", ForeignKey("unit.code")),
    text("kind", CheckConstraint("kind IN ('warehouse','outlet')")),
    kind="projection",
    natural=("code",),
)

#: The moving average as a pair; an empty shelf is worth zero.
STOCK = table(
    "stock",
    text("place", primary_key=True),
    integer("item", primary_key=True),
    integer("quantity"),
    integer("value"),
    kind="projection",
    natural=("place", "item"),
    clustered=True,
)

#: What a day writes lies together; `why` is the kind of document.
MOVE = table(
    "stock_move",
    text("place", primary_key=True),
    day("day", primary_key=True),
    integer("fact", primary_key=True),
    integer("line", primary_key=True),
    integer("item"),
    integer("quantity"),
    integer("value"),
    text("why"),
    text("lot", nullable=True),
    kind="projection",
    natural=("place", "day", "fact", "line"),
    append_only=True,
    clustered=True,
)

#: What the last goods in cost: a pair, so that no unit cost is ever rounded and kept.
LAST_COST = table(
    "last_cost",
    text("place", primary_key=True),
    integer("item", primary_key=True),
    integer("quantity", CheckConstraint("quantity>0")),
    integer("value", CheckConstraint("value>=0")),
    kind="projection",
    natural=("place", "item"),
    clustered=True,
)

#: Of items that are tracked by lot: what is left of each. An expiry is a day or empty.
LOT = table(
    "stock_lot",
    text("place", primary_key=True),
    integer("item", primary_key=True),
    text("lot", primary_key=True),
    text("expires", primary_key=True),
    integer("quantity"),
    kind="projection",
    natural=("place", "item", "lot", "expires"),
    clustered=True,
)

#: Goods on their way; `received` is the fact that took them in, or took the sending back.
TRANSFER = table(
    "transfer",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("origin", ForeignKey("place.code")),
    text("target", ForeignKey("place.code")),
    day("sent"),
    integer("value"),
    integer("received", nullable=True),
    kind="projection",
    natural=("key",),
)

TRANSFER_LINE = table(
    "transfer_line",
    integer("transfer", ForeignKey("transfer.key"), primary_key=True),
    integer("line", primary_key=True),
    integer("item"),
    integer("quantity"),
    integer("value"),
    text("lot"),
    text("expires"),
    kind="projection",
    natural=("transfer", "line"),
    clustered=True,
)

#: A count of one place: figures frozen when it began; `closed` is the fact that ended it.
COUNT = table(
    "stock_count",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("place", ForeignKey("place.code")),
    day("began"),
    integer("closed", nullable=True),
    kind="projection",
    natural=("key",),
)

COUNT_ITEM = table(
    "count_item",
    integer("count", ForeignKey("stock_count.key"), primary_key=True),
    integer("item", primary_key=True),
    integer("quantity"),
    integer("value"),
    kind="projection",
    natural=("count", "item"),
    clustered=True,
)

#: What a counter found: sums, because a shelf is counted in several goes.
COUNTED = table(
    "counted",
    integer("count", ForeignKey("stock_count.key"), primary_key=True),
    integer("counter", primary_key=True),
    integer("item", primary_key=True),
    integer("quantity"),
    kind="projection",
    natural=("count", "counter", "item"),
    clustered=True,
)
