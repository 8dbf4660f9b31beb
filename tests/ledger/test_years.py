"""Book years that begin in any month."""

from __future__ import annotations

from datetime import date

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.ledger.years import BookYear, kept, year_named, year_of
from kopdes_desktop.office.office import Office


def test_a_book_year_from_april_to_march_is_named_by_its_beginning() -> None:
    year = BookYear(Month("2026-04"))

    assert (year.name, year.label) == ("2026", "2026/2027")
    assert (year.first, year.last) == (date(2026, 4, 1), date(2027, 3, 31))
    assert year.after().before() == year
    assert BookYear(Month("2026-01")).label == "2026"


def test_a_day_lies_in_the_year_that_began_before_it(books: Session) -> None:
    office: Office = books.office
    office.perform("settings.change", {"fields": {"book_year_starts": 7}})
    read = office.reading

    assert year_of(read, date(2026, 6, 30)) == BookYear(Month("2025-07"))
    assert year_of(read, date(2026, 7, 1)) == year_named(read, "2026")
    assert kept(read, date(2026, 7, 1))[0] == BookYear(Month("2026-07"))
    with pytest.raises(BadField):
        year_named(read, "dua ribu")
