"""Books with members and money, a copy of them, and a stick that is in."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.backup import making, restoring, sticks
from kopdes_desktop.backup.making import Made, Snapshot
from kopdes_desktop.backup.restoring import Study
from tests import builders
from tests.builders import MORNING

NAMES = ("Kantil Wangi", "Pandan Sari")
NIKS = (builders.nik(1), builders.nik(2))


@dataclass
class Laptop:
    """A folder of books, one copy of them, and an anchor that no other test sees."""

    folder: Path
    copy: Path
    clock: SetClock = field(default_factory=lambda: SetClock(MORNING))

    def open(self, login: str = "bendahara") -> Session:
        return builders.open_books(self.folder, login)

    def work(self, times: int = 1) -> None:
        """Receipts after the copy."""
        with self.open() as session:
            for n in range(times):
                builders.an_applicant(session.office, 10 + n)

    def restore(
        self,
        user: str = "bendahara",
        password: str = builders.PASSWORD,
        *,
        to: Path | None = None,
        copy: Path | None = None,
        accept_loss: bool = False,
    ) -> Study:
        return restoring.restore(
            copy or self.copy,
            to or self.folder,
            user,
            password,
            clock=self.clock,
            accept_loss=accept_loss,
        )


def snapshot(session: Session) -> Snapshot:
    return making.take(session.office, session.staff.database_key, session.staff.key_file.path)


def made(session: Session, *sticks_in: Path) -> Made:
    return making.finish(snapshot(session), sticks_in)


@pytest.fixture(scope="session")
def copied(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed books with two members who saved, and one copy beside them: copy both."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("copied") / "buku")
    with builders.open_books(folder) as session:
        for n, name in enumerate(NAMES, start=1):
            member = builders.a_member(session.office, n, name=name)
            builders.pay(session.office, member, "principal", amount=100_000)
        made(session)
    return folder


@pytest.fixture
def laptop(copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    monkeypatch.setenv("KOPDES_ANCHOR", str(tmp_path / "anchor"))
    folder = Path(shutil.copytree(copied, tmp_path / "buku"))
    return Laptop(folder, next((folder / "cadangan").glob("*.kpb")))


@pytest.fixture
def session(laptop: Laptop) -> Iterator[Session]:
    with laptop.open() as opened:
        yield opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick that is in, and was never prepared."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def prepared(stick: Path) -> Callable[[Session], Path]:
    """Prepare it for these books; the folder for the copies."""
    return lambda session: sticks.prepare(stick, session.office.own.coop)
