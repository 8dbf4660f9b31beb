"""What is ticked and what is not, what a bank says beyond the books, when boxes were counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.banking import rules
from kopdes_desktop.banking.rules import BookLine, Place, StatementRow
from kopdes_desktop.banking.tables import (
    BANK_FILE,
    BANK_ROW,
    BANK_TICK,
    BANK_USE,
    CASH_COUNT,
    RECONCILIATION,
)
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger import balances, boxes, chart
from kopdes_desktop.ledger.balances import LedgerRow, Posted
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import COUNT_NEEDED, setting
from kopdes_desktop.tills.queries import CASHIER, drawers, last_z, open_shifts
from kopdes_desktop.tills.rules import DRAWER

#: Receipts of which nobody knows yet whose they are (A10), one key each.
UNKNOWN = "2-1108"
SINCE_EVER = date(1, 1, 2)
#: A count of these days before and after a month's last is the count of its end.
_BEFORE_END, _AFTER_END = 2, 5
_A_DAY = timedelta(days=1)

_STANDING = Statement(
    select(RECONCILIATION)
    .where(RECONCILIATION.c.box == bindparam("of_box"), RECONCILIATION.c.replaced.is_(None))
    .order_by(RECONCILIATION.c.day.desc(), RECONCILIATION.c.key.desc())
)
_ONE = Statement(select(RECONCILIATION).where(RECONCILIATION.c.key == bindparam("of_key")))
_NUMBERED = Statement(
    select(RECONCILIATION.c.key).where(RECONCILIATION.c.number == bindparam("of_number"))
)
_TICKED = Statement(
    select(BANK_TICK.c.entry, BANK_TICK.c.line)
    .join(RECONCILIATION, RECONCILIATION.c.key == BANK_TICK.c.fact)
    .where(RECONCILIATION.c.box == bindparam("of_box"), RECONCILIATION.c.day < bindparam("before"))
)
_ROW_COLUMNS = (
    BANK_ROW.c.mark,
    BANK_ROW.c.day,
    BANK_ROW.c.amount,
    BANK_ROW.c.text,
    BANK_ROW.c.ref,
    BANK_ROW.c.balance,
)
_ROWS = Statement(
    select(*_ROW_COLUMNS)
    .where(
        BANK_ROW.c.box == bindparam("of_box"),
        BANK_ROW.c.day >= bindparam("first"),
        BANK_ROW.c.day <= bindparam("until"),
    )
    .order_by(BANK_ROW.c.day, BANK_ROW.c.file, BANK_ROW.c.place)
)
_ROW = Statement(
    select(*_ROW_COLUMNS).where(
        BANK_ROW.c.box == bindparam("of_box"), BANK_ROW.c.mark == bindparam("of_mark")
    )
)
_USES = Statement(
    select(BANK_USE.c.mark, BANK_USE.c.entry).where(BANK_USE.c.box == bindparam("of_box"))
)
_FILES = Statement(select(BANK_FILE).order_by(BANK_FILE.c.key.desc()))
_COUNTS = Statement(select(CASH_COUNT).order_by(CASH_COUNT.c.key.desc()))
_COUNT = Statement(
    select(CASH_COUNT).where(
        (CASH_COUNT.c.key == bindparam("of_key")) | (CASH_COUNT.c.number == bindparam("of_number"))
    )
)
_DIFFERENCES = Statement(
    select(func.abs(CASH_COUNT.c.cash - CASH_COUNT.c.expected))
    .where(
        CASH_COUNT.c.box == bindparam("of_box"),
        CASH_COUNT.c.day.between(bindparam("since"), bindparam("until")),
    )
    .order_by(CASH_COUNT.c.key)
)
_LAST_COUNT = Statement(
    select(func.max(CASH_COUNT.c.day)).where(CASH_COUNT.c.box == bindparam("of_box"))
)


class Reconciled(Struct, frozen=True):
    """A reconciliation: the statement's balance of a day, and what the books said."""

    key: int
    number: str
    box: str
    day: date
    balance: Rupiah
    ledger: Rupiah
    replaced: int | None


