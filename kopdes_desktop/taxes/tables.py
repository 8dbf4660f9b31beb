"""Rates by decision, what was posted of each month's tax, what was paid of it."""

from __future__ import annotations

from kopdes_desktop.db.base import day, integer, table, text

#: Rates that a decision set; they stand above the shipped ones of the same day.
TAX_RATE = table(
    "tax_rate",
    text("code", primary_key=True),
    day("since", primary_key=True),
    text("percent"),
    integer("above"),
    text("decision"),
    kind="projection",
    natural=("code", "since"),
    clustered=True,
)

#: A month's tax: `key` is the fact that posted it first, under which it stands in the ledger;
#: NULL where only payments of what came otherwise are known.
TAX_MONTH = table(
    "tax_month",
    text("code", primary_key=True),
    text("month", primary_key=True),
    integer("key", nullable=True),
    integer("posted"),
    integer("paid"),
    kind="projection",
    natural=("code", "month"),
    clustered=True,
)

#: A bill that was paid less its tax: `base` is the whole of it, `ref` the slip's number, `party`
#: whom it was paid to.
TAX_WITHHELD = table(
    "tax_withheld",
    text("number", primary_key=True),
    text("code"),
    text("month"),
    day("day"),
    integer("base"),
    text("percent"),
    integer("amount"),
    text("ref"),
    integer("void"),
    integer("party", nullable=True),
    kind="projection",
    natural=("number",),
)

#: Money that went to the state; `ref` is the NTPN on its proof.
TAX_PAYMENT = table(
    "tax_payment",
    text("number", primary_key=True),
    text("code"),
    text("month"),
    day("day"),
    integer("amount"),
    text("ref"),
    integer("void"),
    kind="projection",
    natural=("number",),
)
