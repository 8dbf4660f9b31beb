"""Books with a member and some money in them, closed."""

from pathlib import Path

import pytest

from tests import builders
from tests.migrations import later
from tests.migrations.later import Books


@pytest.fixture(scope="session")
def worked(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice cooperative with a member who has paid."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("worked") / "buku")
    with builders.open_books(folder) as session:
        member = builders.a_member(session.office, 1)
        builders.pay(session.office, member, amount=125_000)
    return folder


@pytest.fixture
def closed(worked: Path, tmp_path: Path) -> Books:
    """A copy of one's own."""
    return later.books_in(builders.copy(worked, tmp_path / "buku"))