class OpenLine(Struct, frozen=True):
    """A line of a box that no reconciliation before has ticked."""

    row: LedgerRow

    @property
    def place(self) -> Place:
        """Its entry and its number there."""
        return self.row.entry.key, self.row.line_number


class Counting(Struct, frozen=True):
    """A count of a box: what was there, what the books expected."""

    key: int
    number: str
    box: str
    day: date
    cash: Rupiah
    expected: Rupiah
    why: str


class ReadFile(Struct, frozen=True):
    """A statement that was read in."""

    key: int
    box: str
    bank: str
    first: date
    last: date
    rows: int
    added: int
    digest: str | None


class Unknown(Struct, frozen=True):
    """A receipt without a name that waits: its entry, and what is left of it."""

    entry: Posted
    amount: Rupiah


class Comparison(Struct, frozen=True):
    """A box against what its bank says, up to a day.

    `before` is what earlier reconciliations ticked; `lines` are open; `rows` are the bank's since
    the last one, and `matches` says which line each is. `posted` are rows that an entry was made
    of already.
    """

    box: Box
    until: date
    last: Reconciled | None
    before: Rupiah
    ledger: Rupiah
    lines: tuple[OpenLine, ...]
    rows: dict[str, StatementRow]
    matches: dict[str, Place]
    posted: frozenset[str]

    @property
    def cancelled(self) -> frozenset[Place]:
        """Lines that were reversed, with what reverses them: no bank ever hears of either."""
        return cancelled(self.lines)

    @property
    def unknown(self) -> dict[str, StatementRow]:
        """The bank's rows that the books know nothing of."""
        return {
            mark: row
            for mark, row in self.rows.items()
            if mark not in self.matches and mark not in self.posted
        }

    @property
    def told(self) -> Rupiah | None:
        """The balance that the bank's last row tells."""
        balances_ = [row.balance for row in self.rows.values() if row.balance is not None]
        return balances_[-1] if balances_ else None


def _reconciled(row: tuple[object, ...]) -> Reconciled:
    key, number, box, day, balance, ledger, replaced = row
    return Reconciled(
        key,  # type: ignore[arg-type]
        str(number),
        str(box),
        date.fromisoformat(str(day)),
        Rupiah(balance),  # type: ignore[arg-type]
        Rupiah(ledger),  # type: ignore[arg-type]
        replaced,  # type: ignore[arg-type]
    )


def standing(read: Reading, box: str) -> list[Reconciled]:
    """The reconciliations of a box that count, the newest first."""
    return [_reconciled(row) for row in read.rows(_STANDING, of_box=box)]


def reconciled(read: Reading, name: int | str) -> Reconciled | None:
    """A reconciliation by key or number."""
    key = name if isinstance(name, int) else read.value(_NUMBERED, of_number=name)
    row = read.row(_ONE, of_key=key) if key is not None else None
    return _reconciled(row) if row else None


def last_before(read: Reading, box: str, day: date) -> Reconciled | None:
    """The last reconciliation of a box of an earlier day."""
    return next((each for each in standing(read, box) if each.day < day), None)


def ticked_before(read: Reading, box: str, day: date) -> set[Place]:
    """The lines of a box that reconciliations of earlier days ticked."""
    return {(row[0], row[1]) for row in read.rows(_TICKED, of_box=box, before=day.isoformat())}


def open_lines(read: Reading, box: Box, until: date) -> tuple[Rupiah, list[OpenLine]]:
    """What was ticked before in all, and the lines of a box that were not, up to a day."""
    ticked = ticked_before(read, box.code, until)
    before, found = Rupiah(0), []
    for row in boxes.lines(read, box, SINCE_EVER, until):
        if (row.entry.key, row.line_number) in ticked:
            before += row.amount
        else:
            found.append(OpenLine(row))
    return before, found


