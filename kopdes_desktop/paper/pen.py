"""Writes one PDF: the only place where text meets PDF syntax.

Text is cleaned of control characters, escaped and set in an embedded Source Sans 3; nothing reads
it as markup. Pages are plain operators rather than reportlab's flowables, which makes a ledger of
thousands of rows about twenty times faster.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from io import BytesIO
from typing import Final

from msgspec import Struct
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kopdes_desktop.paper import logo as logos
from kopdes_desktop.paper.printable import printable
from kopdes_desktop.paper.typeface import Typeface
from kopdes_desktop.places import RESOURCES

PORTRAIT: Final = A4
LANDSCAPE: Final = (A4[1], A4[0])
BLACK, MUTED, FAINT, STRIPE = 0.1, 0.38, 0.9, 0.957

rl_config.useA85 = 0  # a quarter smaller, and faster

#: Digits are equally wide and dots group by three, so length and first sign give a width.
_FIGURES = frozenset("0123456789.()-")
_UNKNOWN = "□"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


class Cut(Enum):
    """The cuts of the typeface, by the shipped file that holds them."""

    REGULAR = "SourceSans3_400Regular"
    BOLD = "SourceSans3_700Bold"
    ITALIC = "SourceSans3_400Regular_Italic"


class _Face(dict[str, float]):
    """A cut in memory: its font, and as a dict the width of each character in thousandths."""

    def __init__(self, cut: Cut) -> None:
        super().__init__()
        self.font = Typeface(cut.name, str(RESOURCES / "fonts" / f"{cut.value}.ttf"))

    def __missing__(self, character: str) -> float:
        width: float = self.font.face.charWidths[ord(self.drawn(character))]
        self[character] = width
        return width

    def drawn(self, text: str) -> str:
        """The text with a mark in place of each character that the typeface does not have."""
        known = self.font.face.charToGlyph
        return "".join(c if ord(c) in known else _UNKNOWN for c in text)


@cache
def _face(cut: Cut) -> _Face:
    return _Face(cut)


class Style(Struct, frozen=True):
    """A cut at a size (points), in a grey from 0 (black) to 1 (white)."""

    cut: Cut
    size: float
    grey: float = BLACK

    def width(self, text: str) -> float:
        """Points that the text takes."""
        return sum(map(_face(self.cut).__getitem__, text)) * self.size / 1000

    def widths(self, texts: Sequence[str]) -> list[float]:
        """Points that each text takes; quick where all are figures, whose shape tells the width."""
        if not _FIGURES.issuperset("".join(texts)):
            return list(map(self.width, texts))
        known: dict[tuple[int, str], float] = {}
        found = []
        for text in texts:
            shape = (len(text), "0" if text[:1].isdigit() else text[:1])
            if shape not in known:
                known[shape] = self.width(text)
            found.append(known[shape])
        return found

    def wrap(self, text: str, room: float, limit: int = sys.maxsize) -> list[str]:
        """The text in lines that fit the room; past the limit the last one ends in an ellipsis."""
        if self.width(text) <= room:
            return [text]
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if self.width(longer) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = self._broken(word, room)
            lines += full
            if len(lines) > limit:
                break
        lines.append(line)
        return (
            lines
            if len(lines) <= limit
            else [*lines[: limit - 1], self._cut_off(lines[limit - 1], room)]
        )

    def fitted(self, text: str, room: float) -> str:
        """The printable text on one line, if need be cut off with an ellipsis."""
        text = printable(text)
        return text if self.width(text) <= room else self._cut_off(text, room)

    def _cut_off(self, text: str, room: float) -> str:
        while text and self.width(f"{text}…") > room:
            text = text[:-1]
        return f"{text}…"

    def _broken(self, word: str, room: float) -> list[str]:
        parts, part = [], ""
        for character in word:
            if part and self.width(part + character) > room:
                parts.append(part)
                part = ""
            part += character
        return [*parts, part]


class Pen:
    """Draws page after page; the same strokes give the same bytes. Points, from the lower left."""

    def __init__(self, size: tuple[float, float], *, title: str, author: str) -> None:
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=size, invariant=1, pageCompression=1, lang="id")
        self._canvas.setTitle(printable(title))
        self._canvas.setAuthor(printable(author))
        self._document = self._canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001  fonts ask for it
        self.width, self.height = size
        self._places, self._depth = 0, -1

    def turn(self, size: tuple[float, float]) -> None:
        """Go on with paper of this size."""
        self._canvas.setPageSize(size)
        self.width, self.height = size

    def write(
        self, style: Style, xs: Iterable[float], ys: Iterable[float], texts: Sequence[str]
    ) -> None:
        """Each text at its x and y (of the baseline)."""
        font, size = self._font(style.cut, 0), f"{style.size:g}"
        joined = "\n".join(texts)
        lines = joined.split("\n")
        if joined.isascii() and "".join(lines).isprintable() and len(lines) == len(texts):
            shown = [f"({line}) Tj" for line in _escaped(joined).split("\n")]
        else:
            shown = [self._shown(style.cut, size, text) for text in texts]
        code = [
            f"1 0 0 1 {x:.2f} {y:.2f} Tm {operators}"
            for x, y, operators, text in zip(xs, ys, shown, texts, strict=False)
            if text
        ]
        start = f"BT {style.grey:g} g {font} {size} Tf"
        self._canvas.addLiteral("\n".join([start, *code, "ET"]))

    def left(self, style: Style, x: float, y: float, text: str) -> None:
        """Text that begins at x."""
        self.write(style, [x], [y], [text])

    def right(self, style: Style, x: float, y: float, text: str) -> None:
        """Text that ends at x."""
        text = printable(text)
        self.write(style, [x - style.width(text)], [y], [text])

    def center(self, style: Style, x: float, y: float, text: str) -> None:
        """Text whose middle is x."""
        text = printable(text)
        self.write(style, [x - style.width(text) / 2], [y], [text])

    def line(self, x: float, y: float, to_x: float, *, width: float, grey: float = BLACK) -> None:
        """A horizontal line."""
        self._canvas.addLiteral(f"{grey:g} G {width:g} w {x:.2f} {y:.2f} m {to_x:.2f} {y:.2f} l S")

    def upright(self, x: float, y: float, to_y: float, *, width: float, grey: float) -> None:
        """A vertical line."""
        self._canvas.addLiteral(f"{grey:g} G {width:g} w {x:.2f} {y:.2f} m {x:.2f} {to_y:.2f} l S")

    def dashes(self, x: float, y: float, to_x: float) -> None:
        """A dashed line: cut here."""
        self._canvas.addLiteral(
            f"q [4 3] 0 d 0.5 G 0.6 w {x:.2f} {y:.2f} m {to_x:.2f} {y:.2f} l S Q"
        )

    def box(self, x: float, y: float, width: float, height: float, *, border: float) -> None:
        """An empty frame."""
        self._canvas.addLiteral(
            f"{BLACK:g} G {border:g} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S"
        )

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """A light ground."""
        self._canvas.addLiteral(f"{STRIPE:g} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A black bar."""
        self._canvas.addLiteral(f"0 g {x:.3f} {y:.2f} {width:.3f} {height:.2f} re f")

    def squares(self, x: float, y: float, rows: Sequence[Sequence[int]], side: float) -> None:
        """A pattern of black squares, the first row on top, in a square of this side."""
        each = side / len(rows)
        filled = [
            f"{x + column * each:.3f} {y + side - (row + 1) * each:.3f} {each:.3f} {each:.3f} re"
            for row, line in enumerate(rows)
            for column, dark in enumerate(line)
            if dark
        ]
        self._canvas.addLiteral("\n".join(["0 g", *filled, "f"]))

    def picture(self, image: bytes, x: float, y: float, width: float, height: float) -> bool:
        """A JPEG or PNG that fills this frame, cut off where it is too wide or high.

        False where it cannot be read; nothing is drawn then.
        """
        try:
            read = ImageReader(BytesIO(image))
        except OSError:
            return False
        wide, high = read.getSize()
        scale = max(width / wide, height / high)
        left, low = x - (wide * scale - width) / 2, y - (high * scale - height) / 2
        self._canvas.saveState()
        frame = self._canvas.beginPath()
        frame.rect(x, y, width, height)
        self._canvas.clipPath(frame, stroke=0, fill=0)
        self._canvas.drawImage(read, left, low, wide * scale, high * scale)
        self._canvas.restoreState()
        return True

    def logo(self, kept: str, x: float, y: float, width: float, height: float) -> float:
        """The logo in the middle of this room; returns the width that it takes."""
        picture = logos.pixels(kept)
        scale = min(width / picture.width, height / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        self._canvas.drawImage(ImageReader(picture), x, y + (height - high) / 2, wide, high)
        return wide

    def watermark(
        self, words: str, x: float, y: float, room: float, slope: tuple[float, float]
    ) -> None:
        """Large pale words through the middle (x, y), along the slope (cosine, sine)."""
        style = Style(Cut.BOLD, 100)
        size = min(110.0, 100 * room / style.width(words))
        half = style.width(words) * size / 200
        cos, sin = slope
        self._canvas.addLiteral(
            f"q {FAINT:g} g {cos:g} {sin:g} {-sin:g} {cos:g} {x:.2f} {y:.2f} cm "
            f"BT {self._font(style.cut, 0)} {size:.1f} Tf 1 0 0 1 {-half:.2f} {-size / 3:.2f} Tm "
            f"{self._shown(style.cut, f'{size:.1f}', words)} ET Q"
        )

    def bookmark(self, title: str, level: int) -> None:
        """This page is where the outline leads to under this title; no level is skipped."""
        self._places += 1
        self._depth = min(level, self._depth + 1)
        self._canvas.bookmarkPage(f"p{self._places}")
        self._canvas.addOutlineEntry(printable(title), f"p{self._places}", self._depth)

    def next_page(self) -> None:
        """This page is done."""
        self._canvas.showPage()

    def pdf(self) -> bytes:
        """The whole file."""
        self._canvas.save()
        return self._out.getvalue()

    def _font(self, cut: Cut, subset: int) -> str:
        name: str = _face(cut).font.getSubsetInternalName(subset, self._document)
        return name

    def _shown(self, cut: Cut, size: str, text: str) -> str:
        """The operators that show a text: ASCII as it is, the rest by the codes of its subsets."""
        text = printable(text)
        if text.isascii():
            return f"({_escaped(text)}) Tj"
        parts = _face(cut).font.splitString(_face(cut).drawn(text), self._document)
        shown = [f"{self._font(cut, n)} {size} Tf <{codes.hex()}> Tj" for n, codes in parts]
        return " ".join([*shown, f"{self._font(cut, 0)} {size} Tf"])
