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

from tests.faults import books, nursery, outlet, till

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
def shim_made(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """The library between a program and its disk, where one can be made."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        return None
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("shim.c")
    line = ["gcc", "-shared", "-fPIC", "-O2", "-o", str(made), str(source), "-ldl"]
    subprocess.run(line, check=True)
    return made


@pytest.fixture
def shim(shim_made: Path | None) -> Path:
    """That library, for tests that are nothing without it."""
    if shim_made is None:
        pytest.skip("needs Linux and gcc")
    return shim_made


@pytest.fixture(scope="session")
def nursed(shim_made: Path | None) -> Iterator[subprocess.Popen[bytes]]:
    """Where programs are forked when all is imported; the shim stands by until it is asked."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork and SIGKILL")
    line = [sys.executable, "-m", "tests.faults.nursery"]
    env = os.environ | ({"LD_PRELOAD": str(shim_made)} if shim_made else {})
    pipe = subprocess.PIPE
    with subprocess.Popen(line, cwd=ROOT, env=env, stdin=pipe, stdout=pipe) as process:
        yield process


@pytest.fixture
def harness(nursed: subprocess.Popen[bytes], tmp_path: Path) -> Harness:
    """Run a module of this folder in a process of its own; what it reports.

    It forks and is killed: neither suits the process that runs the tests.
    """
    assert nursed.stdin is not None
    assert nursed.stdout is not None
    orders, endings = nursed.stdin, nursed.stdout

    def run(module: str, *words: object, **env: str) -> dict[str, Any]:
        out = tmp_path / f"{module}-{len(list(tmp_path.iterdir()))}.json"
        wish = nursery.Wish(module, [*map(str, words)], {**os.environ, **env}, str(out))
        orders.write(msgspec.json.encode(wish) + b"\n")
        orders.flush()
        ending = nursery.Ending("", 0)
        while ending.out != str(out):  # an earlier one may have been given up
            ending = msgspec.json.decode(endings.readline(), type=nursery.Ending)
        assert ending.status == 0, f"{module} ended with {ending.status}"
        report: dict[str, Any] = msgspec.json.decode(out.read_bytes())
        print(module, *words, report)
        return report

    return run
