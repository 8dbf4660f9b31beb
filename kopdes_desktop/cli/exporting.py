"""export: the whole journal for an independent program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kopdes_desktop.cli.call import Call, place_of
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.export import Format

RIGHT = "read.export"


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    group = verbs.group("export", N_("Serahkan data kepada program lain."))
    line = group.add("journal", N_("Seluruh jurnal, dari catatan pertama."), journal)
    line.add_argument(
        "--format", metavar=_("BENTUK"), required=True, help=_("hledger, beancount atau csv")
    )
    line.add_argument("--out", metavar=_("BERKAS"), type=Path, help=_("tulis ke berkas ini"))


def journal(call: Call, given: Given) -> None:
    """The whole journal."""
    from kopdes_desktop.reports.export import FORMATS

    form, out = given.format, given.out
    found = next((each for each in FORMATS if each == form), None)
    if found is None:
        raise WrongUsage(
            N_("Tidak ada bentuk {format}; pilih {among}."), format=form, among=", ".join(FORMATS)
        )
    if call.json and out is None:
        raise WrongUsage(N_("Dengan --json, bentuk {format} perlu --out BERKAS."), format=form)
    with call.books() as session, place_of(out) as file:
        session.office.read(RIGHT, _write, found, file)
    if out is not None:
        call.answer(
            {"ok": True, "export": "journal", "format": found, "out": str(out)},
            [_("Ditulis ke {file}.").format(file=out)],
        )


def _write(read: Reading, form: Format, file: BinaryIO) -> None:
    from kopdes_desktop.reports.export import journal as entries

    file.writelines(entries(read, form))
