"""Sums over the whole journal that must agree with what is kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, bindparam, func, literal, or_, select, union_all
from sqlalchemy.sql.expression import CTE

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.ledger.entry import INTER_UNIT, OFFICE_UNIT
from kopdes_desktop.ledger.tables import (
    ACCOUNT,
    BALANCE_BOX,
    BALANCE_DAY,
    BALANCE_KEY,
    BALANCE_MONTH,
    ENTRY,
    JOURNAL_LINE,
)
from kopdes_desktop.office.books import Reading

_L = JOURNAL_LINE.c

_UNBALANCED = Statement(
    select(_L.entry, _L.unit, func.sum(_L.amount))
    .group_by(_L.entry, _L.unit)
    .having(func.sum(_L.amount) != 0)
)
_ORPHANS = Statement(
    select(_L.entry, _L.unit, _L.amount)
    .outerjoin(ENTRY, ENTRY.c.key == _L.entry)
    .where(ENTRY.c.key.is_(None))
)


def _disagreement(kept: CTE, summed: CTE) -> Statement:
    """Names whose kept and summed amounts differ, from either side."""
    both = union_all(
        select(kept.c.name, kept.c.amount.label("kept"), literal(0).label("summed")),
        select(summed.c.name, literal(0), summed.c.amount),
    ).subquery()
    return Statement(
        select(both.c.name, func.sum(both.c.kept), func.sum(both.c.summed))
        .group_by(both.c.name)
        .having(func.sum(both.c.kept) != func.sum(both.c.summed))
    )


def _name(*columns: ColumnElement[str]) -> ColumnElement[str]:
    joined = columns[0]
    for each in columns[1:]:
        joined = joined + literal(" ") + each
    return joined


_B, _M, _K, _X = BALANCE_DAY.c, BALANCE_MONTH.c, BALANCE_KEY.c, BALANCE_BOX.c
#: A month is held against its days, which are held against the lines beside it.
_MONTH = func.substr(_B.day, 1, 7)
_key_text = func.printf("%d", _L.key)
_PROOFS: tuple[tuple[str, Statement], ...] = (
    (
        "day",
        _disagreement(
            select(
                _name(_B.day, _B.account, _B.unit).label("name"),
                (_B.debit - _B.credit).label("amount"),
            ).cte("kept"),
            select(
                _name(_L.posted_on, _L.account, _L.unit).label("name"),
                func.sum(_L.amount).label("amount"),
            )
            .group_by(_L.posted_on, _L.account, _L.unit)
            .cte("summed"),
        ),
    ),
    (
        "month",
        _disagreement(
            select(
                _name(_M.month, _M.account, _M.unit).label("name"),
                (_M.debit - _M.credit).label("amount"),
            ).cte("kept"),
            select(
                _name(_MONTH, _B.account, _B.unit).label("name"),
                func.sum(_B.debit - _B.credit).label("amount"),
            )
            .group_by(_MONTH, _B.account, _B.unit)
            .cte("summed"),
        ),
    ),
    (
        "key",
        _disagreement(
            select(
                _name(_K.account, func.printf("%d", _K.key), _K.unit).label("name"),
                _K.amount.label("amount"),
            ).cte("kept"),
            select(
                _name(_L.account, _key_text, _L.unit).label("name"),
                func.sum(_L.amount).label("amount"),
            )
            .where(_L.key.is_not(None))
            .group_by(_L.account, _L.key, _L.unit)
            .cte("summed"),
        ),
    ),
    (
        "box",
        _disagreement(
            select(_X.box.label("name"), _X.amount.label("amount")).cte("kept"),
            select(_L.box.label("name"), func.sum(_L.amount).label("amount"))
            .where(_L.box.is_not(None))
            .group_by(_L.box)
            .cte("summed"),
        ),
    ),
)
_PAIRS = Statement(
    select(_L.unit, _L.other, func.sum(_L.amount))
    .where(_L.account == INTER_UNIT)
    .group_by(_L.unit, _L.other)
)
_WHOLE = Statement(
    select(func.sum(_M.debit - _M.credit)).where(_M.account == bindparam("of_account"))
)
_CONTROL = Statement(
    select(ACCOUNT.c.code)
    .where(ACCOUNT.c.subledger == bindparam("of_kind"))
    .order_by(ACCOUNT.c.code)
)
#: How the chart breaks down what somebody owes or is owed: as a whole it has one side only.
_OF_SOMEBODY = (
    *("per anggota", "per pinjaman", "per bilyet", "per calon", "per pelanggan", "per mitra"),
    *("per orang", "per pemasok", "per pihak", "per penitip", "per petani", "per fasilitas"),
    *("per hibah", "per perjanjian"),
)
_SIDED = Statement(
    select(
        ACCOUNT.c.code,
        ACCOUNT.c.normal_side,
        ACCOUNT.c.subledger,
        func.sum(_M.debit - _M.credit),
    )
    .join(BALANCE_MONTH, _M.account == ACCOUNT.c.code)
    .where(ACCOUNT.c.subledger.is_not(None))
    .group_by(ACCOUNT.c.code, ACCOUNT.c.normal_side, ACCOUNT.c.subledger)
    .order_by(ACCOUNT.c.code)
)
_OPENINGS = select(ENTRY.c.key).where(ENTRY.c.kind == "opening")
_LUMPS = Statement(
    select(func.sum(_L.amount))
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(
        _L.account == bindparam("of_account"),
        _L.key.is_(None),
        or_(ENTRY.c.kind == "opening", ENTRY.c.reverses.in_(_OPENINGS)),
    )
)
_BY_KEY = Statement(select(func.sum(_K.amount)).where(_K.account == bindparam("of_account")))
_KEYS = Statement(
    select(_K.key, func.sum(_K.amount))
    .where(_K.account == bindparam("of_account"))
    .group_by(_K.key)
)
_KEYED_DAYS = Statement(
    select(ENTRY.c.bd, func.sum(_L.amount))
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(_L.account == bindparam("of_account"), _L.key.is_not(None))
    .group_by(ENTRY.c.bd)
)
_STRAYS = Statement(
    select(_K.unit, _K.key, _K.amount)
    .where(_K.account == bindparam("of_account"), _K.unit != bindparam("its_unit"), _K.amount != 0)
    .order_by(_K.unit, _K.key)
)


def unbalanced_entries(read: Reading) -> Iterator[tuple[int, str, int]]:
    """Entry, unit and rest where a unit does not sum to zero; lines without an entry."""
    for statement in (_UNBALANCED, _ORPHANS):
        yield from read.each(statement)


def wrong_balances(read: Reading) -> Iterator[tuple[str, str, int, int]]:
    """Which balance, its name, kept and summed, where they differ (debit +)."""
    for kind, statement in _PROOFS:
        for name, kept, summed in read.each(statement):
            yield kind, name, kept, summed


def inter_unit_differences(read: Reading) -> list[tuple[str, int]]:
    """Units whose account with the office is not the opposite of the office's with them."""
    pairs = {(unit, other): amount for unit, other, amount in read.rows(_PAIRS)}
    units = {unit for unit, _other in pairs if unit != OFFICE_UNIT}
    units |= {other for unit, other in pairs if unit == OFFICE_UNIT}
    found = [
        (unit, pairs.get((unit, OFFICE_UNIT), 0) + pairs.get((OFFICE_UNIT, unit), 0))
        for unit in sorted(units)
    ]
    placed = int(read.value(_WHOLE, of_account="1-2302") or 0)
    received = int(read.value(_WHOLE, of_account="3-1601") or 0)
    found.append(("1-2302/3-1601", placed + received))
    return [each for each in found if each[1]]


