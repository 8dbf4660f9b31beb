"""Savings taken over from an old register: a lump a product, against the opening balance (A01b).

A lump of dues fills months oldest first from the member's first one; what is over is prepaid. What
months up to the register's day lack is an estimate until the board decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadDay, BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances, journal, old_books, undoing
from kopdes_desktop.ledger import opening as ledger_opening
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings import deposits, estimates, postings, queries
from kopdes_desktop.savings.deposits import DepositedLine


class TakeOverLine(Order, frozen=True, omit_defaults=True):
    """A product, and what the member has in it."""

    product: str
    amount: Rupiah


class TakeOverOrder(Order, frozen=True, omit_defaults=True):
    """A member, what he has by product, and the register's day (it may lie before the books)."""

    member: int | str
    lines: tuple[TakeOverLine, ...]
    day: date


class TakenOver(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A member's opening savings; `estimated`: dues up to this month are an estimate."""

    number: str
    member: int
    lines: tuple[DepositedLine, ...]
    entry: Entry
    estimated: str | None = None


@operation("savings.take_over", version=1)
class TakeOver(Operation[TakeOverOrder, TakenOver]):
    """Take a member's savings over from an old register."""

    sentence = N_("Mengambil alih simpanan dari buku lama")
    document = "SAW"

    def document_day(self, work: Work, order: TakeOverOrder) -> tuple[date, str | None]:
        """The day of the register; never late."""
        if order.day > work.today:
            reason = _(N_("tanggal itu belum tiba"))
            raise BadDay(day=wording.short_day(order.day), reason=reason, field="day")
        return order.day, None

    def decide(self, work: Work, order: TakeOverOrder) -> TakenOver:
        """An active member, amounts above zero, opening balances that are not agreed yet.

        Late ones take two. Raises NeedsApproval.
        """
        ledger_opening.require_free(work, field="day")
        who = members.require_active(work, order.member)
        products = _products(work, order)
        lines = [
            deposits.take_over_line(work, who, products[line.product], line.amount)
            for line in order.lines
        ]
        number = work.number(self.document)
        text = N_("Saldo awal simpanan per {day}").format(day=wording.short_day(order.day))
        entry = postings.taken_over(text, deposits.credited(work, lines, products))
        journal.require_postable(work, entry, work.bd, work.today)
        old_books.require_early_alone(work, entry, order.day, self.sentence)
        return TakenOver(
            number=number,
            member=who.key,
            lines=tuple(lines),
            entry=entry,
            estimated=str(Month.of(order.day)) if any(x.months for x in lines) else None,
        )

    def apply(self, books: Books, fact: TakenOver) -> None:
        """Months filled and marked as an estimate, and the entry."""
        deposits.pay_months(books, fact.lines, sign=1)
        for line in fact.lines:
            if line.months and fact.estimated is not None:
                estimates.mark(books, fact.member, line.product, Month(fact.estimated))
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: TakenOver) -> None:
        """Months and estimates go with the entry."""
        deposits.pay_months(books, fact.lines, sign=-1)
        posted = balances.posted(books, fact.number)
        if posted is not None:
            estimates.unmark(books, fact.member, posted.key)

    def unmade(self, work: Work, key: int, fact: TakenOver) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it."""
        yield from undoing.reversal_of(work, key)

    def refers_to(self, fact: TakenOver) -> tuple[int, ...]:
        """The member."""
        return (fact.member,)


def _products(work: Work, order: TakeOverOrder) -> dict[str, queries.Product]:
    """The products of the lines, each named once with an amount above zero. Raises BadField."""
    known: dict[str, queries.Product] = {}
    for n, line in enumerate(order.lines):
        field = f"lines[{n}]"
        product = queries.product(work, line.product, field=f"{field}.product")
        if product.code in known:
            reason = _(N_("simpanan ini sudah disebut di baris lain"))
            raise BadField(name="product", reason=reason, field=f"{field}.product")
        if line.amount <= NOTHING:
            reason = _(N_("harus lebih dari nol"))
            raise BadField(name="amount", reason=reason, field=f"{field}.amount")
        known[product.code] = product
    if not known:
        raise BadField(name="lines", reason=_(N_("belum ada isinya")), field="lines")
    return known
