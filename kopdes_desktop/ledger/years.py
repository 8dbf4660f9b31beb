"""Book years: twelve months that may begin in any month (tahun buku)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading

MONTHS = 12
#: No books are older or newer; beyond them a calendar ends.
_EARLIEST, _LATEST = "1900", "2999"


class BookYear(Struct, frozen=True):
    """A book year by its first month; its name is the calendar year in which it begins."""

    start: Month

    @property
    def name(self) -> str:
        """As orders and reports name it: "2026"."""
        return self.start[:4]

    @property
    def label(self) -> str:
        """As people read it: "2026", or "2026/2027" where it is not the calendar's."""
        ends = self.end[:4]
        return self.name if ends == self.name else f"{self.name}/{ends}"

    @property
    def end(self) -> Month:
        """Its last month."""
        return self.start.plus(MONTHS - 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return self.start.first()

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end.last()

    def months(self) -> list[Month]:
        """Its twelve months in order."""
        return [self.start.plus(n) for n in range(MONTHS)]

    def before(self) -> BookYear:
        """The book year before."""
        return BookYear(self.start.plus(-MONTHS))

    def after(self) -> BookYear:
        """The book year after."""
        return BookYear(self.start.plus(MONTHS))


class BookYears(Struct, frozen=True):
    """All book years of a cooperative, by the month in which each of them begins (1 to 12)."""

    begins: int

    def of(self, day: date) -> BookYear:
        """The one in which a day lies."""
        back = (day.month - self.begins) % MONTHS
        return BookYear(Month.of(day).plus(-back))

    def named(self, name: str, *, field: str = "year") -> BookYear:
        """The one that begins in this calendar year. Raises BadField."""
        try:
            found = BookYear(Month(f"{name.strip()}-{self.begins:02d}"))
        except ValueError:
            found = None
        if found is None or not _EARLIEST <= found.name <= _LATEST:
            reason = _(N_("tulis tahun buku sebagai 2026"))
            raise BadField(name=field, reason=reason, field=field)
        return found


def of_books(read: Reading) -> BookYears:
    """The book years of these books."""
    from kopdes_desktop.office.settings import YEAR_STARTS, setting  # noqa: PLC0415  loads SQL

    return BookYears(setting(read, YEAR_STARTS))


def year_of(read: Reading, day: date) -> BookYear:
    """The book year in which a day lies."""
    return of_books(read).of(day)


def year_named(read: Reading, name: str, *, field: str = "year") -> BookYear:
    """The book year that begins in this calendar year. Raises BadField."""
    return of_books(read).named(name, field=field)


def kept(read: Reading, today: date) -> list[BookYear]:
    """The book years of these books, the present one first."""
    from kopdes_desktop.ledger import periods  # noqa: PLC0415  loads SQL

    start = periods.books_from(read)
    year = year_of(read, today)
    made = [year]
    while start is not None and made[-1].start > start:
        made.append(made[-1].before())
    return made
