"""How an amount of rupiah looks while it is being typed: pure text, no Qt.

Dots that the program put in move as digits come and go. Dots that a person typed stand as typed
until they group thousands rightly, so that 1.5 stays 1.5, to be refused, and never becomes 15.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.wording import number, parse_rupiah

LONGEST = 15
NO_CENTS = N_("Ketik rupiah utuh tanpa koma dan tanpa sen: 100000 atau 100.000.")
ONLY_DIGITS = N_("Ketik angka saja, misalnya 50000.")
TOO_LONG = N_("Angka ini terlalu besar.")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the line after a key, where the cursor is, and what to say about it."""

    text: str
    cursor: int
    complaint: str = ""


def regrouped(before: str, after: str, cursor: int) -> Typed:
    """The line once an edit has turned `before` into `after` and left the cursor there."""
    added = _added(before, after, cursor)
    bare = after.replace(".", "")
    if not bare:
        return Typed("", 0)
    if not _DIGITS.fullmatch(bare):
        return _with_letters(before, after, cursor - len(added), added)
    if len(bare) > LONGEST:
        return Typed(before, max(0, cursor - len(added)), TOO_LONG)
    by_hand = "." in added or not _is_grouped(before)
    if by_hand and "." in after and not _is_grouped(after):
        return Typed(after, cursor)
    return _grouped(bare, digits_right=len(after[cursor:].replace(".", "")))


def _added(before: str, after: str, cursor: int) -> str:
    """What the edit put in: the part before the cursor that the old text did not have."""
    start, limit = 0, min(cursor, max(0, len(before) - (len(after) - cursor)))
    while start < limit and before[start] == after[start]:
        start += 1
    return after[start:cursor]


def _is_grouped(text: str) -> bool:
    bare = text.replace(".", "")
    return not text or (bool(_DIGITS.fullmatch(bare)) and text == number(int(bare)))


def _grouped(bare: str, digits_right: int) -> Typed:
    text = number(int(bare))
    cursor = len(text)
    while cursor and len(text[cursor:].replace(".", "")) < digits_right:
        cursor -= 1
    before_dot = cursor and digits_right and text[cursor - 1] == "."
    return Typed(text, cursor - 1 if before_dot else cursor)


def _with_letters(before: str, after: str, cursor: int, added: str) -> Typed:
    """A pasted "Rp 100.000,-" is an amount; anything else is not taken, and says why."""
    try:
        text = number(parse_rupiah(after)) if len(added) > 1 else ""
    except BadField:
        text = ""
    if text and not text.startswith("-"):
        return Typed(text, len(text))
    return Typed(before, max(0, cursor), NO_CENTS if "," in added else ONLY_DIGITS)