def _statement_row(row: tuple[object, ...]) -> StatementRow:
    _mark, day, amount, text, ref, balance = row
    return StatementRow(
        date.fromisoformat(str(day)),
        Rupiah(amount),  # type: ignore[arg-type]
        str(text),
        str(ref),
        None if balance is None else Rupiah(balance),  # type: ignore[arg-type]
    )


def statement_rows(read: Reading, box: str, first: date, until: date) -> dict[str, StatementRow]:
    """What the bank wrote of a box between two days, by mark."""
    days = {"first": first.isoformat(), "until": until.isoformat()}
    return {row[0]: _statement_row(row) for row in read.rows(_ROWS, of_box=box, **days)}


def statement_row(read: Reading, box: str, mark: str) -> StatementRow | None:
    """One row of a bank."""
    row = read.row(_ROW, of_box=box, of_mark=mark)
    return _statement_row(row) if row else None


def used(read: Reading, box: str) -> dict[str, int]:
    """The rows of a box of which an entry was made that stands; by mark, that entry."""
    return {
        mark: entry
        for mark, entry in read.rows(_USES, of_box=box)
        if not balances.reversals_of(read, entry)
    }


def comparison(read: Reading, box: Box, until: date) -> Comparison:
    """A box against its bank, up to a day."""
    before, lines = open_lines(read, box, until)
    last = last_before(read, box.code, until)
    # a few days back: what the bank wrote late may be the last statement's own
    since = last.day if last is not None else SINCE_EVER
    rows = {
        mark: row
        for mark, row in statement_rows(read, box.code, since, until).items()
        if last is None or row.day > last.day
    }
    posted = used(read, box.code)
    by_entry = {int(line.row.entry.key): line.place for line in lines}
    own = {
        mark: by_entry[entry]
        for mark, entry in posted.items()
        if mark in rows and entry in by_entry
    }
    gone = cancelled(lines) | set(own.values())
    free = [line for line in lines if line.place not in gone]
    rest = {mark: row for mark, row in rows.items() if mark not in posted}
    return Comparison(
        box,
        until,
        last,
        before,
        before + total(line.row.amount for line in lines),
        tuple(lines),
        rows,
        own | rules.matched(_book_lines(free), rest),
        frozenset(posted),
    )


def cancelled(lines: Iterable[OpenLine]) -> frozenset[Place]:
    """The lines among these whose entries take one another back."""
    each = list(lines)
    here = {int(line.row.entry.key) for line in each}
    gone = {
        key
        for line in each
        if line.row.entry.reverses is not None and line.row.entry.reverses in here
        for key in (int(line.row.entry.key), line.row.entry.reverses)
    }
    return frozenset(line.place for line in each if line.row.entry.key in gone)


def _book_lines(lines: Iterable[OpenLine]) -> list[BookLine]:
    return [
        BookLine(
            line.place,
            line.row.entry.posted_on,
            line.row.amount,
            tuple(filter(None, (line.row.entry.number,))),
        )
        for line in lines
    ]


def unknowns(read: Reading) -> list[Unknown]:
    """The receipts without a name that wait, the oldest first."""
    found = []
    for key, amount in balances.key_balances(read, UNKNOWN).items():
        entry = balances.posted(read, key) if amount else None
        if entry is not None:
            found.append(Unknown(entry, -amount))
    return sorted(found, key=lambda each: (each.entry.posted_on, each.entry.key))


def files(read: Reading) -> list[ReadFile]:
    """The statements that were read, the newest first."""
    return [
        ReadFile(
            row[0], row[1], row[2], date.fromisoformat(row[3]), date.fromisoformat(row[4]), *row[5:]
        )
        for row in read.rows(_FILES)
    ]


def _counting(row: tuple[object, ...]) -> Counting:
    key, number, box, day, cash, expected, why = row
    return Counting(
        key,  # type: ignore[arg-type]
        str(number),
        str(box),
        date.fromisoformat(str(day)),
        Rupiah(cash),  # type: ignore[arg-type]
        Rupiah(expected),  # type: ignore[arg-type]
        str(why),
    )


def counts(read: Reading) -> list[Counting]:
    """Every count of a box, the newest first."""
    return [_counting(row) for row in read.rows(_COUNTS)]


