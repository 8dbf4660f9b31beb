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


@pytest.mark.parametrize("month", [0, 13, -3])
def test_a_book_year_begins_in_one_of_twelve_months(books: Session, month: int) -> None:
    with pytest.raises(BadField):
        books.office.perform("settings.change", {"fields": {"book_year_starts": month}})


@pytest.mark.parametrize(
    ("code", "order", "words"),
    [
        (
            "budgets.set",
            {"year": "2026", "lines": [{"account": "6-1101", "unit": "KTR", "amount": 1_000}]},
            "anggaran",
        ),
        ("governance.write_text", {"year": "2026", "part": "agenda", "text": "1. Doa"}, "naskah"),
        (
            "surplus.set_shares",
            {
                "from_year": "2026",
                "decision_no": "1/RAT",
                "shares": [{"code": "reserve", "percent": "100"}],
            },
            "pembagian SHU",
        ),
    ],
)
def test_book_years_keep_their_beginning_once_anything_names_one(
    books: Session, code: str, order: dict[str, object], words: str
) -> None:
    """What was said of 2026 would else be said of other months, unseen."""
    office = books.office
    office.perform("settings.change", {"fields": {"book_year_starts": 4}})
    office.perform(code, order)

    with pytest.raises(BadField, match=words):
        office.perform("settings.change", {"fields": {"book_year_starts": 7}})

    office.perform("settings.change", {"fields": {"book_year_starts": 4}})
    assert year_of(office.reading, date(2026, 6, 30)) == BookYear(Month("2026-04"))
