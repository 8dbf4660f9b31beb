"""Consignors from outside, what each item earns its owner from a day on, and sums by owner."""

from __future__ import annotations

from sqlalchemy import Index

from kopdes_desktop.db.base import day, integer, table, text

#: A consignor who is no member: a person under keys of his own; name and phone are NULL where these
#: are gone. Two outlets may give one code unknowingly, so it is not unique here.
CONSIGNOR = table(
    "consignor",
    integer("key", primary_key=True),
    text("code"),
    text("name", nullable=True),
    text("phone", nullable=True),
    Index("consignor_by_code", "code"),
    kind="projection",
    natural=("key",),
)

#: What one base unit earns its owner from a day on; the latest day, and there the highest key,
#: holds.
SHARE = table(
    "consigned_share",
    integer("item", primary_key=True),
    day("from_day", primary_key=True),
    integer("fact", primary_key=True),
    integer("owner"),
    integer("amount"),
    kind="projection",
    natural=("item", "from_day", "fact"),
    clustered=True,
)

#: Kept sums of an owner's item: quantities in thousandths, `owed` and `settled` in rupiah. Item 0
#: is what was brought forward from old books.
CONSIGNED = table(
    "consigned",
    integer("owner", primary_key=True),
    integer("item", primary_key=True),
    integer("taken"),
    integer("returned"),
    integer("sold"),
    integer("lost"),
    integer("owed"),
    integer("settled"),
    integer("settled_for"),
    kind="projection",
    natural=("owner", "item"),
    clustered=True,
)

#: What of a count's differences notes have booked: made good with a plus, taken in with a minus.
COUNT_NOTE = table(
    "consigned_count",
    integer("count", primary_key=True),
    integer("item", primary_key=True),
    integer("quantity"),
    kind="projection",
    natural=("count", "item"),
    clustered=True,
)
