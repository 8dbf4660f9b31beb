"""A paper as a picture that a phone can be sent: the pages of a PDF below one another, as a PNG.

Greys from a small palette, and only as fine as the limit bears: 100 kB go through any connection.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Final

from kopdes_desktop.kernel.errors import PictureTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

#: FEATURES 109.
SMALL: Final = 100_000
#: pdfium keeps its state in the process: whoever asks it anything holds this meanwhile.
PDFIUM: Final = Lock()
#: Dots a point, and greys; each step is smaller than the one before it.
_FINE: Final = ((2.0, 16), (1.7, 16), (1.4, 16), (1.4, 4), (1.2, 4), (1.0, 4), (0.8, 4))
_WHITE, _GAP = 255, 60


def png(pdf: bytes, most: int = SMALL) -> bytes:
    """All pages as one PNG of at most so many bytes. PictureTooLarge where even coarse it is not.

    Where a page is empty, most of the white is left out.
    """
    shown: list[Image] = []
    for scale, greys in _FINE:
        file, shown = BytesIO(), pages(pdf, scale)
        _stacked(shown).quantize(greys).save(file, "PNG", optimize=True)
        if file.tell() <= most:
            return file.getvalue()
    raise PictureTooLarge(pages=len(shown), most=most // 1000)


def pages(pdf: bytes, scale: float) -> list[Image]:
    """Each page in greys; at scale 1 a point is a dot."""
    import pypdfium2  # noqa: PLC0415  with the first picture

    with PDFIUM:
        opened = pypdfium2.PdfDocument(pdf)
        try:
            return [
                page.render(scale=scale, grayscale=True).to_pil().convert("L") for page in opened
            ]
        finally:
            opened.close()


def _stacked(shown: Sequence[Image]) -> Image:
    from PIL import Image as Images  # noqa: PLC0415  as above

    parts = [part for page in shown for part in _without_gaps(page)]
    size = max(part.width for part in parts), sum(part.height for part in parts)
    whole = Images.new("L", size, _WHITE)
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole


def _without_gaps(page: Image) -> Iterator[Image]:
    """The page from top to bottom, with no more than a little white between any two lines."""
    dots, width = page.tobytes(), page.width
    start = white = 0
    for row in range(page.height):
        if dots.count(_WHITE, row * width, (row + 1) * width) < width:
            if white > _GAP:
                yield page.crop((0, start, width, row - white + _GAP))
                start = row
            white = 0
        else:
            white += 1
    yield page.crop((0, start, width, page.height - max(white - _GAP, 0)))
