"""Reading the books: balances at any day, entries, lines; milliseconds at any length of history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, bindparam, func, or_, select, union_all

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.ids import FactKey
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.entry import Entry, Line
from kopdes_desktop.ledger.tables import (
    ACCOUNT,
    BALANCE_DAY,
    BALANCE_KEY,
    BALANCE_MONTH,
    ENTRY,
    JOURNAL_LINE,
)
from kopdes_desktop.office.books import Reading

_FIRST_DAY = date(1, 1, 1)


def _unit_filter(column: Column[str]) -> ColumnElement[bool]:
    return or_(bindparam("of_unit").is_(None), column == bindparam("of_unit"))


_parts = union_all(
    select(
        BALANCE_MONTH.c.account,
        func.sum(BALANCE_MONTH.c.debit - BALANCE_MONTH.c.credit).label("amount"),
    )
    .where(BALANCE_MONTH.c.month < bindparam("this_month"), _unit_filter(BALANCE_MONTH.c.unit))
    .group_by(BALANCE_MONTH.c.account),
    select(
        BALANCE_DAY.c.account,
        func.sum(BALANCE_DAY.c.debit - BALANCE_DAY.c.credit).label("amount"),
    )
    .where(
        BALANCE_DAY.c.day >= bindparam("first"),
        BALANCE_DAY.c.day <= bindparam("until"),
        _unit_filter(BALANCE_DAY.c.unit),
    )
    .group_by(BALANCE_DAY.c.account),
).subquery()
_AT = Statement(
    select(_parts.c.account, func.sum(_parts.c.amount))
    .group_by(_parts.c.account)
    .order_by(_parts.c.account)
)
_KEYS_OF = Statement(
    select(BALANCE_KEY.c.key, func.sum(BALANCE_KEY.c.amount))
    .where(BALANCE_KEY.c.account == bindparam("of_account"))
    .group_by(BALANCE_KEY.c.key)
)
_OF_KEY = Statement(
    select(BALANCE_KEY.c.unit, BALANCE_KEY.c.amount)
    .where(
        BALANCE_KEY.c.account == bindparam("of_account"), BALANCE_KEY.c.key == bindparam("of_key")
    )
    .order_by(BALANCE_KEY.c.unit)
)
_now_and_since = union_all(
    select(BALANCE_KEY.c.key, BALANCE_KEY.c.amount.label("amount")).where(
        BALANCE_KEY.c.account == bindparam("of_account")
    ),
    select(JOURNAL_LINE.c.key, -JOURNAL_LINE.c.amount).where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        JOURNAL_LINE.c.posted_on > bindparam("day"),
        JOURNAL_LINE.c.key.is_not(None),
    ),
).subquery()
_KEYS_AT = Statement(
    select(_now_and_since.c.key, func.sum(_now_and_since.c.amount))
    .group_by(_now_and_since.c.key)
    .having(func.sum(_now_and_since.c.amount) != 0)
)
_LAST_MOVES = Statement(
    select(JOURNAL_LINE.c.key, func.max(JOURNAL_LINE.c.posted_on))
    .where(JOURNAL_LINE.c.account == bindparam("of_account"), JOURNAL_LINE.c.key.is_not(None))
    .group_by(JOURNAL_LINE.c.key)
)
_ACCOUNTS_OF = Statement(
    select(BALANCE_KEY.c.account)
    .where(
        BALANCE_KEY.c.account.in_(select(ACCOUNT.c.code).where(ACCOUNT.c.subledger.is_not(None))),
        BALANCE_KEY.c.key == bindparam("of_key"),
        BALANCE_KEY.c.amount != 0,
    )
    .order_by(BALANCE_KEY.c.account)
)
_LINE_COLUMNS = (
    JOURNAL_LINE.c.account,
    JOURNAL_LINE.c.amount,
    JOURNAL_LINE.c.unit,
    JOURNAL_LINE.c.key,
    JOURNAL_LINE.c.box,
    JOURNAL_LINE.c.lini,
    JOURNAL_LINE.c.movement,
    JOURNAL_LINE.c.other,
    JOURNAL_LINE.c.auto,
)
_LINES_OF = Statement(
    select(*_LINE_COLUMNS)
    .where(JOURNAL_LINE.c.entry == bindparam("of_entry"))
    .order_by(JOURNAL_LINE.c.line)
)
_ENTRY_COLUMNS = (
    ENTRY.c.key,
    ENTRY.c.bd,
    ENTRY.c.posted_on,
    ENTRY.c.kind,
    ENTRY.c.number,
    ENTRY.c.text,
    ENTRY.c.reverses,
)
_OF_BOX = Statement(
    select(JOURNAL_LINE.c.entry, JOURNAL_LINE.c.amount).where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        JOURNAL_LINE.c.posted_on >= bindparam("first"),
        JOURNAL_LINE.c.box == bindparam("of_box"),
    )
)
_BY_ENTRY = Statement(
    select(JOURNAL_LINE.c.entry, func.sum(JOURNAL_LINE.c.amount))
    .where(
        JOURNAL_LINE.c.account.like(bindparam("of_accounts"))
        | (JOURNAL_LINE.c.account == bindparam("and_account")),
        JOURNAL_LINE.c.account != bindparam("but_account"),
    )
    .group_by(JOURNAL_LINE.c.entry)
)
_ENTRY = Statement(select(*_ENTRY_COLUMNS).where(ENTRY.c.key == bindparam("of_key")))
_ENTRY_NUMBERED = Statement(select(*_ENTRY_COLUMNS).where(ENTRY.c.number == bindparam("of_number")))
_REVERSAL = Statement(select(ENTRY.c.key).where(ENTRY.c.reverses == bindparam("of_key")))
_JOURNAL = Statement(
    select(*_ENTRY_COLUMNS, JOURNAL_LINE.c.line, *_LINE_COLUMNS, ACCOUNT.c.name)
    .join(JOURNAL_LINE, JOURNAL_LINE.c.entry == ENTRY.c.key)
    .join(ACCOUNT, ACCOUNT.c.code == JOURNAL_LINE.c.account)
    .where(
        ENTRY.c.posted_on >= bindparam("first"),
        ENTRY.c.posted_on <= bindparam("until"),
        _unit_filter(JOURNAL_LINE.c.unit),
    )
    .order_by(ENTRY.c.posted_on, ENTRY.c.key, JOURNAL_LINE.c.line)
)
_opened = ENTRY.alias("opened")
_OPENINGS = Statement(
    select(*_ENTRY_COLUMNS, JOURNAL_LINE.c.line, *_LINE_COLUMNS, ACCOUNT.c.name)
    .join(JOURNAL_LINE, JOURNAL_LINE.c.entry == ENTRY.c.key)
    .join(ACCOUNT, ACCOUNT.c.code == JOURNAL_LINE.c.account)
    .where(
        or_(
            ENTRY.c.kind == "opening",
            ENTRY.c.reverses.in_(select(_opened.c.key).where(_opened.c.kind == "opening")),
        )
    )
    .order_by(ENTRY.c.key, JOURNAL_LINE.c.line)
)
_LEDGER = Statement(
    select(*_ENTRY_COLUMNS, JOURNAL_LINE.c.line, JOURNAL_LINE.c.amount)
    .join(JOURNAL_LINE, JOURNAL_LINE.c.entry == ENTRY.c.key)
    .where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        JOURNAL_LINE.c.posted_on >= bindparam("first"),
        JOURNAL_LINE.c.posted_on <= bindparam("until"),
        _unit_filter(JOURNAL_LINE.c.unit),
    )
    .order_by(JOURNAL_LINE.c.posted_on, JOURNAL_LINE.c.entry, JOURNAL_LINE.c.line)
)
_ENTRIES_OF = Statement(
    select(JOURNAL_LINE.c.entry).where(JOURNAL_LINE.c.key == bindparam("of_key")).distinct()
)


class Posted(Struct, frozen=True):
    """An entry as it stands in the books, without its lines."""

    key: FactKey
    bd: date
    posted_on: date
    kind: str
    number: str | None
    text: str
    reverses: int | None


class JournalRow(Struct, frozen=True):
    """A line with its entry and its account's name."""

    entry: Posted
    line_number: int
    line: Line
    account_name: str