def count(read: Reading, name: int | str) -> Counting | None:
    """A count by key or number."""
    row = read.row(_COUNT, of_key=name, of_number=str(name))
    return _counting(row) if row else None


def differed(read: Reading, box: str, day: date, limit: int) -> int:
    """What the counts of a box in a day's month were over and short by, without their signs.

    It begins anew after a count that went beyond the limit: another person looked into that one.
    """
    month, sum_ = Month.of(day), 0
    span = {"since": month.first().isoformat(), "until": month.last().isoformat()}
    for (amount,) in read.rows(_DIFFERENCES, of_box=box, **span):
        sum_ = sum_ + amount if sum_ + amount <= limit else 0
    return sum_


def countable(read: Reading, user: int, role: str, number: int) -> tuple[list[Box], list[Box]]:
    """The boxes that somebody counts at this laptop: now, and those whose shift is still open.

    A cashier's are what she keeps and the drawers here; nobody counts banks and cash on its way.
    """
    here = [box for box in chart.boxes(read) if not box.in_transit and not boxes.is_bank(box)]
    if role == CASHIER:
        drawers_here = drawers(read, number)
        here = [box for box in here if box.keeper == user or box in drawers_here]
    busy = {shift.box for shift in open_shifts(read)}
    return [x for x in here if x.code not in busy], [x for x in here if x.code in busy]


def signed_until(read: Reading, box: str) -> date | None:
    """Up to which day a box was counted or reconciled: nothing is dated so or before any more."""
    z = last_z(read, box)
    days = [*(each.day for each in standing(read, box)[:1]), *([z] if z is not None else [])]
    counted = read.value(_LAST_COUNT, of_box=box)
    if counted is not None:
        days.append(date.fromisoformat(counted))
    return max(days, default=None)


def unlocked(read: Reading, month: Month) -> Iterator[str]:
    """A box that held cash at a month's end and was not counted before witnesses, in words."""
    if not setting(read, COUNT_NEEDED):
        return
    for box in _unproved(read, month):
        yield _(
            N_(
                "{box} belum dihitung pada akhir {month} di depan saksi. Hitung uangnya di Kas & "
                "bank (Ctrl+U) dengan sebab akhir bulan atau ganti pemegang kas dan nama saksinya, "
                "baru bulannya ditutup; hitungan harian tanpa saksi belum cukup"
            )
        ).format(box=box.name, month=wording.month(month))


def _unproved(read: Reading, month: Month) -> list[Box]:
    """Boxes that held cash at a month's end and were not counted before witnesses then or since.

    A later count proves the earlier balance too: nothing is dated before it any more. What she
    counts alone from day to day does not. Drawers are counted at the end of every shift.
    """
    end = month.last()
    since = end - timedelta(days=_BEFORE_END)
    counted = {
        each.box for each in counts(read) if each.day >= since and each.why in rules.WITNESSED
    }
    return [
        box
        for box in chart.boxes(read)
        if not (box.in_transit or box.account == DRAWER or boxes.is_bank(box))
        and box.code not in counted
        and boxes.held_before(read, box, end + _A_DAY)
    ]


def due_at_month_end(read: Reading, today: date) -> list[Box]:
    """The cash boxes that wait for their count of a month's end, about the time of it."""
    month = Month.of(today)
    if today.day <= _AFTER_END:
        month = month.plus(-1)
    elif today < month.last() - timedelta(days=_BEFORE_END):
        return []
    return _unproved(read, month)


def uncounted(read: Reading, month: Month) -> list[Box]:
    """Boxes that a month's lock waits for, and banks with money not reconciled at its end.

    Drawers of outlets are counted at the end of every shift, cash on its way lies nowhere.
    """
    end, held = month.last(), chart.box_balances(read)
    unproved = _unproved(read, month)
    return [
        box
        for box in chart.boxes(read)
        if box in unproved
        or (
            boxes.is_bank(box)
            and held.get(box.code)
            and not any(each.day >= end for each in standing(read, box.code))
        )
    ]
