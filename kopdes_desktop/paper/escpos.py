"""Every command that is ever sent to a thermal printer (ESC/POS), and pictures as bands of dots.

Own and small on purpose: what is not written here cannot be sent.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kopdes_desktop.paper import logo as logos

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMNS: Final = (32, 42, 48)
#: Of a 58 mm head (48 mm printed at 203 dpi) and an 80 mm head.
DOTS: Final = {32: 384, 42: 512, 48: 576}

_INIT = b"\x1b@"
_ALIGN_LEFT, _ALIGN_CENTER = b"\x1ba\x00", b"\x1ba\x01"
_BOLD_OFF, _BOLD_ON = b"\x1bE\x00", b"\x1bE\x01"
_NORMAL, _TALL = b"\x1d!\x00", b"\x1d!\x01"
_FEED = b"\x1bd\x04"
_CUT = b"\x1dV\x01"
_DRAWER = b"\x1bp\x00\x19\xfa"
_PICTURE = b"\x1dv0\x00"
#: Cheap printers hold few lines of dots: a long picture goes in bands.
_BAND = 128
_QR_MARGIN = 4
_QR_SCALE = 6
_LOGO_HEIGHT = 112
#: Paper is white where Pillow counts a one and printers burn a dot.
_INVERTED = bytes(255 - byte for byte in range(256))


def whole(inside: bytes, columns: int, *, cut: bool | None, drawer: bool) -> bytes:
    """A slip from its first byte to its last; 58 mm printers have no knife unless one is named."""
    knife = cut if cut is not None else columns != COLUMNS[0]
    return (_DRAWER if drawer else b"") + _INIT + inside + _FEED + (_CUT if knife else b"")


def tall(text: str) -> bytes:
    """A line of plain letters, bold and twice as high."""
    return _BOLD_ON + _TALL + text.encode("ascii") + b"\n" + _NORMAL + _BOLD_OFF


def centered(picture: Image) -> bytes:
    """A picture in the middle of the paper."""
    return _ALIGN_CENTER + bands(picture) + _ALIGN_LEFT


def bands(picture: Image) -> bytes:
    """Black and white dots as raster pictures below one another; the width grows to whole bytes."""
    from PIL import Image as Images  # noqa: PLC0415  slips of letters alone go without

    width = (picture.width + 7) // 8
    padded = Images.new("1", (width * 8, picture.height), 1)
    padded.paste(picture)
    dots = padded.tobytes().translate(_INVERTED)
    out = bytearray()
    for top in range(0, picture.height, _BAND):
        height = min(_BAND, picture.height - top)
        size = bytes((width % 256, width // 256, height % 256, height // 256))
        out += _PICTURE + size + dots[top * width : (top + height) * width]
    return bytes(out)


def logo(kept: str, dots: int) -> Image:
    """The logo as it stands on a slip of this width."""
    return logos.black(kept, dots // 2, _LOGO_HEIGHT)


@lru_cache(maxsize=4)
def qr_code(text: str, dots: int) -> Image:
    """A QR code; it holds nothing but its dots.

    Raises segno.DataOverflowError for more text than a QR code holds.
    """
    import segno  # noqa: PLC0415  only slips with a code need it
    from PIL import Image as Images  # noqa: PLC0415

    modules = segno.make_qr(text, error="m").matrix
    side = len(modules) + 2 * _QR_MARGIN
    code = Images.new("1", (side, side), 1)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                code.putpixel((x + _QR_MARGIN, y + _QR_MARGIN), 0)
    scale = max(1, min(_QR_SCALE, dots // side))
    return code.resize((side * scale, side * scale), Images.Resampling.NEAREST)
