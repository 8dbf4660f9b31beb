"""What was wrong with an order's form, in our words and with its field."""

from __future__ import annotations

import re

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _

_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_NAMED = re.compile(r"Object (missing required|contains unknown) field `(.+)`")
_KINDS = re.compile(r"Expected `(.+)`, got `(.+)`")

_NAMING = N_("Isian {name} belum benar: {reason}.")

_WORDS = {
    "int": N_("bilangan bulat"),
    "str": N_("teks"),
    "bool": N_("ya atau tidak (true/false)"),
    "array": N_("daftar"),
    "object": N_("kumpulan isian"),
    "float": N_("bilangan pecahan"),
    "null": N_("kosong"),
}


def as_bad_field(error: Exception, code: str) -> BadField:
    """The refusal for an unreadable order; `field` is its place, such as lines[0].amount."""
    found = _PLACE.match(str(error))
    what, path = (found["what"], found["path"] or "") if found else (str(error), "")
    named = _NAMED.match(what)
    if named:
        field = f"{path}.{named[2]}".lstrip(".")
        missing = named[1].startswith("missing")
        reason = _(N_("wajib diisi")) if missing else _(N_("isian ini tidak dikenal"))
        return BadField(_NAMING, name=field, reason=reason, field=field)
    return BadField(_NAMING, name=path or code, reason=_reason(what), field=path or None)


def _reason(what: str) -> str:
    kinds = _KINDS.match(what)
    if kinds:
        wanted = _(N_(" atau ")).join(_kind(each) for each in kinds[1].split(" | "))
        return _(N_("harus {wanted}, bukan {given}")).format(wanted=wanted, given=_kind(kinds[2]))
    if "date" in what:
        return _(N_("bukan tanggal; tulis seperti 2026-11-21"))
    if "rupiah" in what:
        return _(N_("harus rupiah utuh"))
    if "malformed" in what or "truncated" in what:
        return _(N_("bukan JSON yang sah"))
    return _(N_("nilainya tidak sesuai"))


def _kind(name: str) -> str:
    return _(_WORDS[name]) if name in _WORDS else name
