"""Labels for the shelf: twenty-four an A4 sheet (70 x 37 mm, as they are sold), or a roll of 58 mm.

Name, price and barcode; what a scanner reads is what the till finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper import escpos
from kopdes_desktop.paper.barcode import modules
from kopdes_desktop.paper.document import Document, Label, Letterhead
from kopdes_desktop.paper.pen import MUTED, PORTRAIT, Cut, Pen, Style
from kopdes_desktop.paper.printable import ascii_only, printable

if TYPE_CHECKING:
    from PIL.Image import Image

_MM: Final = 72 / 25.4
_WIDTH, _HEIGHT = 70 * _MM, PORTRAIT[1] / 8
_COLUMNS, _ROWS = 3, 8
A_SHEET: Final = _COLUMNS * _ROWS
_EDGE = 4.5 * _MM
_BARS = 9 * _MM
#: A scanner needs so many modules of white at either side (EAN: 11).
_QUIET = 11
_WIDEST_MODULE = 0.40 * _MM

_NAME, _PRICE = Style(Cut.BOLD, 9.5), Style(Cut.BOLD, 19)
_SMALL, _NOTE = Style(Cut.REGULAR, 7.2), Style(Cut.REGULAR, 6.6, MUTED)
_ROLL_BARS, _ROLL_SCALE = 72, 3


def draw(document: Document) -> bytes:
    """The sheets as a PDF, row by row from the upper left; to be printed at 100 %."""
    pen = Pen(PORTRAIT, title=document.title, author=document.letterhead.name)
    labels = iter(document.labels)
    while sheet := list(islice(labels, A_SHEET)):
        for place, label in enumerate(sheet):
            row, column = divmod(place, _COLUMNS)
            x, y = column * _WIDTH, PORTRAIT[1] - (row + 1) * _HEIGHT
            _label(pen, document.letterhead, label, x, y)
        pen.next_page()
    return pen.pdf()


def _label(pen: Pen, issuer: Letterhead, label: Label, x: float, y: float) -> None:
    """One label, from its lower left corner."""
    left, right, low = x + _EDGE, x + _WIDTH - _EDGE, y + _EDGE
    top = y + _HEIGHT - _EDGE - 6
    for line in _NAME.wrap(printable(label.name), right - left, 2):
        pen.left(_NAME, left, top, line)
        top -= 11
    pen.left(_PRICE, left, low + _BARS + 14, _PRICE.fitted(label.price, right - left - 30))
    pen.right(_SMALL, right, low + _BARS + 16, label.unit)
    for at, note in enumerate(label.notes[:1]):
        pen.right(_SMALL, right, low + _BARS + 25 + 9 * at, printable(note))
    if issuer.practice:
        pen.right(_NOTE, right, y + _HEIGHT - 8, _("LATIHAN"))
    bars = modules(label.code)
    if bars:
        _bars(pen, bars, left, low + 8, right - left)
    pen.center(_NOTE, (left + right) / 2, low, printable(label.code))


def _bars(pen: Pen, bars: Sequence[int], left: float, low: float, room: float) -> None:
    """As wide as there is room for, with white at both sides."""
    module = min(room / (len(bars) + 2 * _QUIET), _WIDEST_MODULE)
    start = left + (room - module * len(bars)) / 2
    at = 0
    while at < len(bars):
        to = at
        while to < len(bars) and bars[to] == bars[at]:
            to += 1
        if bars[at]:
            pen.bar(start + at * module, low, (to - at) * module, _BARS)
        at = to


# --- on a roll ------------------------------------------------------------------------------------


def roll(labels: Sequence[Label], columns: int = 32, *, practice: bool = False) -> bytes:
    """The same for a thermal printer, one below the other with a line to cut along."""
    rule = b"-" * columns + b"\n"
    inside = rule
    for label in labels:
        inside += _on_roll(label, columns, practice=practice) + rule
    return escpos.whole(inside, columns, cut=None, drawer=False)


def _on_roll(label: Label, columns: int, *, practice: bool) -> bytes:
    words = [ascii_only(label.name)[: 2 * columns], *map(ascii_only, label.notes[:1])]
    text = b"".join(
        line[at : at + columns].encode("ascii") + b"\n"
        for line in words
        for at in range(0, max(len(line), 1), columns)
    )
    price = ascii_only(f"{label.price} / {label.unit}")
    bars = modules(label.code)
    picture = escpos.centered(_picture(bars, escpos.DOTS[columns])) if bars else b""
    return b"".join(
        (
            b"*** LATIHAN ***\n" if practice else b"",
            text,
            escpos.tall(price[:columns]),
            picture,
            ascii_only(label.code)[:columns].center(columns).rstrip().encode("ascii") + b"\n",
        )
    )


def _picture(bars: Sequence[int], dots: int) -> Image:
    """Bars as dots, each module as wide as fits."""
    from PIL import Image as Images  # noqa: PLC0415  with the first label

    scale = max(min(dots // (len(bars) + 2 * _QUIET), _ROLL_SCALE), 1)
    made = Images.new("1", (len(bars) * scale, _ROLL_BARS), 1)
    for at, bar in enumerate(bars):
        if bar:
            made.paste(0, (at * scale, 0, (at + 1) * scale, _ROLL_BARS))
    return made
