"""Figures of purchases: shares of freight and discount, cost of returns, and a price to ask.

Plain numbers, no books. Quantities are thousandths of an item's base unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, half_up, split
from kopdes_desktop.kernel.quantity import THOUSAND

#: By what freight goes onto the lines: their value, or their weight.
FreightBy = Literal["value", "weight"]


class Costed(Struct, frozen=True):
    """What a line costs the supplier's way (`net`, less discount) and on the shelf (`cost`)."""

    net: Rupiah
    cost: Rupiah


def spread(amount: Rupiah, weights: Sequence[int]) -> list[Rupiah]:
    """An amount over lines by weight, exactly; evenly where nothing weighs anything."""
    if not amount:
        return [NOTHING] * len(weights)
    return split(amount, weights if any(weights) else [1] * len(weights))


def costed(
    amounts: Sequence[Rupiah],
    off: Rupiah = NOTHING,
    freight: Rupiah = NOTHING,
    weights: Sequence[int] | None = None,
) -> list[Costed]:
    """Discount by value, then freight by `weights` (by value when there are none)."""
    values = [int(amount) for amount in amounts]
    nets = [amount - share for amount, share in zip(amounts, spread(off, values), strict=True)]
    shares = spread(freight, values if weights is None else weights)
    return [Costed(net, net + share) for net, share in zip(nets, shares, strict=True)]


def line_amount(price: Rupiah, count: int) -> Rupiah:
    """What so many thousandths of a pack cost at a price each, half up."""
    return Rupiah(half_up(int(price) * count, THOUSAND))


def in_base_units(count: int, factor: int, *, field: str) -> int:
    """So many thousandths of a pack, in thousandths of the base unit. Raises BadField."""
    if count <= 0:
        raise BadField(name="quantity", reason=_(N_("harus lebih dari nol")), field=field)
    whole, rest = divmod(count * factor, THOUSAND)
    if rest:
        reason = _(N_("jumlah ini tidak habis dibagi ke satuan dasar"))
        raise BadField(name="quantity", reason=reason, field=field)
    return whole


def refund(net: Rupiah, quantity: int, gone: int, given: Rupiah, back: int) -> Rupiah:
    """What the supplier owes for `back` of a line's `quantity`; the last piece takes the rest.

    `gone` went back before, for `given`.
    """
    if gone + back >= quantity:
        return net - given
    return Rupiah(half_up(int(net) * back, quantity))


# --- paying -------------------------------------------------------------------------------------


class Due(Struct, frozen=True):
    """An open bill: whose it is (`key`), and what is left to pay."""

    key: int
    left: Rupiah


def oldest_first(bills: Iterable[Due], amount: Rupiah) -> tuple[list[Due], Rupiah]:
    """What an amount pays of each bill in this order, and what is left of it."""
    paid: list[Due] = []
    rest = amount
    for bill in bills:
        part = min(bill.left, rest)
        if part > NOTHING:
            paid.append(Due(bill.key, part))
            rest = rest - part
    return paid, rest


# --- quota --------------------------------------------------------------------------------------


class Quota(Struct, frozen=True):
    """An allocation: its key, and what is left of it (below zero once too much was taken)."""

    key: int
    left: int


def drawn(quotas: Sequence[Quota], quantity: int) -> list[tuple[int, int]]:
    """What a delivery takes of each allocation, in this order; what exceeds all, of the last."""
    taken: list[tuple[int, int]] = []
    rest = quantity
    for quota in quotas:
        last = quota is quotas[-1]
        part = rest if last else min(max(quota.left, 0), rest)
        if part:
            taken.append((quota.key, part))
            rest -= part
    return taken


# --- prices -------------------------------------------------------------------------------------


def suggested(value: int, quantity: int, margin: str, step: int) -> Rupiah:
    """A price for one base unit: cost of `quantity` for `value` plus so many percent of it.

    Rounded up to the next `step`, so that the margin is never below the one that was set.
    """
    percent, hundredths = Decimal(margin).as_integer_ratio()
    top = value * THOUSAND * (100 * hundredths + percent)
    steps = -(-top // (quantity * 100 * hundredths * step))
    return Rupiah(steps * step)


def unit_cost(value: int, quantity: int) -> Rupiah:
    """What one base unit costs, half up: for people to read, never to reckon with."""
    return Rupiah(half_up(value * THOUSAND, quantity))


def margin_of(price: Rupiah, value: int, quantity: int) -> Decimal | None:
    """What a price earns above cost, in percent of cost with one decimal; None without a cost."""
    if value <= 0 or quantity <= 0:
        return None
    tenths = half_up((int(price) * quantity - value * THOUSAND) * 1000, value * THOUSAND)
    return Decimal(tenths) / 10
