"""Rupiah: whole, signed, and never near a float."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn, Self


class Rupiah(int):
    """A whole number of rupiah: adds, subtracts, compares, negates; refuses everything else.

    Debit is positive and credit negative in the ledger. Built from `int` alone, so that text is
    parsed at the edge (`kernel.wording.parse_rupiah`) and a float can never slip in.
    """

    __slots__ = ()

    def __new__(cls, amount: int) -> Self:
        """Build from an int; anything else, bool included, is a TypeError."""
        if type(amount) is not int and type(amount) is not cls:
            msg = f"whole rupiah only, not {type(amount).__name__}"
            raise TypeError(msg)
        return int.__new__(cls, amount)

    def __add__(self, other: int) -> Self:
        """Rupiah and rupiah; NotImplemented would let int add a bare number after all."""
        if not isinstance(other, Rupiah):
            self._refuse()
        return int.__new__(type(self), int.__add__(self, other))

    def __sub__(self, other: int) -> Self:
        """Rupiah less rupiah."""
        if not isinstance(other, Rupiah):
            self._refuse()
        return int.__new__(type(self), int.__sub__(self, other))

    def __neg__(self) -> Self:
        """The other side of the ledger."""
        return int.__new__(type(self), int.__neg__(self))

    def __abs__(self) -> Self:
        """The amount without its side."""
        return int.__new__(type(self), int.__abs__(self))

    def __repr__(self) -> str:
        """Readable in a failing test."""
        return f"Rupiah({int(self)})"

    def _refuse(self, *_other: object) -> NoReturn:
        msg = "rupiah only adds to rupiah; else use Rate, Price or split"
        raise TypeError(msg)

    __radd__ = __rsub__ = _refuse
    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse
    __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _refuse
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = _refuse
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = _refuse
    __float__ = __round__ = __invert__ = __pos__ = _refuse


NOTHING = Rupiah(0)


def total(amounts: Iterable[Rupiah]) -> Rupiah:
    """The sum, zero for none."""
    return Rupiah(sum(map(int, amounts)))


def split(amount: Rupiah, weights: Sequence[int]) -> list[Rupiah]:
    """Share an amount by weights so that the parts add up exactly (largest remainder, Hamilton).

    Ties go to the earlier weight. Raises ValueError for a negative weight or a sum of zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        msg = "weights must not be negative and must not all be zero"
        raise ValueError(msg)
    sign, size = (-1, -int(amount)) if amount < 0 else (1, int(amount))
    parts = [size * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), i))
    for i in order[: size - sum(parts)]:
        parts[i] += 1
    return [Rupiah(sign * part) for part in parts]


def half_up(top: int, bottom: int) -> int:
    """A fraction (`bottom` above zero) as a whole number; halves go away from zero."""
    size = (2 * abs(top) + bottom) // (2 * bottom)
    return size if top >= 0 else -size
