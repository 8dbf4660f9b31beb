"""screens and tour: what the program looks like, painted without a display."""

from __future__ import annotations

import re
from pathlib import Path

from kopdes_desktop.cli.call import Call
from kopdes_desktop.cli.complaint import WrongUsage
from kopdes_desktop.cli.verb import Given, Line, Verbs
from kopdes_desktop.kernel.i18n import N_, _

THEMES = ("light", "dark", "contrast")
_SIZE = re.compile(r"([1-9]\d{2,4})x([1-9]\d{2,4})")
_SMALLEST, _LARGEST = 0.5, 4


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    line = verbs.add("screens", N_("Lukis setiap layar menjadi gambar PNG."), screens)
    _folder(line)
    line.add_argument(
        "--size", metavar=_("UKURAN"), default="1366x768", help=_("lebar dan tinggi: 1366x768")
    )
    line.add_argument(
        "--scale", metavar=_("SKALA"), type=float, default=1.0, help=_("perbesaran: 1, 1.25, 1.5")
    )
    line.add_argument(
        "--theme", metavar=_("TEMA"), choices=THEMES, default=THEMES[0], help=", ".join(THEMES)
    )
    _folder(verbs.add("tour", N_("Satu hari kerja tanpa layar."), tour, hidden=True))


def _folder(line: Line) -> None:
    line.add_argument(
        "--out", metavar=_("FOLDER"), type=Path, required=True, help=_("tulis ke folder ini")
    )


def screens(call: Call, given: Given) -> None:
    """Every screen of this cooperative."""
    sides = _SIZE.fullmatch(given.size)
    if sides is None or not _SMALLEST <= given.scale <= _LARGEST:
        raise WrongUsage(N_("Ukuran atau skala itu tidak dapat dilukis."))
    size = (int(sides[1]), int(sides[2]))
    with call.books() as session:
        made = call.program.screens(session, given.out, size, given.scale, given.theme)
    call.answer({"ok": True, "files": list(map(str, made))}, map(str, made))


def tour(call: Call, given: Given) -> None:
    """A day of work, its papers and its screens."""
    made = call.program.tour(given.out)
    call.answer({"ok": True, "files": list(map(str, made))}, map(str, made))
