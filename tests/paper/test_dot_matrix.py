"""Paper of 21 cm on a ribbon: exact columns at three pitches, and no bytes but the allowed ones."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kopdes_desktop.paper import dot_matrix
from tests.paper.examples import RECEIPT, TRIAL_BALANCE, ledger

COLUMNS = (80, 96, 137)
HOSTILE = "Si\x1b@\x0c\x0fti\x7f\xff\u202e"


def read(stream: bytes) -> tuple[bytes, list[str], bool]:
    """The pitch, the lines, and whether the sheet is fed out; stops at any other byte."""
    assert stream.startswith(b"\x1b@")
    pitch = next(code for code in (b"\x12\x1bP", b"\x12\x1bM", b"\x1bP\x0f") if stream[2:5] == code)
    body = stream[5:]
    eject = body.endswith(b"\x0c")
    lines = body.removesuffix(b"\x0c").split(b"\r\n")
    assert lines.pop() == b""
    assert all(0x20 <= byte <= 0x7E for line in lines for byte in line)
    return pitch, [line.decode("ascii") for line in lines], eject


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_kuitansi_keeps_within_its_columns_and_its_half_sheet(columns: int) -> None:
    pitch, lines, eject = read(dot_matrix.encode(dot_matrix.receipt(RECEIPT, columns), columns))

    assert pitch == dot_matrix.PITCHES[columns]
    assert eject
    assert max(map(len, lines)) == columns
    assert len(lines) <= dot_matrix.HALF_SHEET
    assert any("satu juta dua ratus tujuh puluh lima ribu rupiah" in line for line in lines)
    assert [line for line in lines if line.endswith("1.275.000") and len(line) == columns]
    assert any("Siti Aminah" in line and "Dewi Lestari" in line for line in lines)


def test_a_copy_says_so() -> None:
    text = "\n".join(dot_matrix.receipt(replace(RECEIPT, copy=True)))

    assert "SALINAN" in text
    assert "SALINAN" not in "\n".join(dot_matrix.receipt(RECEIPT))


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_report_is_narrowed_to_the_paper_and_its_figures_are_whole(columns: int) -> None:
    lines = dot_matrix.report(ledger(40), columns)

    assert max(map(len, lines)) <= columns
    assert any(line.endswith("5.000.000") for line in lines)
    assert max(map(len, dot_matrix.report(TRIAL_BALANCE, columns))) <= columns


@pytest.mark.parametrize("columns", COLUMNS)
def test_hostile_names_stay_text(columns: int) -> None:
    paper = replace(RECEIPT, received_from=HOSTILE, purpose=HOSTILE * 9, number=HOSTILE)

    _pitch, lines, _eject = read(dot_matrix.encode(dot_matrix.receipt(paper, columns), columns))

    assert max(map(len, lines)) <= columns


def test_other_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        dot_matrix.encode([], 100)


def test_a_passbook_page_stays_in_the_printer() -> None:
    assert not read(dot_matrix.encode(["a"], 80, eject=False))[2]
