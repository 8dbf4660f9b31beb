"""Founding: what a profile says stands in the books; killed on the way, it leaves none."""

from __future__ import annotations

import os
import signal
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kopdes_desktop.app import books, founding
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.app.practice import practise
from kopdes_desktop.kernel.errors import AlreadyFounded, BadField, Cancelled, WeakPassword
from kopdes_desktop.office.letterhead import logo_of
from kopdes_desktop.office.settings import DECLARED, setting
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.security import keyfile, passwords
from tests import builders
from tests.builders import MORNING

PASSWORD = "gerobak bakso malam purnama"
PIN = "480152"
needs_fork = pytest.mark.skipif(os.name == "nt", reason="no fork there")


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2id has tests of its own."""

    def quick(password: str, salt: bytes, _cost: object) -> bytes:
        return sha256(salt + password.encode()).digest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "derive", quick)
        patch.setattr(
            founding, "seal_pin", lambda pin, draw: passwords.seal_pin(pin, draw, builders.CHEAP)
        )
        yield


def profile(**parts: Any) -> founding.Profile:
    """The example, with parts of it changed."""
    return founding.profile_of(tomllib.loads(founding.example_profile()) | parts)


def found(folder: Path, made: founding.Profile | None = None, **how: Any) -> dict[str, str]:
    return founding.found(
        folder, made or profile(), {"bendahara": PASSWORD}, clock=SetClock(MORNING), **how
    )


def opened(folder: Path) -> books.Session:
    return books.open_books(folder, "bendahara", PASSWORD, clock=SetClock(MORNING))


# --- killed ---------------------------------------------------------------------------------------


def killed(work: Callable[[], object]) -> bool:
    """Let a child do it; whether it died of a kill."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def die(*_whatever: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingAt:
    """Killed at a step of the work."""

    def __init__(self, step: int) -> None:
        self._at = step

    def step(self, done: int, _whole: int) -> None:
        if done == self._at:
            die()


def dying_before(name: str) -> Callable[[Path, Path], Path]:
    """A rename that never comes about for the file of this name."""
    plain = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.parent.name == books.ASIDE and self.name == name:
            die()
        return plain(self, target)

    return replace


@needs_fork
@pytest.mark.parametrize("step", [0, 1, 2])
def test_killed_while_it_is_made_a_founding_leaves_no_books(tmp_path: Path, step: int) -> None:
    assert killed(lambda: found(tmp_path, progress=DyingAt(step)))

    assert not books.has_books(tmp_path)
    assert not (tmp_path / books.DATABASE).exists()
    found(tmp_path)
    opened(tmp_path).close()
    assert not (tmp_path / books.ASIDE).exists()


