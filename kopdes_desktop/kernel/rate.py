"""Rates: a share a period, as an exact decimal, rounded once."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Literal, Self

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, half_up

Period = Literal["once", "month", "year"]
_WHOLE = 100
#: Nobody agrees on more decimals of a percent.
_DECIMALS = 4


class Rate(Struct, frozen=True):
    """A share (0.015 is 1.5 %) for a period."""

    share: Decimal
    period: Period = "once"

    def __post_init__(self) -> None:
        """Refuse a float: its share would not be the written one."""
        if not isinstance(self.share, Decimal) or not self.share.is_finite():
            msg = "a rate is a finite Decimal"
            raise TypeError(msg)

    @classmethod
    def percent(cls, text: str, period: Period = "once") -> Self:
        """Build from written percent: "1.5" is 1.5 %. Raises decimal.InvalidOperation."""
        return cls(Decimal(text).scaleb(-2), period)

    def of(self, amount: Rupiah) -> Rupiah:
        """The share of an amount in whole rupiah, half up (away from zero), once."""
        top, bottom = (
            self.share.as_integer_ratio()
        )  # exact: a context would round a long share first
        product = top * int(amount)
        return Rupiah(half_up(product, bottom))


def plain_percent(text: str, *, field: str) -> str:
    """A percentage as people write it ("6,50 %") as a plain decimal ("6.5"), 0 to 100. BadField."""
    bare = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= _WHOLE and value == round(value, _DECIMALS)):
        reason = _(N_("{text} bukan persen; tulis misalnya 6 atau 0,5")).format(text=text.strip())
        raise BadField(name=field, reason=reason, field=field)
    return f"{value.normalize():f}"
