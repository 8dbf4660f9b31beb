"""What statements are made of: balances with a year's beginning, moves of a span, flows of cash.

Balances come from the sums kept beside the journal, so that any day of any history costs the same;
cash flows from whole entries, as domain/RULES want it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger.sums import RESULT, Card, Held, Span, Turned
from kopdes_desktop.ledger.tables import ACCOUNT, BALANCE_DAY, BALANCE_MONTH, ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

Codes = Collection[str]

_D, _M, _L = BALANCE_DAY.c, BALANCE_MONTH.c, JOURNAL_LINE.c


def _unit(column: Column[str]) -> ColumnElement[bool]:
    return or_(bindparam("of_unit").is_(None), column == bindparam("of_unit"))


_months = _M.debit - _M.credit
_held = union_all(
    select(
        _M.account,
        func.sum(_months).label("amount"),
        func.sum(case((_M.month < bindparam("year"), _months), else_=0)).label("before"),
    )
    .where(_M.month < bindparam("this_month"), _unit(_M.unit))
    .group_by(_M.account),
    select(_D.account, func.sum(_D.debit - _D.credit), func.sum(0))
    .where(_D.day >= bindparam("first"), _D.day <= bindparam("until"), _unit(_D.unit))
    .group_by(_D.account),
).subquery()


def _of_account(amounts: Subquery, *sums: ColumnElement[int]) -> Statement:
    """Each account's card with its sums: so nobody reads the whole chart for a few of them."""
    totals = select(amounts.c.account, *sums).group_by(amounts.c.account).subquery()
    card = (ACCOUNT.c.code, ACCOUNT.c.type, ACCOUNT.c.statement_line, ACCOUNT.c.normal_side)
    columns = [totals.c[each.name] for each in sums]
    return Statement(select(*card, *columns).join(totals, totals.c.account == ACCOUNT.c.code))


_HELD = _of_account(
    _held,
    func.sum(_held.c.amount).label("amount"),
    func.sum(_held.c.before).label("before"),
)
_span = union_all(
    select(
        _M.account,
        func.sum(_M.debit).label("debit"),
        func.sum(_M.credit).label("credit"),
    )
    .where(_M.month >= bindparam("from_month"), _M.month < bindparam("to_month"), _unit(_M.unit))
    .group_by(_M.account),
    select(_D.account, func.sum(_D.debit), func.sum(_D.credit))
    .where(_D.day >= bindparam("to_first"), _D.day <= bindparam("until"), _unit(_D.unit))
    .group_by(_D.account),
    select(_D.account, -func.sum(_D.debit), -func.sum(_D.credit))
    .where(_D.day >= bindparam("from_first"), _D.day < bindparam("first"), _unit(_D.unit))
    .group_by(_D.account),
).subquery()
_SPAN = _of_account(
    _span,
    func.sum(_span.c.debit).label("debit"),
    func.sum(_span.c.credit).label("credit"),
)

_reversed = ENTRY.alias("reversed_entry")
#: A reversal is of the kind of what it reverses.
_kind = case(
    (ENTRY.c.reverses.is_(None), ENTRY.c.kind),
    else_=select(_reversed.c.kind).where(_reversed.c.key == ENTRY.c.reverses).scalar_subquery(),
)


def _within() -> tuple[ColumnElement[bool], ...]:
    return _L.posted_on >= bindparam("first"), _L.posted_on <= bindparam("until")


_on_result = select(_L.entry).where(_L.account == RESULT, *_within()).distinct().subquery()
_CLOSING = Statement(
    select(_L.account, func.sum(_L.amount))
    .join(_on_result, _on_result.c.entry == _L.entry)
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(_kind == "closing", _unit(_L.unit))
    .group_by(_L.account)
)

