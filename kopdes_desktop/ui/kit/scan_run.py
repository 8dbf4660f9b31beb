"""What was typed in one go, and the code of goods that a scanner may have typed with it.

A scanner types like a keyboard, ending in Enter, but faster than any hand. Three things tell its
codes from what people type: a code that the shelf knows and that is as long as barcodes are; the
check digit of a barcode; and the pace, where the system tells when each key was pressed.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from kopdes_desktop.kernel.ean import is_ean

#: Milliseconds between two keys of a scanner, at most; hands need longer.
FASTEST_HAND: Final = 50
#: No amount at a till is as long as this; the shortest barcode is.
_LONG: Final = 8
#: So many keys in one breath are a scanner's; and no amount has letters in it.
_SHORT: Final = 4
_EANS: Final = (13, 12, 8)


class Codes(Protocol):
    """What a screen knows of codes."""

    def knows(self, code: str) -> bool:
        """Whether something bears exactly this code."""

    def begins(self, typed: str) -> bool:
        """Whether a code that something bears may begin so."""


class NoCodes:
    """Where nothing is known yet: barcodes are told by their check digit and their pace alone."""

    def knows(self, _code: str) -> bool:
        """Nothing."""
        return False

    def begins(self, _typed: str) -> bool:
        """Nothing."""
        return False


class _Sign(NamedTuple):
    text: str
    at: int
    before: str


class Run:
    """Keys without any other key between them; `before` is what stood in the field at each."""

    def __init__(self) -> None:
        self._signs: list[_Sign] = []

    def __bool__(self) -> bool:
        return bool(self._signs)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(sign.text for sign in self._signs)

    def add(self, text: str, at: int, before: str = "") -> None:
        """One more key, pressed at this moment (0: nobody knows)."""
        self._signs.append(_Sign(text, at, before))

    def clear(self) -> None:
        """Another key came, or the focus went."""
        self._signs.clear()

    def code(self, codes: Codes, at: int, *, known: bool = False) -> tuple[str, str] | None:
        """The code that Enter at this moment ends, and what stood in the field before it.

        `known`: only what something bears, because other numbers may be scanned there.
        """
        text, quick = self.text, self._quick(at)
        for length in range(len(text), _SHORT - 1, -1):
            if _is_no_amount(text[-length:]) and codes.knows(text[-length:]):
                return self._last(length)
        if known:
            return None
        if quick >= _SHORT:
            return self._last(quick)
        for length in _EANS:
            if is_ean(text[-length:]):
                return self._last(length)
        return None

    def _last(self, length: int) -> tuple[str, str]:
        return self.text[-length:], self._signs[-length].before

    def _quick(self, at: int) -> int:
        """How many of the last keys came at a scanner's pace."""
        count, later = 0, at
        for sign in reversed(self._signs):
            if not sign.at or later - sign.at > FASTEST_HAND:
                break
            count, later = count + 1, sign.at
        return count


def _is_no_amount(text: str) -> bool:
    return len(text) >= _LONG or (not text.isdigit() and any(sign.isdigit() for sign in text))
