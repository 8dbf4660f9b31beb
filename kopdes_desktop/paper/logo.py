"""The cooperative's logo: made small and grey, so that every paper can carry it.

What is kept are pixels and nothing else: the file that came in is read, drawn anew and written
again, so no metadata, comment or hidden second file survives.
"""

from __future__ import annotations

import base64
import binascii
import warnings
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from PIL.Image import Image

#: What comes in: bytes of the file, and pixels of the picture inside.
LARGEST_FILE: Final = 4 * 2**20
LARGEST_PIXELS: Final = 30_000_000
#: What is kept, as base64 text: it stands in a fact, and in every copy of the books.
LARGEST_KEPT: Final = 24_000
_SIDES: Final = (320, 256, 200, 160, 120, 80)
_SMALLEST_SIDE: Final = 16
_GREYS: Final = 16
_BLACK_BELOW: Final = 128


def _refused(reason: str) -> BadField:
    return BadField(name="image", reason=reason, field="image")


def reduced(image: str) -> str:
    """A PNG or JPEG file as base64 text → the logo as base64 of a small grey PNG. BadField."""
    if len(image) > (LARGEST_FILE + 2) // 3 * 4:
        raise _refused(_(N_("gambar lebih besar dari 4 MB; kecilkan dahulu")))
    try:
        raw = base64.b64decode(image, validate=True)
    except (binascii.Error, ValueError):
        raise _refused(_(N_("gambar tidak terbaca; pilih berkas JPEG atau PNG"))) from None
    picture = _cropped(_opened(raw))
    for side in _SIDES:
        kept = _encoded(picture, side)
        if len(kept) <= LARGEST_KEPT:
            return kept
    raise _refused(_(N_("gambar terlalu rumit; pilih logo yang lebih sederhana")))


def _opened(raw: bytes) -> Image:
    """The grey pixels on white. Its size is read before its pixels are: small files may unfold."""
    from PIL import Image as Images  # noqa: PLC0415  only where a picture comes in
    from PIL import ImageOps  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of what is too large, and of what is odd
            with Images.open(BytesIO(raw), formats=("JPEG", "PNG")) as opened:
                _require_size(*opened.size)
                colour = ImageOps.exif_transpose(opened).convert("RGBA")
    except BadField:
        raise
    except Exception:  # noqa: BLE001  a decoder fed with garbage fails in every way there is
        raise _refused(_(N_("gambar tidak terbaca; pilih berkas JPEG atau PNG"))) from None
    plain = Images.new("RGB", colour.size, "white")
    plain.paste(colour, mask=colour.getchannel("A"))
    return plain.convert("L")


def _require_size(width: int, height: int) -> None:
    if width * height > LARGEST_PIXELS or min(width, height) < _SMALLEST_SIDE:
        reason = _(N_("ukuran gambar {size} titik; pilih yang lain"))
        raise _refused(reason.format(size=f"{width} × {height}"))


def _cropped(picture: Image) -> Image:
    """Without the white around it. Refuses a picture that is white all over."""
    box = picture.point(lambda grey: 255 if grey < 250 else 0).getbbox()  # noqa: PLR2004  nearly white
    if box is None:
        raise _refused(_(N_("gambar kosong; pilih berkas logo yang lain")))
    return picture.crop(box)


def _encoded(picture: Image, side: int) -> str:
    small = picture.copy()
    small.thumbnail((side, side))
    file = BytesIO()
    small.quantize(_GREYS).save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


@lru_cache(maxsize=4)
def pixels(logo: str) -> Image:
    """The kept logo as grey pixels."""
    from PIL import Image as Images  # noqa: PLC0415  papers without a logo go without

    with Images.open(BytesIO(base64.b64decode(logo)), formats=("PNG",)) as opened:
        return opened.convert("L")


@lru_cache(maxsize=8)
def black(logo: str, width: int, height: int) -> Image:
    """The logo in black and white, as large as fits into `width` by `height` dots."""
    grey = pixels(logo)
    scale = min(width / grey.width, height / grey.height)
    size = max(1, int(grey.width * scale)), max(1, int(grey.height * scale))
    return grey.resize(size).point(lambda shade: 255 if shade >= _BLACK_BELOW else 0).convert("1")
