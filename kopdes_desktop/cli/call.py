"""One call of the program: its common options, the books it opens, the answer it gives."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from kopdes_desktop import places
from kopdes_desktop.cli import terminal
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.kernel.errors import SignInRefused
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.cli.program import Program, Session
    from kopdes_desktop.office.actor import Approval


class Call(Struct, frozen=True):
    """What was said before any verb: where the books are, who asks, and how to answer."""

    program: Program
    data: Path | None = None
    user: str | None = None
    json: bool = False
    today: date | None = None
    seed: int | None = None
    confirm_day: bool = False

    @property
    def folder(self) -> Path:
        """The cooperative's folder."""
        return self.data or places.user_data()

    def password(self) -> str:
        """From environment or terminal, never from the line. Raises SignInRefused."""
        return _given(terminal.secret("KOPDES_PASSWORD", _("Kata sandi")))

    def new_password(self) -> str:
        """His who founds or joins, asked twice. Raises SignInRefused, WeakPassword."""
        own, again = _("Kata sandi baru Anda"), _("Ulangi kata sandi itu")
        return _given(terminal.new_secret("KOPDES_PASSWORD", own, again))

    def who(self) -> tuple[str, str]:
        """Who signs in, and with which password. Raises WrongUsage, SignInRefused."""
        user = self.user or os.environ.get("KOPDES_USER") or terminal.ask(_("Nama masuk"))
        if not user:
            raise WrongUsage(N_("Sebutkan siapa yang masuk: --user atau KOPDES_USER."))
        return user, self.password()

    @contextmanager
    def books(self, who: tuple[str, str] | None = None) -> Iterator[Session]:
        """The books, with somebody signed in, closed in the end."""
        session = self.program.open_books(
            self.folder,
            *(who or self.who()),
            named_day=self.today,
            seed=self.seed,
            secrets=terminal.TerminalSecrets(),
        )
        try:
            yield session
        finally:
            session.close()

    def answer(self, document: object, words: Iterable[str]) -> None:
        """One JSON document, or lines for people."""
        if self.json:
            tell(document)
        else:
            out = standard_output()
            out.write("".join(f"{line}\n" for line in words).encode())
            out.flush()


def _given(password: str | None) -> str:
    if password is None:
        raise SignInRefused(
            N_("Kata sandi belum diberikan: ketik di terminal atau isi KOPDES_PASSWORD.")
        )
    return password


def standard_output() -> BinaryIO:
    """Where answers go: bytes, so that no console's code page can change them."""
    return sys.stdout.buffer


def tell(document: object) -> None:
    """One JSON document on a line of its own, on its way before anything else happens."""
    from msgspec import json

    out = standard_output()
    out.write(json.encode(document) + b"\n")
    out.flush()


def approval_of(by: str, reason: str, *, signing: bool) -> Approval:
    """The second person: his PIN, and his password where he has to sign."""
    from kopdes_desktop.office.actor import Approval

    pin = terminal.secret("KOPDES_APPROVAL_PIN", _("PIN {name}").format(name=by))
    password = None
    if signing:
        question = _("Kata sandi {name} untuk menandatangani").format(name=by)
        password = terminal.secret("KOPDES_SIGN_PASSWORD", question)
    return Approval(by=by, reason=reason, pin=pin or "", password=password or "")


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all. Raises WrongUsage when it cannot be made."""
    half = path.with_name(f".{path.name}.part")
    try:
        file = half.open("wb")
    except OSError:
        raise WrongUsage(N_("Berkas {name} tidak dapat ditulis."), name=path) from None
    try:
        with file:
            yield file
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def place_of(out: Path | None) -> AbstractContextManager[BinaryIO]:
    """The file that was named, whole or not at all; else standard output."""
    return nullcontext(standard_output()) if out is None else written_whole(out)
