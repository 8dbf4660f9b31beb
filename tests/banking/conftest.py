"""A treasurer's books with a bank account that has moved a little."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.office.office import Office
from tests import builders

BANK, CASH = "BRI", "KAS"


@pytest.fixture(scope="session")
def banked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten million at the bank at the start, half a million brought there on 2 February."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("banked") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        lines = [
            {"account": "1-1101", "amount": 2_000_000, "unit": "KTR"},
            {"account": "1-1111", "amount": 10_000_000, "unit": "KTR"},
            {"account": "3-1501", "amount": -12_000_000, "unit": "KTR"},
        ]
        office.perform("accounting.open_balances", {"day": "2026-01-01", "lines": lines})
        office.perform("accounting.move_cash", {"from": CASH, "to": BANK, "amount": 500_000})
    return folder


@pytest.fixture
def office(banked: Path, tmp_path: Path) -> Iterator[Office]:
    """These books, a copy of one's own, on Monday 2 February."""
    with builders.open_books(builders.copy(banked, tmp_path / "buku")) as session:
        yield session.office


@pytest.fixture
def session(banked: Path, tmp_path: Path) -> Iterator[Session]:
    """The same, with the session around it."""
    with builders.open_books(builders.copy(banked, tmp_path / "buku")) as opened:
        yield opened
