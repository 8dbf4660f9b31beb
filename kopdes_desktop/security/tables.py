"""Users and roles; the keys that open personal fields; PINs; hashes of NIK and phone."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from kopdes_desktop.db.base import blob, integer, table, text

USER = table(
    "user",
    integer("key", primary_key=True),
    integer("person"),
    text("role"),
    integer("active"),
    text("login", nullable=True),
    text("name", nullable=True),
    blob("officer_key", nullable=True),
    kind="projection",
    natural=("key",),
)

#: The two keys of a person: what they seal stands in facts, they themselves do not (FACTS §7).
PERSON_KEY = table(
    "person_key",
    integer("person", primary_key=True),
    text("class", CheckConstraint("class IN ('identity','contact')"), primary_key=True),
    blob("secret", CheckConstraint("length(secret)=32")),
    kind="keeper",
    natural=("person", "class"),
    clustered=True,
)

#: Keyed hashes of whole values (NIK, phone); the key of the hash is row 0 of `finder_key`.
PERSON_HASH = table(
    "person_hash",
    text("field", primary_key=True),
    blob("hash", primary_key=True),
    integer("person", primary_key=True),
    Index("person_hash_person", "person"),
    kind="keeper",
    natural=("field", "hash", "person"),
    clustered=True,
)

FINDER_KEY = table(
    "finder_key",
    integer("one", CheckConstraint("one=1"), primary_key=True),
    blob("secret"),
    kind="keeper",
    natural=("one",),
)

#: Who may come in at which laptop, once, by words that turn into this public key (base64).
ADMISSION = table(
    "admission",
    integer("key", primary_key=True),
    integer("device"),
    integer("user"),
    text("salt"),
    text("words"),
    integer("used", CheckConstraint("used IN (0,1)")),
    kind="projection",
    natural=("key",),
)

PIN = table(
    "pin",
    integer("user", primary_key=True),
    blob("sealed"),
    integer("tries"),
    kind="keeper",
    natural=("user",),
)
