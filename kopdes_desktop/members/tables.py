"""Members and applicants: one record a person, personal fields NULL once their keys are gone."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from kopdes_desktop.db.base import blob, day, integer, table, text, virtual_table

#: `left` is the day of leaving and `settled_by` its settlement; `photo` and `ktp` are the facts
#: that brought the pictures; `imported` marks a member taken over from an old register.
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
    day("left", nullable=True),
    integer("settled_by", nullable=True),
    integer("photo", nullable=True),
    integer("ktp", nullable=True),
    integer("imported", nullable=True),
    Index("member_decided_by", "decided_by"),
    Index("member_by_name", sql("name COLLATE NOCASE"), "number"),
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

#: Dusun, RT, farmers' group …; `collector` is the member who goes round.
GROUP = table(
    "member_group",
    text("code", primary_key=True),
    text("name"),
    text("kind", CheckConstraint("kind IN ('dusun','rt','kelompok_tani','lain')")),
    integer("collector", nullable=True),
    kind="projection",
    natural=("code",),
)

GROUP_MEMBER = table(
    "group_member",
    text("code", primary_key=True),
    integer("member", primary_key=True),
    Index("group_member_member", "member"),
    kind="projection",
    natural=("code", "member"),
    clustered=True,
)

#: Heirs are persons under keys of their own; `removed` is the fact that took one off the list.
HEIR = table(
    "heir",
    integer("key", primary_key=True),
    integer("member"),
    text("relation"),
    text("name", nullable=True),
    text("nik", nullable=True),
    text("phone", nullable=True),
    text("address", nullable=True),
    integer("removed", nullable=True),
    Index("heir_member", "member"),
    kind="projection",
    natural=("key",),
)

#: Who is no member and has money in the books: a neighbour who lent, a foundation. The name is NULL
#: once his keys are gone.
OUTSIDER = table(
    "outsider",
    integer("key", primary_key=True),
    text("code", unique=True),
    text("name", nullable=True),
    kind="projection",
    natural=("key",),
)

#: Pictures as they were sealed under their person's keys; the fact holds hash and size (FACTS §7).
ATTACHMENT = table(
    "attachment",
    integer("fact", primary_key=True),
    integer("person"),
    blob("body"),
    Index("attachment_person", "person"),
    kind="keeper",
    natural=("fact",),
    bulky=True,
)

#: Name and number, by any three letters; with secure delete, so that erasing leaves no terms
#: behind.
virtual_table(
    "member_search",
    "CREATE VIRTUAL TABLE member_search USING fts5(name, number, tokenize='trigram')",
    ("name", "number"),
)