_named = select(func.json_each(bindparam("accounts")).table_valued("value").c.value)
_whole = select(func.json_each(bindparam("whole")).table_valued("value").c.value)
_listed_entries = select(func.json_each(bindparam("entries")).table_valued("value").c.value)
_on_named = (_L.account.in_(_named), *_within(), _unit(_L.unit))
_with_cash = select(_L.entry).where(*_on_named)
#: Entries whose lines are no flow: those without cash.
_cashless = select(ENTRY.c.key).where(
    ENTRY.c.posted_on >= bindparam("first"),
    ENTRY.c.posted_on <= bindparam("until"),
    ENTRY.c.key.not_in(_with_cash),
)
_debits = func.sum(case((_L.amount > 0, _L.amount), else_=0))
_credits = func.sum(case((_L.amount < 0, -_L.amount), else_=0))
_CASHLESS = Statement(
    select(_L.account, _debits, _credits)
    .where(_L.entry.in_(_cashless), _unit(_L.unit))
    .group_by(_L.account)
)
_LISTED = Statement(
    select(_L.account, _debits, _credits)
    .where(_L.entry.in_(_listed_entries), _unit(_L.unit))
    .group_by(_L.account)
)
#: Of the entries with cash those that are no ordinary flow: openings, and what takes others back.
_APART = Statement(
    select(_L.entry, _kind == "opening", func.sum(_L.amount))
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(*_on_named, or_(ENTRY.c.kind == "opening", ENTRY.c.reverses.is_not(None)))
    .group_by(_L.entry)
)
_beside = JOURNAL_LINE.alias("beside")
_has_cash = exists().where(
    _beside.c.entry == _L.entry,
    _beside.c.account.in_(_named),
    _unit(_beside.c.unit),
)
_contra = (
    select(_L.account)
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(*_within(), _unit(_L.unit), _kind != "opening", _has_cash)
)
#: Money in: a credit beside cash, or the debit that takes such a credit back.
_comes_in = (_L.amount < 0) == ENTRY.c.reverses.is_(None)
_WHOLE_FLOWS = Statement(
    _contra.add_columns(_L.entry, ENTRY.c.reverses.is_not(None), func.sum(-_L.amount))
    .where(_L.account.in_(_whole))
    .group_by(_L.entry, _L.account)
    .order_by(_L.entry)
)
_ENTRY_FLOWS = Statement(
    _contra.add_columns(
        _L.entry,
        ENTRY.c.posted_on,
        ENTRY.c.number,
        ENTRY.c.text,
        func.sum(case((_comes_in, -_L.amount), else_=0)),
        func.sum(case((_comes_in, 0), else_=-_L.amount)),
    )
    .where(_L.account == bindparam("of_account"))
    .group_by(_L.entry)
    .order_by(ENTRY.c.posted_on, _L.entry)
)
_TAGGED_FLOWS = Statement(
    _contra.add_columns(_L.entry, ENTRY.c.reverses.is_not(None), func.sum(-_L.amount))
    .where(_L.account == bindparam("of_account"), _L.movement == bindparam("of_movement"))
    .group_by(_L.entry)
    .order_by(_L.entry)
)
_TAGGED = Statement(
    select(_L.account, _L.movement, _kind, func.sum(_L.amount))
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(*_on_named)
    .group_by(_L.account, _L.movement, _kind)
)


class Flow(NamedTuple):
    """What came in and went out over the lines of an account (out is negative)."""

    account: str
    money_in: int
    money_out: int


class EntryFlow(NamedTuple):
    """What an entry's lines on an account mean in cash; `back` in an entry that reverses one."""

    account: str
    entry: int
    back: bool
    amount: int


class FlowEntry(NamedTuple):
    """An entry with cash, and what its lines on one account brought in and took out."""

    entry: int
    day: date
    number: str | None
    text: str
    money_in: int
    money_out: int


class Moved(NamedTuple):
    """What moved on an account under one tag, in entries of one kind (debit +).

    A reversal counts as of the kind of what it reverses.
    """

    account: str
    movement: str | None
    kind: str
    amount: int


def held(read: Reading, day: date, year: Month, unit: str | None = None) -> list[Held]:
    """Every account that ever moved up to a day; `year` is the first month of its book year."""
    month = Month.of(day)
    rows = read.rows(
        _HELD,
        year=str(year),
        this_month=str(month),
        first=month.first().isoformat(),
        until=day.isoformat(),
        of_unit=unit,
    )
    return [Held(Card(*row[:4]), row[4], row[5]) for row in rows]


