"""The log, what follows from it about devices, numbers and days, and this laptop's own."""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from kopdes_desktop.db.base import blob, day, integer, table, text

#: Facts of every device; `n` is the order of arrival and nothing else (FACTS §5).
FACT = table(
    "fact",
    integer("n", primary_key=True),
    integer("key", unique=True),
    text("kind"),
    day("bd"),
    blob("hash", CheckConstraint("length(hash)=32")),
    text("body"),
    kind="log",
    natural=("key",),
    append_only=True,
    guards=(
        (
            "CREATE TRIGGER fact_gapless BEFORE INSERT ON fact WHEN "
            "EXISTS(SELECT 1 FROM fact WHERE key=NEW.key OR n=NEW.n) "
            "OR ((NEW.key & 1073741823)<>1 AND NOT EXISTS(SELECT 1 FROM fact WHERE key=NEW.key-1)) "
            "BEGIN SELECT RAISE(ABORT,'guard: fact out of order'); END"
        ),
    ),
)

#: Foreign facts that wait for what they refer to, or for a newer program.
HELD = table(
    "held",
    integer("key", primary_key=True),
    text("reason"),
    text("body"),
    kind="log",
    natural=("key",),
)

DEVICE = table(
    "device",
    integer("number", primary_key=True),
    text("series", unique=True),
    text("role"),
    integer("enrolled"),
    text("invitation", nullable=True),
    integer("revoked_after", nullable=True),
    text("revoked_hash", nullable=True),
    kind="projection",
    natural=("number",),
)

#: Who a device number is: its public keys, known once it has shown itself.
DEVICE_IDENTITY = table(
    "device_identity",
    integer("number", primary_key=True),
    text("id", unique=True),
    blob("sign_key"),
    blob("seal_key"),
    kind="projection",
    natural=("number",),
)

#: What an outlet's device may do (`kind`) and which units and boxes are bound to it.
DEVICE_GRANT = table(
    "device_grant",
    integer("device", primary_key=True),
    text("what", CheckConstraint("what IN ('kind','unit','box')"), primary_key=True),
    text("code", primary_key=True),
    kind="projection",
    natural=("device", "what", "code"),
    clustered=True,
)

#: Last number of each kind, series and year.
COUNTER = table(
    "counter",
    text("kind", primary_key=True),
    text("series", primary_key=True),
    integer("year", primary_key=True),
    integer("last"),
    kind="projection",
    natural=("kind", "series", "year"),
    clustered=True,
)

BUSINESS_DAY = table(
    "business_day",
    integer("device", primary_key=True),
    day("day", primary_key=True),
    integer("opened"),
    integer("closed", nullable=True),
    kind="projection",
    natural=("device", "day"),
    clustered=True,
)

SETTING = table(
    "setting",
    text("code", primary_key=True),
    text("value"),
    kind="projection",
    natural=("code",),
    clustered=True,
)

#: How far each outlet's chain has been taken into the treasurer's books.
ACCEPTED = table(
    "accepted",
    integer("device", primary_key=True),
    integer("seq"),
    kind="projection",
    natural=("device",),
)

#: What acceptance found and did not refuse; corrections are the treasurer's own facts.
FINDING = table(
    "finding",
    integer("accepted_by", primary_key=True),
    integer("line", primary_key=True),
    integer("fact"),
    text("code"),
    text("detail"),
    kind="projection",
    natural=("accepted_by", "line"),
    clustered=True,
)

#: What came in from old books: the import's own fact is its name; `undone_by` took it back.
IMPORT_BATCH = table(
    "import_batch",
    integer("key", primary_key=True),
    text("what"),
    day("bd"),
    integer("rows"),
    day("as_of", nullable=True),
    text("file_hash"),
    integer("undone_by", nullable=True),
    kind="projection",
    natural=("key",),
)

#: This installation: its cooperative, number, and private keys.
INSTALLATION = table(
    "installation",
    integer("one", CheckConstraint("one=1"), primary_key=True),
    text("coop"),
    integer("number"),
    text("series"),
    blob("sign_seed"),
    blob("seal_seed"),
    text("joined", nullable=True),
    kind="keeper",
    natural=("one",),
)

#: Answers to a caller's own keys: `ok` ones only.
ANSWER = table(
    "answer",
    integer("user", primary_key=True),
    text("key", primary_key=True),
    blob("order_hash"),
    integer("fact"),
    kind="keeper",
    natural=("user", "key"),
    clustered=True,
)

#: Bundles that were judged and kept out, by device.
QUARANTINE = table(
    "quarantine",
    integer("device", primary_key=True),
    integer("seq", primary_key=True),
    text("rule"),
    text("reason"),
    text("body"),
    kind="keeper",
    natural=("device", "seq"),
)
