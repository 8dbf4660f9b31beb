"""Names as people type them: on one line, and folded for comparing and searching."""

from __future__ import annotations

import re
import unicodedata

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

_WORD = re.compile(r"[0-9a-z]+")
#: Letters of a free text where nothing else is said.
LONGEST_TEXT = 400
#: Sixteen digits, however people group them; and a mobile number.
_SIXTEEN = re.compile(r"(?<!\d)(?=(\d(?:[ .\-/_]{0,2}\d){15})(?!\d))")
_PHONE = re.compile(r"(?<![\d.,])(?:\+?62[ .\-]?|0)8(?:[ .\-]?\d){7,11}(?!\d)")
#: Provinces, days (a woman's forty more) and months as a NIK has them.
_PROVINCES, _DAYS, _MONTHS = range(11, 98), (*range(1, 32), *range(41, 72)), range(1, 13)


def one_line(text: str) -> str:
    """Composed Unicode with single spaces and no control marks."""
    kept = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def short_line(text: str, longest: int = LONGEST_TEXT, *, field: str, missing: str = "") -> str:
    """A free text of a fact: one line of so many letters at most, nobody's NIK or phone in it.

    `missing` says what is wrong with none. Raises BadField.
    """
    plain = one_line(text)
    if missing and not plain:
        raise BadField(name=field, reason=missing, field=field)
    if len(plain) > longest:
        reason = _(N_("paling banyak {most} huruf")).format(most=longest)
        raise BadField(name=field, reason=reason, field=field)
    return impersonal(plain, field=field)


def impersonal(text: str, *, field: str) -> str:
    """A text that goes into a fact for ever: no number of a person's papers or phone. BadField."""
    if holds_nik(text):
        reason = _(N_("ada enam belas angka seperti NIK atau KK; sebut nomor anggotanya saja"))
        raise BadField(name=field, reason=reason, field=field)
    if _PHONE.search(text):
        reason = _(N_("ada nomor telepon; nomor orang disimpan di datanya, bukan di tulisan ini"))
        raise BadField(name=field, reason=reason, field=field)
    return text


def holds_nik(text: str) -> bool:
    """Whether sixteen digits in it, spaced or not, have province, day and month where a NIK has."""
    for found in _SIXTEEN.finditer(text):
        digits = "".join(c for c in found[1] if c.isdigit())
        province, day, month = (int(digits[at : at + 2]) for at in (0, 6, 8))
        if province in _PROVINCES and day in _DAYS and month in _MONTHS:
            return True
    return False


def folded(name: str) -> str:
    """A name for comparing: no accents, no case, no dots or doubled spaces."""
    if name.isascii():
        return " ".join(_WORD.findall(name.casefold()))
    bare = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(kept.split())
