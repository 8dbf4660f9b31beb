"""What a member's card says to a scanner: his number behind a short prefix, and nothing else.

Whoever finds a lost card learns no name, no NIK and no balance from its QR. A scanner types it like
a keyboard and ends with Enter; the prefix tells it from a name or a number typed by hand.
"""

from __future__ import annotations

import re
from typing import Final

#: Letters only, which every layout of keyboard has in the same place; no name begins so.
PREFIX: Final = "MKD"
_SCAN = re.compile(rf"{PREFIX}([0-9A-Z][0-9A-Z./_-]{{0,29}})", re.IGNORECASE)


def code_of(number: str) -> str:
    """What the QR of this member's card holds."""
    return f"{PREFIX}{number}"


def number_of(scan: str) -> str | None:
    """The member number that a scan of a card holds; None for anything else that was typed."""
    found = _SCAN.fullmatch(scan.strip())
    if found is None or not any(sign.isdigit() for sign in found[1]):
        return None
    return found[1]


def may_become_scan(typed: str) -> bool:
    """Whether these first signs can still grow into the scan of a card."""
    if len(typed) <= len(PREFIX):
        return PREFIX.startswith(typed.upper())
    return _SCAN.fullmatch(typed) is not None
