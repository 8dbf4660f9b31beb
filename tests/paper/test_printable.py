"""Text for paper."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.paper.printable import ascii_only, printable


def test_controls_fall_out_and_blanks_become_spaces() -> None:
    assert printable("Siti\x1b\x00\tAminah\r\nA\u202ecb\u200b\ud800\x9b") == "Siti Aminah  Acb"


@given(st.text())
def test_nothing_is_left_that_is_not_printable(text: str) -> None:
    left = printable(text)

    assert left.isprintable()
    assert {unicodedata.category(character)[0] for character in left} <= set("LMNPSZ")


@given(st.text())
def test_a_printer_of_ascii_gets_ascii(text: str) -> None:
    left = ascii_only(text)

    assert left.isascii()
    assert left.isprintable()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("José Ñuñes", "Jose Nunes"),
        ("Agustus–November · 4 × 25.000", "Agustus-November - 4 x 25.000"),
        ("\u201cgaji\u201d ke\u20113…", '"gaji" ke-3...'),
        ("½ kg 30°", "1/2 kg 30o"),
        ("Łukasz Straße", "Lukasz Strasse"),
        ("漢", "?"),
    ],
)
def test_signs_beyond_ascii_are_spelled(text: str, folded: str) -> None:
    assert ascii_only(text) == folded
