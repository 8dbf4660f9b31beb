"""Pictures of a member: made small, freed of what the camera wrote into them, sealed (FACTS §7)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import warnings
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries, register, rules
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import persons

if TYPE_CHECKING:
    from PIL.Image import Image

#: What comes in: bytes of the file, and pixels of the picture inside.
LARGEST_FILE: Final = 24 * 2**20
LARGEST_PIXELS: Final = 64_000_000
#: A PNG unfolds whole before it can be made smaller; a JPEG is read small.
LARGEST_PNG: Final = 25_000_000
#: What is kept: a JPEG of at most this many bytes, with sides of at most so many pixels.
LARGEST_KEPT: Final = 60_000
_SIDE: Final = {"photo": 480, "ktp": 1000}
_QUALITIES: Final = (85, 75, 65, 50, 35)
_SMALLEST_SIDE: Final = 16
_HALF: Final = 2


class PhotoOrder(Order, frozen=True, omit_defaults=True):
    """A member's photo or KTP scan: a JPEG or PNG file as base64 text."""

    member: int | str
    what: rules.Picture
    image: str


class PhotoSet(Fact, frozen=True, omit_defaults=True):
    """Which picture there is now: hash and size of what lies sealed beside this fact.

    `replaces` is the fact whose picture it takes the place of.
    """

    member: int
    what: str
    sha256: str
    size: int
    replaces: int | None = None


@operation("members.set_photo", version=1)
class SetPhoto(Operation[PhotoOrder, PhotoSet]):
    """Keep a member's photo or KTP scan, small and sealed."""

    sentence = N_("Menyimpan foto atau KTP anggota")
    daily = False

    def decide(self, work: Work, order: PhotoOrder) -> PhotoSet:
        """A JPEG or PNG of reasonable size, of a person whose keys are still there."""
        found = queries.require_member(work, order.member)
        picture = smaller(file_of(order.image), order.what)
        sealed = persons.seal_body(work, found.key, order.what, picture)
        if sealed is None or found.erased:
            reason = _(N_("data pribadi orang ini sudah dihapus"))
            raise BadField(name="member", reason=reason, field="member")
        register.keep_picture(work, found.key, sealed)
        work.once_written(work.database.checkpoint)  # a replaced picture leaves the file at once
        before = queries.picture_fact(work, found.key, order.what)
        hashed = hashlib.sha256(sealed).hexdigest()
        return PhotoSet(found.key, order.what, hashed, len(sealed), before)

    def apply(self, books: Books, fact: PhotoSet) -> None:
        """The picture that is shown from now on."""
        register.show_picture(books, fact.member, fact.what)

    def index(self, books: Books, fact: PhotoSet) -> None:
        """The one before is destroyed."""
        if fact.replaces is not None:
            register.drop_picture(books, fact.replaces)

    def refers_to(self, fact: PhotoSet) -> set[int]:
        """The member, and the fact whose picture is gone."""
        return {fact.member, *([fact.replaces] if fact.replaces is not None else [])}


def take(books: Books, pictures: Iterable[tuple[int, bytes]]) -> None:
    """Keep sealed pictures that came from another laptop, as (fact, ciphertext).

    Only what its own fact announced, byte for byte, and what still stands: a replaced picture and
    one of an erased person do not come back.
    """
    for fact, body in pictures:
        said = _announced(books, fact)
        if said is None or register.sealed_picture(books, fact) is not None:
            continue
        if said.size == len(body) and said.sha256 == hashlib.sha256(body).hexdigest():
            register.lay_picture(books, fact, said.member, body)


def _announced(books: Books, key: int) -> PhotoSet | None:
    """The fact of this key, if it brought a picture that is shown and whose key is there."""
    made: tuple[Any, Any] | None = books.original(key)
    if made is None or not isinstance(made[1], PhotoSet):
        return None
    said = made[1]
    shown = queries.picture_fact(books, said.member, said.what) == key
    there = persons.FIELD_CLASS[said.what] in persons.secrets_of(books, said.member)
    return said if shown and there else None


def _refused(reason: str) -> BadField:
    return BadField(name="image", reason=reason, field="image")


def file_of(text: str) -> bytes:
    """The file behind the base64 text. Raises BadField."""
    if len(text) > (LARGEST_FILE + 2) // 3 * 4:
        raise _refused(
            _(N_("gambar lebih besar dari 24 MB; kirim ulang lebih kecil, atau foto ulang"))
        )
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _refused(_(N_("gambar tidak terbaca; pilih berkas JPEG atau PNG"))) from None


def smaller(raw: bytes, what: rules.Picture) -> bytes:
    """The picture as a JPEG of at most 60 kB, upright, without any metadata. Raises BadField."""
    return shrunk(raw, _SIDE[what], LARGEST_KEPT)


def shrunk(raw: bytes, side: int, largest: int) -> bytes:
    """A JPEG of at most so many bytes, its sides of at most so many pixels. Raises BadField.

    Its size is read before its pixels are: a small file may unfold to gigabytes.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  only where a picture comes in

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow warns of what is too large, and of what is odd
            with Image.open(BytesIO(raw), formats=("JPEG", "PNG")) as opened:
                most = LARGEST_PNG if opened.format == "PNG" else LARGEST_PIXELS
                _require_size(*opened.size, most)
                opened.draft("RGB", (side * 2, side * 2))
                upright = ImageOps.exif_transpose(_coarser(opened, side * 2))
                plain = _on_white(upright)
    except BadField:
        raise
    except Exception:  # noqa: BLE001  a decoder fed with garbage fails in every way there is
        raise _refused(_(N_("gambar tidak terbaca; pilih berkas JPEG atau PNG"))) from None
    plain.thumbnail((side, side))
    return _encoded(plain, largest)


def _require_size(width: int, height: int, most: int) -> None:
    if width * height > most or min(width, height) < _SMALLEST_SIDE:
        reason = _(
            N_(
                "ukuran gambar {size} titik; yang dapat dibaca {least} × {least} sampai {most} "
                "juta titik. Kirim ulang foto itu sebagai JPEG ukuran biasa, atau foto ulang"
            )
        )
        shown = {"size": f"{width} × {height}", "least": _SMALLEST_SIDE, "most": most // 10**6}
        raise _refused(reason.format(**shown))


def _coarser(picture: Image, side: int) -> Image:
    """The picture with fewer pixels where that is cheap, before anything else copies it."""
    factor = max(picture.size) // side
    if factor < _HALF or picture.mode not in {"L", "RGB", "RGBA"}:
        return picture
    return picture.reduce(factor)


def _on_white(picture: Image) -> Image:
    """The pixels alone, in colour, in a picture that has never known a camera."""
    from PIL import Image as Images  # noqa: PLC0415  as above

    made = Images.new("RGB", picture.size, "white")
    colour = picture.convert("RGBA")
    made.paste(colour, mask=colour.getchannel("A"))
    return made


def _encoded(picture: Image, largest: int) -> bytes:
    """As JPEG, at the best quality that stays below the limit; smaller where none does."""
    while True:
        for quality in _QUALITIES:
            file = BytesIO()
            picture.save(file, "JPEG", quality=quality, optimize=True)
            if file.tell() <= largest:
                return file.getvalue()
        picture = picture.reduce(2)
