"""What numbers and days of a cooperative usually look like: nothing is refused for its shape."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _

_SIGNS: Final = re.compile(r"[\s.\-/]")
_LEGAL: Final = re.compile(r"AHU-\d{7}\.AH\.01\.\d{2}\.TAHUN ?\d{4}", re.IGNORECASE)
_THIRTEEN: Final = 13
_NPWP: Final = (15, 16)
#: Books that begin earlier than so many months ago are rarely meant.
_MONTHS_BACK: Final = 24


def legal_number(text: str) -> str:
    """What is unusual about the number of the legal entity; nothing when it looks right."""
    if not text or _LEGAL.fullmatch(text.strip()):
        return ""
    return _(N_("Biasanya seperti AHU-0017736.AH.01.29.TAHUN 2025. Sudah benar?"))


def thirteen_digits(text: str) -> str:
    """NIK koperasi and NIB have thirteen digits."""
    return _digits(text, (_THIRTEEN,), N_("Biasanya 13 angka, ini {n}. Sudah benar?"))


def npwp(text: str) -> str:
    """An entity's tax number has sixteen digits, an old one fifteen."""
    return _digits(text, _NPWP, N_("NPWP 16 angka (yang lama 15), ini {n}. Sudah benar?"))


def first_month(first: Month, today: date) -> str:
    """What is unusual about the first month of the books."""
    if first >= Month.of(today).plus(-_MONTHS_BACK):
        return ""
    return _(N_("Lebih dari {n} bulan yang lalu. Sudah benar?")).format(n=_MONTHS_BACK)


def _digits(text: str, lengths: tuple[int, ...], words: str) -> str:
    bare = _SIGNS.sub("", text)
    if not bare or (bare.isdecimal() and len(bare) in lengths):
        return ""
    if not bare.isdecimal():
        return _(N_("Biasanya hanya angka. Sudah benar?"))
    return _(words).format(n=len(bare))
