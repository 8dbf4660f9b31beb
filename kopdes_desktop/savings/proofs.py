"""What must hold of the savings book: against the journal, and by itself.

Balances, moves and units by member and product; months paid; payers' keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import proofs as journal
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import queries
from kopdes_desktop.savings.tables import BALANCE, DUES_PAID, MOVE, PRODUCT
from kopdes_desktop.security import persons

_KEYS_OF_A_PERSON = 2
UNLIKE = N_("{product} {who}: buku simpanan {mine}, buku besar {theirs}")

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


def who(read: Reading, key: int) -> str:
    """A member by his number, anybody else by his key; never by name: helpers read this too."""
    row = members.member(read, key)
    if row is None or row.key != key:
        return _(N_("orang {key} (tidak ada di daftar anggota)")).format(key=key)
    if row.number:
        return _(N_("anggota {number}")).format(number=row.number)
    return _(N_("calon anggota {key}")).format(key=key)


def untied(read: Reading) -> Iterator[str]:
    """Where members' savings and the journal are a rupiah or more apart, in words.

    A month is not locked over any of it (FEATURES B20).
    """
    products = {each.code: each for each in queries.products(read)}
    for found in unlike_ledger(read):
        yield _(UNLIKE).format(
            product=_(products[found.product].name),
            who=who(read, found.member),
            mine=wording.rupiah(found.one),
            theirs=wording.rupiah(found.other),
        )
    for found in unlike_moves(read):
        yield _(N_("{product} {who}: saldo {kept}, jumlah mutasi {moved}")).format(
            product=_(products[found.product].name),
            who=who(read, found.member),
            kept=wording.rupiah(found.one),
            moved=wording.rupiah(found.other),
        )
    for product in products.values():
        for unit, key, amount in journal.in_other_units(read, product.account, product.unit):
            yield _(N_("{product} {who}: {amount} tercatat di unit {unit}, bukan {own}")).format(
                product=_(product.name),
                who=who(read, key),
                amount=wording.rupiah(-amount),
                unit=unit,
                own=product.unit,
            )


def unlike_ledger(read: Reading) -> Iterator[Unlike]:
    """Accounts whose balance (one) is not what the ledger has under their key (other)."""
    ledger = {
        (product.code, key): -amount
        for product in queries.products(read)
        for key, amount in journal.keys_of(read, product.account)
    }
    held = {(code, member): int(amount) for code, member, amount in queries.all_balances(read)}
    for code, key in sorted(ledger.keys() | held.keys()):
        mine, theirs = held.get((code, key), 0), ledger.get((code, key), 0)
        if mine != theirs:
            yield Unlike(key, code, Rupiah(mine), Rupiah(theirs))


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
    return [each.key for each in queries.payers(read) if held.get(each.key) != _KEYS_OF_A_PERSON]
