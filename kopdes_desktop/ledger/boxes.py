"""The book of a cash box or a bank account: what it held, and every line that moved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger.balances import LedgerRow
from kopdes_desktop.ledger.chart import Box
from kopdes_desktop.ledger.tables import BALANCE_BOX, BOX, ENTRY, JOURNAL_LINE
from kopdes_desktop.office.books import Reading

#: Accounts of money that somebody else keeps for us, and tells us about on a statement.
AT_BANKS = ("1-111", "1-112")
_THIS_BOX = (
    JOURNAL_LINE.c.account == bindparam("of_account"),
    JOURNAL_LINE.c.box == bindparam("of_box"),
)
_NOW = Statement(
    select(func.coalesce(func.sum(BALANCE_BOX.c.amount), 0)).where(
        BALANCE_BOX.c.box == bindparam("of_box")
    )
)
_SINCE = Statement(
    select(func.coalesce(func.sum(JOURNAL_LINE.c.amount), 0)).where(
        *_THIS_BOX, JOURNAL_LINE.c.posted_on >= bindparam("first")
    )
)
_LINES = Statement(
    select(
        ENTRY.c.key,
        ENTRY.c.bd,
        ENTRY.c.posted_on,
        ENTRY.c.kind,
        ENTRY.c.number,
        ENTRY.c.text,
        ENTRY.c.reverses,
        JOURNAL_LINE.c.line,
        JOURNAL_LINE.c.amount,
    )
    .join(JOURNAL_LINE, JOURNAL_LINE.c.entry == ENTRY.c.key)
    .where(
        *_THIS_BOX,
        JOURNAL_LINE.c.posted_on >= bindparam("first"),
        JOURNAL_LINE.c.posted_on <= bindparam("until"),
    )
    .order_by(JOURNAL_LINE.c.posted_on, JOURNAL_LINE.c.entry, JOURNAL_LINE.c.line)
)

_MINE, _OTHER = JOURNAL_LINE.alias("mine"), JOURNAL_LINE.alias("other")
_PARTNERS = Statement(
    select(_MINE.c.entry, func.min(BOX.c.name))
    .join(_OTHER, _OTHER.c.entry == _MINE.c.entry)
    .join(BOX, BOX.c.code == _OTHER.c.box)
    .where(
        _MINE.c.account == bindparam("of_account"),
        _MINE.c.box == bindparam("of_box"),
        _MINE.c.posted_on >= bindparam("first"),
        _MINE.c.posted_on <= bindparam("until"),
        _OTHER.c.box != _MINE.c.box,
    )
    .group_by(_MINE.c.entry)
    .having(func.count(_OTHER.c.box.distinct()) == 1)
)


class BoxLine(Struct, frozen=True):
    """A line of a box's book."""

    box: Box
    row: LedgerRow


def is_bank(box: Box) -> bool:
    """Whether a bank keeps it, and not somebody of ours."""
    return box.account.startswith(AT_BANKS)


def held_before(read: Reading, box: Box, day: date) -> Rupiah:
    """What a box held when a day began; the nearer the day, the quicker."""
    now = read.value(_NOW, of_box=box.code)
    since = read.value(_SINCE, of_account=box.account, of_box=box.code, first=day.isoformat())
    return Rupiah(now - since)


def lines(read: Reading, box: Box, first: date, until: date) -> Iterator[LedgerRow]:
    """What moved a box from one day to another, in the order of the books."""
    asked = {"first": first.isoformat(), "until": until.isoformat()}
    for row in read.each(_LINES, of_account=box.account, of_box=box.code, **asked):
        yield balances.ledger_row(row)


def partners(read: Reading, box: Box, first: date, until: date) -> dict[int, str]:
    """The other box's name of each entry that moved money between this one and one other."""
    asked = {"first": first.isoformat(), "until": until.isoformat()}
    return dict(read.rows(_PARTNERS, of_account=box.account, of_box=box.code, **asked))


def said(row: LedgerRow, named: Mapping[int, str]) -> str:
    """What a line of a box's book says: its words, and where the money went or came from."""
    told, other = words(row.entry.number, row.entry.text), named.get(int(row.entry.key))
    if other is None or other in told:
        return told
    way = N_("{text} ke {box}") if row.amount < NOTHING else N_("{text} dari {box}")
    return _(way).format(text=told, box=other)


def words(number: str | None, text: str) -> str:
    """What an entry says beside its number, which is not said twice."""
    if not number or number not in text or text == number:
        return text
    return " ".join(text.replace(number, "").split()).replace(" ,", ",")


def lines_of_all(read: Reading, boxes: Iterable[Box], first: date, until: date) -> list[BoxLine]:
    """What moved several boxes, as one book."""
    made = [BoxLine(box, row) for box in boxes for row in lines(read, box, first, until)]
    return sorted(made, key=lambda x: (x.row.entry.posted_on, x.row.entry.key, x.row.line_number))
