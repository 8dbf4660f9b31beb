"""Text for paper: without control characters, and for printers that know ASCII alone."""

from __future__ import annotations

import unicodedata

_BLANKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_ASCII_FOR = str.maketrans(
    {
        "\u2018": "'",  # quotes
        "\u2019": "'",
        "\u201a": ",",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "«": '"',
        "»": '"',
        "\u2010": "-",  # hyphens and dashes
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2022": "*",
        "·": "-",
        "×": "x",
        "÷": "/",
        "\u2044": "/",
        "°": "o",
        "€": "EUR",
        "£": "GBP",
        "¥": "JPY",
        "©": "(c)",
        "®": "(R)",
        "±": "+/-",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ł": "l",
        "Ł": "L",
        "\u0131": "i",
    }
)


def printable(text: str) -> str:
    """The text without controls, formats (bidi, zero width), surrogates; blanks become spaces."""
    if text.isprintable():
        return text
    kept = []
    for character in text:
        if character.isprintable():
            kept.append(character)
        elif character in _BLANKS or unicodedata.category(character)[0] == "Z":
            kept.append(" ")
    return "".join(kept)


def ascii_only(text: str) -> str:
    """The text in printable ASCII: accents fall off, known signs are spelled, the rest is "?"."""
    text = printable(text)
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text.translate(_ASCII_FOR)).translate(_ASCII_FOR)
    return "".join(
        character if character.isascii() else "?"
        for character in printable(bare)
        if not unicodedata.combining(character)
    )
