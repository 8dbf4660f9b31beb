"""A paper as a picture that a phone can be sent: the pages of a PDF below one another, as a PNG.

Greys from a small palette, and only as fine as the limit bears: 100 kB go through any connection.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

#: FEATURES 109.
SMALL: Final = 100_000
#: pdfium keeps its state in the process: whoever asks it anything holds this meanwhile.
PDFIUM: Final = Lock()
#: Dots a point, and greys; each step is smaller than the one before it.
_FINE: Final = ((2.0, 16), (1.7, 16), (1.4, 16), (1.4, 4), (1.2, 4), (1.0, 4), (0.8, 4))
_WHITE, _MARGIN = 255, 24


def png(pdf: bytes, most: int = SMALL) -> bytes:
    """All pages as one PNG of at most so many bytes. Raises ValueError where even coarse it is not.

    What is white below the last line is cut off.
    """
    for scale, greys in _FINE:
        file = BytesIO()
        _stacked(pages(pdf, scale)).quantize(greys).save(file, "PNG", optimize=True)
        if file.tell() <= most:
            return file.getvalue()
    msg = f"more paper than {most} bytes can show"
    raise ValueError(msg)


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

    cut = list(_cut(shown))
    whole = Images.new("L", (max(each.width for each in cut), sum(each.height for each in cut)))
    top = 0
    for each in cut:
        whole.paste(each, (0, top))
        top += each.height
    return whole


def _cut(shown: Sequence[Image]) -> Iterator[Image]:
    """Every page down to its last line and a margin."""
    for page in shown:
        inside = page.point(lambda grey: _WHITE - grey).getbbox()
        low = min(page.height, inside[3] + _MARGIN) if inside else page.height
        yield page.crop((0, 0, page.width, low))
