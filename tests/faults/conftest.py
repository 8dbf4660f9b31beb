"""Books for bad days, and the tools that make days bad."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.faults import books, outlet, till

ROOT = Path(__file__).resolve().parents[2]
Harness = Callable[..., dict[str, Any]]


@contextmanager
def in_memory(otherwise: Path) -> Iterator[Path]:
    """A folder in memory where there is such a thing: no kill asks what a disk has kept."""
    memory = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
    base = memory if os.access(memory, os.W_OK) else otherwise
    with tempfile.TemporaryDirectory(prefix="kopdes-faults-", dir=base) as made:
        yield Path(made)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Closed books that nobody writes to: copy them."""
    with in_memory(tmp_path_factory.mktemp("faults")) as folder:
        books.make(folder / "template")
        yield folder / "template"


@pytest.fixture(scope="session")
def outlet_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An outlet's closed books, with a parcel of the treasurer's facts in the folder."""
    with in_memory(tmp_path_factory.mktemp("outlet")) as folder:
        yield outlet.make(template, folder)


@pytest.fixture(scope="session")
def shop_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Closed books with a shop in them."""
    with in_memory(tmp_path_factory.mktemp("shop")) as folder:
        yield till.make(template, folder / "template")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Where a harness works."""
    with in_memory(tmp_path) as folder:
        yield folder


@pytest.fixture
def folder(template: Path, place: Path) -> Path:
    """Books of one's own."""
    return books.copied(template, place / "books")


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library between a program and its disk."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        pytest.skip("needs Linux and gcc")
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("shim.c")
    line = ["gcc", "-shared", "-fPIC", "-O2", "-o", str(made), str(source), "-ldl"]
    subprocess.run(line, check=True)
    return made


@pytest.fixture
def harness() -> Harness:
    """Run a module of this folder in a process of its own; what it reports.

    It forks and is killed: neither suits the process that runs the tests.
    """
    if not hasattr(os, "fork"):
        pytest.skip("needs fork and SIGKILL")

    def run(module: str, *words: object, **env: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", f"tests.faults.{module}", *map(str, words)],
            cwd=ROOT,
            env=os.environ | env,
            stdout=subprocess.PIPE,
            check=True,
        )
        report: dict[str, Any] = msgspec.json.decode(done.stdout)
        print(module, *words, report)
        return report

    return run
