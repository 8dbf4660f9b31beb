"""The moving average as a pair of quantity and value: an empty shelf is worth zero.

Pure functions. Quantities are thousandths of the base unit, values whole rupiah; no unit cost is
ever rounded and kept, so nothing is lost between goods in and goods out. Below zero the value is
what the missing goods were taken to cost; what comes in pays that back first, and the difference
belongs to the goods already sold (domain/RULES, Entries; recipe F09).
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from kopdes_desktop.kernel.money import half_up


class Held(Struct, frozen=True):
    """What lies in a place and what it is worth; both below zero when more was sold than known."""

    quantity: int
    value: int

    def moved(self, quantity: int, value: int) -> Held:
        """The same after so much came (or, with minus signs, went)."""
        return Held(self.quantity + quantity, self.value + value)

    @property
    def sound(self) -> bool:
        """Whether quantity and value can stand together: same side of zero, empty worth zero."""
        if self.quantity == 0:
            return self.value == 0
        return self.value >= 0 if self.quantity > 0 else self.value <= 0


class Cost(NamedTuple):
    """So many thousandths cost so much: a price a unit without rounding."""

    quantity: int
    value: int

    def of(self, quantity: int) -> int:
        """What a quantity costs at that, half up."""
        return half_up(self.value * quantity, self.quantity)


class Late(NamedTuple):
    """What a late freight or discount does: to goods still there, and to those already sold."""

    stock: int
    sold: int


EMPTY = Held(0, 0)


def cost_of(held: Held, quantity: int, last: Cost | None) -> int:
    """What goods that go out cost, half up; the last unit takes the remainder.

    Below zero at the last known cost, or at that of what is missing already; at nothing where
    neither is known.
    """
    on_hand = max(min(quantity, held.quantity), 0)
    missing = quantity - on_hand
    value = half_up(held.value * on_hand, held.quantity) if on_hand else 0
    if missing == 0:
        return value
    if last is None and held.quantity < 0:
        last = Cost(-held.quantity, -held.value)
    return value + (last.of(missing) if last is not None else 0)


def receive(held: Held, quantity: int, cost: int) -> tuple[Held, int]:
    """What lies there after goods came in, and what that mends of goods already sold.

    `mended` is to be charged beside the stock (minus: they were cheaper than they were taken to
    be); stock and mended together are the cost.
    """
    if held.quantity >= 0:
        return held.moved(quantity, cost), 0
    missing = -held.quantity
    if quantity >= missing:
        real, taken = half_up(cost * missing, quantity), -held.value
    else:
        real, taken = cost, half_up(-held.value * quantity, missing)
    mended = real - taken
    return held.moved(quantity, cost - mended), mended


def value_found(held: Held, quantity: int, last: Cost | None) -> int:
    """What goods are worth that a count finds: the average of what is there, else the last cost.

    Below zero that average is what the missing goods were taken to cost.
    """
    if held.quantity and held.value:
        return half_up(abs(held.value) * quantity, abs(held.quantity))
    return last.of(quantity) if last is not None else 0


def split_late(amount: int, bought: int, left: int) -> Late:
    """Share a late amount between what is left of the goods bought and what is sold of them."""
    remaining = max(min(left, bought), 0)
    stock = half_up(amount * remaining, bought)
    return Late(stock, amount - stock)


# --- published cards ----------------------------------------------------------------------------


def periodic_average(quantity: int, value: int, left: int) -> int:
    """The value of what is left by the periodic weighted average, rounded once."""
    return half_up(value * left, quantity)
