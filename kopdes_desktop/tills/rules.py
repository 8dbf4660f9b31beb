"""Notes and coins, and what a count of them comes to. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah

#: Rupiah in use, notes and coins, the largest first.
NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
#: Where a shift's drawer is kept (Kas Gerai): one box each.
DRAWER = "1-1103"
#: A short drawer is a cost of the cooperative (A06a) or a debt of the clerk (A06b); one that holds
#: too much is income (A07).
SHORT, OWED, OVER = "6-1402", "1-1205", "4-9104"
_MOST = 100_000


class Counted(msgspec.Struct, array_like=True, frozen=True, order=True):
    """So many of one note or coin."""

    note: int
    pieces: int


def counted_sum(counted: Iterable[Counted]) -> Rupiah:
    """What counted notes come to."""
    return Rupiah(sum(each.note * each.pieces for each in counted))


def require_counted(
    counted: Iterable[Counted], whole: Rupiah | None, *, field: str
) -> tuple[tuple[Counted, ...], Rupiah]:
    """Counted notes, the largest first, and what they come to; or an amount alone. BadField."""
    each = tuple(sorted((x for x in counted if x.pieces), reverse=True))
    wrong = [x for x in each if x.note not in NOTES or not 0 <= x.pieces <= _MOST]
    if wrong or len({x.note for x in each}) != len(each):
        reason = _(N_("hitungan pecahan uang tidak benar; tulis tiap pecahan sekali"))
        raise BadField(name="counted", reason=reason, field="counted")
    if each and whole is not None and whole != counted_sum(each):
        reason = _(N_("jumlah uang tidak sama dengan pecahan yang dihitung"))
        raise BadField(name=field, reason=reason, field=field)
    amount = counted_sum(each) if each or whole is None else whole
    if amount < NOTHING:
        raise BadField(name=field, reason=_(N_("tidak boleh kurang dari nol")), field=field)
    return each, amount


def is_count_of(counted: Iterable[Counted], amount: Rupiah) -> bool:
    """Whether counted notes, if there are any, stand in order and come to an amount."""
    each = list(counted)
    in_order = each == sorted(each, reverse=True) and len({x.note for x in each}) == len(each)
    whole = all(x.note in NOTES and x.pieces > 0 for x in each)
    return amount >= NOTHING and in_order and whole and (not each or counted_sum(each) == amount)
