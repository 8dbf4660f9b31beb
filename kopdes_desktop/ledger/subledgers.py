"""Buku pembantu: an account broken down by its sub-ledger keys, and one key's card.

Whatever the key stands for (a member, an applicant, a payer, an entry), the sums of all keys and of
what has no key are the account's balance at any day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from sqlalchemy import Select, bindparam, case, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger.balances import LedgerRow
from kopdes_desktop.ledger.tables import ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

_LINE = JOURNAL_LINE.c
_before = _LINE.posted_on < bindparam("first")
_of_account = (
    _LINE.account == bindparam("of_account"),
    _LINE.posted_on <= bindparam("until"),
    or_(bindparam("of_unit").is_(None), _LINE.unit == bindparam("of_unit")),
)
_KEYS = Statement(
    select(
        _LINE.key,
        func.sum(case((_before, _LINE.amount), else_=0)),
        func.sum(case((_before, 0), (_LINE.amount > 0, _LINE.amount), else_=0)),
        func.sum(case((_before, 0), (_LINE.amount < 0, -_LINE.amount), else_=0)),
    )
    .where(*_of_account)
    .group_by(_LINE.key)
    .order_by(_LINE.key)
)
_OPENING = Statement(
    select(func.coalesce(func.sum(_LINE.amount), 0)).where(
        *_of_account, _before, _LINE.key.is_not_distinct_from(bindparam("of_key"))
    )
)
_moves: Select[tuple[object, ...]] = select(
    ENTRY.c.key,
    ENTRY.c.bd,
    ENTRY.c.posted_on,
    ENTRY.c.kind,
    ENTRY.c.number,
    ENTRY.c.text,
    ENTRY.c.reverses,
    _LINE.line,
    _LINE.amount,
)
_MOVES = Statement(
    _moves.join(JOURNAL_LINE, _LINE.entry == ENTRY.c.key)
    .where(*_of_account, ~_before, _LINE.key.is_not_distinct_from(bindparam("of_key")))
    .order_by(_LINE.posted_on, _LINE.entry, _LINE.line)
)


class KeyMoves(Struct, frozen=True):
    """What one key had before some days (debit +), and what came on either side in them.

    `key` is None for what stands on the account under no key at all.
    """

    key: int | None
    opening: Rupiah
    debit: Rupiah
    credit: Rupiah

    @property
    def closing(self) -> Rupiah:
        """What it has after them (debit +)."""
        return self.opening + self.debit - self.credit


def by_key(
    read: Reading, account: str, first: date, until: date, unit: str | None = None
) -> list[KeyMoves]:
    """Every key that ever moved on an account up to a day."""
    rows = read.rows(
        _KEYS,
        of_account=account,
        first=first.isoformat(),
        until=until.isoformat(),
        of_unit=unit,
    )
    return [KeyMoves(row[0], Rupiah(row[1]), Rupiah(row[2]), Rupiah(row[3])) for row in rows]


def card(
    read: Reading,
    account: str,
    key: int | None,
    days: tuple[date, date],
    unit: str | None = None,
) -> tuple[Rupiah, Iterator[LedgerRow]]:
    """One key's opening balance (debit +) on an account, and its lines of these days."""
    first, until = days
    asked = {
        "of_account": account,
        "of_key": key,
        "first": first.isoformat(),
        "until": until.isoformat(),
        "of_unit": unit,
    }
    opening = Rupiah(read.value(_OPENING, **asked) or 0)
    return opening, (balances.ledger_row(row) for row in read.each(_MOVES, **asked))
