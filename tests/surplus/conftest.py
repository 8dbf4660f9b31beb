"""One closed year, made once and copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from tests import builders
from tests.surplus import a_year


@pytest.fixture
def year(lived_year: Path, tmp_path: Path) -> Iterator[Session]:
    """Before the meeting."""
    with a_year.open_year(builders.copy(lived_year, tmp_path / "buku")) as session:
        yield session


@pytest.fixture
def divided(divided_year: Path, tmp_path: Path) -> Iterator[Session]:
    """After the meeting."""
    with a_year.open_year(builders.copy(divided_year, tmp_path / "buku")) as session:
        yield session
