"""For every test: no display, no surprises in the log, nothing in the user's own folders."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kopdes_desktop.kernel import ids

if TYPE_CHECKING:
    from kopdes_desktop.app.books import Session
    from tests.builders import Laptops

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["KOPDES_ANCHOR"] = "off"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every child compiles the whole program anew
gc.disable()  # until all is collected: millions of nodes of syntax, and next to no waste
for _name in ("KOPDES_DATA", "KOPDES_USER", "KOPDES_PASSWORD"):
    os.environ.pop(_name, None)

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None, database=None)
settings.register_profile("deep", max_examples=2_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


#: What takes long begins first, so that no core waits in the end for another one's last test.
LONG = (
    *("tests/faults/", "tests/stories/", "tests/benchmarks/", "tests/migrations/test_interrupted"),
    *("tests/ui/test_walk", "tests/ui/test_entry_keys", "tests/office/test_order"),
)


#: Where books are damaged on purpose, and the sign-in has to see it.
DAMAGED = (
    *("tests/faults/", "tests/backup/", "tests/app/", "tests/db/", "tests/migrations/"),
    *("tests/cli/", "tests/benchmarks/", "tests/ui/test_sign_in", "tests/ui/test_shell_health"),
)


class Dice:
    """Keys and seeds that are the same in every run, each test's and each fixture's own.

    A test that fails for one key in sixteen then fails on the desk of who wrote it, or never.
    """

    def __init__(self) -> None:
        self._dice = Random("")  # noqa: S311  to be had again, not a secret

    def token_bytes(self, size: int) -> bytes:
        """As `secrets.token_bytes`."""
        return self._dice.randbytes(size)

    def throw_for(self, name: str) -> Random:
        """Begin anew under this name; gives what was thrown before."""
        before, self._dice = self._dice, Random(name)  # noqa: S311
        return before

    def take_back(self, before: Random) -> None:
        """Go on where another one's throws interrupted."""
        self._dice = before


DICE = Dice()
vars(ids)["secrets"] = DICE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the same order for every worker."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """What was collected stays; and the faults' tests count what reaches the disk from here on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # tests leave little that only a collection finds
    gc.enable()
    sys.dont_write_bytecode = True


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test throws its own."""
    DICE.throw_for(item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """No window outlives its test: Qt would dress it again with every later change of theme."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets is not None else None
    if app is None or not (left := app.topLevelWidgets()):
        return
    for each in left:
        each.close()
        each.deleteLater()
    app.sendPostedEvents(None, sys.modules["PySide6.QtCore"].QEvent.Type.DeferredDelete)


def cheaply() -> AbstractContextManager[None]:
    """Passwords at next to no cost, where any are given."""
    builders = sys.modules.get("tests.builders")
    return builders.cheaply() if builders is not None else nullcontext()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """What many tests share does not depend on which of them came first."""
    if fixturedef.scope == "function":
        return (yield)
    param = getattr(request, "param", "")
    before = DICE.throw_for(f"{fixturedef.baseid}::{fixturedef.argname}[{param}]")
    try:
        with cheaply():
            return (yield)
    finally:
        DICE.take_back(before)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a log record at WARNING or above; `allowed_logs("its.logger")` marks exceptions."""
    yield
    allowed = {name for mark in request.node.iter_markers("allowed_logs") for name in mark.args}
    unexpected = [
        f"{record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING and record.name not in allowed
    ]
    assert not unexpected, f"unexpected in the log: {unexpected}"


@pytest.fixture(autouse=True)
def cheap_doors(request: pytest.FixtureRequest) -> Iterator[None]:
    """New passwords cost next to nothing to try, but where their cost is what is tested.

    Nor is every page of the books read at every sign-in, but where damage is what is tested.
    """
    books = sys.modules.get("kopdes_desktop.app.books")
    with cheaply():
        if books is None or request.node.nodeid.startswith(DAMAGED):
            yield
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(books, "_damage", lambda _database: None)
            yield


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice cooperative, founded once; nobody works in it, everybody copies it."""
    from tests import builders

    folder = tmp_path_factory.mktemp("founded") / "buku"
    builders.found(folder)
    return folder


@pytest.fixture
def practice(founded: Path, tmp_path: Path) -> Path:
    """The folder of a practice cooperative of one's own."""
    from tests import builders

    return builders.copy(founded, tmp_path / "buku")


@pytest.fixture
def books(practice: Path) -> Iterator[Session]:
    """Its books, opened by the treasurer on a Monday in February."""
    from tests import builders

    with builders.open_books(practice) as session:
        yield session


@pytest.fixture(scope="session")
def lived_year(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed year before its annual meeting, lived once and copied by everybody."""
    from tests import builders
    from tests.surplus import a_year

    folder = builders.copy(founded, tmp_path_factory.mktemp("lived") / "buku")
    with a_year.open_year(folder) as session:
        a_year.live(session)
    return folder


@pytest.fixture(scope="session")
def divided_year(lived_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same year after its meeting: the surplus is divided."""
    from tests import builders
    from tests.surplus import a_year

    folder = builders.copy(lived_year, tmp_path_factory.mktemp("divided") / "buku")
    with a_year.open_year(folder) as session:
        a_year.decide(session)
        a_year.allocate(session)
    return folder


@pytest.fixture(scope="session")
def founded_laptops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A treasurer's laptop and two outlets', joined once and copied by everybody."""
    from tests import builders

    folder = tmp_path_factory.mktemp("laptops") / "three"
    builders.found_laptops(folder)
    return folder


@pytest.fixture
def laptops(founded_laptops: Path, tmp_path: Path) -> Iterator[Laptops]:
    """Three laptops of one cooperative, with equal books."""
    from tests import builders

    made = builders.open_laptops(founded_laptops, tmp_path / "three")
    yield made
    made.close()
