"""Slips for thermal printers as pictures: the house's own letters, the same on every printer.

Every sign that the typeface has is printed, and no text ever reaches the printer as text.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper import escpos
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.document import RowKind, Slip, SlipRow
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.places import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

#: Two metres of paper at 8 dots a millimetre: a runaway slip must not empty the roll.
LONGEST: Final = 16_000
_TAIL_STRIPS: Final = 60
_GAP: Final = 12
#: Letters lean out of their width by a few dots.
_BESIDE: Final = 4
_RULE_HEIGHT: Final = 18
#: Faces keep their state while they draw.
_ONE_AT_A_TIME = Lock()


class _Type(NamedTuple):
    """A cut of the typeface, its size in dots, and the height of its line."""

    cut: str
    size: int
    line: int


_BODY = _Type("600SemiBold", 25, 32)
_SMALL = _Type("600SemiBold", 22, 28)
_BOLD = _Type("700Bold", 28, 37)
_BIG = _Type("700Bold", 36, 46)
_TYPES: Final[dict[RowKind, _Type]] = {
    "text": _BODY,
    "small": _SMALL,
    "bold": _BOLD,
    "big": _BIG,
    "center": _BODY,
    "rule": _BODY,
}


class _Strip(Struct, frozen=True):
    """A line of the slip: text at x, text that ends at the right edge, or a picture."""

    height: int
    kind: _Type = _BODY
    left: str = ""
    x: int = 0
    right: str = ""
    rule: bool = False
    picture: Image | None = None


def encode(
    slip: Slip, columns: int = 32, *, cut: bool | None = None, drawer: bool = False
) -> bytes:
    """The bytes for the printer, as `thermal.encode` gives them. ValueError for other columns."""
    return escpos.whole(escpos.bands(picture(slip, columns)), columns, cut=cut, drawer=drawer)


def picture(slip: Slip, columns: int = 32) -> Image:
    """The slip in black and white, as wide as the printer's head."""
    if columns not in escpos.DOTS:
        msg = f"slips are {escpos.COLUMNS} columns wide, not {columns}"
        raise ValueError(msg)
    dots = escpos.DOTS[columns]
    with _ONE_AT_A_TIME:
        return _drawn(_within(list(_strips(slip, dots))), dots)


def _drawn(strips: list[_Strip], dots: int) -> Image:
    from PIL import Image as Images  # noqa: PLC0415  with the first slip

    paper = Images.new("1", (dots, sum(strip.height for strip in strips)), 1)
    y = 0
    for strip in strips:
        if strip.rule:
            middle = y + strip.height // 2
            paper.paste(0, (0, middle, dots, middle + 2))
        if strip.picture is not None:
            paper.paste(strip.picture, (strip.x, y))
        _set(paper, strip.kind, strip.left, strip.x, y)
        _set(paper, strip.kind, strip.right, dots - _width(strip.right, strip.kind), y)
        y += strip.height
    return paper


class _Face:
    """A cut at a size: each letter is drawn once, which makes a slip many times quicker."""

    def __init__(self, kind: _Type) -> None:
        from PIL import ImageFont  # noqa: PLC0415  with the first slip

        file = RESOURCES / "fonts" / f"SourceSans3_{kind.cut}.ttf"
        basic = ImageFont.Layout.BASIC
        self._font = ImageFont.truetype(str(file), kind.size, layout_engine=basic)
        self._height = kind.line
        self._letters: dict[str, tuple[int, Image]] = {}

    def letter(self, character: str) -> tuple[int, Image]:
        """How far it moves the pen, and its dots with some room on both sides."""
        found = self._letters.get(character)
        if found is None:
            from PIL import Image as Images  # noqa: PLC0415  with the first slip
            from PIL import ImageDraw  # noqa: PLC0415

            ahead = round(self._font.getlength(character))
            dots = Images.new("1", (ahead + 2 * _BESIDE, self._height), 0)
            ImageDraw.Draw(dots).text((_BESIDE, 0), character, font=self._font, fill=1)
            found = self._letters[character] = ahead, dots
        return found


@cache
def _face(kind: _Type) -> _Face:
    return _Face(kind)


