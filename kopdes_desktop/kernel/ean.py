"""The digits under the bars: GS1 numbers prove themselves by their last one."""

from __future__ import annotations


def check_digit(digits: str) -> str:
    """The last digit of an EAN, from those before it (GS1: weights 3 and 1 from the right)."""
    weighted = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return str(-weighted % 10)


def is_ean(code: str) -> bool:
    """Whether a code is an EAN-13, UPC-A or EAN-8 whose check digit fits."""
    return (
        code.isascii()
        and code.isdigit()
        and len(code) in {8, 12, 13}
        and check_digit(code[:-1]) == code[-1]
    )
