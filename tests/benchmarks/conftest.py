"""Books to measure on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import builders
from tests.benchmarks import village

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
