"""Barcodes that scales print: an item's code and its weight or price inside one number.

Their form is the shop's own choice at the scale (GS1 leaves 20 to 29 to it), so it is a setting.
"""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from kopdes_desktop.kernel.ean import check_digit
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah

_ITEM, _WEIGHT, _PRICE, _CHECK = "I", "W", "P", "C"
_LENGTHS = range(8, 19)


class Scaled(Struct, frozen=True):
    """What a scale's barcode says: the item's code, and grams or a price."""

    code: str
    grams: int | None = None
    price: Rupiah | None = None


class Pattern(Struct, frozen=True):
    """One form: which places are which."""

    form: str

    def read(self, code: str) -> Scaled | None:
        """What a code of this form says; None for another code."""
        if len(code) != len(self.form) or not (code.isascii() and code.isdigit()):
            return None
        held = {_ITEM: "", _WEIGHT: "", _PRICE: "", _CHECK: ""}
        for mark, digit in zip(self.form, code, strict=True):
            if mark in held:
                held[mark] += digit
            elif mark != digit:
                return None
        if held[_CHECK] and check_digit(code[:-1]) != held[_CHECK]:
            return None
        return Scaled(
            held[_ITEM],
            int(held[_WEIGHT]) if held[_WEIGHT] else None,
            Rupiah(int(held[_PRICE])) if held[_PRICE] else None,
        )


def patterns(written: str) -> tuple[Pattern, ...]:
    """The forms of the setting. Raises BadField for what no scale can print."""
    made = tuple(Pattern(form.strip().upper()) for form in written.split(",") if form.strip())
    for each in made:
        if not _is_sound(each.form):
            reason = _(
                N_(
                    "{form} bukan bentuk barcode timbangan; tulis misalnya 21IIIIIWWWWWC "
                    "(I kode barang, W gram, P harga, C angka pemeriksa)"
                )
            ).format(form=each.form)
            raise BadField(
                name="till.scale_patterns", reason=reason, field="fields.till.scale_patterns"
            )
    return made


def _is_sound(form: str) -> bool:
    """A fixed beginning, one run of the item's code, one of weight or price, the check last."""
    runs = [mark for mark, _run in groupby(form)]
    marks = [mark for mark in runs if not mark.isdigit()]
    wanted = [_ITEM in marks, (_WEIGHT in marks) != (_PRICE in marks)]
    return (
        len(form) in _LENGTHS
        and form[0].isdigit()
        and set(marks) <= {_ITEM, _WEIGHT, _PRICE, _CHECK}
        and len(marks) == len(set(marks))
        and all(wanted)
        and (_CHECK not in form or (form.endswith(_CHECK) and form.count(_CHECK) == 1))
    )
