"""A shell at an empty practice cooperative, with quick passwords, as the command line's tests."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import _quicken, bare
from tests.cli.speaker import Speaker

__all__ = ["bare", "shell"]


@pytest.fixture(scope="session")
def empty_practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty practice cooperative, founded once through the command line."""
    return tmp_path_factory.mktemp("empty") / "buku"


@pytest.fixture
def shell(bare: Speaker, empty_practice: Path) -> Speaker:
    """The treasurer at a copy of it."""
    _quicken(bare.patch)
    if not empty_practice.exists():
        made = Speaker(bare.patch, empty_practice)
        assert made.say("demo", "--members", 0, "--months", 0).code == 0
    shutil.copytree(empty_practice, bare.folder)
    bare.user("bendahara")
    return bare
