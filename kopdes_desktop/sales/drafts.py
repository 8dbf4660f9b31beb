"""Carts that are not paid yet: the open one of a clerk and those that wait, kept on this laptop.

A keeper, no fact: a power cut loses nothing that was rung up, and nothing of it is in the books.
Who buys stands there by key; what the carts hold is the till's own affair. Goods that are being
bought for the shop stand beside them, as a cart of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from sqlalchemy import bindparam, delete, select

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.sales.tables import CART_DRAFT

#: Where the cart stands that a clerk has in hand.
OPEN: Final = 0
#: Where the purchase stands that somebody is typing.
PURCHASE: Final = -1
_PUT = insert_into(CART_DRAFT)
_OUT = Statement(
    delete(CART_DRAFT).where(
        CART_DRAFT.c.user == bindparam("of_user"), CART_DRAFT.c.slot >= bindparam("since")
    )
)
_OUT_ONE = Statement(
    delete(CART_DRAFT).where(
        CART_DRAFT.c.user == bindparam("of_user"), CART_DRAFT.c.slot == bindparam("of_slot")
    )
)
_COLUMNS = (CART_DRAFT.c.slot, CART_DRAFT.c.label, CART_DRAFT.c.at, CART_DRAFT.c.body)
_OF_USER = Statement(
    select(*_COLUMNS)
    .where(CART_DRAFT.c.user == bindparam("of_user"), CART_DRAFT.c.slot >= OPEN)
    .order_by(CART_DRAFT.c.slot)
)
_PURCHASE = Statement(
    select(*_COLUMNS).where(
        CART_DRAFT.c.user == bindparam("of_user"), CART_DRAFT.c.slot == PURCHASE
    )
)


class Draft(Struct, frozen=True):
    """A cart that waits: its place, what it is called, since when, and itself as JSON."""

    slot: int
    label: str
    at: str
    body: str


def kept(read: Reading, user: int) -> list[Draft]:
    """What a clerk has in hand or has put aside, the open one first."""
    return [Draft(*row) for row in read.rows(_OF_USER, of_user=user)]


def keep_open(books: Books, user: int, draft: Draft | None) -> None:
    """What he has in hand now; nothing where the cart is empty."""
    books.change(_OUT_ONE, of_user=user, of_slot=OPEN)
    if draft is not None:
        books.insert(_PUT, user, OPEN, draft.label, draft.at, draft.body)


def purchase(read: Reading, user: int) -> Draft | None:
    """The purchase that somebody has not finished yet."""
    row = read.row(_PURCHASE, of_user=user)
    return Draft(*row) if row else None


def keep_purchase(books: Books, user: int, draft: Draft | None) -> None:
    """The purchase as far as it is typed; nothing where nothing is bought."""
    books.change(_OUT_ONE, of_user=user, of_slot=PURCHASE)
    if draft is not None:
        books.insert(_PUT, user, PURCHASE, draft.label, draft.at, draft.body)


def keep_waiting(books: Books, user: int, drafts: Sequence[Draft]) -> None:
    """What he has put aside."""
    books.change(_OUT, of_user=user, since=OPEN + 1)
    for slot, each in enumerate(drafts, start=OPEN + 1):
        books.insert(_PUT, user, slot, each.label, each.at, each.body)