def control_accounts(read: Reading, subledger: str) -> list[tuple[str, int, int]]:
    """Account, sum by key and balance to explain of every control account of a kind (debit +).

    Opening balances taken over as a lump, without their keys, are not to be explained, nor is a
    lump that was taken back.
    """
    return [
        (
            code,
            int(read.value(_BY_KEY, of_account=code) or 0),
            int(read.value(_WHOLE, of_account=code) or 0)
            - int(read.value(_LUMPS, of_account=code) or 0),
        )
        for (code,) in read.rows(_CONTROL, of_kind=subledger)
    ]


def overdrawn(read: Reading) -> list[tuple[str, int]]:
    """Accounts of what persons owe or are owed that stand on the wrong side (debit +).

    More went out, under nobody's name, than anybody was owed.
    """
    return [
        (code, amount)
        for code, side, kind, amount in read.rows(_SIDED)
        if kind in _OF_SOMEBODY and (amount < 0 if side == "D" else amount > 0)
    ]


def keys_of(read: Reading, account: str) -> list[tuple[int, int]]:
    """Each sub-ledger key's balance on an account (debit +)."""
    return [(row[0], row[1]) for row in read.rows(_KEYS, of_account=account)]


def keyed_days(read: Reading, account: str) -> dict[date, int]:
    """What an account's keyed lines come to on each document day (debit +)."""
    return {
        date.fromisoformat(day): amount
        for day, amount in read.each(_KEYED_DAYS, of_account=account)
        if amount
    }


def in_other_units(read: Reading, account: str, unit: str) -> list[tuple[str, int, int]]:
    """Unit, key and balance (debit +) of what stands on an account outside the unit it is of."""
    return [
        (row[0], row[1], row[2]) for row in read.rows(_STRAYS, of_account=account, its_unit=unit)
    ]
