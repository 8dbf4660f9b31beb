"""The rows that sales keep beside the journal; all are sums or lines of their own fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from kopdes_desktop.consignment import book as consignments
from kopdes_desktop.db.statements import add_to, insert_into
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.office.books import Books
from kopdes_desktop.sales.facts import LineOf, Tender
from kopdes_desktop.sales.tables import BON, DEALING, RETURNED, SALE, SALE_LINE
from kopdes_desktop.tills.totals import Total

_SALE, _LINE = insert_into(SALE), insert_into(SALE_LINE)
_RETURNED = add_to(RETURNED, "quantity")
_BON = add_to(BON, "amount")
_DEALING = add_to(DEALING, "own", "consigned", "commission", "cost")


class Moved(NamedTuple):
    """What a document did with one line: `quantity` in thousandths of the base unit.

    `owner` and `owed` are those of consigned goods; `settles` says whether the owner's account
    moves (not where a broken piece comes back, which he is paid for all the same).
    """

    line: int
    item: int
    quantity: int
    net: Rupiah
    off: Rupiah
    cost: Rupiah
    owner: int | None = None
    owed: Rupiah = NOTHING
    settles: bool = True

    def back(self) -> Moved:
        """The same the other way."""
        return Moved(
            self.line,
            self.item,
            -self.quantity,
            -self.net,
            -self.off,
            -self.cost,
            self.owner,
            -self.owed,
            self.settles,
        )


def moved(lines: Iterable[LineOf]) -> list[Moved]:
    """What a sale did, line by line."""
    return [
        Moved(
            x.n,
            x.item,
            x.base,
            x.net,
            x.reduced,
            x.cost,
            x.owed.owner if x.owed else None,
            x.owed.amount if x.owed else NOTHING,
        )
        for x in lines
    ]


def write(books: Books, what: str, shift: int, member: int | None, lines: Sequence[Moved]) -> None:
    """The rows of the document in hand: itself, its lines, the member's dealings, the owners."""
    stamp = books.stamp
    day, key = stamp.bd.isoformat(), stamp.key
    net, off = total(x.net for x in lines), total(x.off for x in lines)
    cost = total(x.cost for x in lines)
    head = (shift, stamp.user, int(stamp.at[11:13]), member, int(net), int(off), int(cost))
    books.insert(_SALE, day, key, what, *head)
    books.insert_all(
        _LINE,
        [(key, x.line, x.item, x.quantity, int(x.net), int(x.off), int(x.cost)) for x in lines],
    )
    if member is not None:
        _deal(books, member, day[:7], lines)
    for x in lines:
        if x.owner is not None and x.settles:
            consignments.sold(books, x.owner, x.item, x.quantity, x.owed)


def _deal(books: Books, member: int, month: str, lines: Sequence[Moved]) -> None:
    theirs = [x for x in lines if x.owner is not None]
    consigned = total(x.net for x in theirs)
    commission = consigned - total(x.owed for x in theirs)
    own = total(x.net for x in lines) - consigned
    cost = total(x.cost for x in lines)
    books.insert(_DEALING, member, month, int(own), int(consigned), int(commission), int(cost))


def bon(books: Books, member: int, sale: int, amount: Rupiah, days: tuple[date, date]) -> None:
    """Add to what a sale left on credit; `days` are its own and the one on which it is due."""
    books.insert(_BON, member, sale, *(each.isoformat() for each in days), int(amount))


def returned(books: Books, sale: int, lines: Iterable[tuple[int, int]]) -> None:
    """Add to what came back of a sale's lines: line and thousandths of what it counts."""
    books.insert_all(_RETURNED, [(sale, line, quantity) for line, quantity in lines])


def totals_of_sale(lines: Sequence[Moved], tenders: Sequence[Tender]) -> list[Total]:
    """What a sale adds to its shift."""
    net, off = total(x.net for x in lines), total(x.off for x in lines)
    rounding = total(x.amount for x in tenders) - net
    rows = [Total("sales", 1, net)]
    rows += [Total("discounts", 1, off)] if off else []
    rows += [Total("rounding", 1, rounding)] if rounding else []
    return rows + [Total(x.kind, 1, x.amount) for x in tenders]


def totals_of_return(net: Rupiah, tenders: Sequence[Tender]) -> list[Total]:
    """What a return adds to its shift: ways to pay shrink by what they gave back."""
    rounding = net - total(x.amount for x in tenders)
    rows = [Total("returns", 1, net)]
    rows += [Total("rounding", 1, rounding)] if rounding else []
    return rows + [Total(x.kind, 0, -x.amount) for x in tenders]
