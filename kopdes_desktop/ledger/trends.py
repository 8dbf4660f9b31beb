"""What moved, month by month and day by day: sums for charts, from the balances kept beside."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.tables import ACCOUNT, BALANCE_DAY, BALANCE_MONTH
from kopdes_desktop.office.books import Reading

_MONTHS = Statement(
    select(BALANCE_MONTH.c.month, func.sum(BALANCE_MONTH.c.debit), func.sum(BALANCE_MONTH.c.credit))
    .where(
        BALANCE_MONTH.c.account == bindparam("of_account"),
        BALANCE_MONTH.c.month >= bindparam("first"),
        BALANCE_MONTH.c.month <= bindparam("until"),
    )
    .group_by(BALANCE_MONTH.c.month)
)
_CASH = select(ACCOUNT.c.code).where(ACCOUNT.c.cash == 1)
_CASH_DAYS = Statement(
    select(BALANCE_DAY.c.day, func.sum(BALANCE_DAY.c.debit - BALANCE_DAY.c.credit))
    .where(
        BALANCE_DAY.c.account.in_(_CASH),
        BALANCE_DAY.c.day > bindparam("after"),
        BALANCE_DAY.c.day <= bindparam("until"),
    )
    .group_by(BALANCE_DAY.c.day)
)
_CASH_CODES = Statement(_CASH)
_LAST_DAY = Statement(
    select(func.max(BALANCE_DAY.c.day)).where(BALANCE_DAY.c.account == bindparam("of_account"))
)


class Moved(NamedTuple):
    """What went onto the debit and the credit side of an account in a month."""

    debit: Rupiah
    credit: Rupiah


def by_month(read: Reading, account: str, first: Month, until: Month) -> dict[Month, Moved]:
    """An account's moves of each month in which it moved."""
    rows = read.rows(_MONTHS, of_account=account, first=str(first), until=str(until))
    return {Month(row[0]): Moved(Rupiah(row[1]), Rupiah(row[2])) for row in rows}


def cash_moves(read: Reading, after: date, until: date) -> dict[date, Rupiah]:
    """By how much all cash and bank together grew on each day on which they moved."""
    rows = read.rows(_CASH_DAYS, after=after.isoformat(), until=until.isoformat())
    return {date.fromisoformat(row[0]): Rupiah(row[1]) for row in rows}


def cash_accounts(read: Reading) -> set[str]:
    """The accounts that are cash or bank."""
    return {row[0] for row in read.rows(_CASH_CODES)}


def last_day(read: Reading, account: str) -> date | None:
    """The last day on which an account moved."""
    found = read.value(_LAST_DAY, of_account=account)
    return date.fromisoformat(found) if found else None
