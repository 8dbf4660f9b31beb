"""The sums kept of each owner's items; all are additions, so they come out alike in any order."""

from __future__ import annotations

from kopdes_desktop.consignment.tables import CONSIGNED, SHARE
from kopdes_desktop.db.statements import add_to, insert_into
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.office.books import Books

_SUMS = ("taken", "returned", "sold", "lost", "owed", "settled", "settled_for")
_KEPT = add_to(CONSIGNED, *_SUMS)
_SHARE = insert_into(SHARE)


def taken(books: Books, owner: int, item: int, quantity: int, amount: Rupiah) -> None:
    """Goods came in; `amount` is what one base unit earns the owner from this day on."""
    _add(books, owner, item, taken=quantity)
    stamp = books.stamp
    books.insert(_SHARE, item, stamp.bd.isoformat(), stamp.key, owner, int(amount))


def returned(books: Books, owner: int, item: int, quantity: int) -> None:
    """Unsold goods went back."""
    _add(books, owner, item, returned=quantity)


def sold(books: Books, owner: int, item: int, quantity: int, owed: Rupiah) -> None:
    """So many thousandths were sold and earn the owner so much; negative where they come back."""
    _add(books, owner, item, sold=quantity, owed=int(owed))


def lost(books: Books, owner: int, item: int, quantity: int, owed: Rupiah) -> None:
    """Goods got lost with us and are made good; negative where that is taken back."""
    _add(books, owner, item, lost=quantity, owed=int(owed))


def settled(books: Books, owner: int, item: int, quantity: int, amount: Rupiah) -> None:
    """The owner was paid for so many thousandths; negative where that is taken back."""
    if quantity or amount != NOTHING:
        _add(books, owner, item, settled=int(amount), settled_for=quantity)


def _add(books: Books, owner: int, item: int, **sums: int) -> None:
    books.insert(_KEPT, owner, item, *(sums.get(name, 0) for name in _SUMS))
