"""Hands the faces what they need: the command line its `Program`, the window its `Door`."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kopdes_desktop import places
from kopdes_desktop.kernel import i18n

if TYPE_CHECKING:
    from kopdes_desktop.app.books import Session
    from kopdes_desktop.backup.making import Made
    from kopdes_desktop.backup.restoring import Study
    from kopdes_desktop.cli.program import Program
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.accept import Accepted
    from kopdes_desktop.office.actor import Approval
    from kopdes_desktop.paper.document import Document
    from kopdes_desktop.reports.glance import Asked
    from kopdes_desktop.reports.report import Params
    from kopdes_desktop.security.people import Secrets
    from kopdes_desktop.ui.door import Founding

#: Series that invited devices get when nobody names one: G for gerai.
_SERIES = tuple(f"G{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

#: What signing in, home and the till fetch at their first use: there while a password is typed.
_SOON = (
    "argon2.low_level",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.ciphers.aead",
    "platformdirs",
    "kopdes_desktop.checks.queries",
    "kopdes_desktop.goods.shelf",
)


def main(line: Sequence[str] | None = None) -> int:
    """The program: a window without arguments, a verb with them."""
    words = list(sys.argv[1:] if line is None else line)
    _no_core_dumps()
    i18n.use(os.environ.get("KOPDES_LANGUAGE") or _liked(words), places.TRANSLATIONS)
    if not words:
        return window()
    from kopdes_desktop.cli import main as command_line  # noqa: PLC0415  not for the window

    return command_line(program(), words)


def _liked(words: Sequence[str]) -> str:
    """The language that was chosen for the window of this laptop; commands go without."""
    if words:
        return i18n.SOURCE_LANGUAGE
    from kopdes_desktop.ui.shell import preferences  # noqa: PLC0415  only the window has them

    return preferences.load(places.user_data()).language


def _no_core_dumps() -> None:
    """A crash leaves no memory with keys in it on the disk (FACTS §9)."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def program() -> Program:
    """Everything the command line is handed."""
    from kopdes_desktop.cli.program import Program  # noqa: PLC0415  not for the window

    return Program(
        open_books=_open,
        found=_found,
        example_profile=_example,
        practise=_practise,
        join=_join,
        invite=_invite,
        give=_give,
        copy=_copy,
        prove_copy=_prove_copy,
        restore=_restore,
        sticks=_sticks,
        take=_take,
        describe=_describe,
        screens=_screens,
        glimpse=_first_screens,
        tour=_tour,
        rehearse_upgrade=_rehearse_upgrade,
        glance=_glance,
    )


def window() -> int:
    """The window; nothing heavy is loaded before its first paint."""
    from kopdes_desktop.ui import application  # noqa: PLC0415
    from kopdes_desktop.ui.door import Beginnings, Door, Parcels  # noqa: PLC0415

    folder = places.user_data()
    return application.run(
        Door(
            folder=folder,
            has_books=_has_books,
            enter=_enter,
            practise=_practise_here,
            warm=_warm,
            begin=Beginnings(
                _found_typed, _invited, _join_here, _today, _study_here, _restore_here
            ),
            sticks=_sticks,
            throw_away=_throw_away,
            parcels=Parcels(_invite_typed, _give, _take),
        )
    )


def _has_books(folder: Path) -> bool:
    """The same question as `books.has_books`, without loading the database for it."""
    found = (folder / "books.db").is_file() and (folder / "keys.json").is_file()
    return found or (folder / "pulih.json").is_file()


def _warm() -> None:
    """Load what opening needs while the user types his password."""
    from kopdes_desktop.app import books  # noqa: F401, PLC0415
    from kopdes_desktop.security.roles import Matrix  # noqa: PLC0415

    for name in _SOON:
        import_module(name)
    Matrix.load()


def _enter(folder: Path, user: str, password: str) -> Session:
    from kopdes_desktop.app.books import open_books  # noqa: PLC0415

    return open_books(folder, user, password)


def _practise_here(folder: Path, progress: Progress) -> Path:
    from kopdes_desktop.app.practice import practise  # noqa: PLC0415

    practise(folder, progress=progress)
    return folder


def _throw_away(folder: Path, user: str, password: str) -> None:
    from kopdes_desktop.app.practice import throw_away  # noqa: PLC0415

    throw_away(folder, user, password)


def _open(
    folder: Path,
    user: str,
    password: str,
    *,
    named_day: date | None,
    seed: int | None,
    secrets: Secrets,
) -> Session:
    from kopdes_desktop.app.books import open_books  # noqa: PLC0415
    from kopdes_desktop.kernel.errors import PracticeOnly  # noqa: PLC0415

    session = open_books(folder, user, password, named_day=named_day, secrets=secrets)
    if seed is not None and not session.office.practice:
        session.close()
        raise PracticeOnly(option="--seed")
    from kopdes_desktop.app.copying import copy_after_day_close  # noqa: PLC0415

    return copy_after_day_close(session)


def _copy(session: Any, progress: Progress) -> Made:  # noqa: ANN401  as `_invite`
    from kopdes_desktop.app.copying import copied  # noqa: PLC0415

    return copied(session, progress)


def _prove_copy(copy: Path, folder: Path, user: str, password: str, progress: Progress) -> Study:
    from kopdes_desktop.app.copying import proved  # noqa: PLC0415

    return proved(copy, folder, user, password, progress)


def _restore(
    copy: Path, folder: Path, user: str, password: str, *, accept_loss: bool, progress: Progress
) -> Study:
    from kopdes_desktop.app.copying import restored  # noqa: PLC0415

    return restored(copy, folder, user, password, accept_loss=accept_loss, progress=progress)