@needs_fork
@pytest.mark.parametrize("name", [books.KEYS, books.SIGN_INS, books.DATABASE])
def test_killed_while_its_files_move_a_founding_leaves_no_books(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(books, "_move_in", _moving_with(dying_before(name)))
        assert killed(lambda: found(tmp_path))

    assert not books.has_books(tmp_path)
    found(tmp_path)
    opened(tmp_path).close()


def _moving_with(replace: Callable[[Path, Path], Path]) -> Callable[[Path, Path], None]:
    plain = books._move_in

    def move_in(aside: Path, folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            plain(aside, folder)

    return move_in


@needs_fork
def test_killed_once_the_database_lies_there_the_books_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(books, "_clear", lambda aside: die() if aside.is_dir() else None)
        assert killed(lambda: found(tmp_path))

    opened(tmp_path).close()
    with pytest.raises(AlreadyFounded):
        found(tmp_path)


@needs_fork
def test_killed_while_it_lives_a_practice_cooperative_leaves_no_books(tmp_path: Path) -> None:
    def live(progress: object) -> None:
        practise(tmp_path, 1, 1, until=date(2026, 3, 2), progress=progress)  # type: ignore[arg-type]

    assert killed(lambda: live(DyingAt(2)))

    assert not books.has_books(tmp_path)
    practise(tmp_path, 0, 0)
    books.open_books(tmp_path, "bendahara", founding.PRACTICE_PASSWORD).close()


def test_stopped_it_leaves_nothing_at_all(tmp_path: Path) -> None:
    class Stopping:
        def step(self, done: int, _whole: int) -> None:
            if done:
                raise Cancelled

    with pytest.raises(Cancelled):
        found(tmp_path, progress=Stopping())

    assert list(tmp_path.iterdir()) == []


# --- what the profile says ------------------------------------------------------------------------


def test_everybody_may_bring_a_password_and_a_pin(tmp_path: Path) -> None:
    words = founding.found(
        tmp_path,
        profile(),
        {"bendahara": PASSWORD, "ketua": "kuda lumping sore mendung"},
        pins={"bendahara": PIN, "ketua": "591307"},
        clock=SetClock(MORNING),
    )

    assert set(words) == {"kasir"}
    with opened(tmp_path) as session:
        session.switch("ketua", "591307")
        assert session.office.signed_in.name == "ketua"
        session.switch("bendahara", PIN)


@pytest.mark.parametrize("since", ["2026-03", "2031-01"])
def test_books_of_a_month_to_come_are_refused_before_anything_is_made(
    tmp_path: Path, since: str
) -> None:
    with pytest.raises(BadField, match=r"2026|2031") as refused:
        found(tmp_path / "baru", profile(buku={"from": since}))

    assert refused.value.field == "buku.from"
    assert "belum tiba, paling lambat Februari 2026" in refused.value.message
    assert not (tmp_path / "baru").exists()


def test_books_may_begin_with_the_month_that_runs(tmp_path: Path) -> None:
    found(tmp_path, profile(buku={"from": "2026-02"}))

    assert books.has_books(tmp_path)


def test_what_is_no_month_is_refused_as_a_field(tmp_path: Path) -> None:
    with pytest.raises(BadField):
        found(tmp_path, profile(buku={"from": "november"}))

    assert not books.has_books(tmp_path)


def test_an_easy_pin_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(WeakPassword):
        found(tmp_path / "baru", pins={"bendahara": "123456"})

    assert not (tmp_path / "baru").exists()


def test_signers_letterhead_and_logo_stand_in_the_books(tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    Image.new("L", (40, 40), 90).save(picture)
    kertas = {
        "line": "Telepon 0812-0000-0000",
        "logo": str(picture),
        "chair": "Ketua Contoh",
        "treasurer": "Bendahara Contoh",
    }

    found(tmp_path / "buku", profile(kertas=kertas))

    with opened(tmp_path / "buku") as session:
        read = session.office.reading
        assert setting(read, DECLARED["signer.chair"]) == "Ketua Contoh"
        assert setting(read, DECLARED["signer.treasurer"]) == "Bendahara Contoh"
        assert setting(read, DECLARED["letterhead.extra"]) == "Telepon 0812-0000-0000"
        assert logo_of(read)


def test_a_logo_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadField, match=r"logo hilang\.png tidak dapat dibaca"):
        found(tmp_path / "buku", profile(kertas={"logo": str(tmp_path / "hilang.png")}))

    assert not books.has_books(tmp_path / "buku")


def test_dues_have_their_amounts_by_date_and_decision(tmp_path: Path) -> None:
    simpanan = [
        {
            "code": "mandatory",
            "name": "Simpanan Wajib",
            "kind": "mandatory",
            "account": "3-1102",
            "unit": "KTR",
            "amount": 5_000,
            "from": date(2025, 1, 1),
            "decision_no": "RAT 2025",
            "besaran": [{"from": date(2026, 1, 1), "amount": 10_000, "decision_no": "RAT 2026"}],
        }
    ]

    found(tmp_path, profile(simpanan=simpanan))

    with opened(tmp_path) as session:
        assert list(savings.rates(session.office.reading, "mandatory")) == [
            (date(2025, 1, 1), 5_000),
            (date(2026, 1, 1), 10_000),
        ]
