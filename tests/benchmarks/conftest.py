"""Books to measure on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import builders
from tests.benchmarks import outlet, village

MEMBERS = 60


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """On the disk, for here its speed counts; other tests may work in memory."""
    with TemporaryDirectory(prefix="kopdes-bench-") as made:
        yield Path(made)


@pytest.fixture(scope="session")
def inhabited(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice cooperative with members and money in its boxes; copy it to write."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("inhabited") / "buku")
    with builders.open_books(folder) as session:
        village.admit(session, MEMBERS)
        village.fill_boxes(session)
    return folder


@pytest.fixture(scope="session")
def trading(inhabited: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a full shop and an open drawer; copy it to write."""
    folder = builders.copy(inhabited, tmp_path_factory.mktemp("trading") / "buku")
    with builders.open_books(folder) as session:
        outlet.found(session.office)
        outlet.fill(session.office, "KAS")
        outlet.open_shift(session.office)
    return folder
