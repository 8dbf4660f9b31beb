"""Accounts, units, boxes, months; entries that nothing changes; balances kept beside them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, column

from kopdes_desktop.db.base import day, integer, table, text

ACCOUNT = table(
    "account",
    text("code", primary_key=True),
    text("name"),
    text("type"),
    text("normal_side", CheckConstraint("normal_side IN ('D','K')")),
    text("statement_line", nullable=True),
    text("cash_flow", nullable=True),
    text("subledger", nullable=True),
    text("owner_unit", nullable=True),
    text("lini", nullable=True),
    integer("cash"),
    kind="projection",
    natural=("code",),
)

#: Accounts of one's own that take no postings any more.
ACCOUNT_CLOSED = table(
    "account_closed",
    text("code", ForeignKey("account.code"), primary_key=True),
    integer("fact"),
    kind="projection",
    natural=("code",),
    clustered=True,
)

UNIT = table(
    "unit",
    text("code", primary_key=True),
    text("name"),
    text("kind", CheckConstraint("kind IN ('office','usp','outlet')")),
    kind="projection",
    natural=("code",),
)

#: A box is an account, a place and a keeper (RULES R2); `keeper` is a user's key.
BOX = table(
    "box",
    text("code", primary_key=True),
    text("name"),
    text("account", ForeignKey("account.code")),
    text("unit", ForeignKey("unit.code")),
    integer("keeper", nullable=True),
    kind="projection",
    natural=("code",),
)

#: The month from which the books are kept; one row.
BOOKS_FROM = table(
    "books_from",
    integer("one", CheckConstraint("one=1"), primary_key=True),
    text("month"),
    kind="projection",
    natural=("one",),
)

#: The day on which the opening balances were agreed; one row, none before.
OPENING_AGREED = table(
    "opening_agreed",
    integer("one", CheckConstraint("one=1"), primary_key=True),
    day("day"),
    integer("fact"),
    kind="projection",
    natural=("one",),
)

PERIOD = table(
    "period",
    text("month", primary_key=True),
    integer("closed"),
    integer("by_fact"),
    kind="projection",
    natural=("month",),
    clustered=True,
)

#: A book year that was closed: its first month, the surplus (a loss below zero), and the facts that
#: closed and opened it; `closed` falls to 0 when it is opened again.
YEAR_END = table(
    "year_end",
    text("start", primary_key=True),
    integer("closed"),
    integer("surplus"),
    integer("by_fact"),
    kind="projection",
    natural=("start",),
    clustered=True,
)

#: An outlet's seal on a month: nothing of that month is to come from it any more.
SEAL = table(
    "month_seal",
    text("month", primary_key=True),
    integer("device", primary_key=True),
    integer("fact"),
    kind="projection",
    natural=("month", "device"),
    clustered=True,
)

ENTRY = table(
    "entry",
    integer("key", primary_key=True),
    day("bd"),
    day("posted_on"),
    text("kind"),
    text("number", nullable=True, unique=True),
    text("text"),
    integer("reverses", nullable=True),
    Index("entry_by_day", "posted_on", "key"),
    Index("entry_reverses", "reverses", sqlite_where=column("reverses").is_not(None)),
    kind="projection",
    natural=("key",),
    append_only=True,
    guards=(
        (
            "CREATE TRIGGER entry_balances BEFORE INSERT ON entry WHEN "
            "EXISTS(SELECT 1 FROM entry WHERE key=NEW.key) "
            "OR (SELECT count(*)<2 OR min(posted_on)<>NEW.posted_on "
            "OR max(posted_on)<>NEW.posted_on FROM journal_line WHERE entry=NEW.key) "
            "OR EXISTS(SELECT 1 FROM journal_line WHERE entry=NEW.key GROUP BY unit "
            "HAVING sum(amount)<>0) "
            "BEGIN SELECT RAISE(ABORT,'guard: entry does not balance'); END"
        ),
        (
            "CREATE TRIGGER entry_month_open BEFORE INSERT ON entry WHEN "
            "EXISTS(SELECT 1 FROM period WHERE month>=substr(NEW.posted_on,1,7) AND closed) "
            "OR (NEW.kind<>'opening' AND substr(NEW.posted_on,1,7)<coalesce("
            "(SELECT month FROM books_from),'9999-99')) "
            "BEGIN SELECT RAISE(ABORT,'guard: month is closed'); END"
        ),
    ),
)

JOURNAL_LINE = table(
    "journal_line",
    text("account", ForeignKey("account.code"), primary_key=True),
    day("posted_on", primary_key=True),
    integer(
        "entry",
        ForeignKey("entry.key", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    integer("line", primary_key=True),
    text("unit"),
    integer("amount", CheckConstraint("amount<>0")),
    integer("key", nullable=True),
    text("box", nullable=True),
    text("lini", nullable=True),
    text("movement", nullable=True),
    text("other", nullable=True),
    integer("auto"),
    Index("journal_line_entry", "entry"),
    kind="projection",
    natural=("entry", "line"),
    append_only=True,
    clustered=True,
    guards=(
        (
            "CREATE TRIGGER line_sealed BEFORE INSERT ON journal_line "
            "WHEN EXISTS(SELECT 1 FROM entry WHERE key=NEW.entry) "
            "BEGIN SELECT RAISE(ABORT,'guard: entry is sealed'); END"
        ),
    ),
)

BALANCE_DAY = table(
    "balance_day",
    day("day", primary_key=True),
    text("account", primary_key=True),
    text("unit", primary_key=True),
    integer("debit"),
    integer("credit"),
    kind="projection",
    natural=("day", "account", "unit"),
    clustered=True,
)

BALANCE_MONTH = table(
    "balance_month",
    text("month", primary_key=True),
    text("account", primary_key=True),
    text("unit", primary_key=True),
    integer("debit"),
    integer("credit"),
    kind="projection",
    natural=("month", "account", "unit"),
    clustered=True,
)

#: What each sub-ledger key has on a control account (debit +).
BALANCE_KEY = table(
    "balance_key",
    text("account", primary_key=True),
    integer("key", primary_key=True),
    text("unit", primary_key=True),
    integer("amount"),
    kind="projection",
    natural=("account", "key", "unit"),
    clustered=True,
)

#: What lies in each cash box (debit +).
BALANCE_BOX = table(
    "balance_box",
    text("box", ForeignKey("box.code"), primary_key=True),
    integer("amount"),
    kind="projection",
    natural=("box",),
    clustered=True,
)
