"""Whose goods lie here, what they earn their owners, and what is still owed.

A sale of a consigned item posts (recipe I02) `postings.sold`, and its `apply` calls `book.sold`
(its `undo` the same with a minus): the settlement pays by item what was sold.
"""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import bindparam, or_, select

from kopdes_desktop.consignment.rules import Kept, Share
from kopdes_desktop.consignment.tables import CONSIGNED, CONSIGNOR, SHARE
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Reading

__all__ = ["Consignor", "Kept", "Share", "consignor", "consignors", "kept", "kept_of", "share"]

_SHARE = Statement(
    select(SHARE.c.owner, SHARE.c.amount)
    .where(SHARE.c.item == bindparam("of_item"))
    .order_by(SHARE.c.from_day.desc(), SHARE.c.fact.desc())
    .limit(1)
)
_CONSIGNORS = Statement(select(CONSIGNOR).order_by(CONSIGNOR.c.code, CONSIGNOR.c.key))
_CONSIGNOR = Statement(
    select(CONSIGNOR)
    .where(or_(CONSIGNOR.c.code == bindparam("of_code"), CONSIGNOR.c.key == bindparam("of_key")))
    .order_by(CONSIGNOR.c.key)
)
_KEPT = Statement(select(CONSIGNED).order_by(CONSIGNED.c.owner, CONSIGNED.c.item))
_KEPT_OF = Statement(
    select(CONSIGNED).where(CONSIGNED.c.owner == bindparam("of_owner")).order_by(CONSIGNED.c.item)
)


class Consignor(Struct, frozen=True):
    """Somebody from outside whose goods we sell; name and phone are None once he is erased."""

    key: int
    code: str
    name: str | None
    phone: str | None


def share(read: Reading, item: int) -> Share | None:
    """Whose a consigned item is, and what one base unit of it earns him; None for our own goods."""
    row = read.row(_SHARE, of_item=item)
    return Share(row[0], Rupiah(row[1])) if row else None


def consignor(read: Reading, name: int | str) -> Consignor | None:
    """A consignor from outside, by his key or his code (the first who got it)."""
    key, code = (name, "") if isinstance(name, int) else (0, name.strip().upper())
    row = read.row(_CONSIGNOR, of_code=code, of_key=key)
    return Consignor(*row) if row else None


def consignors(read: Reading) -> list[Consignor]:
    """All of them, by code."""
    return [Consignor(*row) for row in read.rows(_CONSIGNORS)]


def kept(read: Reading) -> list[Kept]:
    """Every item of every owner."""
    return [Kept(*row) for row in read.rows(_KEPT)]


def kept_of(read: Reading, owner: int) -> list[Kept]:
    """Every item of one owner."""
    return [Kept(*row) for row in read.rows(_KEPT_OF, of_owner=owner)]