class LedgerRow(Struct, frozen=True):
    """A line of one account."""

    entry: Posted
    line_number: int
    amount: Rupiah


def balances_at(read: Reading, day: date, unit: str | None = None) -> dict[str, Rupiah]:
    """The balance of every account that moved up to and with a day (debit +), by code."""
    month = Month.of(day)
    rows = read.rows(
        _AT,
        this_month=str(month),
        first=month.first().isoformat(),
        until=day.isoformat(),
        of_unit=unit,
    )
    return {row[0]: Rupiah(row[1]) for row in rows}


def key_balances(read: Reading, account: str) -> dict[int, Rupiah]:
    """What each sub-ledger key has on an account now (debit +)."""
    return {row[0]: Rupiah(row[1]) for row in read.rows(_KEYS_OF, of_account=account)}


def of_key(read: Reading, account: str, key: int) -> list[tuple[str, Rupiah]]:
    """What one sub-ledger key has on an account now, unit by unit (debit +); no zeros."""
    rows = read.rows(_OF_KEY, of_account=account, of_key=key)
    return [(row[0], Rupiah(row[1])) for row in rows if row[1]]


def accounts_of(read: Reading, key: int) -> list[str]:
    """The accounts on which something stands under a sub-ledger key now."""
    return [row[0] for row in read.rows(_ACCOUNTS_OF, of_key=key)]


