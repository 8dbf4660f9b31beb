"""What is wrong with members' money, in words: proofs of the books, over which no month is locked.

Terms: simpanan (savings), iuran (dues), titipan (held for an applicant), pengembalian (refund).
"""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger import proofs as journal
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import proofs, queries

#: Where an applicant's money stands (B01), and what is owed to those who left (B13).
PREPAID, REFUNDABLE = "2-1107", "2-1106"


def savings_days(read: Reading) -> Iterator[str]:
    """What moved in each product on each business day: in the savings book and in the journal."""
    moved = proofs.by_day(read)
    for product in queries.products(read):
        ledger = journal.keyed_days(read, product.account)
        mine = {day: amount for (code, day), amount in moved.items() if code == product.code}
        for day in sorted(ledger.keys() | mine.keys()):
            one, other = int(mine.get(day, 0)), -ledger.get(day, 0)
            if one != other:
                yield _(proofs.UNLIKE).format(
                    product=_(product.name),
                    who=wording.short_day(day),
                    mine=wording.rupiah(one),
                    theirs=wording.rupiah(other),
                )


def dues_accounted(read: Reading) -> Iterator[str]:
    """Months paid never come to more than the member has saved; none beyond what it owed.

    Whoever left was paid back (B13); his months stay in the register as he paid them.
    """
    names = {each.code: _(each.name) for each in queries.products(read)}
    gone = {row.key for status in ("left", "void") for row in members.in_status(read, status)}
    for wrong in proofs.unbacked_months(read):
        if wrong.member not in gone:
            yield _(N_("{product} {who}: bulan lunas {paid}, saldo hanya {held}")).format(
                product=names[wrong.product],
                who=proofs.who(read, wrong.member),
                paid=wording.rupiah(wrong.one),
                held=wording.rupiah(wrong.other),
            )
    for member, product, month, amount in proofs.wrong_months(read):
        yield _(N_("{product} {who}, {month}: {amount} melebihi iuran bulan itu")).format(
            product=names[product],
            who=proofs.who(read, member),
            month=wording.month(Month(month)),
            amount=wording.rupiah(amount),
        )


def owned(read: Reading) -> Iterator[str]:
    """No money stands on a members' account under a key that is nobody's in the register.

    An applicant's is in order: an outlet may take his money first, which acceptance shows (FACTS
    §6).
    """
    known = {int(row.key) for row in members.listing(read)}
    for code, card in sorted(chart.accounts(read).items()):
        if card.subledger != chart.MEMBER_SUBLEDGER:
            continue
        for key, debit in journal.keys_of(read, code):
            if debit and key not in known:
                yield _(N_("{account} {who}: {amount}")).format(
                    account=code, who=proofs.who(read, key), amount=wording.rupiah(-debit)
                )


def prepaid(read: Reading) -> Iterator[str]:
    """2-1107 holds money of applicants, or what waits to go back to a rejected or active one."""
    for key, debit in journal.keys_of(read, PREPAID):
        row = members.member(read, key)
        status = row.status if row is not None and row.key == key else None
        if debit > 0:
            yield _(N_("{who}: titipan minus {amount}")).format(
                who=proofs.who(read, key), amount=wording.rupiah(-debit)
            )
        elif debit and status not in {"applicant", "rejected", "active"}:
            yield _(N_("{who}: titipan {amount} tanpa pemilik")).format(
                who=proofs.who(read, key), amount=wording.rupiah(-debit)
            )


def refunds(read: Reading) -> Iterator[str]:
    """2-1106 names nobody but those who left; nothing is left in any savings of theirs."""
    gone: dict[int, str] = {
        row.key: row.status
        for status in ("left", "void", "rejected")
        for row in members.in_status(read, status)
    }
    for key, debit in journal.keys_of(read, REFUNDABLE):
        if debit > 0 or (debit and gone.get(key) != "left"):
            yield _(N_("{who}: utang pengembalian {amount}")).format(
                who=proofs.who(read, key), amount=wording.rupiah(-debit)
            )
    names = {each.code: _(each.name) for each in queries.products(read)}
    for product, member, amount in queries.all_balances(read):
        if amount and member in gone:
            yield _(N_("{who} sudah berhenti, {product} masih {amount}")).format(
                who=proofs.who(read, member), product=names[product], amount=wording.rupiah(amount)
            )


#: Every one of them; `proofs.untied`, which compares with the journal, comes first.
ALL = (proofs.untied, savings_days, dues_accounted, owned, prepaid, refunds)
