"""A receipt without a name is known at last: it becomes a member's savings (A10b)."""

from __future__ import annotations

from kopdes_desktop.banking import queries
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.ledger import journal
from kopdes_desktop.ledger.entry import OFFICE_UNIT, Entry, credit, debit, entry
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.savings.deposits import (
    DepositedLine,
    DepositLine,
    credited,
    decided_line,
    open_product,
    pay_months,
)
from kopdes_desktop.savings.postings import DEPOSIT_MOVEMENT


class SettleOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """Which receipt (its number or key), whose it was, and what he saves with it."""

    deposit: int | str
    member: int | str
    lines: tuple[DepositLine, ...]


class Settled(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A receipt without a name that is a member's savings now."""

    number: str
    deposit: int
    member: int
    lines: tuple[DepositedLine, ...]
    total: Rupiah
    entry: Entry


@operation("banking.settle_unknown", version=1)
class SettleUnknown(Operation[SettleOrder, Settled]):
    """Turn a receipt without a name into the savings of the member whose it is."""

    sentence = N_("Mengenali setoran bank")
    document = "SDK"

    def decide(self, work: Work, order: SettleOrder) -> Settled:
        """An open receipt, an active member, amounts that the rules and the receipt allow."""
        known = {each.entry.key: each for each in queries.unknowns(work)}
        found = next(
            (x for x in known.values() if order.deposit in {x.entry.key, x.entry.number}), None
        )
        if found is None:
            reason = _(N_("tidak ada setoran belum dikenal bernomor {name}, atau sudah selesai"))
            reason = reason.format(name=order.deposit)
            raise BadField(name="deposit", reason=reason, field="deposit")
        who = members.require_active(work, order.member)
        lines: list[DepositedLine] = []
        for n, line in enumerate(order.lines):
            product = open_product(work, line.product, field=f"lines[{n}].product")
            lines.append(decided_line(work, who, product, line, lines))
        whole = total(line.amount for line in lines)
        if not lines or whole > found.amount:
            reason = _(N_("setoran itu {left}, isinya {whole}")).format(
                left=wording.rupiah(found.amount), whole=wording.rupiah(whole)
            )
            raise BadField(name="lines", reason=reason, field="amount")
        number = work.number(self.document)
        made = entry(
            N_("Setoran simpanan {number} lewat {deposit}").format(
                number=number, deposit=found.entry.number or found.entry.key
            ),
            debit(queries.UNKNOWN, whole, OFFICE_UNIT, key=found.entry.key),
            *(
                credit(x.account, x.amount, x.unit, key=x.member, movement=DEPOSIT_MOVEMENT)
                for x in credited(work, lines)
            ),
        )
        journal.require_postable(work, made, work.bd, work.today)
        return Settled(
            number=number,
            deposit=int(found.entry.key),
            member=who.key,
            lines=tuple(lines),
            total=whole,
            entry=made,
        )

    def apply(self, books: Books, fact: Settled) -> None:
        """Months paid, and the entry; moves and balances follow the journal."""
        pay_months(books, fact.lines, sign=1)
        journal.post(books, fact.entry, fact.number)

    def undo(self, books: Books, fact: Settled) -> None:
        """A reversal takes back the months; the receipt waits again."""
        pay_months(books, fact.lines, sign=-1)