def entries_of(read: Reading, key: int) -> set[int]:
    """The entries with a line under a sub-ledger key."""
    return {row[0] for row in read.rows(_ENTRIES_OF, of_key=key)}


def key_balances_at(read: Reading, account: str, day: date) -> dict[int, Rupiah]:
    """What each sub-ledger key had on an account at the end of a day (debit +), zeros left out.

    From the kept balances back over what was posted since: the nearer the day, the quicker.
    """
    rows = read.rows(_KEYS_AT, of_account=account, day=day.isoformat())
    return {row[0]: Rupiah(row[1]) for row in rows}


def last_moves(read: Reading, account: str) -> dict[int, date]:
    """The day on which each sub-ledger key of an account last moved."""
    rows = read.rows(_LAST_MOVES, of_account=account)
    return {row[0]: date.fromisoformat(row[1]) for row in rows}


def posted_row(row: tuple[object, ...]) -> Posted:
    """An entry from its seven columns as the tables order them."""
    key, bd, posted_on, kind, number, words, reverses = row[:7]
    return Posted(
        key,  # type: ignore[arg-type]
        date.fromisoformat(str(bd)),
        date.fromisoformat(str(posted_on)),
        str(kind),
        number,  # type: ignore[arg-type]
        str(words),
        reverses,  # type: ignore[arg-type]
    )


def _line(row: tuple[object, ...]) -> Line:
    account, amount, unit, key, box, lini, movement, other, auto = row
    return Line(
        str(account),
        Rupiah(amount),  # type: ignore[arg-type]
        str(unit),
        key,  # type: ignore[arg-type]
        box,  # type: ignore[arg-type]
        lini,  # type: ignore[arg-type]
        movement,  # type: ignore[arg-type]
        other,  # type: ignore[arg-type]
        bool(auto),
    )


def posted(read: Reading, name: int | str) -> Posted | None:
    """An entry by its key or by its document number."""
    row = (
        read.row(_ENTRY, of_key=name)
        if isinstance(name, int)
        else read.row(_ENTRY_NUMBERED, of_number=name)
    )
    return posted_row(row) if row else None


def entry_of(read: Reading, key: int) -> Entry:
    """An entry as it was posted, lines and all; KeyError when there is none."""
    found = posted(read, key)
    if found is None:
        raise KeyError(key)
    lines = tuple(_line(row) for row in read.rows(_LINES_OF, of_entry=key))
    return Entry(found.kind, found.text, lines)  # type: ignore[arg-type]


def reversals_of(read: Reading, key: int) -> set[int]:
    """The entries that reverse this one: two laptops may have done it unknowingly."""
    return {int(row[0]) for row in read.rows(_REVERSAL, of_key=key)}


def journal(
    read: Reading, first: date | None, until: date, unit: str | None = None
) -> Iterator[JournalRow]:
    """Every line posted from one day to another, by day, entry and line."""
    for row in read.each(
        _JOURNAL,
        first=(first or _FIRST_DAY).isoformat(),
        until=until.isoformat(),
        of_unit=unit,
    ):
        yield JournalRow(posted_row(row), row[7], _line(row[8:17]), row[17])


def openings(read: Reading) -> Iterator[JournalRow]:
    """Every line of the opening entries and of what reverses them, in the order they came."""
    for row in read.each(_OPENINGS):
        yield JournalRow(posted_row(row), row[7], _line(row[8:17]), row[17])


def ledger(
    read: Reading, account: str, first: date, until: date, unit: str | None = None
) -> tuple[Rupiah, Iterator[LedgerRow]]:
    """An account's opening balance (debit +) and its lines from one day to another."""
    before = balances_at(read, first - timedelta(days=1), unit)
    rows = read.each(
        _LEDGER,
        of_account=account,
        first=first.isoformat(),
        until=until.isoformat(),
        of_unit=unit,
    )
    return (
        before.get(account, Rupiah(0)),
        (ledger_row(row) for row in rows),
    )


def ledger_row(row: tuple[object, ...]) -> LedgerRow:
    """A line as it was asked for: its entry's columns, its number and its amount."""
    return LedgerRow(posted_row(row), row[7], Rupiah(row[8]))  # type: ignore[arg-type]


def by_entry(
    read: Reading, accounts: str, *, and_account: str, but_account: str
) -> Iterator[tuple[int, Rupiah]]:
    """What each entry does to accounts ("4-%") and another one together, but for one of them."""
    names = {"of_accounts": accounts, "and_account": and_account, "but_account": but_account}
    for key, amount in read.each(_BY_ENTRY, **names):
        yield key, Rupiah(amount)


def moves_of(read: Reading, account: str, box: str, first: date) -> Iterator[tuple[int, Rupiah]]:
    """What went into a box (minus: out of it) from a day on, entry by entry, in no order."""
    for key, amount in read.each(_OF_BOX, of_account=account, of_box=box, first=first.isoformat()):
        yield key, Rupiah(amount)
