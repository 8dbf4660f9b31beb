"""How an amount of rupiah looks while it is being typed: pure text, no Qt.

Dots that the program put in move as digits come and go. Everything else stands as it was typed,
so that 1.5, 1,5 and 50rb are refused by the one parser, and never cut or glued into an amount.
"""

from __future__ import annotations

import re

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number, parse_rupiah

LONGEST = 15
NO_CENTS = N_("Ketik rupiah utuh tanpa koma dan tanpa sen: 100000 atau 100.000.")
ONLY_DIGITS = N_("Ketik angka saja, misalnya 50000.")
TOO_LONG = N_("Angka ini terlalu besar.")
_DIGITS = re.compile(r"\d+", re.ASCII)
_ON_THE_WAY = re.compile(r"\d{1,3}(?:\.\d{3})*\.\d{0,2}", re.ASCII)


class Typed(Struct, frozen=True):
    """What stands in the line after a key, and where the cursor is."""

    text: str
    cursor: int


def amount_of(text: str) -> Rupiah:
    """The amount in a line; BadField for everything else: cents, letters, a minus, too much."""
    try:
        amount = parse_rupiah(text)
    except BadField:
        raise BadField(_reason(text)) from None
    if text.lstrip().startswith("-"):
        raise BadField(ONLY_DIGITS)
    return amount


def _reason(text: str) -> str:
    bare = text.strip().replace(".", "")
    if _DIGITS.fullmatch(bare) and len(bare) > LONGEST:
        return TOO_LONG
    return NO_CENTS if "," in text or _DIGITS.fullmatch(bare) else ONLY_DIGITS


def complaint_of(text: str) -> str:
    """What to say about a line while it is typed: nothing while it can still become an amount."""
    if not text.strip() or (_ON_THE_WAY.fullmatch(text) and len(text.replace(".", "")) <= LONGEST):
        return ""
    try:
        amount_of(text)
    except BadField as refusal:
        return refusal.message
    return ""


def regrouped(before: str, after: str, cursor: int) -> Typed:
    """The line once an edit has turned `before` into `after` and left the cursor there."""
    added = _added(before, after, cursor)
    bare = after.replace(".", "")
    if not _DIGITS.fullmatch(bare) or len(bare) > LONGEST:
        return _as_typed_or_pasted(after, cursor, pasted=len(added) > 1)
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
    if not bare or len(bare) > LONGEST:
        return not text
    return bool(_DIGITS.fullmatch(bare)) and text == number(int(bare))


def _grouped(bare: str, digits_right: int) -> Typed:
    text = number(int(bare))
    cursor = len(text)
    while cursor and len(text[cursor:].replace(".", "")) < digits_right:
        cursor -= 1
    before_dot = cursor and digits_right and text[cursor - 1] == "."
    return Typed(text, cursor - 1 if before_dot else cursor)


def _as_typed_or_pasted(after: str, cursor: int, *, pasted: bool) -> Typed:
    """A pasted "Rp 100.000,-" is an amount; anything else stays as it is, to be refused."""
    if pasted and not complaint_of(after) and after.strip():
        text = number(amount_of(after))
        return Typed(text, len(text))
    return Typed(after, cursor)
