"""Which lines a treasurer may write by hand. Pure functions."""

from __future__ import annotations

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import impersonal, one_line, short_line
from kopdes_desktop.ledger.entry import INTER_UNIT, MOVEMENTS

#: Kinds that a person may give; the others belong to closing and reversing.
FREE_KINDS = ("ordinary", "adjustment", "prior-period")
#: What staff owe, working advances, what others laid out: each amount is somebody's. Wages owed
#: (2-1302) are a list's, whose paper says whose.
OF_PERSONS = frozenset({"1-1205", "1-1505", "2-1503"})
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
    """The entry's sentence, trimmed; it must say something, of nobody's papers. BadField."""
    return short_line(text, field=field, missing=_(N_("uraian harus diisi")))


def reference(ref: str | None) -> str | None:
    """The number on others' paper on one line; none where nothing is written. BadField."""
    return impersonal(one_line(ref or "")[:LONGEST_REFERENCE], field="ref") or None


def require_owner_said(account: str, n: int) -> None:
    """Refuse a line without a key where persons owe or are owed. Raises BadField."""
    if account in OF_PERSONS:
        reason = _(
            N_(
                "akun {code} dicatat per orang: sebut nomor anggota, nama masuk pengurus, atau "
                "kode pihak ketiga"
            )
        ).format(code=account)
        raise BadField(name="key", reason=reason, field=f"lines[{n}].key")
