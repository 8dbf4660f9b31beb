"""What must hold of the savings book by itself: moves, balances, months paid, payers' keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings.queries import payers
from kopdes_desktop.savings.tables import BALANCE, DUES_PAID, MOVE, PRODUCT
from kopdes_desktop.security import persons

_KEYS_OF_A_PERSON = 2

_SIDES = union_all(
    select(
        BALANCE.c.member, BALANCE.c.product, BALANCE.c.amount.label("kept"), literal(0).label("sum")
    ),
    select(MOVE.c.member, MOVE.c.product, literal(0), func.sum(MOVE.c.amount)).group_by(
        MOVE.c.member, MOVE.c.product
    ),
).subquery()
_UNLIKE = Statement(
    select(_SIDES.c.member, _SIDES.c.product, func.sum(_SIDES.c.kept), func.sum(_SIDES.c.sum))
    .group_by(_SIDES.c.member, _SIDES.c.product)
    .having(func.sum(_SIDES.c.kept) != func.sum(_SIDES.c.sum))
)
_DAYS = Statement(
    select(MOVE.c.product, MOVE.c.bd, func.sum(MOVE.c.amount)).group_by(MOVE.c.product, MOVE.c.bd)
)
_MONTHS = (
    select(DUES_PAID.c.member, DUES_PAID.c.product, func.sum(DUES_PAID.c.amount).label("paid"))
    .group_by(DUES_PAID.c.member, DUES_PAID.c.product)
    .subquery()
)
_UNBACKED = Statement(
    select(_MONTHS.c.member, _MONTHS.c.product, _MONTHS.c.paid, func.coalesce(BALANCE.c.amount, 0))
    .outerjoin(
        BALANCE,
        (BALANCE.c.member == _MONTHS.c.member) & (BALANCE.c.product == _MONTHS.c.product),
    )
    .where(_MONTHS.c.paid > func.coalesce(BALANCE.c.amount, 0))
    .order_by(_MONTHS.c.member)
)
_WRONG_MONTHS = Statement(
    select(DUES_PAID.c.member, DUES_PAID.c.product, DUES_PAID.c.month, DUES_PAID.c.amount)
    .join(PRODUCT, PRODUCT.c.code == DUES_PAID.c.product)
    .where(
        (DUES_PAID.c.amount < 0)
        | (DUES_PAID.c.amount > DUES_PAID.c.owed)
        | (PRODUCT.c.kind != "mandatory")
    )
    .order_by(DUES_PAID.c.member, DUES_PAID.c.month)
)


class Unlike(NamedTuple):
    """A member's account in a product whose two figures differ."""

    member: int
    product: str
    one: Rupiah
    other: Rupiah


def unlike_moves(read: Reading) -> Iterator[Unlike]:
    """Accounts whose kept balance (one) is not the sum of their moves (other)."""
    for member, product, kept, moved in read.each(_UNLIKE):
        yield Unlike(member, product, Rupiah(kept), Rupiah(moved))


def by_day(read: Reading) -> dict[tuple[str, date], Rupiah]:
    """What moved in each product on each business day (credit +)."""
    return {
        (product, date.fromisoformat(day)): Rupiah(amount)
        for product, day, amount in read.each(_DAYS)
    }


def unbacked_months(read: Reading) -> Iterator[Unlike]:
    """Members whose months paid (one) come to more than they have in the product (other)."""
    for member, product, paid, held in read.each(_UNBACKED):
        yield Unlike(member, product, Rupiah(paid), Rupiah(held))


def wrong_months(read: Reading) -> Iterator[tuple[int, str, str, Rupiah]]:
    """Member, product, month, amount: below zero, above what was owed, or where no months are."""
    for member, product, month, amount in read.each(_WRONG_MONTHS):
        yield member, product, month, Rupiah(amount)


def without_keys(read: Reading) -> list[int]:
    """Payers one of whose two keys is gone: nothing erases a payer (FACTS §7)."""
    held: dict[int, int] = {}
    for person, _name, _secret in persons.all_secrets(read):
        held[person] = held.get(person, 0) + 1
    return [each.key for each in payers(read) if held.get(each.key) != _KEYS_OF_A_PERSON]
