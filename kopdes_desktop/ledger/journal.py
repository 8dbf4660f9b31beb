"""The one function that writes the journal, and the tests that come before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement, add_to, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import InsufficientBalance
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, periods
from kopdes_desktop.ledger.entry import INTER_UNIT, Entry, Line
from kopdes_desktop.ledger.tables import (
    BALANCE_BOX,
    BALANCE_DAY,
    BALANCE_KEY,
    BALANCE_MONTH,
    ENTRY,
    JOURNAL_LINE,
)
from kopdes_desktop.office.books import Books, Reading

#: A drawer is counted blind: nobody is told what should be in it.
_COUNTED_BLIND = "1-1103"
_TOO_LITTLE = N_(
    "Uang di {name} tidak cukup untuk {amount}. Hitung isinya, atau ambil dari kas lain."
)

_LINE, _ENTRY = insert_into(JOURNAL_LINE), insert_into(ENTRY)
_DAY = add_to(BALANCE_DAY, "debit", "credit")
_MONTH = add_to(BALANCE_MONTH, "debit", "credit")
_KEY = add_to(BALANCE_KEY, "amount")
_BOX = add_to(BALANCE_BOX, "amount")

_KEY_NOW = Statement(
    select(func.sum(BALANCE_KEY.c.amount)).where(
        BALANCE_KEY.c.account == bindparam("of_account"), BALANCE_KEY.c.key == bindparam("of_key")
    )
)
_BOX_NOW = Statement(select(BALANCE_BOX.c.amount).where(BALANCE_BOX.c.box == bindparam("of_box")))
_AFTER = JOURNAL_LINE.c.posted_on > bindparam("day")
_DAYS_OF_KEY = Statement(
    select(JOURNAL_LINE.c.posted_on, func.sum(JOURNAL_LINE.c.amount))
    .where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        _AFTER,
        JOURNAL_LINE.c.key == bindparam("of_key"),
    )
    .group_by(JOURNAL_LINE.c.posted_on)
    .order_by(JOURNAL_LINE.c.posted_on.desc())
)
_DAYS_OF_BOX = Statement(
    select(JOURNAL_LINE.c.posted_on, func.sum(JOURNAL_LINE.c.amount))
    .where(
        JOURNAL_LINE.c.account == bindparam("of_account"),
        _AFTER,
        JOURNAL_LINE.c.box == bindparam("of_box"),
    )
    .group_by(JOURNAL_LINE.c.posted_on)
    .order_by(JOURNAL_LINE.c.posted_on.desc())
)


#: Sub-ledgers that follow the journal: called with every entry that names a sub-ledger key, however
#: it came about, so that they cannot but agree with it.
Follower = Callable[[Books, Entry], None]
FOLLOWERS: list[Follower] = []
#: Rooms that refuse an entry of an earlier day: what they have signed must stay true.
Gate = Callable[[Reading, Entry, date], None]
GATES: list[Gate] = []


def post(
    books: Books, entry: Entry, number: str | None = None, *, reverses: int | None = None
) -> None:
    """Write an entry under the key and posting day of the fact in hand, and add to the balances.

    Lines come first and the entry row last: its trigger proves the balance, and seals it (FACTS
    §9).
    """
    stamp = books.stamp
    key, day = stamp.key, stamp.posted_on.isoformat()
    month = day[:7]
    # Plain integers: the driver looks for an adapter before it takes a Rupiah.
    lines = [
        (x, int(x.amount), (max(int(x.amount), 0), max(-int(x.amount), 0))) for x in entry.lines
    ]
    books.insert_all(
        _LINE,
        [
            (
                x.account,
                day,
                key,
                n,
                x.unit,
                amount,
                x.key,
                x.box,
                x.lini,
                x.movement,
                x.other,
                int(x.auto),
            )
            for n, (x, amount, _sides) in enumerate(lines, 1)
        ],
    )
    books.insert(_ENTRY, key, stamp.bd.isoformat(), day, entry.kind, number, entry.text, reverses)
    books.insert_all(_DAY, [(day, x.account, x.unit, *sides) for x, _amount, sides in lines])
    books.insert_all(_MONTH, [(month, x.account, x.unit, *sides) for x, _amount, sides in lines])
    keys = [(x.account, x.key, x.unit, amount) for x, amount, _s in lines if x.key is not None]
    boxes = [(x.box, amount) for x, amount, _s in lines if x.box is not None]
    if boxes:
        books.insert_all(_BOX, boxes)
    if keys:
        books.insert_all(_KEY, keys)
        for follower in FOLLOWERS:
            follower(books, entry)
    if number is not None:
        books.numbered(number)


def require_postable(
    read: Reading,
    entry: Entry,
    day: date,
    today: date,
    *,
    field: str = "lines",
    free: frozenset[str] = frozenset(),
) -> None:
    """Refuse an entry that the books cannot take: a closed month, or a box or key below zero.

    The keys of `free` accounts may stand on either side: what was paid out can come back.
    """
    periods.require_open(read, day, opening=entry.kind == "opening")
    if day < today:
        periods.require_unsealed(read, day)
        for gate in () if entry.kind == "opening" else GATES:
            gate(read, entry, day)
    if entry.kind != "reversal":
        for line in entry.lines:
            chart.require_in_use(read, line.account, field=field)
    for line in _net(entry.lines):
        card = chart.account(read, line.account, field=field)
        if card.guarded and line.account not in free and int(line.amount) * card.sign < 0:
            if line.box is not None:
                _require_box(read, card, line, day, today)
            elif line.key is not None:
                _require_key(read, card, line, day, today)


def below_zero(read: Reading, entry: Entry) -> list[tuple[str, str]]:
    """The boxes and keys that a posted entry of another device has left below zero (FACTS §6)."""
    found: list[tuple[str, str]] = []
    for line in _net(entry.lines):
        card = chart.account(read, line.account)
        now = (
            read.value(_BOX_NOW, of_box=line.box)
            if line.box is not None
            else read.value(_KEY_NOW, of_account=card.code, of_key=line.key)
        )
        if card.guarded and int(line.amount) * card.sign < 0 and (now or 0) * card.sign < 0:
            found.append(("below_zero", line.box or f"{card.code} {line.key}"))
    return found


def _net(lines: Iterable[Line]) -> list[Line]:
    """What an entry does to each box and key as a whole."""
    sums: dict[tuple[str, str | None, int | None], Line] = {}
    for line in lines:
        if line.account == INTER_UNIT or (line.box is None and line.key is None):
            continue
        name = (line.account, line.box, line.key)
        amount = line.amount + sums[name].amount if name in sums else line.amount
        sums[name] = Line(line.account, amount, line.unit, key=line.key, box=line.box)
    return list(sums.values())


def _lowest(now: int, sign: int, later: Iterable[tuple[str, int]]) -> int:
    """The lowest balance from a day to today, going back from now by each later day's sum."""
    lowest = balance = now * sign
    for _day, moved in later:
        balance -= moved * sign
        lowest = min(lowest, balance)
    return lowest


