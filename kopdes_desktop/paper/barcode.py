"""Barcodes as rows of modules: EAN-13 where the digits prove themselves, otherwise Code 128.

Symbologies: ISO/IEC 15420 (EAN-13) and ISO/IEC 15417 (Code 128, sets B and C).
"""

from __future__ import annotations

from typing import Final

from kopdes_desktop.kernel.ean import is_ean

_EAN_13: Final = 13
#: The seven modules of a digit at the left, odd parity; the others are mirrored from it.
_ODD: Final = (
    *("0001101", "0011001", "0010011", "0111101", "0100011"),
    *("0110001", "0101111", "0111011", "0110111", "0001011"),
)
#: Which of the six digits at the left have even parity, by the first digit.
_EVEN: Final = (
    *("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE"),
    *("OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO"),
)
_GUARD, _MIDDLE = "101", "01010"

#: Widths of bars and spaces of each value of Code 128, six digits a value, up to the start codes.
_WIDTHS: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "411311113141114131311141411131211412211214211232"
)
_EACH: Final = 6
_STOP = "2331112"
_START_B, _START_C = 104, 105
_CHECK = 103
_FIRST_B, _LAST_B = 32, 126


def modules(code: str) -> list[int]:
    """One row of modules, 1 for a bar, without the quiet zones; empty for what has no barcode."""
    if len(code) == _EAN_13 and is_ean(code):
        return _bits(_ean_13(code))
    if not code or not all(_FIRST_B <= ord(sign) <= _LAST_B for sign in code):
        return []
    return _bits(_code_128(code))


def _bits(text: str) -> list[int]:
    return [int(bit) for bit in text]


def _ean_13(code: str) -> str:
    made = _GUARD
    for digit, parity in zip(code[1:7], _EVEN[int(code[0])], strict=True):
        odd = _ODD[int(digit)]
        made += odd if parity == "O" else _inverted(odd)[::-1]
    made += _MIDDLE
    return made + "".join(_inverted(_ODD[int(digit)]) for digit in code[7:]) + _GUARD


def _inverted(bits: str) -> str:
    return bits.translate(str.maketrans("01", "10"))


def _code_128(code: str) -> str:
    if code.isdigit() and len(code) % 2 == 0:
        values = [_START_C, *(int(code[at : at + 2]) for at in range(0, len(code), 2))]
    else:
        values = [_START_B, *(ord(sign) - _FIRST_B for sign in code)]
    check = values[0] + sum(place * value for place, value in enumerate(values[1:], 1))
    widths = [*map(_widths, (*values, check % _CHECK)), _STOP]
    return "".join(
        str((at + 1) % 2) * int(width) for each in widths for at, width in enumerate(each)
    )


def _widths(value: int) -> str:
    return _WIDTHS[value * _EACH : (value + 1) * _EACH]
