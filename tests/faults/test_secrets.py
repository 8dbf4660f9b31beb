"""F26: what would be known anywhere lies nowhere: beside the books, in logs, copies or papers."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from kopdes_desktop.app.books import DATABASE
from tests.faults.conftest import ROOT

pytestmark = pytest.mark.fault

#: Secrets that even a kuitansi, which names its member, never shows.
UNPRINTED = ("nik", "phone", "password", "pin", "words", "key", "mother", "email", "job")


@dataclass(frozen=True)
class Day:
    """The folders that a process left, and its secrets: text, or keys as hex."""

    root: Path
    secrets: dict[str, str]

    def files(self) -> Iterator[Path]:
        return (each for each in self.root.rglob("*") if each.is_file())


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Everything that the system gives a program to write in lies in one folder."""
    root = tmp_path_factory.mktemp("canaries")
    places = {name: root / name for name in ("home", "tmp", "data", "anchor", "state")}
    for place in places.values():
        place.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    env |= {"HOME": str(places["home"]), "TMPDIR": str(places["tmp"])}
    env |= {"KOPDES_ANCHOR": str(places["anchor"]), "XDG_STATE_HOME": str(places["state"])}
    line = [sys.executable, "-m", "tests.faults.canaries", str(root)]
    done = subprocess.run(line, cwd=ROOT, env=env, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    (root / "said.txt").write_bytes(done.stderr)
    return Day(root, json.loads(done.stdout.splitlines()[-1]))


def forms(name: str, secret: str) -> Iterator[bytes]:
    """How a secret may be written down: as it is, wide, in base64 at any offset, in hex."""
    raw = bytes.fromhex(secret) if name.startswith("key ") else secret.encode()
    yield raw
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    for wide in () if name.startswith("key ") else ("utf-16-le", "utf-16-be"):
        yield secret.encode(wide)
    for ahead in range(3):
        told = base64.b64encode(bytes(ahead) + raw + bytes(3))
        inside = told[4 if ahead else 0 : (ahead + len(raw)) * 4 // 3]
        yield from (inside, inside.translate(bytes.maketrans(b"+/", b"-_")))


def found_in(content: bytes, secrets: dict[str, str]) -> set[str]:
    """The secrets that stand in these bytes in any of their forms."""
    return {name for name, told in secrets.items() if any(f in content for f in forms(name, told))}


def test_there_are_forty_secrets_and_all_are_long_enough_to_be_known(day: Day) -> None:
    assert len(day.secrets) >= 40
    assert len(set(day.secrets.values())) == len(day.secrets)
    assert min(map(len, day.secrets.values())) >= 6


def test_no_file_of_the_day_holds_one_of_them(day: Day) -> None:
    seen = {file: found_in(file.read_bytes(), day.secrets) for file in day.files()}

    assert {str(file.relative_to(day.root)): held for file, held in seen.items() if held} == {}


def test_the_day_left_what_a_day_leaves(day: Day) -> None:
    """Books with their log, a copy, an invitation, a paper, a trace of the stumble."""
    names = {file.name for file in day.files()}
    log = day.root / "as-it-was" / "buku" / f"{DATABASE}-wal"

    assert log.stat().st_size > 0
    assert {DATABASE, "keys.json", "signin.json", "tampilan.json", "undangan.json"} <= names
    assert any(name.endswith(".kpb") for name in names)
    assert any(name.endswith(".pdf") for name in names)
    assert "galat.txt" in names


def test_papers_show_names_and_no_number_of_a_person(day: Day) -> None:
    papers = [file for file in day.files() if file.suffix == ".pdf"]
    told = "".join(
        page.extract_text()
        for file in papers
        for page in PdfReader(io.BytesIO(file.read_bytes())).pages
    )
    unprinted = {
        name: text
        for name, text in day.secrets.items()
        if name.startswith(UNPRINTED) or "pin" in name
    }

    assert found_in(told.encode(), unprinted) == set()
    assert "Wulandaripuspa" in told


def test_temporary_files_are_gone(day: Day) -> None:
    assert list((day.root / "tmp").rglob("*.db*")) == []
    assert not [file for file in day.files() if file.suffix in {".part", ".belum"}]


PLANTED: tuple[Callable[[bytes], bytes], ...] = (
    lambda raw: b"x" + raw,
    lambda raw: raw.decode().encode("utf-16-le"),
    lambda raw: b"--" + base64.b64encode(b"ab" + raw + b"cd"),
    lambda raw: base64.b64encode(b"a" + raw),
    lambda raw: raw.hex().encode(),
)


@pytest.mark.parametrize("plant", PLANTED)
def test_a_secret_that_is_planted_is_found(day: Day, plant: Callable[[bytes], bytes]) -> None:
    for name in ("nik 1", "password", "mother 2", "pin"):
        secret = day.secrets[name]

        held = found_in(os.urandom(64) + plant(secret.encode()) + bytes(64), day.secrets)

        assert name in held
    name = next(name for name in day.secrets if name == "key database")
    raw = bytes.fromhex(day.secrets[name])
    assert name in found_in(bytes(7) + raw, day.secrets)
    assert name in found_in(raw.hex().upper().encode(), day.secrets)
