"""The person at the terminal: what he is asked, and what is shown to him alone.

Standard input and output belong to programs (`perform -` reads orders there), so questions go to
the terminal itself. Where there is none, nothing is asked.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from kopdes_desktop.kernel.errors import Cancelled, WeakPassword
from kopdes_desktop.kernel.i18n import N_, _

_TERMINAL = "CONIN$" if sys.platform == "win32" else "/dev/tty"


def say(words: str) -> None:
    """A line for the person, beside the answer."""
    with suppress(OSError):
        print(words, file=sys.stderr, flush=True)  # noqa: T201


def somebody_is_here() -> bool:
    """Whether a question would reach a person."""
    try:
        with open(_TERMINAL, "rb"):  # noqa: PTH123  a device, not a file
            return True
    except OSError:
        return False


def ask(question: str) -> str | None:
    """What he types; None when nobody is here."""
    if not somebody_is_here():
        return None
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    with open(_TERMINAL, encoding="utf-8") as lines:  # noqa: PTH123
        return lines.readline().strip()


def ask_secret(question: str) -> str | None:
    """What he types without echo; None when nobody is here."""
    if not somebody_is_here():
        return None
    from getpass import getpass

    try:
        return getpass(f"{question}: ")
    except EOFError:
        raise Cancelled from None


def secret(variable: str, question: str) -> str | None:
    """From the environment, meant for automation, else from the terminal."""
    return os.environ.get(variable) or ask_secret(question)


def new_secret(variable: str, question: str, again: str) -> str | None:
    """As `secret`, but asked twice when a person types it. Raises WeakPassword when they differ."""
    given = os.environ.get(variable)
    if given:
        return given
    first = ask_secret(question)
    if first is not None and first != ask_secret(again):
        raise WeakPassword(N_("Dua ketikan itu tidak sama."))
    return first


class TerminalSecrets:
    """New passwords and PINs from environment or terminal; one-time words to the terminal, once."""

    def new_password(self, login: str) -> str | None:
        return new_secret(
            "KOPDES_NEW_PASSWORD",
            _("Kata sandi baru untuk {name}").format(name=login),
            _("Ulangi kata sandi baru"),
        )

    def new_pin(self, login: str) -> str | None:
        return new_secret(
            "KOPDES_NEW_PIN",
            _("PIN baru untuk {name}, enam angka").format(name=login),
            _("Ulangi PIN baru"),
        )

    def show_words(self, login: str, words: str) -> None:
        say(_("Kata sandi sekali pakai untuk {name}: {words}").format(name=login, words=words))


class Watched:
    """Shows how far long work is, where a person watches; silent otherwise."""

    def __init__(self) -> None:
        self._shown = -1
        self._watching = sys.stderr.isatty()

    def step(self, done: int, whole: int) -> None:
        """Report that `done` of `whole` is behind us."""
        percent = 100 * done // whole if whole else 100
        if self._watching and percent != self._shown:
            self._shown = percent
            sys.stderr.write(f"\r{percent:3d} %")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line clean."""
        if self._shown >= 0:
            sys.stderr.write("\r      \r")
            sys.stderr.flush()
