"""Months: open from `books_from` on until closed; the lock looks only at `posted_on` (FACTS §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BooksDiffer, OpeningAgreed, PeriodClosed
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.ledger.tables import BOOKS_FROM, OPENING_AGREED, PERIOD, SEAL
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Books, Reading

_FROM = Statement(select(BOOKS_FROM.c.month), steady=True)
_SHUT = Statement(
    select(
        or_(
            exists().where(PERIOD.c.closed == 1, PERIOD.c.month >= bindparam("of_month")),
            and_(
                bindparam("of_month") < select(BOOKS_FROM.c.month).scalar_subquery(),
                bindparam("opening") == 0,
            ),
        )
    ),
    steady=True,
)
_CLOSED = Statement(select(PERIOD.c.month).where(PERIOD.c.closed == 1).order_by(PERIOD.c.month))
_IS_CLOSED = Statement(
    select(PERIOD.c.closed).where(PERIOD.c.month == bindparam("of_month")), steady=True
)
_SEALED = Statement(select(SEAL.c.device).where(SEAL.c.month == bindparam("of_month")), steady=True)
_SEALED_SINCE = Statement(
    select(SEAL.c.device).where(SEAL.c.month >= bindparam("of_month")).distinct()
)
_CLOSED_BY = Statement(
    select(PERIOD.c.by_fact).where(PERIOD.c.closed == 1, PERIOD.c.month == bindparam("of_month"))
)
_AGREED = Statement(select(OPENING_AGREED.c.day), steady=True)
#: Books kept beside the journal: each entered here tells in words where it differs from it.
TIES: list[Callable[[Reading], Iterable[str]]] = []
#: What a month waits for before it is locked: each entered here tells in words what is missing.
LOCKS: list[Callable[[Reading, Month], Iterable[str]]] = []

_BEGIN, _SEAL = insert_into(BOOKS_FROM), insert_into(SEAL)
_AGREE = insert_into(OPENING_AGREED)
_put = insert(PERIOD).values(month=None, closed=None, by_fact=None)
_SET = Statement(
    _put.on_conflict_do_update(
        index_elements=[PERIOD.c.month],
        set_={"closed": _put.excluded.closed, "by_fact": _put.excluded.by_fact},
    )
)


def books_from(read: Reading) -> Month | None:
    """The first month of the books."""
    found = read.value(_FROM)
    return Month(found) if found else None


def closed_months(read: Reading) -> list[Month]:
    """All closed months in order."""
    return [Month(row[0]) for row in read.rows(_CLOSED)]


def is_closed(read: Reading, month: Month) -> bool:
    """Whether a month is locked."""
    return bool(read.value(_IS_CLOSED, of_month=str(month)))


def first_open(read: Reading, month: Month) -> Month:
    """The first open month from this one on."""
    start = books_from(read) or month
    found = max(month, start)
    while is_closed(read, found):
        found = found.next()
    return found


def require_tied(read: Reading, month: Month, *, field: str) -> None:
    """Refuse to lock a month while a book beside the journal differs from it. BooksDiffer."""
    for finding in untied(read):
        raise BooksDiffer(month=wording.month(month), finding=finding, field=field)


def untied(read: Reading) -> Iterator[str]:
    """Where a book beside the journal differs from it, in words: no month is locked over it."""
    for tie in TIES:
        yield from tie(read)


def lacking(read: Reading, month: Month) -> Iterator[str]:
    """What is missing for a month to be locked, in words."""
    for ask in LOCKS:
        yield from ask(read, month)


def require_open(read: Reading, posted_on: date, *, opening: bool = False) -> None:
    """Refuse a closed month and any before it, or one before the books began. PeriodClosed.

    An opening entry may lie before the books began, as long as no month is closed (FACTS §4).
    """
    month = Month.of(posted_on)
    if read.value(_SHUT, of_month=str(month), opening=int(opening)):
        start = books_from(read)
        if not opening and start is not None and month < start:
            raise PeriodClosed(
                N_(
                    "Bulan {month} belum dibuka: pembukuan mulai {start}. Yang lebih lama masuk "
                    "sebagai saldo awal."
                ),
                month=wording.month(month),
                start=wording.month(start),
                field="day",
            )
        raise PeriodClosed(
            month=wording.month(month), open=wording.month(first_open(read, month)), field="day"
        )


def opening_agreed(read: Reading) -> date | None:
    """The day on which the opening balances were agreed; None while they may change."""
    found = read.value(_AGREED)
    return date.fromisoformat(found) if found else None


def require_opening_free(read: Reading, *, field: str | None = None) -> None:
    """Refuse to touch opening balances that were agreed. OpeningAgreed."""
    agreed = opening_agreed(read)
    if agreed is not None:
        raise OpeningAgreed(day=wording.day(agreed), field=field)


def sealed_devices(read: Reading, month: Month) -> set[int]:
    """The outlets that sealed a month."""
    return {row[0] for row in read.rows(_SEALED, of_month=str(month))}


def sealed_since(read: Reading, month: Month) -> set[int]:
    """The outlets that sealed a month or a later one: all that they did until then is here."""
    return {row[0] for row in read.rows(_SEALED_SINCE, of_month=str(month))}


def closed_by(read: Reading, month: Month) -> int | None:
    """The fact that locked a month; None while it is open."""
    found = read.value(_CLOSED_BY, of_month=str(month))
    return int(found) if found is not None else None


def require_unsealed(read: Reading, day: date) -> None:
    """Refuse a late document in a month of which this laptop has said that it is complete.

    The day's own work is never refused (FACTS §4). PeriodClosed.
    """
    month, own = Month.of(day), device.installation(read)
    if own is not None and own.number in sealed_devices(read, month):
        raise PeriodClosed(
            N_(
                "Bulan {month} sudah disegel di gerai ini, jadi tidak menerima dokumen susulan. "
                "Serahkan dokumen itu kepada bendahara untuk dicatat di laptopnya."
            ),
            month=wording.month(month),
            field="day",
        )


def start(books: Books, month: Month) -> None:
    """The books start with this month."""
    books.insert(_BEGIN, 1, str(month))


def agree_opening(books: Books, agreed: date) -> None:
    """The opening balances stand from now on."""
    books.insert(_AGREE, 1, agreed.isoformat(), books.stamp.key)


def close(books: Books, month: Month) -> None:
    """Lock a month."""
    books.change(_SET, month=str(month), closed=1, by_fact=books.stamp.key)


def reopen(books: Books, month: Month) -> None:
    """Unlock it; nothing is dated anew."""
    books.change(_SET, month=str(month), closed=0, by_fact=books.stamp.key)


def seal(books: Books, month: Month) -> None:
    """An outlet's seal on a month."""
    books.insert(_SEAL, str(month), books.stamp.device, books.stamp.key)


class Months:
    """The calendar that the office asks where a late fact posts."""

    def posting_day(self, read: Reading, bd: str) -> str:
        """The day itself while its month is open, else the first day of the first open month."""
        day = date.fromisoformat(bd)
        month = Month.of(day)
        found = first_open(read, month)
        return bd if found == month else found.first().isoformat()
