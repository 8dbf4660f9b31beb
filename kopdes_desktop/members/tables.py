"""Members and applicants: one record a person, personal fields NULL once their keys are gone."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from kopdes_desktop.db.base import day, integer, table, text, virtual_table

MEMBER = table(
    "member",
    integer("key", primary_key=True),
    text("number", nullable=True, unique=True),
    text(
        "status",
        CheckConstraint("status IN ('applicant','active','rejected','left','void')"),
    ),
    text("sex", CheckConstraint("sex IS NULL OR sex IN ('L','P')"), nullable=True),
    day("applied"),
    day("joined", nullable=True),
    integer("decided_by", nullable=True),
    text("decision_no", nullable=True),
    integer("erased"),
    text("name", nullable=True),
    text("nik", nullable=True),
    text("kk", nullable=True),
    text("birth_place", nullable=True),
    text("birth_day", nullable=True),
    text("mother", nullable=True),
    text("phone", nullable=True),
    text("email", nullable=True),
    text("address", nullable=True),
    text("dusun", nullable=True),
    text("rt_rw", nullable=True),
    text("job", nullable=True),
    Index("member_decided_by", "decided_by"),
    kind="projection",
    natural=("key",),
)

#: The fact that a field's present value comes from: what an edit has to name as its parent.
FIELD_HEAD = table(
    "member_field",
    integer("member", primary_key=True),
    text("field", primary_key=True),
    integer("head"),
    kind="projection",
    natural=("member", "field"),
    clustered=True,
)

#: Edits whose parent was not the head: both values wait for a person (FACTS §3).
CONFLICT = table(
    "member_conflict",
    integer("fact", primary_key=True),
    text("field", primary_key=True),
    integer("member"),
    integer("settled", nullable=True),
    kind="projection",
    natural=("fact", "field"),
    clustered=True,
)

#: Name and number, by any three letters; with secure delete, so that erasing leaves no terms
#: behind.
virtual_table(
    "member_search",
    "CREATE VIRTUAL TABLE member_search USING fts5(name, number, tokenize='trigram')",
    ("name", "number"),
)
