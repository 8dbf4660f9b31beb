"""Cards of assets, and everything that changed their cost or what was depreciated of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from kopdes_desktop.db.base import day, integer, table, text

#: `months` from `first` on are to be depreciated, `base` was before them, `taken` is all so far.
#: What came from the old books stands in the ledger without this card's key: `opened_*`.
#: `granted` is the deferred grant that is left, `owed` what its seller is owed. A thing `lent` to
#: us has an owner and no cost. `party` sold or gave it, `due` is when it is to be paid.
#: `ended` says when it went, `how` why.
ASSET = table(
    "asset",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("name"),
    text("account", nullable=True),
    text("unit", ForeignKey("unit.code")),
    text("class"),
    text("source"),
    day("acquired"),
    integer("cost"),
    integer("salvage"),
    integer("months"),
    text("first"),
    integer("base"),
    integer("taken"),
    text("through", nullable=True),
    integer("opened_cost"),
    integer("opened_taken"),
    integer("granted"),
    integer("opened_grant"),
    integer("owed"),
    text("place", nullable=True),
    text("owner", nullable=True),
    text("doc_no", nullable=True),
    day("ended", nullable=True),
    text("how", nullable=True),
    integer("party", nullable=True),
    day("due", nullable=True),
    Index("asset_by_account", "account", "key"),
    kind="projection",
    natural=("key",),
)

#: Cost and depreciation as they moved; `kind` as the lines of the journal have it (`movement`).
ASSET_MOVE = table(
    "asset_move",
    integer("fact", primary_key=True),
    integer("asset", ForeignKey("asset.key"), primary_key=True),
    text("kind", primary_key=True),
    day("day"),
    integer("cost"),
    integer("taken"),
    Index("asset_move_of", "asset", "day"),
    kind="projection",
    natural=("fact", "asset", "kind"),
    append_only=True,
    clustered=True,
)
