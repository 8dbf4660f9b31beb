"""What is wrong with goods of others, in words: the sums by item against the ledger by owner."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.consignment import consignors, queries
from kopdes_desktop.consignment.postings import PAYABLE
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances
from kopdes_desktop.ledger import proofs as journal
from kopdes_desktop.office.books import Reading


def untied(read: Reading) -> Iterator[str]:
    """What was sold and not settled is what 2-1203 owes each owner; old books count as told."""
    mine: dict[int, int] = {}
    for each in queries.kept(read):
        mine[each.owner] = mine.get(each.owner, 0) + each.unpaid
    for row in balances.openings(read):
        if row.line.account == PAYABLE and row.line.key is not None:
            mine[row.line.key] = mine.get(row.line.key, 0) - int(row.line.amount)
    theirs = {key: -debit for key, debit in journal.keys_of(read, PAYABLE)}
    for owner in sorted(mine.keys() | theirs.keys()):
        one, other = mine.get(owner, 0), theirs.get(owner, 0)
        if one != other:
            yield _(N_("Titipan {who}: catatan titipan {mine}, buku besar {theirs}")).format(
                who=consignors.called(read, owner),
                mine=wording.rupiah(one),
                theirs=wording.rupiah(other),
            )


def strangers(read: Reading) -> Iterator[str]:
    """Nothing is owed under a key that is nobody's."""
    for key, debit in journal.keys_of(read, PAYABLE):
        if debit and not consignors.is_owner(read, key):
            yield _(N_("{account} {who}: {amount}")).format(
                account=PAYABLE, who=key, amount=wording.rupiah(-debit)
            )


#: Both of them.
ALL = (untied, strangers)