def turned(read: Reading, span: Span) -> list[Turned]:
    """What moved on each account in a span."""
    begins, ends = Month.of(span.first), Month.of(span.last)
    rows = read.rows(
        _SPAN,
        from_month=str(begins),
        to_month=str(ends),
        to_first=ends.first().isoformat(),
        from_first=begins.first().isoformat(),
        **span.bound(),
    )
    return [Turned(Card(*row[:4]), row[4], row[5]) for row in rows]


def closing(read: Reading, span: Span) -> dict[str, int]:
    """What closing entries, less their reversals, did to each account in a span (debit +)."""
    return {row[0]: row[1] for row in read.rows(_CLOSING, **span.bound())}


def flows(read: Reading, cash: Codes, span: Span, sides: list[Turned]) -> tuple[list[Flow], int]:
    """What lines beside cash brought in and took out; and the cash that came with openings.

    `sides` is all that moved in the span: what had no cash beside it is taken off, which is little
    in books that live from cash. Opening entries are no flows, and a reversal takes back what its
    entry brought.
    """
    asked = {"accounts": _listed(cash)} | span.bound()
    apart = read.rows(_APART, **asked)
    openings = [entry for entry, opening, _amount in apart if opening]
    back = [entry for entry, opening, _amount in apart if not opening]
    less: dict[str, list[tuple[int, int]]] = {}
    for account, debit, credit in (
        *read.rows(_CASHLESS, **asked),
        *read.rows(_LISTED, entries=json.dumps(openings), of_unit=span.unit),
    ):
        less.setdefault(account, []).append((debit, credit))
    taken_back = {
        account: (debit, credit)
        for account, debit, credit in read.rows(
            _LISTED, entries=json.dumps(back), of_unit=span.unit
        )
    }
    made = []
    for card, debit, credit in sides:
        if card.code not in cash:
            out = debit - sum(each[0] for each in less.get(card.code, ()))
            came = credit - sum(each[1] for each in less.get(card.code, ()))
            back_debit, back_credit = taken_back.get(card.code, (0, 0))
            came -= back_credit + back_debit
            out -= back_debit + back_credit
            made.append(Flow(card.code, came, -out))
    return made, sum(amount for _entry, opening, amount in apart if opening)


def whole_flows(read: Reading, cash: Codes, whole: Codes, span: Span) -> Iterator[EntryFlow]:
    """The same of the `whole` accounts, entry by entry: a disposal is one sum of many lines."""
    asked = {"accounts": _listed(cash), "whole": _listed(whole)}
    for account, entry, back, amount in read.rows(_WHOLE_FLOWS, **asked, **span.bound()):
        yield EntryFlow(account, entry, bool(back), amount)


def tagged_flows(
    read: Reading, cash: Codes, account: str, movement: str, span: Span
) -> Iterator[EntryFlow]:
    """The same of an account's lines with one tag."""
    asked = {"accounts": _listed(cash), "of_account": account, "of_movement": movement}
    for code, entry, back, amount in read.rows(_TAGGED_FLOWS, **asked, **span.bound()):
        yield EntryFlow(code, entry, bool(back), amount)


def entry_flows(read: Reading, cash: Codes, account: str, span: Span) -> Iterator[FlowEntry]:
    """The entries with cash that have lines on an account, by day."""
    asked = {"accounts": _listed(cash), "of_account": account}
    for row in read.rows(_ENTRY_FLOWS, **asked, **span.bound()):
        _account, entry, day, number, text, money_in, money_out = row
        yield FlowEntry(entry, date.fromisoformat(day), number, text, money_in, money_out)


def tagged(read: Reading, accounts: Codes, span: Span) -> Iterator[Moved]:
    """What moved on accounts in a span, by tag and kind of entry (RULES, Entries)."""
    for row in read.rows(_TAGGED, accounts=_listed(accounts), **span.bound()):
        yield Moved(*row)


def _listed(codes: Codes) -> str:
    return json.dumps(sorted(codes))
