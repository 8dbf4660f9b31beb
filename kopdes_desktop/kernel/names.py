"""Names as people type them: on one line, and folded for comparing and searching."""

from __future__ import annotations

import re
import unicodedata

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

_WORD = re.compile(r"[0-9a-z]+")


def one_line(text: str) -> str:
    """Composed Unicode with single spaces and no control marks."""
    kept = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def short_line(text: str, longest: int, *, field: str, missing: str = "") -> str:
    """One line of so many letters at most; `missing` says what is wrong with none. BadField."""
    plain = one_line(text)
    if missing and not plain:
        raise BadField(name=field, reason=missing, field=field)
    if len(plain) > longest:
        reason = _(N_("paling banyak {most} huruf")).format(most=longest)
        raise BadField(name=field, reason=reason, field=field)
    return plain


def folded(name: str) -> str:
    """A name for comparing: no accents, no case, no dots or doubled spaces."""
    if name.isascii():
        return " ".join(_WORD.findall(name.casefold()))
    bare = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(kept.split())
