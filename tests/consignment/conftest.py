"""Books of an outlet with a consignor and his goods, made once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from tests import builders
from tests.consignment import stall


@pytest.fixture(scope="session")
def opened_stall(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten pieces of KUE lie in the shop, the rest of the books is empty."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("titip") / "buku")
    with builders.open_books(folder) as session:
        stall.furnish(session.office)
    return folder


@pytest.fixture
def shop(opened_stall: Path, tmp_path: Path) -> Iterator[Session]:
    """The same in a folder of one's own."""
    folder = builders.copy(opened_stall, tmp_path / "titip")
    with builders.open_books(folder) as session:
        yield session
