"""Books that every version has left behind open with today's program, and prove themselves.

`python build/make_schema.py --golden` keeps those of the newest version, once.
"""

import shutil
from pathlib import Path

import pytest

from kopdes_desktop.db import version
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.migrations import later

HERE = Path(__file__).resolve().parent


def test_books_of_every_version_are_kept() -> None:
    kept = {each.name.removeprefix("books-") for each in HERE.glob("books-*")}

    assert kept == set(version.SHIPPED)


@pytest.mark.parametrize("made_by", version.SHIPPED)
def test_kept_books_open_and_prove_themselves(made_by: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(HERE / f"books-{made_by}", tmp_path / "buku"))
    before = later.books_in(folder).open()
    assert version.version_of(before) == made_by
    facts = before.ask("SELECT key, hash, body FROM fact ORDER BY n")
    before.close()

    with builders.open_books(folder) as session:
        read = session.office.reading
        assert version.version_of(session.office.database) == version.HEAD
        builders.require_green(session.office)
        ask = session.office.database.ask
        assert ask("SELECT key, hash, body FROM fact ORDER BY n") == facts
        everyone = [key for (key,) in ask("SELECT key FROM member WHERE status='active'")]
        assert len(everyone) == 2
        assert sum(int(savings.balance(read, key, "principal")) for key in everyone) == 200_000
