"""What was borrowed, its schedule, the interest that was accrued, and what was paid."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index

from kopdes_desktop.db.base import day, integer, table, text

#: `principal` is what was owed when it came into the books, `paid` what went back of it;
#: `recognised` is the interest that has become an expense, `interest_paid` what was paid of all.
BORROWING = table(
    "borrowing",
    integer("key", primary_key=True),
    text("number", unique=True),
    text("lender"),
    text("account", ForeignKey("account.code")),
    day("day"),
    integer("principal", CheckConstraint("principal>0")),
    integer("ceiling"),
    text("rate"),
    integer("months"),
    integer("grace"),
    text("method"),
    text("purpose"),
    text("decision_no"),
    integer("opening"),
    integer("paid"),
    integer("interest_paid"),
    integer("recognised"),
    integer("void"),
    integer("party", nullable=True),
    kind="projection",
    natural=("key",),
)

#: What was agreed since when: `key` is the fact of the taking or of a change (which has a number).
#: The latest that is not void is in force; a day long gone keeps the terms of that day.
BORROWING_TERMS = table(
    "borrowing_terms",
    integer("key", primary_key=True),
    integer("borrowing", ForeignKey("borrowing.key")),
    text("number", nullable=True),
    day("since"),
    text("rate"),
    integer("months"),
    integer("grace"),
    text("method"),
    integer("void"),
    Index("borrowing_terms_of", "borrowing", "since"),
    kind="projection",
    natural=("key",),
)

#: The whole schedule under each of these terms.
BORROWING_PART = table(
    "borrowing_part",
    integer("borrowing", ForeignKey("borrowing.key"), primary_key=True),
    integer("terms", ForeignKey("borrowing_terms.key"), primary_key=True),
    integer("n", primary_key=True),
    day("due"),
    integer("principal"),
    integer("interest"),
    kind="projection",
    natural=("borrowing", "terms", "n"),
    clustered=True,
)

#: What a month's accrual took of a borrowing; `void` once it was reversed.
BORROWING_ACCRUAL = table(
    "borrowing_accrual",
    text("number", primary_key=True),
    integer("borrowing", ForeignKey("borrowing.key"), primary_key=True),
    text("month"),
    integer("amount"),
    integer("void"),
    kind="projection",
    natural=("number", "borrowing"),
    clustered=True,
)

#: `accrued` is the part of the interest that had been accrued before.
BORROWING_PAYMENT = table(
    "borrowing_payment",
    integer("key", primary_key=True),
    text("number", unique=True),
    integer("borrowing", ForeignKey("borrowing.key")),
    day("day"),
    integer("principal"),
    integer("interest"),
    integer("accrued"),
    integer("penalty"),
    integer("void"),
    Index("borrowing_payment_of", "borrowing", "key"),
    kind="projection",
    natural=("key",),
)
