"""Slips as pictures: the width of the head, bands without a gap, and nothing but allowed bytes."""

from __future__ import annotations

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from kopdes_desktop.paper import escpos as commands
from kopdes_desktop.paper import raster
from kopdes_desktop.paper.document import Letterhead, RowKind, Slip, SlipRow
from tests.paper.escpos import read
from tests.paper.examples import SLIP

COLUMNS = (32, 42, 48)
KINDS: tuple[RowKind, ...] = ("text", "bold", "big", "center", "rule", "small")
EVERY_CODE_POINT = [chr(code) for code in range(256)] + ["\u202e", "\ud800", "\u2028", "😀", "İ"]


def printed(slip: Slip, columns: int) -> Image.Image:
    """What an independent reader sees of the bytes, black on white."""
    paper = read(raster.encode(slip, columns))
    assert not paper.lines
    [(width, height, dots)] = paper.pictures
    return Image.frombytes("1", (width * 8, height), bytes(255 - byte for byte in dots))


def rows_with_ink(picture: Image.Image, left: int, right: int) -> int:
    """How many rows of dots have ink between two columns of dots."""
    part = picture.crop((left, 0, right, picture.height)).convert("L")
    return sum(
        1 for y in range(part.height) if part.crop((0, y, part.width, y + 1)).getextrema()[0] == 0
    )


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_bytes_are_the_picture_as_wide_as_the_head(columns: int) -> None:
    picture = printed(SLIP, columns)

    assert picture.width == commands.DOTS[columns]
    assert picture.tobytes() == raster.picture(SLIP, columns).tobytes()


@pytest.mark.parametrize("columns", COLUMNS)
def test_amounts_reach_the_right_edge_and_nothing_is_cut(columns: int) -> None:
    slip = replace(SLIP, letterhead=Letterhead("A"), title="B", footer=(), rows=())
    dots = commands.DOTS[columns]
    plain = rows_with_ink(raster.picture(slip, columns), dots - 12, dots)

    amount = replace(slip, rows=(SlipRow("Nama " * 20, "Rp1.234.567"),))
    wide = raster.picture(amount, columns)

    assert rows_with_ink(wide, dots - 12, dots) > plain + 8
    assert (
        wide.height > raster.picture(slip, columns).height + 2 * 32
    )  # the name took several lines


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_any_length_wrap_within_the_head(kind: RowKind) -> None:
    heights = [
        raster.picture(replace(SLIP, rows=(SlipRow("W" * length, "1.234.567", kind),)), 32).height
        for length in (1, 60, 240)
    ]

    assert heights == sorted(heights)
    assert (heights[0] < heights[2]) == (kind != "rule")


def test_every_code_point_in_every_field_stays_a_picture() -> None:
    for character in EVERY_CODE_POINT:
        text = f"Si{character}ti\x1bp\x00\x19\xfa"
        rows = tuple(SlipRow(text, text, kind) for kind in KINDS)
        slip = Slip(Letterhead(text, (text,), practice=True), text, rows, (text,), copy=True)

        assert printed(slip, 32).width == 384


def test_bands_follow_each_other_without_a_gap() -> None:
    stream = raster.encode(SLIP, 32)

    assert stream.count(b"\x1dv0\x00") > 3
    assert printed(SLIP, 32).height == raster.picture(SLIP, 32).height


def test_a_code_in_the_picture_can_be_scanned() -> None:
    said = "SMP-KR-2026-000123 59235 10937 96556 28920"

    picture = printed(replace(SLIP, qr=said), 32)

    [found] = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text == said


def test_a_runaway_picture_is_cut_short_but_keeps_its_sum() -> None:
    rows = tuple(SlipRow(f"Barang {n}", "1.000") for n in range(3_000))
    whole = SlipRow("JUMLAH", "3.000.000")
    short = raster.picture(replace(SLIP, rows=(*rows[:10], whole)), 32)

    picture = raster.picture(replace(SLIP, rows=(*rows, whole)), 32)

    assert picture.height <= raster.LONGEST
    tail = 100  # the foot is the same, whatever was left out above
    foot = (0, picture.height - tail, 384, picture.height)
    assert (
        picture.crop(foot).tobytes()
        == short.crop((0, short.height - tail, 384, short.height)).tobytes()
    )


def test_other_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="40"):
        raster.encode(SLIP, 40)


def test_only_printers_that_can_are_told_to_cut() -> None:
    assert raster.encode(SLIP, 48).endswith(b"\x1dV\x01")
    assert not raster.encode(SLIP, 32).endswith(b"\x1dV\x01")
