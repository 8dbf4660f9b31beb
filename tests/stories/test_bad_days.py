"""The bad days of issue 6: each refused or undone in words, and the books are as they were."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kopdes_desktop.accounting.cash_importing import NotAddedUp, import_cash, study_cash
from kopdes_desktop.app.books import Session
from kopdes_desktop.db.faults import DriverError
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    InsufficientBalance,
    PeriodClosed,
    Refusal,
)
from kopdes_desktop.ledger import periods, year_ends, years
from kopdes_desktop.reports.report import find, make
from tests import builders
from tests.builders import copy, open_books, record, working_as
from tests.imports.cash_books import a_book, clean

JANUARY = date(2027, 1, 5)
MORNING = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
YEAR = {"year": "2026"}
#: The column of a cash book's expenses.
OUT = 5


@pytest.fixture(scope="module")
def lived(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A cooperative in the January after its first year: nobody's bad day changes it."""
    folder = copy(founded, tmp_path_factory.mktemp("buruk") / "buku")
    with open_books(folder, day=JANUARY, at=MORNING) as session:
        late: dict[str, Any] = {"day": "2026-06-30", "late": "dari buku kas", "ref": "BK 6"}
        record(session.office, ("1-1101", 900_000, "KTR"), ("4-9109", -900_000, "KTR"), **late)
        session.office.perform("accounting.close_month", {"month": "2026-01"})
        yield session


@pytest.fixture
def books(lived: Session, tmp_path: Path) -> Iterator[Session]:
    """The same for a day that leaves something behind."""
    lived.office.database.checkpoint()
    with open_books(copy(lived.folder, tmp_path / "buku"), day=JANUARY, at=MORNING) as session:
        yield session


@contextmanager
def unchanged(session: Session) -> Iterator[None]:
    """Not a fact more, and every proof green."""
    before = builders.fact_count(session.office)
    yield
    assert builders.fact_count(session.office) == before
    assert builders.findings(session.office) == {}


def test_dating_back_into_a_closed_month(lived: Session) -> None:
    with unchanged(lived), pytest.raises(PeriodClosed) as refused:
        record(
            lived.office,
            ("1-1101", 5_000, "KTR"),
            ("4-9109", -5_000, "KTR"),
            day="2026-01-31",
            late="terlewat",
        )

    assert "Januari 2026" in refused.value.message
    assert "Februari 2026" in refused.value.message, "where it can go instead"


def test_a_hand_inside_the_file_meets_the_same_lock(lived: Session) -> None:
    run = lived.office.database.connection.execute
    with unchanged(lived):
        run("SAVEPOINT dicoba")
        run(
            "INSERT INTO journal_line(entry, line, account, amount, unit, posted_on, auto) VALUES "
            "(99, 1, '1-1101', 5, 'KTR', '2026-01-31', 0), "
            "(99, 2, '4-9109', -5, 'KTR', '2026-01-31', 0)"
        )
        with pytest.raises(DriverError, match="month is closed"):
            run(
                "INSERT INTO entry(key, kind, text, bd, posted_on) "
                "VALUES (99, 'ordinary', 'x', '2026-01-31', '2026-01-31')"
            )
        run("ROLLBACK TO dicoba")
        run("RELEASE dicoba")


def test_two_people_closing_the_year_at_once(books: Session) -> None:
    books.office.perform("accounting.close_year", YEAR)
    surplus = year_ends.closed_years(books.office.reading)[0].surplus

    with (
        unchanged(books),
        working_as(books.office, "ketua"),
        pytest.raises(AlreadyDecided, match="Tahun buku 2026 sudah selesai sebelumnya"),
    ):
        books.office.perform("accounting.close_year", YEAR)

    assert [x.surplus for x in year_ends.closed_years(books.office.reading)] == [surplus]


def test_the_power_fails_while_the_year_is_closed(
    books: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last write of all fails; processes killed for real are in tests/faults."""
    with unchanged(books), monkeypatch.context() as cut:
        cut.setattr(year_ends, "close", lambda *_asked: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            books.office.perform("accounting.close_year", YEAR)

    assert periods.closed_months(books.office.reading) == ["2026-01"]
    books.office.perform("accounting.close_year", YEAR)
    builders.require_green(books.office)


def test_an_old_book_that_does_not_add_up(lived: Session) -> None:
    [month] = clean([("Terima hibah modal", 500_000), ("Bayar pulsa", -50_000)])
    month.change(8, OUT, 49_000)
    today = lived.office.today()
    made = lived.office.read("import.begin", study_cash, a_book(month), today=today, box="KAS")

    with unchanged(lived), pytest.raises(NotAddedUp) as refused:
        import_cash(lived.office, made, skip_bad=True)

    assert "Januari:8" in refused.value.message, "sheet and row of the contradiction"


def test_an_account_with_history_is_deleted(lived: Session) -> None:
    """The chart's own stay; the file lets no row go that an entry stands on."""
    with unchanged(lived):
        with pytest.raises(BadField, match="milik bagan bawaan"):
            lived.office.perform("accounting.close_account", {"code": "4-9109"})
        with pytest.raises(DriverError, match="FOREIGN KEY"):
            lived.office.database.connection.execute("DELETE FROM account WHERE code='4-9109'")


def test_cash_that_is_not_there_is_spent(lived: Session) -> None:
    with unchanged(lived), pytest.raises(InsufficientBalance) as refused:
        lived.office.perform(
            "accounting.jot", {"template": "power", "amount": 900_001, "box": "KAS"}
        )

    assert refused.value.message == (
        "Saldo Brankas Bendahara tidak cukup: ada Rp900.000, diminta Rp900.001."
    )


def test_a_book_year_that_is_not_the_calendar_s(books: Session) -> None:
    """July to June: every paper speaks of it by both its years, and it closes as any other."""
    office = books.office
    office.perform("settings.change", {"fields": {"book_year_starts": 7}})
    first = years.of_books(office.reading).named("2025")
    params = find("income_statement").params({"year": "2025"}, JANUARY)

    made = office.read("report.income_statement", make, "income_statement", params)
    office.perform("accounting.close_year", {"year": "2025"})

    assert (first.label, first.last) == ("2025/2026", date(2026, 6, 30))
    assert made.period == "1 Juli 2025 s.d. 30 Juni 2026"
    result = next(row for row in made.rows if row["line"] == "result")
    [closed] = year_ends.closed_years(office.reading)
    assert int(closed.surplus) == result["amount"] == 900_000
    assert builders.findings(office) == {}
    with pytest.raises(Refusal, match="masih berjalan sampai 30 Juni 2027"):
        office.perform("accounting.close_year", {"year": "2026"})
