"""Pictures: small, upright, sealed, and without what the camera wrote into them."""

import base64
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.db import guards
from kopdes_desktop.db.engine import open_database
from kopdes_desktop.kernel.errors import BadField, UnknownMember
from kopdes_desktop.members import photos
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import replay
from tests import builders
from tests.builders import fact_count
from tests.members.raw_pages import everything

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def picture(width: int = 600, height: int = 800, mode: str = "RGB", kind: str = "JPEG") -> bytes:
    """A picture with a red left half and noise enough to be no small file."""
    noise = Image.effect_noise((min(width, 500), min(height, 500)), 60).convert(mode)
    made = Image.new(mode, (width, height))
    for x in range(0, width, noise.width):
        for y in range(0, height, noise.height):
            made.paste(noise, (x, y))
    made.paste(Image.new(mode, (width // 2, height), "red"), (0, 0))
    file = BytesIO()
    made.save(file, kind, compress_level=1)
    return file.getvalue()


def with_exif(raw: bytes, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "KameraRahasia"
    exif.get_ifd(GPS)[2] = (7.0, 42.0, 13.0)
    file = BytesIO()
    Image.open(BytesIO(raw)).save(file, "JPEG", exif=exif, comment=b"KomentarRahasia")
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unfolds to any number of pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def shown(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw), formats=["JPEG"])


def set_photo(session: Session, raw: bytes, what: str = "photo", member: str = "0001") -> int:
    image = base64.b64encode(raw).decode()
    order = {"member": member, "what": what, "image": image}
    return session.office.perform("members.set_photo", order).id


def attachments(session: Session) -> list[int]:
    rows = session.office.database.connection.execute("SELECT fact FROM attachment ORDER BY fact")
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("width", "height", "mode", "kind"),
    [
        (3000, 4000, "RGB", "JPEG"),
        (4000, 3000, "RGB", "PNG"),
        (300, 300, "L", "PNG"),
        (300, 300, "RGBA", "PNG"),
        (300, 300, "P", "PNG"),
        (300, 300, "1", "PNG"),
        (300, 300, "I;16", "PNG"),
        (300, 300, "CMYK", "JPEG"),
        (16, 16, "RGB", "PNG"),
        (4_000, 4_000, "RGBA", "PNG"),
    ],
)
def test_any_photo_becomes_a_small_jpeg(width: int, height: int, mode: str, kind: str) -> None:
    raw = (
        picture(width, height, mode, kind)
        if mode not in {"1", "P", "I;16"}
        else _plain(width, height, mode)
    )

    made = photos.smaller(raw, "photo")

    assert len(made) <= photos.LARGEST_KEPT
    assert max(shown(made).size) <= 480
    assert shown(made).mode == "RGB"
    assert abs(shown(made).width / shown(made).height - width / height) < 0.02


def _plain(width: int, height: int, mode: str) -> bytes:
    file = BytesIO()
    Image.new(mode, (width, height)).save(file, "PNG")
    return file.getvalue()


def test_a_scan_of_an_identity_card_stays_readable_and_small() -> None:
    made = photos.smaller(picture(3400, 2200), "ktp")

    assert shown(made).width == 1000
    assert len(made) <= photos.LARGEST_KEPT


def test_nothing_the_camera_wrote_is_kept() -> None:
    raw = with_exif(picture())
    assert b"KameraRahasia" in raw
    assert b"KomentarRahasia" in raw

    made = photos.smaller(raw, "photo")

    assert b"Rahasia" not in made
    assert b"Exif" not in made
    assert not shown(made).getexif()
    assert "comment" not in shown(made).info


def test_a_picture_taken_sideways_stands_upright() -> None:
    made = shown(photos.smaller(with_exif(picture(600, 800), orientation=6), "photo"))

    assert made.width > made.height
    top = made.getpixel((made.width // 2, made.height // 8))
    assert isinstance(top, tuple)
    assert top[0] > 150 > top[1]


BOMBS: dict[str, Callable[[], bytes]] = {
    "wide": lambda: png_of(20_000, 20_000),
    "the widest there is": lambda: png_of(2**31 - 1, 2**31 - 1),
    "long": lambda: png_of(16, 60_000_000),
    "just too large": lambda: png_of(10_000, 5_001),
    "tiny": lambda: png_of(15, 400),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_of_impossible_size_is_refused_before_it_unfolds(name: str) -> None:
    with pytest.raises(BadField) as refused:
        photos.smaller(BOMBS[name](), "photo")

    assert refused.value.field == "image"


def _half() -> bytes:
    raw = picture()
    return raw[: len(raw) // 2]


GARBAGE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"bukan gambar",
    "half a jpeg": _half,
    "a png without pixels": lambda: png_of(400, 400)[:60],
    "a png with too few rows": lambda: png_of(3000, 3000),
    "a gif": lambda: _gif(),  # noqa: PLW0108  made below
    "a pdf": lambda: b"%PDF-1.7\n" + bytes(100),
}


def _gif() -> bytes:
    file = BytesIO()
    Image.new("P", (40, 40)).save(file, "GIF")
    return file.getvalue()


@pytest.mark.parametrize("name", GARBAGE)
def test_what_is_no_picture_is_refused_in_words(name: str) -> None:
    with pytest.raises(BadField) as refused:
        photos.smaller(GARBAGE[name](), "photo")

    assert "JPEG atau PNG" in refused.value.message


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]))
def test_no_bytes_break_the_reader(raw: bytes, start: bytes) -> None:
    with pytest.raises(BadField):
        photos.smaller(start + raw, "photo")


@given(st.integers(20, 40_000), st.integers(0, 255))
def test_a_spoilt_file_is_refused_or_shown_small(place: int, value: int) -> None:
    raw = bytearray(picture(200, 200))
    raw[place % len(raw)] = value
    try:
        made = photos.smaller(bytes(raw), "photo")
    except BadField:
        return
    assert len(made) <= photos.LARGEST_KEPT


@pytest.mark.parametrize("text", ["bukan base64!", "YQ", "Y" * (photos.LARGEST_FILE * 2)])
def test_an_order_that_holds_no_file_is_refused(books: Session, text: str) -> None:
    builders.a_member(books.office)
    before = fact_count(books.office)

    with pytest.raises(BadField) as refused:
        books.office.perform(
            "members.set_photo", {"member": "0001", "what": "photo", "image": text}
        )

    assert refused.value.field == "image"
    assert fact_count(books.office) == before


def test_a_photo_is_shown_again_and_stands_sealed_in_the_file(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    raw = picture()

    key = set_photo(books, raw)

    kept = members.photo(office.reading, member.key)
    assert kept == photos.smaller(raw, "photo")
    assert members.picture(office.reading, member.key, "ktp") is None
    assert members.profile(office.reading, "0001").has_photo
    said = office.reading.original(key)
    assert said is not None
    assert said[1].size > len(kept)
    office.database.checkpoint()
    raw_file = everything(books.folder / DATABASE, books.staff.database_key)
    assert kept[200:260] not in raw_file
    builders.require_green(office)


def test_a_new_photo_takes_the_place_of_the_old_and_a_scan_stands_beside_it(
    books: Session,
) -> None:
    office = books.office
    member = builders.a_member(office)
    set_photo(books, picture())
    scan = set_photo(books, picture(1000, 600), "ktp")
    raw = picture(500, 500)
    newest = set_photo(books, raw)

    assert attachments(books) == [scan, newest]
    assert members.photo(office.reading, member.key) == photos.smaller(raw, "photo")
    assert members.picture(office.reading, member.key, "ktp") is not None
    builders.require_green(office)


def test_books_that_are_made_anew_keep_the_newest_picture(books: Session, tmp_path: Path) -> None:
    office = books.office
    builders.a_member(office)
    for _each in range(3):
        set_photo(books, picture(100, 100))
    kept = attachments(books)
    anew = open_database(tmp_path / "anew.db", bytes(32), scratch=True)
    guards.create(anew)
    anew.begin()
    replay.copy_rows(office.database, anew, "keeper")

    replay.replay(office.reading, anew, office.own.number, office.calendar, index="all")

    rows = anew.connection.execute("SELECT fact FROM attachment").fetchall()
    anew.connection.close()
    assert [row[0] for row in rows] == kept
    assert len(kept) == 1


def test_nobody_s_photo_is_kept(books: Session) -> None:
    with pytest.raises(UnknownMember):
        set_photo(books, picture(), member="0042")