def _require_box(read: Reading, card: chart.Account, line: Line, day: date, today: date) -> None:
    now = read.value(_BOX_NOW, of_box=line.box) or 0
    later = (
        read.rows(_DAYS_OF_BOX, of_account=card.code, of_box=line.box, day=day.isoformat())
        if day < today
        else []
    )
    name = chart.box(read, line.box or "").name
    lowest = _lowest(now, card.sign, [(r[0], r[1]) for r in later])
    if card.code == _COUNTED_BLIND and lowest < abs(int(line.amount)):
        amount = wording.rupiah(abs(int(line.amount)))
        raise InsufficientBalance(_TOO_LITTLE, name=name, amount=amount, field="amount")
    _require(lowest, name, line)


def _require_key(read: Reading, card: chart.Account, line: Line, day: date, today: date) -> None:
    now = read.value(_KEY_NOW, of_account=card.code, of_key=line.key) or 0
    later = (
        read.rows(_DAYS_OF_KEY, of_account=card.code, of_key=line.key, day=day.isoformat())
        if day < today
        else []
    )
    _require(_lowest(now, card.sign, [(r[0], r[1]) for r in later]), _(card.name), line)


def _require(available: int, name: str, line: Line) -> None:
    if available < abs(int(line.amount)):
        raise InsufficientBalance(
            name=name,
            balance=wording.rupiah(available),
            amount=wording.rupiah(abs(int(line.amount))),
            field="amount",
        )
