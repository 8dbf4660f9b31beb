"""What went wrong, as words for people, JSON for programs, and an exit code for both."""

from __future__ import annotations

import logging
import os
import traceback
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import Any

from kopdes_desktop.kernel.errors import Fault, KopdesError, Refusal
from kopdes_desktop.kernel.i18n import N_, _

logger = logging.getLogger(__name__)
logger.addHandler(logging.NullHandler())  # else a traceback would go to the user's terminal


class Exit(IntEnum):
    """What the caller's shell sees; a public promise."""

    DONE = 0
    REFUSED = 1
    WRONG_USAGE = 2
    FAULT = 3


class WrongUsage(KopdesError):
    """The line itself cannot be understood."""

    template = N_("Perintah ini tidak dapat dibaca.")


class Bug(Fault):
    """We are wrong; nothing of the work in hand was written."""

    template = N_("Program ini keliru, dan pekerjaan terakhir tidak tersimpan. Catatannya: {note}.")


def exit_of(error: KopdesError) -> Exit:
    """The code of the process."""
    if isinstance(error, WrongUsage):
        return Exit.WRONG_USAGE
    return Exit.FAULT if isinstance(error, Fault) else Exit.REFUSED


def as_answer(error: KopdesError) -> dict[str, Any]:
    """The JSON in which other programs are told."""
    if isinstance(error, Fault):
        return {"ok": False, "fault": {"code": error.code, "message": error.message}}
    field = error.field if isinstance(error, Refusal) else None
    return {
        "ok": False,
        "refusal": {"code": error.code, "message": error.message, "field": field},
    }


def known(error: Exception) -> KopdesError:
    """The error as one of ours; what is none is a bug, written down where people can find it."""
    if isinstance(error, KopdesError):
        return error
    logger.error("unexpected error on the command line", exc_info=error)
    return Bug(note=_noted(error))


def _noted(error: Exception) -> str:
    """Where the trace of a bug lies. Its message stays out: it may hold what members told us."""
    lines = [f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__), "\n"]
    with suppress(OSError, RuntimeError):  # the latter where the system knows no home
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "galat.txt"
        with file.open("a", encoding="utf-8") as log:
            log.writelines(lines)
        return str(file)
    return _("tidak dapat ditulis")


def _folder() -> Path:
    named = os.environ.get("KOPDES_LOG")
    if named:
        return Path(named)
    from platformdirs import user_log_path

    return user_log_path("kopdes-desktop", appauthor=False)
