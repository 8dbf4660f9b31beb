"""Items, their barcodes, packs and parts; categories; prices and ceilings by day.

Quantities are thousandths of the item's base unit. Codes of items are the shop's own.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index

from kopdes_desktop.db.base import day, integer, table, text

#: `account` is the inventory account of goods, the revenue account of a service; consigned goods
#: and bundles have none of their own. `minimum` is when to buy again. `margin` is in percent.
#: Two devices may give one code to two items: nothing here is unique but the key. A `voided` item
#: came with an import that was undone: it is found no more, its moves keep its name.
ITEM = table(
    "item",
    integer("key", primary_key=True),
    text("code"),
    text("name"),
    text("kind", CheckConstraint("kind IN ('goods','service','consigned','bundle')")),
    text("account", ForeignKey("account.code"), nullable=True),
    text("lini"),
    text("category", nullable=True),
    text("unit"),
    integer("minimum"),
    text("margin", nullable=True),
    integer("weighed"),
    integer("tracked"),
    text("program", nullable=True),
    integer("owner", nullable=True),
    integer("open"),
    integer("voided"),
    Index("item_code", "code"),
    kind="projection",
    natural=("key",),
)

#: One code can stand on several items: the till asks which. `pack` is empty for the base unit.
BARCODE = table(
    "item_barcode",
    text("code", primary_key=True),
    integer("item", primary_key=True),
    text("pack"),
    Index("item_barcode_item", "item"),
    kind="projection",
    natural=("code", "item"),
    clustered=True,
)

#: `factor` is how many thousandths of the base unit one pack holds.
PACK = table(
    "item_pack",
    integer("item", primary_key=True),
    text("name", primary_key=True),
    integer("factor", CheckConstraint("factor>0")),
    kind="projection",
    natural=("item", "name"),
    clustered=True,
)

#: What a bundle holds: so many thousandths of an item's base unit.
PART = table(
    "item_part",
    integer("bundle", primary_key=True),
    integer("item", primary_key=True),
    integer("quantity", CheckConstraint("quantity>0")),
    kind="projection",
    natural=("bundle", "item"),
    clustered=True,
)

CATEGORY = table(
    "item_category",
    text("code", primary_key=True),
    text("name"),
    text("margin", nullable=True),
    kind="projection",
    natural=("code",),
)

#: The price of one pack (or base unit, where `pack` is empty) from a day on, for a tier, from so
#: many of them on (`least`, thousandths). Without an amount that price ends on that day.
PRICE = table(
    "item_price",
    integer("item", primary_key=True),
    text("pack", primary_key=True),
    text("tier", CheckConstraint("tier IN ('all','member')"), primary_key=True),
    integer("least", primary_key=True),
    day("from_day", primary_key=True),
    integer("amount", CheckConstraint("amount IS NULL OR amount>=0"), nullable=True),
    integer("fact"),
    kind="projection",
    natural=("item", "pack", "tier", "least", "from_day"),
    clustered=True,
)

#: The highest lawful price of one base unit from a day on, in a region (prefix of village codes;
#: empty for everywhere).
CEILING = table(
    "item_ceiling",
    integer("item", primary_key=True),
    text("region", primary_key=True),
    day("from_day", primary_key=True),
    integer("amount", CheckConstraint("amount>0")),
    text("decision"),
    kind="projection",
    natural=("item", "region", "from_day"),
    clustered=True,
)
