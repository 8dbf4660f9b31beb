"""Which lines a treasurer may write by hand. Pure functions."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import one_line
from kopdes_desktop.ledger.entry import INTER_UNIT, MOVEMENTS

#: Kinds that a person may give; the others belong to closing and reversing.
FREE_KINDS = ("ordinary", "adjustment", "prior-period")
#: Letters of a number on others' paper.
LONGEST_REFERENCE = 60


def require_free_line(account: str, movement: str | None, n: int) -> None:
    """Refuse what only the program may write, and movements that nobody knows. BadField."""
    if account == INTER_UNIT:
        reason = _(N_("akun {code} ditambahkan oleh program")).format(code=INTER_UNIT)
        raise BadField(name="account", reason=reason, field=f"lines[{n}].account")
    if movement is not None and movement not in MOVEMENTS:
        reason = _(N_("pergerakan {movement} tidak dikenal")).format(movement=movement)
        raise BadField(name="movement", reason=reason, field=f"lines[{n}].movement")


def require_text(text: str, *, field: str = "text") -> str:
    """The entry's sentence, trimmed; it must say something. BadField."""
    plain = " ".join(text.split())
    if not plain:
        reason = _(N_("uraian harus diisi"))
        raise BadField(name=field, reason=reason, field=field)
    return plain


def reference(ref: str | None) -> str | None:
    """The number on others' paper on one line; none where nothing is written."""
    return one_line(ref or "")[:LONGEST_REFERENCE] or None
