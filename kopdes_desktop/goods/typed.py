"""What a clerk types into the till's one box: a code, or how many of it (`3*899…`, `0,25*code`)."""

from __future__ import annotations

import re

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.quantity import THOUSAND

#: More than this many of anything is a barcode that slipped before the asterisk.
_MOST = 100_000 * THOUSAND
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?")


class Typed(Struct, frozen=True):
    """A code, empty when only a count was typed; thousandths, None when none was typed."""

    code: str
    quantity: int | None = None


def parse(text: str) -> Typed:
    """Take a count before the first asterisk apart from the code behind it. Raises BadField.

    A comma or a dot begins the decimals; a dot before three digits groups thousands (`1.000*…`).
    """
    before, star, code = text.strip().partition("*")
    if not star:
        return Typed(before)
    return Typed(code.strip(), quantity(before))


def quantity(text: str) -> int:
    """A count as people write it, in thousandths, above zero. Raises BadField."""
    bare = text.strip()
    if _GROUPED.fullmatch(bare):
        found = int(bare.replace(".", "")) * THOUSAND
    elif (parts := _DECIMAL.fullmatch(bare)) is not None and bare.isascii():
        found = int(parts[1]) * THOUSAND + int((parts[2] or "").ljust(3, "0"))
    else:
        found = 0
    if not 0 < found <= _MOST:
        reason = _(
            N_("{text} bukan jumlah; tulis misalnya 3*kode, atau 0,25*kode untuk seperempat kilo")
        ).format(text=text)
        raise BadField(name="quantity", reason=reason, field="quantity")
    return found
