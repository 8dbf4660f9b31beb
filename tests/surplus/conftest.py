"""One closed year, made once and copied for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from tests import builders
from tests.surplus import a_year


@pytest.fixture(scope="session")
def lived(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year before its meeting."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("surplus") / "buku")
    with a_year.open_year(folder) as session:
        a_year.live(session)
    return folder


@pytest.fixture(scope="session")
def shared(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same year after its meeting."""
    folder = builders.copy(lived, tmp_path_factory.mktemp("shared") / "buku")
    with a_year.open_year(folder) as session:
        a_year.decide(session)
        a_year.allocate(session)
    return folder


@pytest.fixture
def year(lived: Path, tmp_path: Path) -> Iterator[Session]:
    """Before the meeting."""
    with a_year.open_year(builders.copy(lived, tmp_path / "buku")) as session:
        yield session


@pytest.fixture
def divided(shared: Path, tmp_path: Path) -> Iterator[Session]:
    """After the meeting."""
    with a_year.open_year(builders.copy(shared, tmp_path / "buku")) as session:
        yield session
