"""Verbs as argparse reads them, with its own few words said in ours.

argparse and not Typer: a trial balance from the command line took twice the time with the latter,
which loads pydantic to read a line, and its words cannot be translated (README, decisions).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn

from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.kernel.i18n import N_, _

Given = argparse.Namespace
Run = Callable[[Call, Given], int | None]

#: What argparse says by itself, word for word, and how a village would say it.
WORDS = {
    "usage: ": N_("Pemakaian: "),
    "options": N_("Pilihan"),
    "positional arguments": N_("Isian"),
    "show this help message and exit": N_("Tampilkan bantuan ini."),
    "argument %(argument_name)s: %(message)s": N_("%(argument_name)s: %(message)s"),
    "unrecognized arguments: %s": N_("tidak dikenal: %s"),
    "the following arguments are required: %s": N_("belum diisi: %s"),
    "one of the arguments %s is required": N_("isi salah satu: %s"),
    "not allowed with argument %s": N_("tidak dapat bersama %s"),
    "invalid choice: %(value)r (choose from %(choices)s)": N_(
        "%(value)r tidak dikenal; pilih %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": N_("%(value)r tidak dapat dibaca"),
    "expected one argument": N_("nilainya belum diisi"),
    "expected at least one argument": N_("nilainya belum diisi"),
    "expected at most one argument": N_("nilainya terlalu banyak"),
    "ignored explicit argument %r": N_("tidak memakai nilai %r"),
}


def _say(words: str) -> str:
    return _(WORDS.get(words, words))


vars(argparse)["_"] = _say  # argparse looks this name up each time it speaks


class Line(argparse.ArgumentParser):
    """Reads the words after a verb."""

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage with what is wrong and where help is found."""
        raise WrongUsage(
            N_("Perintah ini keliru: {reason}. Lihat {help}."),
            reason=message,
            help=f"{self.prog} --help",
        )


class Verbs:
    """Several verbs under one name."""

    def __init__(self, line: Line, common: Line, *, needed: bool = True) -> None:
        """`common` holds the options that each verb takes besides its own."""
        self._common = common
        self._verbs = line.add_subparsers(
            title=_("Perintah"),
            metavar=_("PERINTAH"),
            dest="verb",
            required=needed,
            parser_class=Line,
        )

    def add(self, name: str, words: str, run: Run, *, hidden: bool = False) -> Line:
        """One verb, and what it does in a sentence; hidden ones stand in no list."""
        words = _(words)
        common = [self._common]
        made = (
            self._verbs.add_parser(name, description=words, allow_abbrev=False, parents=common)
            if hidden
            else self._verbs.add_parser(
                name, help=words, description=words, allow_abbrev=False, parents=common
            )
        )
        made.set_defaults(run=run)
        return made

    def group(self, name: str, words: str) -> Verbs:
        """A name with verbs of its own."""
        made = self._verbs.add_parser(name, help=_(words), description=_(words), allow_abbrev=False)
        return Verbs(made, self._common)
