"""Shells: without books, at a practice cooperative that has lived for a month, at real books."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from kopdes_desktop.app.books import users
from kopdes_desktop.cli import terminal
from kopdes_desktop.security import keyfile
from kopdes_desktop.security.passwords import Cost
from tests.cli.speaker import TODAY, Speaker


def _quicken(patch: pytest.MonkeyPatch) -> None:
    """Argon2id has tests of its own; here it would take longer than all the rest."""

    def quick(password: str, salt: bytes, _cost: Cost) -> bytes:
        return sha256(salt + password.encode()).digest()

    patch.setattr(keyfile, "derive", quick)


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """For each test of this folder alone: other tests derive keys in earnest."""
    with pytest.MonkeyPatch.context() as patch:
        _quicken(patch)
        yield


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice") / "buku"
    with pytest.MonkeyPatch.context() as patch:
        _quicken(patch)
        made = Speaker(patch, folder).say("demo", "--members", 12, "--today", TODAY, "--json")
    assert made.code == 0, made
    return folder


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Speaker:
    """A shell without books, without a terminal, with nothing in its environment."""
    monkeypatch.setattr(terminal, "_TERMINAL", str(tmp_path / "no-terminal"))
    monkeypatch.setenv("KOPDES_LOG", str(tmp_path / "log"))
    for name in ("NEW_PASSWORD", "NEW_PIN", "APPROVAL_PIN", "SIGN_PASSWORD", "LANGUAGE"):
        monkeypatch.delenv(f"KOPDES_{name}", raising=False)
    made = Speaker(monkeypatch, tmp_path / "buku")
    made.user(None, None)
    return made


@pytest.fixture
def shell(bare: Speaker, lived_in: Path) -> Speaker:
    """The treasurer at a copy of the practice books."""
    shutil.copytree(lived_in, bare.folder)
    bare.user("bendahara")
    return bare


@pytest.fixture
def real_books(bare: Speaker, tmp_path: Path) -> dict[str, str]:
    """Real books of the example profile, its first person signed in; the others' one-time words."""
    profile = tmp_path / "profil.toml"
    profile.write_bytes(bare.say("init", "--example").out)
    bare.user(None, "kuda lumping sore mendung")
    made = bare.say("init", "--profile", profile)
    assert made.code == 0, made
    words = [line.rpartition(": ")[2] for line in made.err.splitlines()]
    names = [line.partition(" untuk ")[2].partition(":")[0] for line in made.err.splitlines()]
    given = dict(zip(names, words, strict=True))
    [first] = set(users(bare.folder)) - given.keys()
    bare.user(first, "kuda lumping sore mendung")
    return given
