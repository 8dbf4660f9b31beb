"""Closed book years, and what a closing needs of the ledger (tutup tahun buku)."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.ids import FactKey
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.tables import ENTRY, JOURNAL_LINE, YEAR_END
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.settings import GUARDS, YEAR_STARTS

#: The surplus of the year in hand, and that of the year before until the meeting divides it.
CURRENT, UNDIVIDED = "3-1402", "3-1401"
#: Income, and all that is taken from it (N01, N02).
INCOME, COSTS = ("4",), ("5", "6", "7")
_BEGINNING = date(1, 1, 1)

_L = JOURNAL_LINE.c
_RESULTS = Statement(
    select(_L.account, _L.unit, _L.lini, func.sum(_L.amount))
    .where(
        _L.account >= min(INCOME),
        _L.posted_on >= bindparam("first"),
        _L.posted_on <= bindparam("until"),
    )
    .group_by(_L.account, _L.unit, _L.lini)
    .having(func.sum(_L.amount) != 0)
    .order_by(_L.unit, _L.account, _L.lini)
)
_SINCE = Statement(
    select(func.sum(_L.amount)).where(
        _L.account == bindparam("of_account"),
        _L.posted_on >= bindparam("first"),
        _L.entry != bindparam("but_entry"),
    )
)
_taken_back = ENTRY.alias("taken_back")
_TAKEN_OVER = Statement(
    select(func.sum(_L.amount))
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .outerjoin(_taken_back, _taken_back.c.key == ENTRY.c.reverses)
    .where(
        _L.account == CURRENT,
        _L.posted_on >= bindparam("first"),
        _L.posted_on <= bindparam("until"),
        func.coalesce(_taken_back.c.kind, ENTRY.c.kind) == "opening",
    )
)
_CLOSED = Statement(select(YEAR_END).where(YEAR_END.c.closed == 1).order_by(YEAR_END.c.start))
_put = insert(YEAR_END).values(start=None, closed=None, surplus=None, by_fact=None)
_SET = Statement(
    _put.on_conflict_do_update(
        index_elements=[YEAR_END.c.start],
        set_={name: _put.excluded[name] for name in ("closed", "surplus", "by_fact")},
    )
)


_TO_DATE = Statement(
    select(_L.entry)
    .join(ENTRY, ENTRY.c.key == _L.entry)
    .where(
        or_(_L.account >= min(INCOME), _L.account == CURRENT),
        ENTRY.c.kind == "opening",
        ENTRY.c.key.not_in(select(ENTRY.c.reverses).where(ENTRY.c.reverses.is_not(None))),
    )
    .limit(1)
)
#: What the books hold under the name of a book year: its words, and a query that finds one of it.
NAMED: list[tuple[str, Statement]] = [
    (N_("tahun buku yang pernah ditutup"), Statement(select(YEAR_END.c.start).limit(1))),
    (N_("hasil tahun berjalan di saldo awal"), _TO_DATE),
]


class ClosedYear(Struct, frozen=True):
    """A closed book year, its surplus (a loss below zero), and the fact that closed it.

    Under the fact's key stands the entry that opens the next year (N03), unless there was nothing
    to carry over.
    """

    year: BookYear
    surplus: Rupiah
    fact: FactKey


class Result(Struct, frozen=True):
    """What an account of income or cost came to in a unit and line of business (debit +)."""

    account: str
    unit: str
    lini: str | None
    amount: Rupiah

    @property
    def is_income(self) -> bool:
        """Whether it is income; everything else is taken from it."""
        return self.account.startswith(INCOME)


def closed_years(read: Reading) -> list[ClosedYear]:
    """All closed book years in order."""
    return [
        ClosedYear(BookYear(Month(start)), Rupiah(surplus), fact)
        for start, _closed, surplus, fact in read.rows(_CLOSED)
    ]


def closed_year(read: Reading, year: BookYear) -> ClosedYear | None:
    """The closing of a book year; None while it is open."""
    return next((each for each in closed_years(read) if each.year == year), None)


def covering(read: Reading, month: Month) -> ClosedYear | None:
    """The closed book year in which a month lies."""
    found = (each for each in closed_years(read) if each.year.start <= month <= each.year.end)
    return next(found, None)


def results(read: Reading, year: BookYear) -> list[Result]:
    """Income and costs that stand open at a year's end, by unit, account and line of business.

    What earlier closed years earned stands open no more; before the first of them everything counts
    that was ever posted, opening balances of a start in mid-year too (RULES, Closing).
    """
    before = [each.year for each in closed_years(read) if each.year.start < year.start]
    first = before[-1].after().first if before else _BEGINNING
    rows = read.rows(_RESULTS, first=first.isoformat(), until=year.last.isoformat())
    return [Result(account, unit, lini, Rupiah(amount)) for account, unit, lini, amount in rows]


def moved_since(read: Reading, account: str, first: date, *, but: int) -> Rupiah:
    """What an account moved by from a day on, one entry left out (debit +)."""
    found = read.value(_SINCE, of_account=account, first=first.isoformat(), but_entry=but)
    return Rupiah(found or 0)


def _require_unnamed(read: Reading) -> None:
    """Book years begin in another month only while nothing is kept under their names. BadField."""
    for words, one in NAMED:
        if read.value(one) is not None:
            reason = _(
                N_(
                    "awal tahun buku tidak diubah lagi: sudah ada {what}, dan maknanya akan ikut"
                    " berubah. Bila rapat anggota memutuskan tahun buku lain, tutup tahun yang"
                    " berjalan, lalu mulai buku baru yang saldo awalnya saldo akhir buku ini"
                )
            )
            code = YEAR_STARTS.code
            raise BadField(name=code, reason=reason.format(what=_(words)), field=f"fields.{code}")


def taken_over(read: Reading, until: date) -> Rupiah:
    """What the old books had earned of the year in hand and left as one sum (a loss below zero).

    An opening that was taken back counts no more.
    """
    before = [each.year for each in closed_years(read) if each.year.last < until]
    first = before[-1].after().first if before else _BEGINNING
    found = read.value(_TAKEN_OVER, first=first.isoformat(), until=until.isoformat())
    return Rupiah(-(found or 0))


def close(books: Books, year: BookYear, surplus: Rupiah) -> None:
    """The year is closed, by the fact in hand."""
    _set(books, year, closed=1, surplus=surplus)


def reopen(books: Books, year: BookYear) -> None:
    """It is open again."""
    _set(books, year, closed=0, surplus=Rupiah(0))


def _set(books: Books, year: BookYear, *, closed: int, surplus: Rupiah) -> None:
    books.change(
        _SET,
        start=str(year.start),
        closed=closed,
        surplus=int(surplus),
        by_fact=books.stamp.key,
    )


GUARDS[YEAR_STARTS.code] = _require_unnamed
