"""Quantities in thousandths of a unit, and prices that round once a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType, Self

from msgspec import Struct

from kopdes_desktop.kernel.money import Rupiah, half_up

Unit = NewType("Unit", str)
THOUSAND = 1000
_DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,3})0*)?")


@dataclass(frozen=True, slots=True, order=False)
class Quantity:
    """So many thousandths of one unit; two units never mix."""

    thousandths: int
    unit: Unit

    @classmethod
    def of(cls, text: str, unit: Unit) -> Self:
        """Build from a decimal string ("0.25"). Raises ValueError for what is none."""
        found = _DECIMAL.fullmatch(text)
        if found is None:
            msg = f"{text!r} is no decimal of at most three places"
            raise ValueError(msg)
        sign, whole, rest = found.groups(default="")
        return cls(int(f"{sign}{whole}{rest:0<3}"), unit)

    def _same(self, other: Quantity) -> None:
        if self.unit != other.unit:
            msg = f"{self.unit} and {other.unit} do not mix"
            raise ValueError(msg)

    def __add__(self, other: Quantity) -> Quantity:
        """Both in one unit, else ValueError."""
        self._same(other)
        return Quantity(self.thousandths + other.thousandths, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        """Both in one unit, else ValueError."""
        self._same(other)
        return Quantity(self.thousandths - other.thousandths, self.unit)

    def __neg__(self) -> Quantity:
        """The other direction."""
        return Quantity(-self.thousandths, self.unit)

    def __str__(self) -> str:
        """The decimal string that facts carry: "3", "0.25"."""
        whole, rest = divmod(abs(self.thousandths), THOUSAND)
        sign = "-" if self.thousandths < 0 else ""
        return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")


@lru_cache(maxsize=4096)
def thousandths(text: str) -> int:
    """A decimal string ("0.25") as thousandths. Raises ValueError for what is none."""
    return Quantity.of(text, Unit("")).thousandths


@lru_cache(maxsize=4096)
def decimal(quantity: int) -> str:
    """Thousandths as the decimal string that orders and facts carry: "3", "0.25"."""
    return str(Quantity(quantity, Unit("")))


class Price(Struct, frozen=True):
    """Rupiah for one unit."""

    amount: Rupiah
    unit: Unit

    def times(self, quantity: Quantity) -> Rupiah:
        """The line's amount, half up, rounded once; ValueError for another unit."""
        if quantity.unit != self.unit:
            msg = f"a price for {self.unit} is no price for {quantity.unit}"
            raise ValueError(msg)
        return Rupiah(half_up(int(self.amount) * quantity.thousandths, THOUSAND))
