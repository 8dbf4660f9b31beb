"""Quantities in thousandths of a unit, and prices that round once a line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NewType, Self

from kopdes_desktop.kernel.money import Rupiah

Unit = NewType("Unit", str)
THOUSAND = 1000


@dataclass(frozen=True, slots=True, order=False)
class Quantity:
    """So many thousandths of one unit; two units never mix."""

    thousandths: int
    unit: Unit

    @classmethod
    def of(cls, text: str, unit: Unit) -> Self:
        """Build from a decimal string ("0.25"). Raises ValueError beyond three decimals."""
        scaled = Decimal(text) * THOUSAND
        if scaled != scaled.to_integral_value():
            msg = f"{text} has more than three decimals"
            raise ValueError(msg)
        return cls(int(scaled), unit)

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
        text = f"{Decimal(self.thousandths) / THOUSAND:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Price:
    """Rupiah for one unit."""

    amount: Rupiah
    unit: Unit

    def times(self, quantity: Quantity) -> Rupiah:
        """The line's amount, half up, rounded once; ValueError for another unit."""
        if quantity.unit != self.unit:
            msg = f"a price for {self.unit} is no price for {quantity.unit}"
            raise ValueError(msg)
        product = int(self.amount) * abs(quantity.thousandths)
        sign = 1 if quantity.thousandths >= 0 else -1
        return Rupiah(sign * ((2 * product + THOUSAND) // (2 * THOUSAND)))
