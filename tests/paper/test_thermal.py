"""Slips: exact columns, and no bytes but the allowed ones."""

from collections.abc import Callable

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from kopdes_desktop.paper import thermal
from kopdes_desktop.paper.document import Letterhead, RowKind, Slip, SlipRow
from tests.paper.escpos import ForbiddenByte, read
from tests.paper.examples import SLIP

COLUMNS = (32, 42, 48)
KINDS: tuple[RowKind, ...] = ("text", "bold", "big", "center", "rule", "small")
HOSTILE = "\x1bp\x00\x19\xfa\x1dV\x00\x1b@\x10\x14\x01\x00\x05"
EVERY_CODE_POINT = [chr(code) for code in range(256)] + ["\u202e", "\ud800", "\u2028", "😀", "İ"]


def slip_with(text: str) -> Slip:
    """The text in every field."""
    return Slip(
        Letterhead(text, (text, text), practice=True),
        text,
        tuple(SlipRow(text, text, kind) for kind in KINDS),
        (text,),
        copy=True,
    )


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_slip_looks_as_it_always_did(columns: int, same_text: Callable[[str, str], None]) -> None:
    edge = "|\n"
    text = "".join(f"|{line:<{columns}}{edge}" for line in thermal.lines(SLIP, columns))

    same_text(f"slip_{columns}.txt", text)


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("kind", KINDS)
def test_names_of_every_length_keep_within_the_columns(columns: int, kind: RowKind) -> None:
    for length in range(110):
        name = ("Nama " * 30)[:length].strip().ljust(length, "x")
        slip = replace(SLIP, rows=(SlipRow(name, "1.234.567", kind),), title=name)

        printed = read(thermal.encode(slip, columns)).lines

        assert max(line.columns for line in printed) <= columns
        assert max(map(len, thermal.lines(slip, columns))) <= columns


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("kind", ["text", "bold", "big", "small"])
def test_an_amount_ends_exactly_at_the_last_column(columns: int, kind: RowKind) -> None:
    for length in range(1, 110):
        slip = replace(SLIP, rows=(SlipRow("x" * length, "Rp1.234.567", kind),))

        printed = read(thermal.encode(slip, columns)).lines

        [amount] = [line for line in printed if line.text.endswith("Rp1.234.567")]
        assert amount.columns == columns


def test_every_code_point_in_every_field_prints_only_allowed_commands() -> None:
    for character in EVERY_CODE_POINT:
        for text in (character, f"Si{character}ti", f"{HOSTILE}{character}"):
            for columns in COLUMNS:
                paper = read(thermal.encode(slip_with(text), columns))

                assert sum(command.startswith(b"\x1dV") for command in paper.commands) <= 1
                assert max(line.columns for line in paper.lines) <= columns


@given(st.text(max_size=200), st.sampled_from(COLUMNS))
def test_any_text_prints_only_allowed_commands(text: str, columns: int) -> None:
    paper = read(thermal.encode(slip_with(text), columns))

    assert max(line.columns for line in paper.lines) <= columns


@pytest.mark.parametrize(
    "planted", [b"\x1bp\x00\x19\xfa", b"\x10\x14\x01", b"\x80", b"\x1dv0\x00\x01\x00\x09\x00 "]
)
def test_the_reader_finds_a_planted_command(planted: bytes) -> None:
    with pytest.raises(ForbiddenByte):
        read(b"\x1b@Siti\n" + planted)


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_preview_says_what_the_printer_prints(columns: int) -> None:
    printed = [line.text.split() for line in read(thermal.encode(SLIP, columns)).lines]

    assert printed == [line.split() for line in thermal.lines(SLIP, columns)]


def test_a_sum_is_printed_double_where_it_fits_and_tall_where_not() -> None:
    small = replace(SLIP, rows=(SlipRow("JUMLAH", "Rp275.000", "big"),))

    assert b"\x1d!\x11JUMLAH Rp275.000\n" in thermal.encode(small, 32)
    assert b"\x1d!\x01JUMLAH               Rp1.275.000\n" in thermal.encode(SLIP, 32)


def test_an_indent_stays() -> None:
    slip = replace(SLIP, rows=(SlipRow("  2 x 18.500", "37.000"),))

    assert "  2 x 18.500              37.000" in thermal.lines(slip)


def test_copies_and_practice_say_so() -> None:
    slip = replace(SLIP, copy=True, letterhead=replace(SLIP.letterhead, practice=True))

    text = "\n".join(thermal.lines(slip))

    assert text.count("SALINAN") == 1
    assert text.count("LATIHAN") == 2
    assert "SALINAN" not in "\n".join(thermal.lines(SLIP))


def test_a_runaway_slip_is_cut_short_but_keeps_its_sum() -> None:
    rows = tuple(SlipRow(f"Barang {n}", "1.000") for n in range(5_000))
    slip = replace(SLIP, rows=(*rows, SlipRow("JUMLAH", "5.000.000")))

    laid = thermal.lines(slip)

    assert len(laid) == thermal.MAX_LINES
    assert any("baris tidak dicetak" in line for line in laid)
    assert any("5.000.000" in line for line in laid)


def test_only_printers_that_can_are_told_to_cut() -> None:
    cut = b"\x1dV\x01"

    assert not thermal.encode(SLIP, 32).endswith(cut)
    assert thermal.encode(SLIP, 48).endswith(cut)
    assert thermal.encode(SLIP, 32, cut=True).endswith(cut)
    assert not thermal.encode(SLIP, 48, cut=False).endswith(cut)


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_code_on_the_slip_can_be_scanned(columns: int) -> None:
    said = "SMP-KR-2026-000123 59235 10937 96556 28920"

    [(width, height, dots)] = read(thermal.encode(replace(SLIP, qr=said), columns)).pictures

    picture = Image.frombytes("1", (width * 8, height), bytes(255 - byte for byte in dots))
    [found] = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text == said
    assert width * 8 <= {32: 384, 42: 512, 48: 576}[columns]


def test_other_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="40"):
        thermal.encode(SLIP, 40)
