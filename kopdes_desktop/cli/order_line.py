"""One line of a file of orders."""

from __future__ import annotations

import re

import msgspec

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

_NAMED = re.compile(r"`(?:\$\.)?([\w\[\].]+)`")


class Second(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person who approves; his PIN never stands in a file."""

    by: str
    reason: str


class OrderLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be done, under a key of the caller's own if he likes, with a second person."""

    op: str
    order: msgspec.Raw
    key: str | None = None
    approval: Second | None = None


_LINES = msgspec.json.Decoder(OrderLine)


def order_line(line: bytes) -> OrderLine:
    """Read a line. Raises BadField for anything but one such object."""
    try:
        return _LINES.decode(line)
    except msgspec.ValidationError as error:
        said, _at, place = str(error).partition(" - at ")
        named = _NAMED.search(said if "field" in said else place)
        reason = N_("jenis nilainya keliru")
        if "missing" in said:
            reason = N_("tidak ada")
        elif "unknown" in said:
            reason = N_("tidak dikenal")
        field = named[1] if named else None
        raise BadField(name=field or _("baris"), reason=_(reason), field=field) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadField(name=_("baris"), reason=_("bukan JSON yang sah")) from None
