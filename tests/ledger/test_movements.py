"""What was earned and spent stays what it was once its year is closed, and opened again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.movements import Place, moved
from tests.builders import approval, copy, open_books, record

MORNING = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
DECEMBER = Month("2026-12")
EARNED = {
    Place("2026-12", "1-1101", "KTR"): Rupiah(500_000),
    Place("2026-12", "4-9109", "KTR"): Rupiah(-500_000),
}


@pytest.fixture
def books(founded: Path, tmp_path: Path) -> Iterator[Session]:
    """The practice cooperative in the January after its first year."""
    folder = copy(founded, tmp_path / "buku")
    with open_books(folder, day=date(2027, 1, 5), at=MORNING) as session:
        yield session


def test_closing_and_opening_a_year_again_is_nobodys_turnover(books: Session) -> None:
    office = books.office
    late = {"day": "2026-12-30", "late": "dicatat dari buku kas"}
    record(office, ("1-1101", 500_000, "KTR"), ("4-9109", -500_000, "KTR"), **late)
    assert moved(office.reading, DECEMBER, DECEMBER) == EARNED

    office.perform("accounting.close_year", {"year": "2026"})
    assert moved(office.reading, DECEMBER, DECEMBER) == EARNED

    order = {"year": "2026", "reason": "beban listrik terlewat"}
    office.perform("accounting.reopen_year", order, approval=approval())
    assert moved(office.reading, DECEMBER, DECEMBER) == EARNED