def _set(paper: Image, kind: _Type, text: str, x: int, y: int) -> None:
    face = _face(kind)
    for character in text:
        ahead, dots = face.letter(character)
        paper.paste(0, (x - _BESIDE, y), dots)
        x += ahead


def _width(text: str, kind: _Type) -> int:
    face = _face(kind)
    return sum(face.letter(character)[0] for character in text)


def _strips(slip: Slip, dots: int) -> Iterator[_Strip]:
    """From the logo to the last word."""
    head, practice = slip.letterhead, marks(slip.letterhead)
    rule = SlipRow("", kind="rule")
    if head.logo:
        yield _pasted(escpos.logo(head.logo, dots), dots, below=6)
    for mark in practice:
        yield from _middle(f"*** {mark} ***", _BODY, dots)
    yield from _middle(head.name, _BIG, dots)
    for line in head.lines:
        yield from _middle(line, _SMALL, dots)
    yield from _row(rule, dots)
    yield from _middle(slip.title, _BOLD, dots)
    if slip.copy:
        yield from _middle(f"=== {_('SALINAN')} ===", _BODY, dots)
    for row in (rule, *slip.rows, rule):
        yield from _row(row, dots)
    for line in slip.footer:
        yield from _middle(line, _SMALL, dots)
    for mark in practice:
        yield from _middle(f"*** {mark} ***", _BODY, dots)
    if slip.qr:
        yield _pasted(escpos.qr_code(slip.qr, dots), dots)


def _pasted(image: Image, dots: int, below: int = 0) -> _Strip:
    return _Strip(image.height + below, x=(dots - image.width) // 2, picture=image)


def _row(row: SlipRow, dots: int) -> Iterator[_Strip]:
    kind = _TYPES[row.kind]
    if row.kind == "rule":
        yield _Strip(_RULE_HEIGHT, rule=True)
        return
    if row.kind == "center":
        yield from _middle(f"{row.left} {row.right}".strip(), kind, dots)
        return
    left, right = printable(row.left).rstrip(), printable(row.right).strip()
    indent = _width(" ", kind) * (len(left) - len(left.lstrip()))
    lines = _wrapped(left, kind, dots - indent) if left or not right else []
    amounts = _wrapped(right, kind, dots) if right else []
    if lines and amounts:
        taken = indent + _width(lines[-1], kind) + _GAP + _width(amounts[0], kind)
        if taken <= dots:
            *lines, beside = lines
            amount, *amounts = amounts
            for line in lines:
                yield _Strip(kind.line, kind, line, indent)
            yield _Strip(kind.line, kind, beside, indent, amount)
            lines = []
    for line in lines:
        yield _Strip(kind.line, kind, line, indent)
    for amount in amounts:
        yield _Strip(kind.line, kind, right=amount)


def _middle(text: str, kind: _Type, dots: int) -> Iterator[_Strip]:
    for line in _wrapped(printable(text).strip(), kind, dots):
        yield _Strip(kind.line, kind, line, (dots - _width(line, kind)) // 2)


def _wrapped(text: str, kind: _Type, room: int) -> list[str]:
    """Whole words on lines that fit; a word that is too long is broken."""
    if _width(text, kind) <= room:
        return [text.strip()]
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _width(longer, kind) <= room:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while _width(line, kind) > room:
            fits = next(n for n in range(len(line), 0, -1) if _width(line[:n], kind) <= room)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def _within(strips: list[_Strip]) -> list[_Strip]:
    """A slip that is too long keeps its head and its end, where the sums stand."""
    if sum(strip.height for strip in strips) <= LONGEST:
        return strips
    room = LONGEST - _BODY.line
    tail = strips[-_TAIL_STRIPS:]
    room -= sum(strip.height for strip in tail)
    head: list[_Strip] = []
    for strip in strips[:-_TAIL_STRIPS]:
        room -= strip.height
        if room < 0:
            break
        head.append(strip)
    note = _("({n} baris tidak dicetak)").format(n=len(strips) - len(head) - len(tail))
    return [*head, _Strip(_BODY.line, _BODY, note), *tail]
