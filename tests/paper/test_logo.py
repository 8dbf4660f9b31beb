"""The logo: small, grey, and nothing left of the file it came in but pixels."""

from __future__ import annotations

import base64
import io

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.paper import logo, pdf, raster, thermal
from tests.paper.escpos import read
from tests.paper.examples import RECEIPT, SLIP, TRIAL_BALANCE


def a_file(size: tuple[int, int] = (600, 500), kind: str = "PNG", mode: str = "RGB") -> str:
    """A logo as it comes from a phone: a ring and a triangle, with words hidden in the file."""
    picture = Image.new(mode, size, "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((40, 20, size[0] - 40, size[1] - 20), outline="darkgreen", width=40)
    pen.polygon([(size[0] // 2, 80), (430, 380), (170, 380)], fill="red")
    file = io.BytesIO()
    hidden = PngInfo()
    hidden.add_text("Comment", "RAHASIA-CANARY")
    if kind == "PNG":
        picture.save(file, kind, pnginfo=hidden)
    else:
        picture.save(file, kind, comment=b"RAHASIA-CANARY")
    return base64.b64encode(file.getvalue() + b"RAHASIA-CANARY behind the end").decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_becomes_small_grey_pixels_and_nothing_else(kind: str) -> None:
    kept = logo.reduced(a_file(kind=kind))

    raw = base64.b64decode(kept)
    picture = logo.pixels(kept)
    assert len(kept) <= logo.LARGEST_KEPT
    assert max(picture.size) <= 320
    assert picture.mode == "L"
    assert b"CANARY" not in raw
    assert logo.reduced(kept) == logo.reduced(kept)


def test_white_around_it_is_cut_off() -> None:
    wide = Image.new("RGB", (900, 900), "white")
    ImageDraw.Draw(wide).rectangle((400, 300, 500, 600), fill="black")
    file = io.BytesIO()
    wide.save(file, "PNG")

    picture = logo.pixels(logo.reduced(base64.b64encode(file.getvalue()).decode()))

    assert picture.height > 2.5 * picture.width


def test_noise_is_made_smaller_until_it_fits() -> None:
    noise = Image.effect_noise((900, 900), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")

    kept = logo.reduced(base64.b64encode(file.getvalue()).decode())

    assert len(kept) <= logo.LARGEST_KEPT


def _blank() -> str:
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def _gif() -> str:
    file = io.BytesIO()
    Image.new("L", (300, 300)).save(file, "GIF")
    return base64.b64encode(file.getvalue()).decode()


def _bomb() -> str:
    file = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("tidak base64!", "tidak terbaca"),
        (base64.b64encode(b"%PDF-1.7").decode(), "tidak terbaca"),
        (_blank(), "kosong"),
        (_gif(), "tidak terbaca"),
        ("A" * 6_000_000, "4 MB"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(image: str, words: str) -> None:
    with pytest.raises(BadField, match=words):
        logo.reduced(image)


def test_a_small_file_that_unfolds_is_refused_unread() -> None:
    with pytest.raises(BadField):
        logo.reduced(_bomb())


def test_every_paper_carries_it() -> None:
    kept = logo.reduced(a_file())
    slip = replace(SLIP, letterhead=replace(SLIP.letterhead, logo=kept))
    receipt = replace(RECEIPT, letterhead=replace(RECEIPT.letterhead, logo=kept))
    report = replace(TRIAL_BALANCE, letterhead=receipt.letterhead)

    assert raster.picture(slip, 32).height > raster.picture(SLIP, 32).height + 80
    [(width, _height, _dots)] = read(thermal.encode(slip, 32)).pictures
    assert width * 8 <= 384 // 2 + 8
    for made, images in ((pdf.receipts([receipt]), 2), (pdf.document(report), 1)):
        opened = pypdfium2.PdfDocument(made)
        assert sum(1 for thing in opened[0].get_objects() if thing.type == 3) == images
        opened.close()
