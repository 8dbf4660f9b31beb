"""Switches take lines off a slip, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kopdes_desktop.paper import thermal
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.paper.layout import Layout, arranged
from kopdes_desktop.printing import sample

KOP = Letterhead("KOPDES SUMBER", ("Jl. Raya No. 1", "Badan hukum AHU-1"))
EVERYTHING = Layout(before=True, words=True, qr=True)


def lines(layout: Layout) -> list[str]:
    return thermal.lines(sample.slip(KOP, layout), 42)


@pytest.mark.parametrize(
    ("switch", "gone"),
    [
        ("address", {"Jl. Raya No. 1", "Badan hukum AHU-1"}),
        (
            "balance",
            {
                "Saldo sebelum                      450.000",
                "Saldo sesudah                      520.000",
            },
        ),
        ("before", {"Saldo sebelum                      450.000"}),
        ("words", {"tujuh puluh ribu rupiah"}),
        ("qr", {"SMP-KR-2026-000001 12345 67890 12345 67890"}),
        ("signature", {"Tanda tangan anggota", "(............................)"}),
    ],
)
def test_a_switch_takes_its_lines_and_no_others(switch: str, gone: set[str]) -> None:
    whole = [line.strip() for line in lines(EVERYTHING)]

    off: dict[str, Any] = {switch: False}
    left = [line.strip() for line in lines(replace(EVERYTHING, **off))]

    taken = [line for line in whole if line and line not in left]
    assert set(taken) >= {words for words in gone if words in whole}
    assert {line for line in whole if line} - set(left) == gone & set(whole)
    assert gone & set(whole)


def test_without_the_number_the_name_stays() -> None:
    text = "\n".join(lines(replace(EVERYTHING, member_number=False)))

    assert "Melati Jati\n" in text
    assert "0001\n" not in text.replace("SMP-KR-2026-000001", "")


def test_the_closing_sentence_is_the_cooperatives_own() -> None:
    assert lines(Layout())[-1].strip() == "Terima kasih. Simpan bukti ini."
    assert lines(Layout(footer="Matur nuwun."))[-1].strip() == "Matur nuwun."


def test_the_logo_is_a_line_like_the_others() -> None:
    slip = sample.slip(replace(KOP, logo="iVBOR"), Layout())

    assert slip.letterhead.logo
    assert not arranged(slip, Layout(logo=False)).letterhead.logo
