"""Puts the verbs together, and turns what happens into words, JSON and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from kopdes_desktop import __version__
from kopdes_desktop.cli import (
    backup,
    banking,
    cash_books,
    checking,
    devices,
    exporting,
    founding,
    importing,
    orders,
    pictures,
    reporting,
    selftest,
)
from kopdes_desktop.cli.call import Call, tell
from kopdes_desktop.cli.complaint import Exit, WrongUsage, as_answer, exit_of, known
from kopdes_desktop.cli.program import Program
from kopdes_desktop.cli.terminal import say
from kopdes_desktop.cli.verb import Given, Line, Verbs
from kopdes_desktop.kernel import i18n
from kopdes_desktop.kernel.errors import Cancelled, KopdesError
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.places import TRANSLATIONS

NAME = "kopdes-desktop"
GROUPS = (
    founding,
    orders,
    reporting,
    exporting,
    importing,
    banking,
    cash_books,
    checking,
    backup,
    devices,
    selftest,
    pictures,
)


def main(program: Program, line: Sequence[str]) -> int:
    """Do what the line says; the exit code. No traceback ever reaches the user."""
    try:
        try:
            return _run(program, list(line))
        except SystemExit as done:  # argparse, after --help
            return int(done.code or Exit.DONE)
        except KeyboardInterrupt:
            return _complain(Cancelled(), in_json="--json" in line)
        except Exception as error:
            if any(isinstance(each, BrokenPipeError) for each in _causes(error)):
                raise BrokenPipeError from error
            return _complain(known(error), in_json="--json" in line)
    except BrokenPipeError:
        return _nobody_listens()


def _run(program: Program, line: list[str]) -> int:
    if "--language" in line[:-1]:
        i18n.use(line[line.index("--language") + 1], TRANSLATIONS)
    reader = _reader(i18n.spoken())
    given = reader.parse_args(line)
    if given.version or given.verb is None:
        sys.stdout.write(f"{NAME} {__version__}\n" if given.version else reader.format_help())
        return Exit.DONE
    done = given.run(_call(program, given), given)
    return Exit.DONE if done is None else int(done)


@lru_cache(maxsize=1)
def _reader(_language: object) -> Line:
    reader = Line(
        NAME,
        description=_("Pembukuan satu koperasi desa, lewat perintah."),
        allow_abbrev=False,
        parents=[_common(None)],
    )
    reader.add_argument("--version", action="store_true", help=_("Tampilkan versinya."))
    verbs = Verbs(reader, _common(argparse.SUPPRESS), needed=False)
    for group in GROUPS:
        group.add(verbs)
    return reader


def _common(default: str | None) -> Line:
    """What may stand before and after the verb; after it, only what is given counts."""
    common = Line(add_help=False)
    words = common.add_argument_group(_("Pilihan bersama"))
    words.add_argument(
        "--data", metavar=_("FOLDER"), type=Path, default=default, help=_("folder koperasi")
    )
    words.add_argument("--user", metavar=_("NAMA"), default=default, help=_("siapa yang masuk"))
    words.add_argument(
        "--json", action="store_true", default=default or False, help=_("jawab dengan JSON")
    )
    words.add_argument(
        "--today", metavar=_("TANGGAL"), default=default, help=_("hari kerja koperasi latihan")
    )
    words.add_argument(
        "--seed",
        metavar=_("ANGKA"),
        type=int,
        default=default,
        help=_("benih acak koperasi latihan"),
    )
    words.add_argument(
        "--confirm-day",
        action="store_true",
        default=default or False,
        help=_("pastikan hari kerja baru walau jam laptop diragukan"),
    )
    words.add_argument(
        "--language", metavar=_("BAHASA"), default=default, help=_("bahasa jawaban: id atau en")
    )
    return common


def _call(program: Program, given: Given) -> Call:
    return Call(
        program,
        data=given.data,
        user=given.user,
        json=given.json,
        today=_day(given.today),
        seed=given.seed,
        confirm_day=given.confirm_day,
    )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(N_("{text} bukan tanggal; tulis seperti 2026-11-21."), text=text) from None


def _complain(error: KopdesError, *, in_json: bool) -> int:
    if in_json:
        tell(as_answer(error))
    else:
        say(error.message)
    return exit_of(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _nobody_listens() -> int:
    """The reader of our output is gone: end without a word, and without another try at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.FAULT
