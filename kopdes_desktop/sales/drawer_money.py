"""Money through the drawer beside sales: its shift's sum, its entry, and both taken back."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from kopdes_desktop.ledger import journal
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder
from kopdes_desktop.office.work import Work
from kopdes_desktop.tills import operations as tills
from kopdes_desktop.tills import totals
from kopdes_desktop.tills.totals import Total

#: A document of money: number, amount, entry, and the shift whose drawer it went through, if any.
Paid = Any

OrderT = TypeVar("OrderT", bound=PostingOrder)
PaidT = TypeVar("PaidT", bound=Fact)


class DrawerMoney(Operation[OrderT, PaidT]):
    """Takes money into the drawer or pays it out; `what` names its sum of the shift."""

    what: ClassVar[str]

    def apply(self, books: Books, fact: Paid) -> None:
        """The drawer's sum, and the entry; balances of keys follow the ledger."""
        if fact.shift is not None:
            totals.book(books, fact.shift, self.what, fact.amount)
        journal.post(books, fact.entry, fact.number)

    def undoable(self, work: Work, fact: Paid) -> None:
        """Of a drawer only while its shift is open. NotReversible."""
        if fact.shift is not None:
            tills.require_open(work, fact.shift, fact.number)

    def undo(self, books: Books, fact: Paid) -> None:
        """The drawer's sum without it."""
        if fact.shift is not None:
            totals.take_back(books, fact.shift, [Total(self.what, 1, fact.amount)])
