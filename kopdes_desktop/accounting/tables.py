"""What is posted again and again, and what proves an entry."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from kopdes_desktop.db.base import blob, integer, table, text

#: `amount` is a month's, of a prepaid plan the whole. `posted` is what its months came to,
#: `settled` what of an accrued plan was paid. `last` is the month after which it ends.
PLAN = table(
    "plan",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("name"),
    text("kind"),
    text("way"),
    integer("amount"),
    text("account"),
    text("against"),
    text("unit"),
    text("lini", nullable=True),
    text("box", nullable=True),
    text("first"),
    text("last", nullable=True),
    integer("posted"),
    integer("settled"),
    integer("ended"),
    kind="projection",
    natural=("key",),
)

#: One row a month that is done; of nothing where it was passed over.
PLAN_MONTH = table(
    "plan_month",
    integer("plan", ForeignKey("plan.key"), primary_key=True),
    text("month", primary_key=True),
    integer("amount"),
    integer("fact"),
    kind="projection",
    natural=("plan", "month"),
    clustered=True,
)

#: The number on the paper of others (nota, kuitansi, struk), as it is known now.
VOUCHER = table(
    "voucher",
    integer("entry", primary_key=True),
    text("ref"),
    integer("fact"),
    kind="projection",
    natural=("entry",),
)

#: Pictures of the paper: hash and size of what lies sealed beside the fact that brought it.
VOUCHER_FILE = table(
    "voucher_file",
    integer("fact", primary_key=True),
    integer("n", primary_key=True),
    integer("entry"),
    text("kind"),
    text("sha256"),
    integer("size"),
    Index("voucher_file_entry", "entry"),
    kind="projection",
    natural=("fact", "n"),
    clustered=True,
)

#: The pictures themselves, each sealed under a key of its own, on the laptop that took them.
VOUCHER_BODY = table(
    "voucher_body",
    integer("fact", primary_key=True),
    integer("n", primary_key=True),
    blob("body"),
    kind="keeper",
    natural=("fact", "n"),
    bulky=True,
)

#: What opens a picture; it goes with the picture when that is taken away.
VOUCHER_KEY = table(
    "voucher_key",
    integer("fact", primary_key=True),
    integer("n", primary_key=True),
    blob("secret"),
    kind="keeper",
    natural=("fact", "n"),
)

#: What an old cash book said of the line that an entry was made of.
OLD_WORDS = table(
    "old_words",
    integer("entry", primary_key=True),
    text("words"),
    kind="keeper",
    natural=("entry",),
)
