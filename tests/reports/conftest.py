"""Books made by hand for every test of this folder, and a cooperative that really lives."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import builders
from tests.reports.books import HandMade, deposits
from tests.reports.cooperative import Coop, live

FOLDER = Path(__file__).resolve().parent.parent / "snapshots" / "reports"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[HandMade]:
    """A chart, three units, and nothing posted."""
    made = HandMade(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def books(empty: HandMade) -> HandMade:
    """A month and a bit of a young cooperative."""
    deposits(empty)
    return empty


@pytest.fixture(scope="session")
def coop(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coop]:
    """A cooperative with members in every state; tests read it and change nothing."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("coop") / "buku")
    with builders.open_books(folder) as session:
        yield live(session)


@pytest.fixture
def same_text() -> Callable[[str, str], None]:
    """Compare with the text kept under this name; KOPDES_SNAPSHOTS=write keeps what is made now."""

    def compare(name: str, text: str) -> None:
        file = FOLDER / name
        if os.environ.get("KOPDES_SNAPSHOTS") == "write":
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    return compare
