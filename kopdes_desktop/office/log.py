"""Reading single facts back from the log: what slips and drill-downs are made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.ids import SHIFT, FactKey, device_of
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.facts import Envelope, Stamp, stored
from kopdes_desktop.office.operation import Fact, find
from kopdes_desktop.office.order import stamp_of
from kopdes_desktop.office.tables import FACT

_EVERY = Statement(select(FACT.c.key, FACT.c.hash, FACT.c.body).order_by(FACT.c.key))
#: `document` is the number of a fact whose `number` is a member's.
_NUMBER = func.coalesce(
    func.json_extract(FACT.c.body, "$.d.document"), func.json_extract(FACT.c.body, "$.d.number")
)
_NUMBERS = Statement(select(_NUMBER).where(_NUMBER.is_not(None)).order_by(FACT.c.key))
_OF_DAYS = (FACT.c.bd >= bindparam("first"), FACT.c.bd <= bindparam("until"))
_NOTED = Statement(
    select(FACT.c.key, FACT.c.hash, FACT.c.body)
    .where(
        *_OF_DAYS,
        or_(
            FACT.c.kind.in_(
                select(func.json_each(bindparam("kinds")).table_valued("value").c.value)
            ),
            func.json_extract(FACT.c.body, "$.late").is_not(None),
            func.json_extract(FACT.c.body, "$.appr").is_not(None),
        ),
    )
    .order_by(FACT.c.bd, FACT.c.n)
)
_NEWEST_OF = Statement(
    select(FACT.c.key)
    .where(
        FACT.c.kind.in_(select(func.json_each(bindparam("kinds")).table_valued("value").c.value))
    )
    .order_by(FACT.c.n.desc())
    .limit(bindparam("most"))
)
_OF_KINDS = Statement(
    select(FACT.c.key, FACT.c.hash, FACT.c.body)
    .where(
        FACT.c.kind.in_(select(func.json_each(bindparam("kinds")).table_valued("value").c.value))
    )
    .order_by(FACT.c.n)
)
_OF_KIND_AFTER = Statement(
    select(FACT.c.key, FACT.c.hash, FACT.c.body)
    .where(
        FACT.c.key > bindparam("after"),
        FACT.c.key < bindparam("until"),
        FACT.c.kind == bindparam("of_kind"),
    )
    .order_by(FACT.c.key)
)
_LATEST = select(FACT.c.n, FACT.c.body).order_by(FACT.c.n.desc()).limit(bindparam("most"))
_LATEST_NAMED = _LATEST.subquery()
_USER = func.json_extract(_LATEST_NAMED.c.body, "$.by.user")
_AT_WORK = Statement(
    select(_USER, func.max(func.json_extract(_LATEST_NAMED.c.body, "$.at"))).group_by(_USER)
)
_COUNT = Statement(select(func.count()).select_from(FACT))
_NEWEST = Statement(select(func.max(FACT.c.n)))
_ONE = Statement(select(FACT.c.hash, FACT.c.body).where(FACT.c.key == bindparam("of_key")))


class LoggedFact(Struct, frozen=True):
    """A fact as it stands in the log."""

    stamp: Stamp
    envelope: Envelope
    fact: Fact

    @property
    def moment(self) -> datetime:
        """When it was written, with its offset."""
        return datetime.fromisoformat(self.envelope.at)


def logged(read: Reading, key: int) -> LoggedFact | None:
    """A fact by its key; None when it is not in this log."""
    row = read.row(_ONE, of_key=key)
    return None if row is None else _logged(key, row[0], row[1])


def _logged(key: int, hashed: bytes, body: str) -> LoggedFact:
    envelope = stored(key, body)
    operation = find(envelope.kind)
    fact = operation.fact_from(envelope.d, envelope.kv)
    return LoggedFact(stamp_of(FactKey(key), hashed, envelope), envelope, fact)


def noted(read: Reading, first: date, until: date, kinds: Iterable[str]) -> Iterator[LoggedFact]:
    """Facts of these business days that are of some kinds, late, or approved by a second person."""
    wanted = msgspec.json.encode(sorted(kinds)).decode()
    for row in read.each(_NOTED, first=first.isoformat(), until=until.isoformat(), kinds=wanted):
        yield _logged(*row)


def latest(read: Reading, kinds: Iterable[str], limit: int) -> list[FactKey]:
    """The keys of the newest facts of some kinds, newest first."""
    wanted = msgspec.json.encode(sorted(kinds)).decode()
    return [FactKey(row[0]) for row in read.rows(_NEWEST_OF, kinds=wanted, most=limit)]


def of_kinds(read: Reading, kinds: Iterable[str]) -> Iterator[LoggedFact]:
    """Facts of some kinds, in the order in which they came."""
    for row in read.each(_OF_KINDS, kinds=msgspec.json.encode(sorted(kinds)).decode()):
        yield _logged(*row)


def of_kind_after(read: Reading, kind: str, key: int) -> Iterator[LoggedFact]:
    """Facts of one kind that the same device recorded after this one, in sequence."""
    until = (device_of(key) + 1) << SHIFT
    for row in read.each(_OF_KIND_AFTER, after=key, until=until, of_kind=kind):
        yield _logged(*row)


def last_at_work(read: Reading, most: int = 5_000) -> dict[int, datetime]:
    """When each user last recorded anything, among so many of the newest facts."""
    return {row[0]: datetime.fromisoformat(row[1]) for row in read.rows(_AT_WORK, most=most)}


def every(read: Reading) -> Iterator[tuple[int, bytes, str]]:
    """Key, hash and body of every fact, device by device in sequence."""
    yield from read.each(_EVERY)


def numbers(read: Reading) -> Iterator[str]:
    """Every document number that facts hold, device by device in sequence."""
    for (number,) in read.each(_NUMBERS):
        if isinstance(number, str):
            yield number


def count(read: Reading) -> int:
    """How many facts there are."""
    return int(read.value(_COUNT) or 0)


def newest(read: Reading) -> int:
    """The place of the fact that was written or taken in last; 0 before the first."""
    return int(read.value(_NEWEST) or 0)


def raw_of(read: Reading, key: int) -> bytes:
    """A fact's canonical bytes; KeyError when it is not in this log."""
    row = read.row(_ONE, of_key=key)
    if row is None:
        raise KeyError(key)
    return bytes(row[1].encode())
