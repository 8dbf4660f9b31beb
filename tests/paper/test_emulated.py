"""Slips as a printer that others wrote puts them on paper (emupos): every width, text and dots."""

from __future__ import annotations

import io

import zxingcpp
from msgspec.structs import replace
from PIL import Image

from kopdes_desktop.paper import raster, thermal
from tests.emulator import printed
from tests.paper.examples import SLIP

SAID = "SMP-KR-2026-000123 59235 10937 96556 28920"
WITH_CODE = replace(SLIP, qr=SAID)


def test_text_of_58_mm_comes_out_line_by_line_as_the_preview_shows_it() -> None:
    [paper] = printed([thermal.encode(SLIP, 32, drawer=True)], 32)

    shown = [line.strip() for line in thermal.lines(SLIP, 32)]
    assert [line for line in paper.lines if line] == [line for line in shown if line]
    assert paper.unknown == ()
    assert paper.kicks == 1


def test_a_picture_comes_out_dot_by_dot_and_its_code_is_read() -> None:
    drawn = raster.picture(WITH_CODE, 48)

    [paper] = printed([raster.encode(WITH_CODE, 48)], 48)

    assert paper.unknown == ()
    assert paper.kicks == 0
    [picture] = (Image.open(io.BytesIO(png)).convert("L") for png in paper.pictures)
    assert any(found.text == SAID for found in zxingcpp.read_barcodes(picture))
    assert picture.width >= drawn.width
    ours, theirs = _ink(drawn.convert("L")), _ink(picture)
    assert abs(ours - theirs) <= ours // 50


def _ink(picture: Image.Image) -> int:
    return sum(picture.histogram()[:128])