def _study_here(copy: Path, folder: Path, user: str, password: str) -> Study:
    from kopdes_desktop.kernel.progress import Silent  # noqa: PLC0415

    return _prove_copy(copy, folder, user, password, Silent())


def _restore_here(copy: Path, folder: Path, user: str, password: str) -> Study:
    from kopdes_desktop.kernel.progress import Silent  # noqa: PLC0415

    return _restore(copy, folder, user, password, accept_loss=True, progress=Silent())


def _sticks() -> list[Path]:
    from kopdes_desktop.app.sticks import mounted  # noqa: PLC0415

    return mounted()


def _found(folder: Path, profile: Path, password: str) -> Mapping[str, str]:
    from kopdes_desktop.app import founding  # noqa: PLC0415

    made = founding.read_profile(profile)
    return founding.found(folder, made, {made.people[0].name: password})


def _found_typed(folder: Path, typed: Founding, progress: Progress) -> Mapping[str, str]:
    from kopdes_desktop.app import founding  # noqa: PLC0415

    made = founding.profile_of(typed.profile)
    return founding.found(folder, made, typed.passwords, pins=typed.pins, progress=progress)


def _invited(path: Path) -> Sequence[tuple[str, str]]:
    from kopdes_desktop.app.joining import read_invitation  # noqa: PLC0415
    from kopdes_desktop.security.roles import Matrix  # noqa: PLC0415

    found = read_invitation(path)
    usual = (found.login, f"{found.login} ({Matrix.name(found.role)})")
    others = [
        (each.login, f"{each.login} ({Matrix.name(each.role)})")
        for each in found.users
        if each.login != found.login
    ]
    return [usual, *others]


def _join_here(folder: Path, path: Path, user: str, password: str) -> str:
    from kopdes_desktop.app.joining import join  # noqa: PLC0415

    return join(folder, path, password, user=user).login


def _today() -> date:
    from kopdes_desktop.app.clock import SystemClock  # noqa: PLC0415
    from kopdes_desktop.kernel.dates import in_zone  # noqa: PLC0415

    return in_zone(SystemClock().now(), "Asia/Jakarta").date()


def _example() -> str:
    from kopdes_desktop.app.founding import example_profile  # noqa: PLC0415

    return example_profile()


def _practise(  # noqa: PLR0917
    folder: Path, members: int, months: int, seed: int, until: date | None, progress: Progress
) -> None:
    from kopdes_desktop.app.practice import practise  # noqa: PLC0415

    practise(folder, members, months, seed, until, progress)


def _join(folder: Path, invitation: Path, user: str | None, password: str) -> Mapping[str, str]:
    from kopdes_desktop.app.joining import join  # noqa: PLC0415

    joined = join(folder, invitation, password, user=user)
    return {"user": joined.login, "series": joined.series}


def _invite(
    session: Any,  # noqa: ANN401  the command line knows it by its own protocol
    file: Path,
    *,
    series: str | None,
    units: tuple[str, ...],
    boxes: tuple[str, ...],
    user: str | None,
    approval: Approval | None,
) -> None:
    from kopdes_desktop.app.joining import invite  # noqa: PLC0415
    from kopdes_desktop.office import device  # noqa: PLC0415

    taken = {each.series for each in device.devices(session.office.reading)}
    free = series or next(each for each in _SERIES if each not in taken)
    invite(
        session,
        file,
        series=free,
        login=user,
        units=units,
        boxes=boxes,
        approval=approval,
    )


def _invite_typed(
    session: Any,  # noqa: ANN401  as above
    file: Path,
    series: str,
    user: str,
    units: tuple[str, ...],
) -> None:
    _invite(session, file, series=series, units=units, boxes=(), user=user, approval=None)


def _give(session: Any, file: Path, to: str | None) -> int:  # noqa: ANN401  as above
    from kopdes_desktop.app.parcels import give  # noqa: PLC0415

    return give(session, file, to)


def _take(session: Any, file: Path) -> Accepted:  # noqa: ANN401  as above
    from kopdes_desktop.app.parcels import take  # noqa: PLC0415

    return take(session, file)


def _describe() -> Sequence[Mapping[str, Any]]:
    from kopdes_desktop.app.catalogue import describe  # noqa: PLC0415

    return describe()


def _screens(
    session: Any,  # noqa: ANN401  as above
    out: Path,
    size: tuple[int, int],
    scale: float,
    theme: str,
) -> Sequence[Path]:
    from kopdes_desktop.ui.painting import paint  # noqa: PLC0415

    return paint(session, out, size=size, scale=scale, look=theme)


def _first_screens(session: Any, out: Path) -> Sequence[Path]:  # noqa: ANN401  as above
    from kopdes_desktop.ui.painting import paint  # noqa: PLC0415

    return paint(session, out, most=3)


def _rehearse_upgrade(folder: Path) -> str:
    from kopdes_desktop.db import version  # noqa: PLC0415
    from kopdes_desktop.db.engine import open_database  # noqa: PLC0415
    from kopdes_desktop.kernel.ids import system_entropy  # noqa: PLC0415
    from kopdes_desktop.migrations.upgrade import run_scripts  # noqa: PLC0415

    database = open_database(folder / "uji.db", system_entropy(32), new=True)
    try:
        run_scripts(database, version.HEAD)
        return version.version_of(database) or ""
    finally:
        database.close()


def _glance(folder: Path, user: str, password: str, asked: Asked) -> tuple[Document, Params] | None:
    from kopdes_desktop.app.clock import SystemClock  # noqa: PLC0415
    from kopdes_desktop.reports.glance import glance  # noqa: PLC0415

    return glance(folder, user, password, asked, SystemClock())


def _tour(out: Path) -> Sequence[Path]:
    from kopdes_desktop.app.tour import tour  # noqa: PLC0415

    return tour(out)
